"""The trend: each run as a line of reports/trend.jsonl, and the baseline through git's history.

The baseline's history is the record that everybody shares, and it is kept with the code. The file
is this checkout's own: runs that were never pushed, and how long the tests took.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from sixfold.clients.git_history import History
from sixfold.commands.coverage.verb import Outcome
from sixfold.config import Config
from sixfold.core.coverage.baseline import decode
from sixfold.core.coverage.rules import UNIFIED
from sixfold.core.located import Findings
from sixfold.core.run_record import RunRecord, read_records, read_run

TREND: Final = "reports/trend.jsonl"
RUN: Final = "reports/run.json"
_POINTS: Final = 60
# Of a file that only grows, the last part is enough.
_TAIL: Final = 500


@dataclass(frozen=True, slots=True)
class Point:
    """Percentages at one time; `label` says of which commit or run."""

    when: int
    label: str
    coverage: Mapping[str, float]


def record(config: Config, outcome: Outcome) -> RunRecord:
    """Add a line for the run that left the reports; the same run is not added twice."""
    run = _run(config, outcome)
    file = config.root / TREND
    known = read_trend(config)
    if not known or (known[-1].when, known[-1].coverage) != (run.when, run.coverage):
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as trend:
            trend.write(run.line() + "\n")
    return run


def read_trend(config: Config) -> list[RunRecord]:
    """The runs of this checkout, the oldest first."""
    try:
        text = (config.root / TREND).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return read_records(text.splitlines()[-_TAIL:])


def points(config: Config) -> list[Point]:
    """What the baseline said on this branch, then the runs that came after it."""
    found = []
    for recorded in History(config.root).recorded(config.coverage.baseline, most=_POINTS):
        baseline = decode(recorded.text, config.coverage.baseline, Findings())
        if baseline is not None:
            label = f"{recorded.commit[:8]} {recorded.subject}"
            found.append(Point(recorded.when, label, dict(baseline.percentages)))
    last = found[-1].when if found else 0
    since = (run for run in read_trend(config)[-_POINTS:] if run.when > last and run.coverage)
    found.extend(
        Point(run.when, f"run at {run.commit[:8] or 'no commit'}", run.coverage) for run in since
    )
    return found


def _run(config: Config, outcome: Outcome) -> RunRecord:
    """The run that `sixfold test` reported in reports/run.json, as far as it did."""
    file = config.root / RUN
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        when = int(file.stat().st_mtime)
    except (OSError, ValueError):
        told, when = None, int(time.time())
    parts = {UNIFIED, *outcome.measured.components}
    return replace(
        read_run(told),
        when=when,
        commit=History(config.root).commit("HEAD") or "",
        coverage={
            one.component: one.counts.percent
            for one in outcome.gate.verdicts
            if one.component in parts
        },
    )
