"""Names of containers: legal for every engine, one per server, the same each time."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from sixfold.core.service import Purpose
from sixfold.runtimes.base import ServerPlan
from sixfold.runtimes.engine_identity import identify

from tests.runtimes.engine_plans import DATABASE, plan

PROJECT_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")

plans = st.builds(
    lambda project, purpose, service, major, home: plan(
        Path("/home") / home,
        replace(DATABASE, name=service, major=major),
        purpose=purpose,
        project=project,
    ),
    st.text(min_size=1, max_size=80),
    st.sampled_from(Purpose),
    st.text("abc-_.0", min_size=1, max_size=40),
    st.none() | st.integers(9, 30),
    st.sampled_from(["ada", "bob"]),
)


def facts(value: ServerPlan) -> tuple[object, ...]:
    service = value.service
    return (value.project, value.purpose, service.name, service.major, value.places.state)


@given(plans)
def test_every_name_is_legal_as_a_compose_project(value: ServerPlan) -> None:
    assert PROJECT_NAME.fullmatch(identify(value).name)


@given(plans, plans)
def test_two_servers_have_one_name_only_when_they_are_one(one: ServerPlan, two: ServerPlan) -> None:
    assert (identify(one).name == identify(two).name) == (facts(one) == facts(two))


def test_the_preferred_port_is_no_part_of_the_identity(tmp_path: Path) -> None:
    assert identify(plan(tmp_path, port=1)) == identify(plan(tmp_path, port=2))


def test_the_labels_say_whose_it_is(tmp_path: Path) -> None:
    labels = identify(plan(tmp_path)).labels
    assert labels["dev.sixfold.project"] == "books"
    assert labels["dev.sixfold.purpose"] == "test"
    assert labels["dev.sixfold.service"] == "db"
    assert labels["dev.sixfold.owner"].endswith(str(tmp_path / "state"))
