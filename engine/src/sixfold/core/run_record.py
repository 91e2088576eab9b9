"""One run of the tests as a line of the trend: how many, how long, how much was covered."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

# How many of the slowest tests a record keeps.
SLOWEST: Final = 10

_NO_SHARES: Final[Mapping[str, float]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class RunRecord:
    """`when` is in seconds since 1970, `seconds` the run's wall time; `slowest` are tests."""

    when: int
    commit: str = ""
    coverage: Mapping[str, float] = field(default_factory=lambda: _NO_SHARES)
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    suites: Mapping[str, float] = field(default_factory=lambda: _NO_SHARES)
    slowest: tuple[tuple[str, float], ...] = ()

    @property
    def tests(self) -> int:
        """How many were run or skipped."""
        return self.passed + self.failed + self.skipped

    def line(self) -> str:
        """As one line of JSON."""
        value = {
            "when": self.when,
            "commit": self.commit,
            "coverage": dict(self.coverage),
            "passed": self.passed,
            "failed": self.failed,
            "skipped": self.skipped,
            "seconds": round(self.seconds, 3),
            "suites": {name: round(seconds, 3) for name, seconds in self.suites.items()},
            "slowest": [[name, round(seconds, 3)] for name, seconds in self.slowest],
        }
        return json.dumps(value, sort_keys=True)


def read_run(told: Any) -> RunRecord:
    """What `sixfold test` told of a run, without its time and commit; nothing where it is broken.

    `told` has `seconds` and `suites`, each with its `name`, counts, `seconds` and the `durations`
    of its tests, by name or as pairs.
    """
    try:
        suites = list(told["suites"])
        return RunRecord(
            when=0,
            passed=sum(int(suite["passed"]) for suite in suites),
            failed=sum(int(suite["failed"]) for suite in suites),
            skipped=sum(int(suite["skipped"]) for suite in suites),
            seconds=float(told["seconds"]),
            suites={str(suite["name"]): float(suite["seconds"]) for suite in suites},
            slowest=_slowest(suites),
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return RunRecord(when=0)


def _slowest(suites: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, float], ...]:
    """The tests that took longest, each behind the name of its suite."""
    found = []
    for suite in suites:
        told = suite.get("durations", {})
        pairs = told.items() if isinstance(told, Mapping) else told
        found += [(f"{suite['name']}: {name}", float(seconds)) for name, seconds in pairs]
    return tuple(sorted(found, key=lambda one: (-one[1], one[0]))[:SLOWEST])


def read_records(lines: Iterable[str]) -> list[RunRecord]:
    """The records of a trend; a line that is broken or of another form is passed over."""
    found = []
    for line in lines:
        try:
            found.append(_record(json.loads(line)))
        except (ValueError, TypeError, KeyError, AttributeError):
            continue
    return found


def _record(value: Mapping[str, Any]) -> RunRecord:
    return RunRecord(
        when=int(value["when"]),
        commit=str(value["commit"]),
        coverage=_shares(value["coverage"]),
        passed=int(value["passed"]),
        failed=int(value["failed"]),
        skipped=int(value["skipped"]),
        seconds=float(value["seconds"]),
        suites=_shares(value["suites"]),
        slowest=tuple((str(name), float(seconds)) for name, seconds in value["slowest"]),
    )


def _shares(value: Mapping[str, Any]) -> dict[str, float]:
    return {str(name): float(share) for name, share in value.items()}
