"""The gate at the end of a run that measured coverage: asked, or said why it does not apply."""

from __future__ import annotations

from dataclasses import replace

from sixfold.commands.coverage.gather import AGAIN
from sixfold.commands.coverage.verb import judge
from sixfold.commands.testing.measure import place_of, reports
from sixfold.commands.testing.report import SuiteReport, TestReport
from sixfold.commands.testing.session import Session


def ask_gate(session: Session, report: TestReport) -> TestReport:
    """The report with the gate's answer, or with a note why it was not asked."""
    why_not = _why_not(session, report)
    if why_not:
        return replace(report, notes=(*report.notes, why_not))
    changed = session.plan.changed
    failed: dict[str, SuiteReport] = {}
    gate = judge(
        session.place.config,
        session.measured,
        changed=changed.files if changed is not None else None,
        say=session.place.say,
        remeasure=lambda suites: failed.update(measure_again(session, suites)),
    )
    if changed is not None:
        _set_aside(session)
    suites = tuple(failed.get(suite.name, suite) for suite in report.suites)
    return replace(report, suites=suites, gate=gate)


def _why_not(session: Session, report: TestReport) -> str:
    """Why coverage is not judged; empty where it is."""
    plan, config = session.plan, session.place.config
    if not report.passed:
        return "coverage is not judged: what failing tests cover says little"
    if plan.partial:
        return f"coverage was measured, and is not judged: {plan.partial}"
    if plan.changed is not None:
        return "" if session.measured else "no file whose coverage is measured was changed"
    components = config.coverage.components
    if any(set(one.suites) <= set(session.measured) for one in components):
        return ""
    return (
        f"coverage was measured, and is not judged: {', '.join(session.measured)} alone"
        " makes up no component of [coverage]"
    )


def measure_again(session: Session, suites: tuple[str, ...]) -> dict[str, SuiteReport]:
    """Run some suites once more, so that noise in what they cover can be told from a loss.

    The reports of those that failed this time, by name: no run is good in which a test failed.
    """
    ran = [
        session.run_one(share, again=AGAIN)
        for share in session.plan.shares
        if share.suite.name in suites
    ]
    return {suite.name: suite for suite in ran if not suite.good}


def _set_aside(session: Session) -> None:
    """Move reports that are limited to changed files to where they do not count as whole."""
    folder, aside = reports(session.place.config, ""), reports(session.place.config, "changed")
    aside.mkdir(parents=True, exist_ok=True)
    for suite in session.measured:
        for file in folder.glob(f"{place_of(suite, None)}.*"):
            file.replace(aside / file.name)
