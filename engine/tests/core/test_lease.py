"""Leases: records survive being written, and nothing goes but what the dead have left."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sixfold.core.lease import Kind, Owner, Record, Verdict, plan_sweep

OWNER = Owner(pid=4242, started=1700000000.25, boot="boot-1", host="ann-laptop", command="pytest")
WORKER = Record(
    kind=Kind.WORKER,
    name="shop_test_main_gw0",
    project="shop",
    namespace="main",
    raw="git main /src",
    owner=OWNER,
    born=1700000001.0,
)
TEMPLATE = replace(WORKER, kind=Kind.TEMPLATE, name="shop_template_ab12")
DEV = replace(WORKER, kind=Kind.DEV, name="shop_dev_main")
HELD_BY_A_PROCESS = [Kind.WORKER, Kind.FRESH, Kind.SCOPE, Kind.BUCKET]

OWNERS = st.builds(
    Owner,
    pid=st.integers(1, 2**22),
    started=st.floats(0, 2e9),
    boot=st.text(max_size=40),
    host=st.text(max_size=40),
    command=st.text(max_size=40),
)
RECORDS = st.builds(
    Record,
    kind=st.sampled_from(Kind),
    name=st.text(min_size=1, max_size=63),
    project=st.sampled_from(["shop", "shop_a", "bank"]),
    namespace=st.sampled_from(["main", "pr_1", "pr_12"]),
    raw=st.text(max_size=40),
    owner=OWNERS,
    born=st.floats(0, 2e9),
    complete=st.booleans(),
    fingerprint=st.text(max_size=16),
    used=st.floats(0, 2e9),
)


def dead(_: Owner) -> bool | None:
    return False


def living(_: Owner) -> bool | None:
    return True


def unknown(_: Owner) -> bool | None:
    return None


def verdict(
    record: Record,
    alive: Callable[[Owner], bool | None],
    *,
    project: str | None = "shop",
    templates_kept: frozenset[str] = frozenset(),
    everything: bool = False,
    namespace: tuple[str, str] | None = ("main", WORKER.raw),
) -> Verdict:
    (only,) = plan_sweep(
        [record],
        alive=alive,
        project=project,
        templates_kept=templates_kept,
        everything=everything,
        namespace=namespace,
    )
    return only


@given(RECORDS)
def test_a_record_is_read_back_as_it_was_written(record: Record) -> None:
    assert Record.decode(record.encode()) == record


@given(RECORDS)
def test_a_record_is_one_line(record: Record) -> None:
    assert record.encode().splitlines() == [record.encode()]


@given(st.none() | st.text())
def test_what_is_not_ours_is_no_record(text: str | None) -> None:
    assert Record.decode(text) is None


BODY = json.loads(WORKER.encode().partition(" ")[2])


@pytest.mark.parametrize(
    "text",
    [
        WORKER.encode()[:-1],
        WORKER.encode().removeprefix("sixfold "),
        WORKER.encode().replace("sixfold", "sixfolder", 1),
        "sixfold",
        "sixfold []",
        "sixfold null",
        "sixfold {}",
        f"sixfold {json.dumps({**BODY, 'kind': 'palace'})}",
        f"sixfold {json.dumps({**BODY, 'owner': None})}",
        f"sixfold {json.dumps({key: BODY[key] for key in BODY if key != 'owner'})}",
    ],
)
def test_a_record_that_is_cut_or_forged_is_none(text: str) -> None:
    assert Record.decode(text) is None


@pytest.mark.parametrize(
    "other",
    [
        replace(OWNER, pid=4243),
        replace(OWNER, started=OWNER.started + 1),
        replace(OWNER, boot="boot-2"),
        replace(OWNER, host="bobs-laptop"),
    ],
)
def test_a_reused_pid_is_another_process(other: Owner) -> None:
    assert not OWNER.same_process(other)


def test_a_process_is_itself_whatever_it_is_called_and_however_its_clock_is_rounded() -> None:
    again = replace(OWNER, command="other words", started=OWNER.started + 0.01)
    assert OWNER.same_process(again)


@pytest.mark.parametrize("kind", HELD_BY_A_PROCESS)
def test_what_a_dead_process_left_goes(kind: Kind) -> None:
    assert verdict(replace(WORKER, kind=kind), dead).drop


@pytest.mark.parametrize("kind", HELD_BY_A_PROCESS)
@pytest.mark.parametrize("alive", [living, unknown])
@pytest.mark.parametrize("everything", [False, True])
def test_what_may_still_be_held_stays(
    kind: Kind, alive: Callable[[Owner], bool | None], everything: bool
) -> None:
    assert not verdict(replace(WORKER, kind=kind), alive, everything=everything).drop


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("everything", [False, True])
def test_another_projects_resources_stay_whatever_is_asked(kind: Kind, everything: bool) -> None:
    other = replace(WORKER, kind=kind, project="shop_a")
    assert not verdict(other, dead, everything=everything).drop


def test_without_a_project_every_projects_dead_are_swept() -> None:
    assert verdict(replace(WORKER, project="bank"), dead, project=None).drop


@pytest.mark.parametrize("alive", [dead, living, unknown])
def test_a_developers_data_stays_unless_asked_for(alive: Callable[[Owner], bool | None]) -> None:
    assert not verdict(DEV, alive).drop


def test_a_developers_data_goes_with_all_in_this_checkout_alone() -> None:
    assert verdict(DEV, dead, everything=True).drop
    for namespace in ("main_2", "mai", "pr_1"):
        other = replace(DEV, namespace=namespace)
        assert not verdict(other, dead, everything=True).drop
    same_slug = replace(DEV, raw="explicit main")
    assert not verdict(same_slug, dead, everything=True).drop
    assert not verdict(DEV, dead, everything=True, namespace=None).drop


def test_templates_in_use_stay_and_older_ones_go() -> None:
    assert not verdict(TEMPLATE, dead, templates_kept=frozenset({TEMPLATE.name})).drop
    assert verdict(TEMPLATE, dead).drop


def test_with_all_every_template_goes() -> None:
    kept = frozenset({TEMPLATE.name})
    assert verdict(TEMPLATE, dead, templates_kept=kept, everything=True).drop


@pytest.mark.parametrize("whole", [TEMPLATE, DEV])
def test_what_is_half_made_goes_with_its_maker(whole: Record) -> None:
    half = replace(whole, complete=False)
    kept = frozenset({half.name})
    assert verdict(half, dead, templates_kept=kept).drop
    assert "half made" in verdict(half, dead).reason
    assert not verdict(half, living).drop
    assert not verdict(half, unknown).drop


def test_the_reason_says_who_holds_it() -> None:
    assert "4242" in verdict(WORKER, living).reason
    assert "ann-laptop" in verdict(WORKER, unknown).reason
    assert "shop_a" in verdict(replace(WORKER, project="shop_a"), dead).reason


@given(st.lists(RECORDS, max_size=10), st.booleans())
def test_no_verdict_is_lost_and_none_drops_the_livings(
    inventory: list[Record], everything: bool
) -> None:
    verdicts = plan_sweep(
        inventory,
        alive=lambda owner: owner.pid % 2 == 0,
        project="shop",
        everything=everything,
        namespace=("pr_1", "x"),
    )
    assert [one.record for one in verdicts] == inventory
    assert all(one.reason for one in verdicts)
    for one in verdicts:
        if one.drop and one.record.kind in HELD_BY_A_PROCESS:
            assert one.record.owner.pid % 2 == 1
            assert one.record.project == "shop"
