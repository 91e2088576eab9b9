"""How well the lines are covered that a change adds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sixfold.core.coverage.diff import Diff, FileDiff
from sixfold.core.coverage.model import Counts, Coverage, FileCoverage, total
from sixfold.core.ranges import show_ranges


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """The lines of one file that are new or changed, with their branches."""

    path: str
    counts: Counts
    uncovered: tuple[int, ...] = ()

    def __str__(self) -> str:
        """`src/boot.py:12-14,20`: what is not covered."""
        return f"{self.path}:{show_ranges(self.uncovered)}"


@dataclass(frozen=True, slots=True)
class ChangedLines:
    """All changed lines that can run; there may be none."""

    files: tuple[ChangedFile, ...] = ()

    @property
    def counts(self) -> Counts:
        """Lines and branches, counted alike."""
        return total(file.counts for file in self.files)

    @property
    def uncovered(self) -> tuple[ChangedFile, ...]:
        """The files with lines that are not covered."""
        return tuple(file for file in self.files if file.uncovered)

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {
            "percent": self.counts.percent,
            "covered": self.counts.covered,
            "total": self.counts.total,
            "uncovered": {file.path: list(file.uncovered) for file in self.uncovered},
        }


def changed_lines(
    coverage: Coverage, diff: Diff, only: Collection[str] | None = None
) -> ChangedLines:
    """The changed lines of every file, or `only` of these files, that was measured."""
    paths = sorted(coverage.files if only is None else coverage.files.keys() & set(only))
    found = (_changed(path, coverage.files[path], diff.file(path)) for path in paths)
    return ChangedLines(tuple(file for file in found if file.counts.total))


def _changed(path: str, file: FileCoverage, diff: FileDiff) -> ChangedFile:
    if diff.old is not None and not diff.hunks:
        return ChangedFile(path, Counts())
    lines = {line for line in file.lines if diff.origin(line) is None}
    part = FileCoverage(
        file.executed & lines,
        file.missed & lines,
        frozenset(branch for branch in file.taken if branch[0] in lines),
        frozenset(branch for branch in file.not_taken if branch[0] in lines),
    )
    uncovered = part.missed | {line for line, _ in part.not_taken}
    return ChangedFile(path, part.counts, tuple(sorted(uncovered)))
