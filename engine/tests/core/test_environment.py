"""The six environments can be looked up by any of their names."""

from __future__ import annotations

import re

import pytest
from sixfold.core.environment import ENVIRONMENTS, Check, Code, environment
from sixfold.errors import RequestError


def test_there_are_six_and_each_has_names_of_its_own() -> None:
    assert list(ENVIRONMENTS) == [
        "local-dev",
        "local-ci",
        "github-ci",
        "preview",
        "staging",
        "production",
    ]
    assert len({one.setting for one in ENVIRONMENTS.values()}) == 6


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("local-dev", "local-dev"),
        ("Local Dev", "local-dev"),
        ("development", "local-dev"),
        ("test", "local-ci"),
        ("PR Preview", "preview"),
        ("PRODUCTION", "production"),
    ],
)
def test_names_titles_and_settings_find_it(spelling: str, name: str) -> None:
    assert environment(spelling).name == name


@pytest.mark.parametrize(
    ("wrong", "near"),
    [("stagin", "staging"), ("prod", "production"), ("previw", "preview"), ("local", "local-dev")],
)
def test_a_wrong_name_is_answered_with_the_nearest(wrong: str, near: str) -> None:
    with pytest.raises(RequestError) as caught:
        environment(wrong)
    assert near in caught.value.hint
    assert "the six are" in caught.value.message


@pytest.mark.parametrize("nonsense", ["", "zzz", "; drop database postgres"])
def test_nonsense_is_refused_without_a_guess(nonsense: str) -> None:
    with pytest.raises(RequestError) as caught:
        environment(nonsense)
    assert caught.value.hint == ""


def test_nothing_that_writes_is_run_against_production_or_a_preview() -> None:
    writing = {Check.SMOKE, Check.E2E, Check.PERFORMANCE}
    for name in ("preview", "production"):
        assert writing.isdisjoint(environment(name).checks)
        assert Check.SMOKE_READ_ONLY in environment(name).checks


def test_whatever_is_deployed_runs_images_and_is_checked_for_health() -> None:
    deployed = [one for one in ENVIRONMENTS.values() if one.code is Code.IMAGES]
    assert [one.name for one in deployed] == ["preview", "staging", "production"]
    assert all(one.checks[0] is Check.HEALTH for one in deployed)


def test_local_ci_and_github_ci_run_the_same_checks() -> None:
    assert environment("local-ci").checks == environment("github-ci").checks


def test_data_of_tests_and_previews_is_thrown_away_and_all_other_kept() -> None:
    kept = {one.name for one in ENVIRONMENTS.values() if one.durable}
    assert kept == {"local-dev", "staging", "production"}


def test_patterns_name_only_what_can_be_filled_in() -> None:
    known = {"app", "domain", "port", "database", "namespace", "run", "number"}
    for one in ENVIRONMENTS.values():
        named = re.findall(r"{(.*?)}", one.url + one.database + one.isolation)
        assert set(named) <= known
