"""How many tests there were, which of them were left out, and which took longest."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sixfold.commands.testing import durations
from sixfold.commands.testing.report import SuiteReport
from sixfold.core.modes import Part


def collected(run: Path, suite: str) -> Mapping[str, Any]:
    """What the plugin for parts told of a suite; nothing where all its tests were to run."""
    file = run / f"{suite}.parts.json"
    told: dict[str, Any] = json.loads(file.read_text()) if file.is_file() else {}
    return told


def counted(
    report: SuiteReport, told: Mapping[str, Any], *, known: int, shard: Part | None
) -> SuiteReport:
    """The report with how many tests there are, where only some of them were to run.

    Of paths only what is below them is collected: `known` is how many tests were recorded before.
    """
    if not told:
        return report
    excuse = f"shard {shard} holds none of its tests" if shard and told["of"] else ""
    return replace(report, of=max(told["ran"] + told["left_out"], known), excuse=excuse)


def left_out(suites: Sequence[SuiteReport]) -> list[str]:
    """A line for each suite of which not all tests were run."""
    return [
        f"{suite.name}: {suite.of - suite.executed - suite.skipped} of {suite.of} tests"
        for suite in suites
        if suite.of is not None and suite.of > suite.executed + suite.skipped
    ]


def met(suites: Sequence[SuiteReport], selected: Sequence[str]) -> tuple[SuiteReport, ...]:
    """Without the suites in which a selection met no test, unless that is all of them."""
    found = tuple(suite for suite in suites if not (suite.unmet and selected))
    return found or tuple(suites)


def slowest(suites: Sequence[SuiteReport], count: int) -> list[str]:
    """A line for each of the tests that took longest."""
    found = durations.slowest(((suite.name, suite.durations) for suite in suites), count)
    return [f"SLOW {suite}: {seconds:.2f} s {name}" for suite, name, seconds in found]
