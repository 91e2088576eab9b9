"""What `--affected` leaves of a plan, and what is recorded while a run's suites run."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sixfold.commands.selecting.record import Recorder
from sixfold.commands.selecting.verb import arguments, explain, keep, select, start_recording
from sixfold.commands.testing.plan import TestPlan
from sixfold.commands.testing.report import SuiteReport
from sixfold.config import Config, Suite
from sixfold.core.affected.selection import Selection
from sixfold.core.selection import Share
from sixfold.recorder.watch import FOLDER

# Options that say how tests are shown or spread: their outcomes are the same with each.
_SHOWING: Final = ("-q", "-v", "-s", "-x", "-r", "--tb", "--color", "--durations", "-n", "--dist")


@dataclass(frozen=True, slots=True)
class Choice:
    """A plan with only what must run; `settled` are suites of which nothing must, with the proof.

    `lines` say for each suite how many run of how many, and why; `selections` are by suite.
    """

    plan: TestPlan
    settled: tuple[SuiteReport, ...]
    lines: tuple[str, ...]
    selections: dict[str, Selection]


def choose(config: Config, plan: TestPlan) -> Choice:
    """Leave out of a plan the tests that no change since their recording can reach."""
    shares, settled, lines = [], [], []
    selections = {}
    for share in plan.shares:
        suite = share.suite
        selection = select(config, suite, options=telling(share.options))
        selections[suite.name] = selection
        lines.append(explain(selection, suite.name))
        if selection.nothing:
            settled.append(
                SuiteReport(
                    suite.name,
                    excuse=selection.proof,
                    of=selection.total or None,
                    selection=selection.as_json(),
                )
            )
        elif selection.everything:
            shares.append(share)
        else:
            shares.append(replace(share, paths=arguments(config, suite, selection)))
    return Choice(replace(plan, shares=tuple(shares)), tuple(settled), tuple(lines), selections)


def telling(options: Sequence[str]) -> tuple[str, ...]:
    """The options that may change how tests go."""
    return tuple(
        word for word in options if not word.startswith(_SHOWING) and word != "no:cacheprovider"
    )


def is_recorded() -> bool:
    """Whether a test that is recorded started this very run: what is read is that test's."""
    return FOLDER in os.environ


def record(config: Config, suite: Suite, run: Path) -> Recorder:
    """Make ready to record a suite."""
    return start_recording(config, suite, run)


def keep_recorded(
    config: Config,
    share: Share[Suite],
    recorder: Recorder,
    report: SuiteReport,
    *,
    complete: bool,
) -> None:
    """Keep what a suite's run has recorded, for later runs with `--affected`."""
    keep(
        config,
        share.suite,
        recorder,
        options=telling(share.options),
        complete=complete,
        passed=report.good,
    )
