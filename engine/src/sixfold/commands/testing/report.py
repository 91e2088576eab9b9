"""What the suites' runners report, read into one shape and rendered as one summary."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from sixfold.core.coverage.gate_report import GateReport

# pytest's code for "no test was collected", and what its other codes of trouble mean.
_NO_TESTS: Final = 5
_NOTHING: Final = "no test was executed"
_TROUBLE: Final = {
    2: "pytest was interrupted before a test was executed",
    3: "pytest broke down before a test was executed; a worker's usage error looks like this, too",
    4: "pytest refused its command line, so no test was executed",
}


@dataclass(frozen=True, slots=True)
class SuiteReport:
    """How one suite went.

    `skips` maps a reason to how many tests gave it; `durations` are seconds by test (vitest: by
    file). `excuse` says why it is right that nothing was run; `of` is how many tests there are,
    where the runner of a part was told. `selection` is what `--affected` decided, and why.
    """

    name: str
    passed: int = 0
    failed: int = 0
    skips: dict[str, int] = field(default_factory=dict)
    failures: tuple[str, ...] = ()
    seconds: float = 0.0
    exit_code: int = 0
    workers: int = 0
    note: str = ""
    durations: Mapping[str, float] = field(default_factory=dict)
    excuse: str = ""
    of: int | None = None
    selection: Mapping[str, Any] | None = None

    @property
    def skipped(self) -> int:
        """How many tests were skipped."""
        return sum(self.skips.values())

    @property
    def executed(self) -> int:
        """How many tests came to an answer."""
        return self.passed + self.failed

    @property
    def empty(self) -> bool:
        """Whether the suite's runner found no test to run."""
        return self.executed + self.skipped == 0

    @property
    def unmet(self) -> bool:
        """Whether its runner ended well and had no test to run; one that broke down did not."""
        return self.empty and self.note == _NOTHING

    @property
    def good(self) -> bool:
        """Whether the suite passed; one that ran no test at all did not, unless that is right."""
        if self.empty and self.excuse:
            return self.exit_code in (0, _NO_TESTS)
        return self.exit_code == 0 and self.failed == 0 and not self.empty

    def as_json(self) -> dict[str, Any]:
        """Everything, with each test's duration."""
        return asdict(self) | {
            "good": self.good,
            "skipped": self.skipped,
            "seconds": round(self.seconds, 3),
            "durations": {name: round(took, 3) for name, took in sorted(self.durations.items())},
        }


@dataclass(frozen=True, slots=True)
class TestReport:
    """How a run went. `gate` is the answer about coverage, where it was asked.

    `notes` are what is to be known beside the figures.
    """

    __test__ = False

    suites: tuple[SuiteReport, ...]
    left_out: tuple[str, ...]
    namespace: str
    seconds: float
    gate: GateReport | None = None
    notes: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether every suite passed, a test was executed, and the gate lets it through."""
        gate = self.gate is None or self.gate.good
        return self.passed and gate

    @property
    def passed(self) -> bool:
        """Whether the tests passed, coverage apart."""
        return bool(self.suites) and all(suite.good for suite in self.suites) and not self.nothing

    @property
    def nothing(self) -> bool:
        """Whether no test was executed although some should have been."""
        excused = all(suite.empty and suite.excuse for suite in self.suites)
        return sum(suite.executed for suite in self.suites) == 0 and not excused

    def as_json(self) -> dict[str, Any]:
        """Everything, for machines."""
        return {
            "good": self.good,
            "namespace": self.namespace,
            "seconds": round(self.seconds, 3),
            "left_out": list(self.left_out),
            "notes": list(self.notes),
            "suites": [suite.as_json() for suite in self.suites],
            "gate": self.gate.as_json() if self.gate is not None else None,
        }


def read_pytest(name: str, file: Path, code: int, seconds: float, count: int) -> SuiteReport:
    """How a pytest suite went, as the plugin wrote it; an absent report is a failure."""
    if not file.is_file():
        note = f"pytest ended with exit code {code} before it could report"
        return SuiteReport(name, exit_code=code or 1, seconds=seconds, workers=count, note=note)
    told = json.loads(file.read_text())
    outcomes: dict[str, str] = told["outcomes"]
    skips: dict[str, int] = {}
    for test_name, outcome in outcomes.items():
        if outcome == "skipped":
            reason = told["reasons"].get(test_name, "")
            skips[reason] = skips.get(reason, 0) + 1
    failures = tuple(name for name, outcome in outcomes.items() if outcome == "failed")
    passed = sum(outcome == "passed" for outcome in outcomes.values())
    return SuiteReport(
        name,
        passed=passed,
        failed=len(failures),
        skips=skips,
        failures=failures,
        seconds=seconds,
        exit_code=code,
        workers=count,
        note="" if outcomes else _why_nothing(code),
        durations=told["durations"],
    )


def _why_nothing(code: int) -> str:
    if code in (0, _NO_TESTS):
        return _NOTHING
    told = f"pytest ended with exit code {code} before a test was executed"
    return _TROUBLE.get(code, told)


def read_vitest(
    name: str, file: Path, code: int, seconds: float, count: int, home: Path
) -> SuiteReport:
    """How the suite in folder `home` went; a report that is absent or broken is a failure."""
    try:
        told = json.loads(file.read_text())
    except (OSError, ValueError):
        note = f"vitest ended with exit code {code} before it could report"
        return SuiteReport(name, exit_code=code or 1, seconds=seconds, workers=count, note=note)
    failures = tuple(
        f"{result['name']} {test['fullName']}"
        for result in told["testResults"]
        for test in result["assertionResults"]
        if test["status"] == "failed"
    )
    skipped = told["numPendingTests"] + told.get("numTodoTests", 0)
    return SuiteReport(
        name,
        passed=told["numPassedTests"],
        failed=max(told["numFailedTests"], told["numFailedTestSuites"] and 1),
        skips={"skipped in vitest": skipped} if skipped else {},
        failures=failures,
        seconds=seconds,
        exit_code=code,
        workers=count,
        note="" if told["numTotalTests"] else _NOTHING,
        durations={
            os.path.relpath(result["name"], home): (result["endTime"] - result["startTime"]) / 1000
            for result in told["testResults"]
            if "endTime" in result
        },
    )


def closing_lines(report: TestReport) -> list[str]:
    """What was skipped and why, what failed where, and the last line with the sums."""
    lines = []
    for suite in report.suites:
        told = suite.excuse if suite.empty and suite.excuse else suite.note
        lines += [f"{suite.name}: {told}"] if told else []
        lines += [f"FAILED {suite.name}: {name}" for name in suite.failures]
        lines += [f"SKIPPED {suite.name}: {count} x {why}" for why, count in suite.skips.items()]
    lines += [f"left out: {line}" for line in report.left_out]
    lines += report.notes
    lines += report.gate.lines if report.gate is not None else ()
    passed, failed, skipped = (
        _sum(report.suites, name) for name in ("passed", "failed", "skipped")
    )
    if report.nothing:
        lines.append("no test was executed, and that is no success")
    return [*lines, f"{passed} passed, {failed} failed, {skipped} skipped"]


def _sum(suites: Sequence[SuiteReport], name: str) -> int:
    return sum(int(getattr(suite, name)) for suite in suites)
