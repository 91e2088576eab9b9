"""`sixfold test`: run the suites, each isolated, and answer with one summary."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sixfold.commands.isolation.steward import Steward
from sixfold.commands.testing import durations
from sixfold.commands.testing.plan import TestPlan, TestRequest, make_plan
from sixfold.commands.testing.report import TestReport
from sixfold.commands.testing.runs import hold_run
from sixfold.commands.testing.session import Session
from sixfold.commands.testing.settle import settle
from sixfold.commands.testing.suite import Place
from sixfold.commands.whole_files import make_ignored, write_json
from sixfold.config import Config, Suite
from sixfold.core.selection import Share
from sixfold.core.service import Role

if TYPE_CHECKING:
    from sixfold.commands.testing.affected import Choice

# What a run leaves for whoever follows how long tests take.
RUN: Final = "reports/run.json"


def test(
    config: Config,
    request: TestRequest,
    *,
    folder: Path,
    say: Callable[[str], None],
    progress: int | None,
) -> TestReport:
    """Run what was asked for and report it.

    `folder` is where relative paths start; `progress` is the file descriptor that the suites
    write to (default: ours). Raises LeaseHeld when another run holds the namespace, RequestError
    for paths that no suite holds and for words that contradict one another, ToolMissing where
    coverage is to be measured and cannot be.
    """
    begun = time.monotonic()
    plan = make_plan(config, request, folder)
    tell_plan(plan, say)
    choice = _choose(config, plan, request, say)
    if choice is not None:
        plan = choice.plan
        if not plan.shares:
            return _settled(config, choice, begun)
    with served(config, request, plan, say=say, progress=progress) as session:
        make_ignored((config.root / RUN).parent)
        session.selections = choice.selections if choice is not None else {}
        session.forget_old_reports()
        report = session.run(begun)
        if choice is not None:
            report = replace(report, suites=(*choice.settled, *report.suites))
        if request.mode.measured:
            report = _judged(session, report)
    write_json(config.root / RUN, report.as_json())
    if request.mode.record and report.passed:
        ran = {suite.name: suite.durations for suite in report.suites}
        durations.record(config, ran, whole=request.mode.shard is None)
        say(f"recorded how long each test took in {durations.FILE}")
    return report


# pytest collects what is called test_* or Test*; this is a verb.
test.__test__ = False  # type: ignore[attr-defined]  # pytest's own mark


@contextmanager
def served(
    config: Config,
    request: TestRequest,
    plan: TestPlan,
    *,
    say: Callable[[str], None],
    progress: int | None,
) -> Iterator[Session]:
    """A session that holds the namespace's run, with the servers of its suites; given back.

    Raises LeaseHeld when another run holds the namespace.
    """
    wait = None if request.wait else 0.0
    words = " ".join(("sixfold test", *request.words))
    with hold_run(config, words, wait=wait) as run, ExitStack() as held:
        say(first_line(config))
        steward = Steward(config, _roles(config, plan.shares), run, say)
        held.callback(steward.release)
        held.callback(settle, config, steward, run, say)
        yield Session(Place(config, run, say, progress), request, plan)


def first_line(config: Config) -> str:
    """Which database, bucket and Redis scope this run uses."""
    names, namespace = config.names, config.namespace
    return (
        f"namespace {namespace.slug}: database {names.test_database(namespace)},"
        f" bucket {names.test_bucket(namespace, 'master')},"
        f" redis scope {names.redis_scope(namespace, 'master')}"
    )


def _choose(
    config: Config, plan: TestPlan, request: TestRequest, say: Callable[[str], None]
) -> Choice | None:
    """What must run, where only that was asked for; None where everything was."""
    if not request.mode.affected:
        return None
    # What selects is imported by nobody else.
    from sixfold.commands.testing.affected import choose

    choice = choose(config, plan)
    for line in choice.lines:
        say(f"affected: {line}")
    return choice


def _judged(session: Session, report: TestReport) -> TestReport:
    """The report of a measured run, with what the gate says of it and which plan it is a step of.

    What answers either is imported only where it is asked: the rest starts as quickly as it can.
    """
    config = session.place.config
    if any(share.suite.source for share in session.plan.shares):
        from sixfold.commands.testing.gate import ask_gate

        report = ask_gate(session, report)
    if config.ci.jobs:
        from sixfold.commands.pipeline.plan import plan_notes

        report = replace(report, notes=(*report.notes, *plan_notes(config)))
    return report


def _settled(config: Config, choice: Choice, begun: float) -> TestReport:
    """The report of a run in which nothing must be run: no server is started for it."""
    return TestReport(
        suites=choice.settled,
        left_out=choice.plan.left_out,
        namespace=config.namespace.slug,
        seconds=time.monotonic() - begun,
    )


def tell_plan(plan: TestPlan, say: Callable[[str], None]) -> None:
    """Say what is left out, and to which files coverage is limited."""
    for line in plan.left_out:
        say(f"left out: {line}")
    if plan.changed is not None:
        since = f" since {plan.changed.base}" if plan.changed.base else ""
        say(f"coverage is limited to {len(plan.changed.files)} changed files{since}:")
        for name in plan.changed.files:
            say(f"  {name}")
        if plan.changed.note:
            say(plan.changed.note)


def _roles(config: Config, shares: Sequence[Share[Suite]]) -> list[Role]:
    wanted = {Role(role) for share in shares for role in share.suite.services}
    return [service.role for service in config.services if service.role in wanted]
