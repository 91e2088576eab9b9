"""The gate of coverage: what fell, whether deleted code explains it, and which lines were lost.

Coverage may not fall. A ratio that fell because covered code was deleted is no loss, though: it is
let through where no more is uncovered than before, and no line that stayed lost its cover. Lines
are compared with what they were before the change, so code that moved within a file, or with its
file, is the same code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

from sixfold.core.coverage.baseline import FileBaseline
from sixfold.core.coverage.change import Change, Loss, compare
from sixfold.core.coverage.diff import Diff
from sixfold.core.coverage.model import Counts, Coverage
from sixfold.core.coverage.rules import UNIFIED
from sixfold.core.ranges import show_ranges

NO_REGRESSION: Final = "✅ No regression: all coverage at or above baseline"
# A fall this small (in percent) may be the noise of one run, and is measured once more.
NOISE: Final = 0.05
_FILES_TOLD: Final = 20
_WORST_TOLD: Final = 8


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
    gains: Mapping[str, tuple[int, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def good(self) -> bool:
        """Whether nothing was lost and the minimum is reached."""
        return not self.faults

    @property
    def fell(self) -> bool:
        """Whether the ratio is lower than it was, for whatever reason."""
        return self.before is not None and self.counts.percent < round(self.before, 2)

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
            "gains": {path: list(lines) for path, lines in self.gains.items()},
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
    elif change is not None:
        notes += _rise(name, counts.percent, standard.before, change)
        notes += [f"{_shown(name)}: {path} is no longer measured" for path in change.unmeasured]
    if counts.percent < standard.minimum:
        faults += _below(current, standard)
    if counts.percent < standard.target:
        notes.append(
            f"{_shown(name)} coverage {counts.percent:.2f}% has not reached its target"
            f" {standard.target:.2f}% yet"
        )
    verdict = Verdict(name, counts, standard.before, tuple(faults), tuple(notes))
    if change is None:
        return verdict
    return replace(verdict, losses=change.losses, gains=change.gains)


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


def _rise(name: str, percent: float, before: float | None, change: Change) -> list[str]:
    """How much a component has gained, and from which lines that were there before."""
    if before is None or percent <= before:
        return []
    lines = sum(map(len, change.gains.values()))
    told = f"{_shown(name)} coverage {percent:.2f}% is above baseline {before:.2f}%"
    return [f"{told}; lines that were there and are covered now: {lines}"] if lines else [told]


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
