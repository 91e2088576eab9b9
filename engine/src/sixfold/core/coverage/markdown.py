"""The summary of coverage for a CI run's page, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sixfold.core.coverage.gate import Verdict
from sixfold.core.coverage.gate_report import GateReport
from sixfold.core.run_record import RunRecord

# A page of CI is no place for ten thousand lines; GitHub refuses a summary of more than 1 MiB.
_LINES_TOLD = 60


def summary(gate: GateReport, run: RunRecord | None) -> str:
    """A table of components, what the gate said, changed lines, and how long the tests took."""
    parts = [f"## {'✅' if gate.good else '❌'} Coverage", *_table(gate.verdicts)]
    told = [line for line in gate.lines if not line.startswith("coverage of lines")]
    parts += ["", "```text", *told[:_LINES_TOLD]]
    parts += [f"and {len(told) - _LINES_TOLD} more lines"] if len(told) > _LINES_TOLD else []
    parts += ["```"]
    parts += _times(run) if run is not None and run.tests else []
    return "\n".join(parts) + "\n"


def _table(verdicts: Iterable[Verdict]) -> Iterator[str]:
    yield "| component | coverage | baseline | change | covered | |"
    yield "|---|--:|--:|--:|--:|---|"
    for one in verdicts:
        percent, before = one.counts.percent, one.before
        baseline = "none" if before is None else f"{before:.2f}%"
        change = "" if before is None else f"{percent - before:+.2f}"
        yield (
            f"| {_cell(one.component)} | {percent:.2f}% | {baseline} | {change}"
            f" | {one.counts.covered} of {one.counts.total} | {'✅' if one.good else '❌'} |"
        )


def _times(run: RunRecord) -> Iterator[str]:
    yield ""
    yield (
        f"**{run.tests} tests in {_duration(run.seconds)}**: {run.passed} passed,"
        f" {run.failed} failed, {run.skipped} skipped, {run.seconds / run.tests * 1000:.0f} ms each"
    )
    yield ""
    yield "| suite | seconds |"
    yield "|---|--:|"
    for name, seconds in run.suites.items():
        yield f"| {_cell(name)} | {seconds:.1f} |"
    if run.slowest:
        yield ""
        yield "| slowest tests | seconds |"
        yield "|---|--:|"
        for name, seconds in run.slowest:
            yield f"| `{_cell(name)}` | {seconds:.2f} |"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{seconds:.1f} s"


def _cell(text: str) -> str:
    """Text within a cell: nothing of it ends the cell."""
    return text.replace("|", "\\|").replace("\n", " ")
