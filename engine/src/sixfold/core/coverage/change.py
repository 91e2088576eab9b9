"""What became of coverage since the baseline, file by file and line by line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from sixfold.core.coverage.baseline import FileBaseline
from sixfold.core.coverage.diff import Diff
from sixfold.core.coverage.model import Counts, Coverage, total
from sixfold.core.ranges import show_ranges


@dataclass(frozen=True, slots=True)
class Loss:
    """What one file has uncovered that it had not before the change.

    `lost` lines were covered and are no more; `fresh` ones are new and were never; from a line in
    `branches` fewer ways are taken than before.
    """

    path: str
    lost: tuple[int, ...] = ()
    fresh: tuple[int, ...] = ()
    branches: tuple[int, ...] = ()

    def kinds(self) -> list[tuple[tuple[int, ...], str]]:
        """The lines of each kind that there is, and what it is."""
        told = (
            (self.lost, "no longer covered"),
            (self.fresh, "new, not covered"),
            (self.branches, "a branch is not taken"),
        )
        return [(lines, what) for lines, what in told if lines]

    def lines(self) -> list[str]:
        """Each kind as `path:lines what`."""
        return [f"{self.path}:{show_ranges(lines)} {what}" for lines, what in self.kinds()]

    def as_json(self) -> dict[str, Any]:
        """For machines: lists of lines."""
        return {
            "path": self.path,
            "lost": list(self.lost),
            "fresh": list(self.fresh),
            "branches": list(self.branches),
        }


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a component's coverage since the baseline."""

    before: Counts
    after: Counts
    losses: tuple[Loss, ...] = ()
    # Lines, by file, that were there and not covered before, and now are.
    gains: Mapping[str, tuple[int, ...]] = field(default_factory=lambda: MappingProxyType({}))
    # Whether something that stayed as it was lost its cover.
    uncovered: bool = False
    # Files that the baseline has, that are still there, and that nothing measured.
    unmeasured: tuple[str, ...] = ()

    def agrees(self, percent: float) -> bool:
        """Whether the baseline's files give the percentage that it states."""
        return self.before.percent == round(percent, 2)

    def explains(self, percent: float) -> bool:
        """Whether a ratio below the baseline's can only come from covered code that is gone."""
        if self.uncovered or self.unmeasured:
            return False
        return self.after.missed <= self.before.missed and self.agrees(percent)


def compare(current: Coverage, before: Mapping[str, FileBaseline], diff: Diff) -> Change:
    """What changed between the baseline's files and what was measured now."""
    losses: list[Loss] = []
    gains: dict[str, tuple[int, ...]] = {}
    uncovered = False
    for path in sorted(current.files):
        measured, came = current.files[path], diff.file(path)
        known = before.get(came.old or "")
        origin = came.origin if known else _new
        loss, stayed = _loss(path, FileBaseline.of(measured), known or _UNKNOWN, origin)
        uncovered = uncovered or stayed
        losses += [loss] if loss.kinds() else []
        if known is not None and known.missed:
            gained = sorted(line for line in measured.executed if origin(line) in known.missed)
            gains |= {path: tuple(gained)} if gained else {}
    missing = before.keys() - current.files.keys() - diff.gone
    return Change(
        before=total(file.counts for file in before.values()),
        after=current.counts,
        losses=tuple(losses),
        gains=gains,
        uncovered=uncovered,
        unmeasured=tuple(sorted(path for path in missing if before[path].total)),
    )


_UNKNOWN: Final = FileBaseline(0)


def _new(_line: int) -> int | None:
    """Where a line of a file was that the baseline does not know: nowhere."""
    return None


def _loss(
    path: str, file: FileBaseline, known: FileBaseline, origin: Callable[[int], int | None]
) -> tuple[Loss, bool]:
    """What is uncovered now, and whether some of it was covered and is still the same code."""
    was = {line: origin(line) for line in (*file.missed, *file.branches)}
    fresh = {line for line in file.missed if was[line] is None}
    lost = {line for line in file.missed - fresh if was[line] not in known.missed}
    branches = {
        line
        for line, count in file.branches.items()
        if line not in file.missed and count > known.branches.get(was[line] or 0, 0)
    }
    stayed = bool(lost) or any(was[line] is not None for line in branches)
    loss = Loss(path, tuple(sorted(lost)), tuple(sorted(fresh)), tuple(sorted(branches)))
    return loss, stayed
