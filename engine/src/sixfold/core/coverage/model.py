"""One model of coverage, whatever measured it: per file, what ran and what did not.

The ratio counts lines and branches alike, as coverage.py's own percentage with branches does:
`(lines run + branches taken) / (lines + branches)`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from types import MappingProxyType
from typing import Final

# A branch: the line that it leaves, and what tells it from the other branches of that line.
type Branch = tuple[int, str]

_NO_LINES: Final[frozenset[int]] = frozenset()
_NO_BRANCHES: Final[frozenset[Branch]] = frozenset()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many lines and branches there are, and how many of them were covered."""

    covered: int = 0
    total: int = 0

    @property
    def missed(self) -> int:
        """How many were not."""
        return self.total - self.covered

    @property
    def percent(self) -> float:
        """0 to 100, of which two digits count; nothing to cover is covered."""
        return round(100.0 * self.covered / self.total, 2) if self.total else 100.0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.covered + other.covered, self.total + other.total)


@dataclass(frozen=True, slots=True)
class FileCoverage:
    """What was measured of one file. No line, and no branch, is both run and missed."""

    executed: frozenset[int] = _NO_LINES
    missed: frozenset[int] = _NO_LINES
    taken: frozenset[Branch] = _NO_BRANCHES
    not_taken: frozenset[Branch] = _NO_BRANCHES

    @classmethod
    def of(
        cls,
        executed: Iterable[int] = (),
        missed: Iterable[int] = (),
        taken: Iterable[Branch] = (),
        not_taken: Iterable[Branch] = (),
    ) -> FileCoverage:
        """From what a report says; what ran at least once has run."""
        ran, went = frozenset(executed), frozenset(taken)
        return cls(ran, frozenset(missed) - ran, went, frozenset(not_taken) - went)

    @property
    def lines(self) -> frozenset[int]:
        """Every line that can run."""
        return self.executed | self.missed

    @property
    def branches(self) -> frozenset[Branch]:
        """Every branch that can be taken."""
        return self.taken | self.not_taken

    @property
    def counts(self) -> Counts:
        """Its lines and branches, counted alike."""
        covered = len(self.executed) + len(self.taken)
        return Counts(covered, covered + len(self.missed) + len(self.not_taken))

    def __or__(self, other: FileCoverage) -> FileCoverage:
        """What both runs covered together."""
        executed, taken = self.executed | other.executed, self.taken | other.taken
        return FileCoverage(
            executed,
            (self.missed | other.missed) - executed,
            taken,
            (self.not_taken | other.not_taken) - taken,
        )


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was measured of a repository; paths are relative to its root, with slashes.

    The union (`|`) is associative, commutative and idempotent: in which order, how often and in
    how many shards the reports of a run are read makes no difference.
    """

    files: Mapping[str, FileCoverage] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def counts(self) -> Counts:
        """All files' lines and branches together."""
        return total(file.counts for file in self.files.values())

    def only(self, paths: Iterable[str]) -> Coverage:
        """The part that concerns these files."""
        return Coverage({path: self.files[path] for path in paths if path in self.files})

    def __or__(self, other: Coverage) -> Coverage:
        files = dict(self.files)
        for path, file in other.files.items():
            files[path] = files[path] | file if path in files else file
        return Coverage(files)


def unite(parts: Iterable[Coverage]) -> Coverage:
    """The union of any number of reports."""
    return reduce(Coverage.__or__, parts, Coverage())


def total(counts: Iterable[Counts]) -> Counts:
    """The sum of any number of counts."""
    return reduce(Counts.__add__, counts, Counts())


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two reports know different lines of one file: its source changed between the two runs."""

    path: str
    first: str
    second: str
    lines: tuple[int, ...]


def disagreements(reports: Iterable[tuple[str, Coverage]]) -> list[Disagreement]:
    """Where reports, each with its name, contradict one another; at most one for each file."""
    known: dict[str, tuple[str, frozenset[int]]] = {}
    found: dict[str, Disagreement] = {}
    for name, coverage in reports:
        for path, file in coverage.files.items():
            first, lines = known.setdefault(path, (name, file.lines))
            differing = lines ^ file.lines
            if differing and path not in found:
                found[path] = Disagreement(path, first, name, tuple(sorted(differing)))
    return [found[path] for path in sorted(found)]
