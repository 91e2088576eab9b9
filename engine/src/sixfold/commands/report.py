"""What the suites' runners report, read into one shape and rendered as one summary."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

# pytest's code for "no test was collected".
_NO_TESTS: Final = 5


@dataclass(frozen=True, slots=True)
class SuiteReport:
    """How one suite went. `skipped` maps a reason to how many tests gave it."""

    name: str
    passed: int = 0
    failed: int = 0
    skips: dict[str, int] = field(default_factory=dict)
    failures: tuple[str, ...] = ()
    seconds: float = 0.0
    exit_code: int = 0
    workers: int = 0
    note: str = ""

    @property
    def skipped(self) -> int:
        """How many tests were skipped."""
        return sum(self.skips.values())

    @property
    def good(self) -> bool:
        """Whether the suite passed; one that ran no test at all did not."""
        return self.exit_code == 0 and self.failed == 0 and self.passed + self.skipped > 0


@dataclass(frozen=True, slots=True)
class TestReport:
    """How a run went."""

    __test__ = False

    suites: tuple[SuiteReport, ...]
    left_out: tuple[str, ...]
    namespace: str
    seconds: float

    @property
    def good(self) -> bool:
        """Whether every suite passed."""
        return bool(self.suites) and all(suite.good for suite in self.suites)


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
        note="no test was executed" if code == _NO_TESTS or not outcomes else "",
    )


def read_vitest(name: str, file: Path, code: int, seconds: float) -> SuiteReport:
    """How the suite went; a report that is absent or broken is a failure that says so."""
    try:
        told = json.loads(file.read_text())
    except (OSError, ValueError):
        note = f"vitest ended with exit code {code} before it could report"
        return SuiteReport(name, exit_code=code or 1, seconds=seconds, note=note)
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
        note="" if told["numTotalTests"] else "no test was executed",
    )


def closing_lines(report: TestReport) -> list[str]:
    """What was skipped and why, what failed where, and the last line with the sums."""
    lines = []
    for suite in report.suites:
        lines += [f"{suite.name}: {suite.note}"] if suite.note else []
        lines += [f"FAILED {suite.name}: {name}" for name in suite.failures]
        lines += [f"SKIPPED {suite.name}: {count} x {why}" for why, count in suite.skips.items()]
    lines += [f"left out: {line}" for line in report.left_out]
    passed, failed, skipped = (
        _sum(report.suites, name) for name in ("passed", "failed", "skipped")
    )
    return [*lines, f"{passed} passed, {failed} failed, {skipped} skipped"]


def _sum(suites: Sequence[SuiteReport], name: str) -> int:
    return sum(int(getattr(suite, name)) for suite in suites)
