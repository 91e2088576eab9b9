"""The pipeline's graph, and the hash that says two runs did the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from sixfold.core.plan import (
    Job,
    Outcome,
    Plan,
    faults,
    make_plan,
    may_start,
    ordered,
    parts,
    untold,
    verdict,
    wanted,
)

LINT = Job("lint", ("sixfold lint",))
TESTS = Job("tests", ("sixfold test --shard {shard}/{shards} -k 'a b'",), ("lint",), shards=3)
FINISH = Job("finish", ("sixfold ci verdict",), ("lint", "tests"), always=True)
PUSH = Job("push", ("sixfold push",), ("finish",), remote=True)
JOBS = [FINISH, TESTS, PUSH, LINT]

names = st.sampled_from("abcdefg")
graphs = st.dictionaries(names, st.frozensets(names), min_size=1).map(
    lambda needs: [Job(name, ("x",), tuple(sorted(some))) for name, some in needs.items()]
)


@given(graphs)
def test_a_graph_without_faults_can_be_run_to_its_end_and_one_with_faults_cannot(
    jobs: list[Job],
) -> None:
    order = [job.name for job in ordered(jobs)]

    assert (len(order) == len(jobs)) == (not faults(jobs))
    for job in ordered(jobs):
        assert set(job.needs) <= set(order[: order.index(job.name)])


def test_what_is_wrong_with_a_graph_is_told_by_job() -> None:
    circle = [Job("a", ("x",), ("b",)), Job("b", ("x",), ("a",)), Job("c", ("x",))]

    assert {name for name, _ in faults(circle)} == {"a", "b"}
    assert faults([Job("a", ("x",), ("gone",))]) == [
        ("a", "needs 'gone', and there is no such job")
    ]
    assert [name for name, _ in faults([Job("a", ("x",), shards=2)])] == ["a"]
    assert faults(JOBS) == []


def test_each_shard_gets_its_number_and_words_stay_whole() -> None:
    steps = [part.steps[0] for part in parts(TESTS)]

    assert steps[1] == ("sixfold", "test", "--shard", "2/3", "-k", "a b")
    assert [step[3] for step in steps] == ["1/3", "2/3", "3/3"]
    assert [part.title for part in parts(TESTS)] == ["tests 1/3", "tests 2/3", "tests 3/3"]
    assert parts(LINT)[0].title == "lint"


def test_a_laptop_runs_all_but_the_forges_own_jobs_and_a_named_one_with_what_it_needs() -> None:
    assert [job.name for job in wanted(JOBS, [])] == ["lint", "tests", "finish"]
    assert [job.name for job in wanted(JOBS, ["tests"])] == ["lint", "tests"]


def test_a_job_starts_when_all_that_it_needs_has_passed_and_one_that_judges_always() -> None:
    assert may_start(TESTS, {}) is None
    assert may_start(TESTS, {"lint": Outcome.SUCCESS}) is True
    assert may_start(TESTS, {"lint": Outcome.FAILURE}) is False
    assert may_start(TESTS, {"lint": Outcome.SKIPPED}) is False
    assert may_start(FINISH, {"lint": Outcome.FAILURE}) is None
    assert may_start(FINISH, {"lint": Outcome.FAILURE, "tests": Outcome.SKIPPED}) is True


def test_only_success_is_a_pass() -> None:
    results = {"a": "success", "b": "skipped", "c": "cancelled", "d": "failure", "e": "odd"}

    assert verdict(results) == ["b: skipped", "c: cancelled", "d: failure", "e: odd"]


def test_a_judge_knows_from_the_graph_whom_it_was_not_told_of() -> None:
    short = [Job("finish", ("sixfold ci verdict",), ("lint",), always=True), TESTS, PUSH, LINT]

    assert untold(JOBS, {"lint", "tests"}) == []
    assert untold(JOBS, {"lint"}) == ["tests"]
    assert untold(short, {"lint"}) == ["tests"]
    assert untold([*JOBS, Job("new", ("x",)), Job("next", ("x",), ("push",))], {"lint"}) == [
        "tests", "new",
    ]  # fmt: skip


def planned(jobs: list[Job] = JOBS, **changed: object) -> Plan:
    parts = {
        "versions": {"ruff": "1", "pytest": "2"},
        "tests": {"unit": {"files": {"test_a.py": "d1"}}},
        "gates": {"min": 90},
        "commands": ["ruff check"],
    }
    return make_plan(jobs, **(parts | changed))  # type: ignore[arg-type]  # given by name


def test_what_may_differ_between_machines_does_not_change_the_plan() -> None:
    more_shards = [LINT, Job(TESTS.name, TESTS.steps, TESTS.needs, shards=8), FINISH, PUSH]

    assert planned(more_shards).hash == planned().hash


def test_a_change_of_tools_tests_gates_commands_or_jobs_is_another_plan_and_tells_its_part() -> (
    None
):
    before = planned()
    changes = {
        "tools": planned(versions={"ruff": "1", "pytest": "3"}),
        "tests": planned(tests={"unit": {"files": {"test_a.py": "d2"}}}),
        "gates": planned(gates={"min": 80}),
        "commands": planned(commands=["ruff"]),
        "jobs": planned([LINT, Job(TESTS.name, ("true {shard}",), ("lint",), 3), FINISH, PUSH]),
    }

    for part, plan in changes.items():
        assert plan.hash != before.hash
        assert [name for name in before.parts if plan.parts[name] != before.parts[name]] == [part]
