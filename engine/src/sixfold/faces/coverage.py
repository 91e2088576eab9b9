"""`sixfold coverage` on the command line: a table, what the gate says, and where the page is."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from sixfold.commands.context import load_config
from sixfold.commands.coverage.files import write_files
from sixfold.commands.coverage.gather import FOLDER, gather
from sixfold.commands.coverage.named import read_named
from sixfold.commands.coverage.update import Update, update_baseline
from sixfold.commands.coverage.verb import Outcome, doubtful, examine
from sixfold.config import Config
from sixfold.core.coverage.rules import UNIFIED
from sixfold.core.located import Findings
from sixfold.core.ranges import show_ranges
from sixfold.errors import NotPassed, RequestError
from sixfold.output import Output


@click.command()
@click.argument("files", nargs=-1, metavar="[[SUITE=]FILE]...")
@click.option("--update-baseline", "update", is_flag=True, help="Write the baseline's file.")
@click.option("--reason", default="", help="Why the baseline may be lower than it was.")
@click.option("--again", is_flag=True, help="Measure what fell by very little once more.")
@click.option("--no-files", is_flag=True, help="Write no page, badge and summary.")
@click.option("--json", "as_json", is_flag=True, help="Answer as one JSON value.")
def command(
    files: tuple[str, ...], update: bool, reason: str, again: bool, no_files: bool, as_json: bool
) -> None:
    """Unite what the suites measured and hold it against the base's baseline.

    Without FILE, the reports are those that `sixfold test` left in reports/coverage. A FILE is a
    JSON report of coverage.py or istanbul, or lcov.
    """
    if again and files:
        raise RequestError("--again runs this tree's own suites, and FILE names others' reports")
    if reason and not update:
        raise RequestError("--reason says why a baseline is written: --update-baseline is missing")
    output = Output(json=as_json)
    config = load_config()
    findings = Findings()
    if files:
        reports = read_named(config, files, Path.cwd(), findings)
    else:
        reports = gather(config, [suite.name for suite in config.suites], findings)
    if not reports and not findings.faults:
        raise NotPassed(
            f"there is no report of coverage in {FOLDER}", hint="sixfold test, then this again"
        )
    outcome = examine(config, reports, findings)
    noisy = doubtful(config.coverage, outcome.gate, reports) if not files else ()
    if noisy and again:
        outcome = _measure_again(config, noisy, output)
    written = [] if no_files else write_files(config, outcome)
    if not as_json:
        _show(outcome, written, output)
        if noisy and not again:
            suites = ", ".join(noisy)
            output.line(
                "so small a fall may be noise:"
                f" sixfold coverage --again measures {suites} once more"
            )
    # Afterwards: whoever is refused has seen why.
    updated = update_baseline(config, outcome, reason=reason) if update else None
    if as_json:
        output.value(_plain(outcome, written, updated))
    elif updated is not None:
        output.line(updated.told)
    if not outcome.gate.good and updated is None:
        raise click.exceptions.Exit(1)


def _measure_again(config: Config, suites: tuple[str, ...], output: Output) -> Outcome:
    """What either run covered is covered; a test that failed this time is a fault."""
    # What runs tests is imported by nobody else.
    from sixfold.commands.testing.again import run_again

    output.note(f"coverage fell by very little: measuring {', '.join(suites)} once more")
    failed = run_again(
        config,
        suites,
        say=output.note,
        progress=sys.stderr.fileno() if output.json else None,
    )
    findings = Findings()
    for suite in failed:
        findings.fault(f"{FOLDER}/{suite}", "tests failed when it was measured once more")
    reports = gather(config, [suite.name for suite in config.suites], findings)
    return examine(config, reports, findings)


def _plain(outcome: Outcome, written: list[str], updated: Update | None) -> dict[str, object]:
    files = outcome.measured.unified.files
    return {
        **outcome.gate.as_json(),
        "baseline": outcome.base.place if outcome.base.baseline else None,
        "files": {
            path: {"covered": file.counts.covered, "total": file.counts.total}
            for path, file in files.items()
        },
        "written": written,
        "updated": {"file": updated.file, "written": updated.written} if updated else None,
    }


def _show(outcome: Outcome, written: list[str], output: Output) -> None:
    output.table(
        ("component", "", "coverage", "baseline", "covered", "of", "files"),
        [
            (
                one.component,
                output.mark(one.good),
                f"{one.counts.percent:.2f}%",
                "-" if one.before is None else f"{one.before:.2f}%",
                one.counts.covered,
                one.counts.total,
                _files(outcome, one.component),
            )
            for one in outcome.gate.verdicts
        ],
    )
    output.line()
    for line in outcome.gate.lines:
        output.line(line)
    if os.environ.get("GITHUB_ACTIONS"):
        _annotate(outcome, output)
    if written:
        output.note(f"see {written[0]}")


def _annotate(outcome: Outcome, output: Output) -> None:
    """Each lost line where the forge shows the change, once."""
    if outcome.base.baseline is None:
        output.line(f"::warning title=coverage::there is no baseline ({outcome.base.place})")
    failed = [one for one in outcome.gate.verdicts if one.fell and not one.good]
    for loss in dict.fromkeys(loss for one in failed for loss in one.losses):
        for lines, what in loss.kinds():
            place = f"file={loss.path},line={lines[0]},title=coverage"
            output.line(f"::error {place}::{show_ranges(lines)} {what}")


def _files(outcome: Outcome, component: str) -> str:
    part = outcome.measured.components.get(component)
    if component == UNIFIED:
        return str(len(outcome.measured.unified.files))
    return str(len(part.files)) if part is not None else "-"
