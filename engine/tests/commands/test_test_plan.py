"""Which tests a run leaves out by its mode alone, and that it says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from sixfold.commands.context import load_config
from sixfold.commands.testing.plan import TestPlan, TestRequest, make_plan
from sixfold.core.modes import Mode

_CONFIGURATION = """
[project]
name = "shop"

[suites.app]
directory = "shop"
paths = ["tests"]
e2e = ["tests/e2e"]

[suites.rules]
directory = "rules"
paths = ["tests"]
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SIXFOLD_HOME", str(tmp_path / "home"))
    for folder in ("shop/tests/e2e", "rules/tests"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "sixfold.toml").write_text(_CONFIGURATION)
    return tmp_path


def plan(root: Path, *words: str, mode: Mode) -> TestPlan:
    return make_plan(load_config(root), TestRequest(words, mode), root)


def options(planned: TestPlan) -> dict[str, tuple[str, ...]]:
    return {share.suite.name: share.options for share in planned.shares}


def test_a_fast_run_leaves_the_journeys_out_and_says_so(root: Path) -> None:
    planned = plan(root, "-v", mode=Mode(fast=True))
    assert options(planned) == {"app": ("-v", "--ignore=tests/e2e"), "rules": ("-v",)}
    assert planned.left_out == ("app: its tests in a browser, tests/e2e (--e2e runs them)",)


@pytest.mark.parametrize(
    ("words", "mode"),
    [
        ((), Mode()),
        (("shop/tests/e2e",), Mode(fast=True)),
        (("-k", "page"), Mode(fast=True)),
        ((), Mode(fast=True, affected=True)),
    ],
)
def test_no_other_run_does(root: Path, words: tuple[str, ...], mode: Mode) -> None:
    assert not any(
        "--ignore" in word
        for given in options(plan(root, *words, mode=mode)).values()
        for word in given
    )


def test_a_browser_is_used_fast_where_it_is_asked_for(root: Path) -> None:
    planned = plan(root, mode=Mode(fast=True, e2e=True))
    assert [(share.paths, share.options) for share in planned.shares] == [(("tests/e2e",), ())]


def test_a_suite_s_own_folder_stands_for_its_tests(root: Path) -> None:
    planned = plan(root, "rules", mode=Mode())
    assert [(share.suite.name, share.paths) for share in planned.shares] == [("rules", ("tests",))]
