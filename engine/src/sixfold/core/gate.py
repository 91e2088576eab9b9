"""The gate of coverage: what fell, whether deleted code explains it, and which lines were lost.

Coverage may not fall. A ratio that fell because covered code was deleted is no loss, though: it is
let through where no more is uncovered than before, and no line that stayed lost its cover. Lines
are compared with what they were before the change, so code that moved within a file, or with its
file, is the same code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sixfold.core.baseline import FileBaseline
from sixfold.core.coverage import Counts, Coverage, total
from sixfold.core.coverage_diff import Diff
from sixfold.core.coverage_rules import UNIFIED
from sixfold.core.ranges import show_ranges

NO_REGRESSION: Final = "✅ No regression: all coverage at or above baseline"
# A fall this small (in percent) may be the noise of one run, and is measured once more.
NOISE: Final = 0.05
_FILES_TOLD: Final = 20
_WORST_TOLD: Final = 8


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
    losses = []
    uncovered = False
    for path in sorted(current.files):
        file = FileBaseline.of(current.files[path])
        if file.missed or file.branches:
            origin = diff.file(path)
            known = before.get(origin.old or "")
            loss, stayed = _loss(path, file, known or _UNKNOWN, origin.origin if known else _new)
            uncovered = uncovered or stayed
            losses += [loss] if loss.lines() else []
    missing = before.keys() - current.files.keys() - diff.gone
    return Change(
        before=total(file.counts for file in before.values()),
        after=current.counts,
        losses=tuple(losses),
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


@dataclass(frozen=True, slots=True)
class Standard:
    """What one component is held to: the baseline (None where there is none) and a minimum."""

    component: str
    before: float | None = None
    files: Mapping[str, FileBaseline] | None = None
    minimum: float = 0.0
    # Who set the minimum, for the message.
    source: str = ""
    target: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one component stands. `faults` are why it is not good, `notes` what is worth knowing."""

    component: str
    counts: Counts
    before: float | None = None
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    losses: tuple[Loss, ...] = ()

    @property
    def good(self) -> bool:
        """Whether nothing was lost and the minimum is reached."""
        return not self.faults

    @property
    def fell(self) -> bool:
        """Whether the ratio is lower than it was, for whatever reason."""
        return self.before is not None and self.counts.percent < self.before

    @property
    def may_be_noise(self) -> bool:
        """Whether it failed by so little that measuring once more is worth it."""
        fall = (self.before or 0.0) - self.counts.percent
        return not self.good and self.before is not None and 0 < round(fall, 2) <= NOISE

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {
            "component": self.component,
            "good": self.good,
            "percent": self.counts.percent,
            "covered": self.counts.covered,
            "total": self.counts.total,
            "baseline": self.before,
            "faults": list(self.faults),
            "notes": list(self.notes),
            "losses": [loss.as_json() for loss in self.losses],
        }


def judge_component(current: Coverage, standard: Standard, diff: Diff) -> Verdict:
    """Hold what was measured of a component against its baseline and its minimum."""
    counts, name = current.counts, standard.component
    if not counts.total:
        return Verdict(name, counts, standard.before, (f"❌ {_shown(name)}: nothing was measured",))
    change = compare(current, standard.files, diff) if standard.files is not None else None
    faults: list[str] = []
    notes: list[str] = []
    if standard.before is not None and counts.percent < round(standard.before, 2):
        if change is not None and change.explains(standard.before):
            notes.append(_explained(name, counts.percent, standard.before, change))
        else:
            faults += _fall(name, counts.percent, standard.before, change)
    elif change is not None and change.unmeasured:
        notes += [f"{_shown(name)}: {path} is no longer measured" for path in change.unmeasured]
    if counts.percent < standard.minimum:
        faults += _below(current, standard)
    if counts.percent < standard.target:
        notes.append(
            f"{_shown(name)} coverage {counts.percent:.2f}% has not reached its target"
            f" {standard.target:.2f}% yet"
        )
    losses = change.losses if change is not None else ()
    return Verdict(name, counts, standard.before, tuple(faults), tuple(notes), losses)


def _shown(component: str) -> str:
    """Components are named as they are configured; the sum of them as the document has it."""
    return component.capitalize() if component == UNIFIED else component


def _fall(name: str, percent: float, before: float, change: Change | None) -> list[str]:
    told = f"❌ {_shown(name)} coverage {percent:.2f}% is below baseline {before:.2f}%"
    if change is None:
        return [told, "  the baseline has no files in it, so the lines cannot be named"]
    lines = [f"  {line}" for loss in change.losses for line in loss.lines()]
    lines += [f"  {path} is no longer measured" for path in change.unmeasured]
    if not change.agrees(before):
        lines.append(f"  the baseline's own files give {change.before.percent:.2f}%: it was edited")
    return [told, *_first(lines)]


def _explained(name: str, percent: float, before: float, change: Change) -> str:
    gone = change.before.covered - change.after.covered
    return (
        f"{_shown(name)} coverage {percent:.2f}% is below baseline {before:.2f}% only because"
        f" {gone} covered lines and branches are gone: {change.after.missed} are uncovered,"
        f" {change.before.missed} were, and nothing that stayed lost its cover"
    )


def _below(current: Coverage, standard: Standard) -> list[str]:
    """The minimum is not reached: the files that miss most of it come first."""
    percent = current.counts.percent
    told = (
        f"❌ {_shown(standard.component)} coverage {percent:.2f}% is below the minimum"
        f" {standard.minimum:.2f}% ({standard.source})"
    )
    worst = sorted(current.files.items(), key=lambda item: (-item[1].counts.missed, item[0]))
    lines = [
        f"  {path}: {file.counts.missed} of {file.counts.total} not covered,"
        f" lines {show_ranges(file.missed | {line for line, _ in file.not_taken})}"
        for path, file in worst
        if file.counts.missed
    ]
    return [told, *_first(lines, _WORST_TOLD)]


def _first(lines: list[str], most: int = _FILES_TOLD) -> list[str]:
    """The first lines of a long list; `--json` has them all."""
    if len(lines) <= most:
        return lines
    return [*lines[:most], f"  and {len(lines) - most} more: sixfold coverage --json"]


def closing(verdicts: Iterable[Verdict]) -> list[str]:
    """The last word: that nothing fell, or that what fell is explained; nothing otherwise."""
    held = [verdict for verdict in verdicts if verdict.before is not None]
    if not held or any(not verdict.good and verdict.fell for verdict in held):
        return []
    if any(verdict.fell for verdict in held):
        return ["✅ No regression: what fell is explained by deleted code"]
    return [NO_REGRESSION]
