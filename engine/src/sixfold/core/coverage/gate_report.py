"""What the gate of coverage answers: for people as lines, for machines as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sixfold.core.coverage.changed_lines import ChangedLines
from sixfold.core.coverage.gate import Verdict, closing

_FILES_TOLD: Final = 20


@dataclass(frozen=True, slots=True)
class GateReport:
    """Verdicts by component, and what was wrong with the reports themselves (`faults`).

    `changed` is how changed lines are covered (None where git cannot tell), and `changed_least`
    what they have to reach; None where they are only reported.
    """

    verdicts: tuple[Verdict, ...] = ()
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    changed: ChangedLines | None = None
    changed_least: float | None = None

    @property
    def good(self) -> bool:
        """Whether everything that was to be judged could be, and passed."""
        judged = bool(self.verdicts) or self.changed_least is not None
        passed = all(verdict.good for verdict in self.verdicts) and not self.faults
        return judged and passed and not self._changed_fail

    @property
    def lines(self) -> tuple[str, ...]:
        """One line for each thing to know, the last word last."""
        told = [f"❌ {fault}" for fault in self.faults]
        told += self.notes
        told += [self._percentages()] if self.verdicts else []
        for verdict in self.verdicts:
            told += [*verdict.notes, *verdict.faults]
        told += self._changed_lines()
        if not self.verdicts and self.changed_least is None:
            told.append("❌ no component was measured, so nothing was judged")
        return (*told, *(() if self.faults else closing(self.verdicts)))

    def as_json(self) -> dict[str, Any]:
        """Everything, with all lines of all files."""
        return {
            "good": self.good,
            "components": [verdict.as_json() for verdict in self.verdicts],
            "faults": list(self.faults),
            "notes": list(self.notes),
            "changed": self.changed.as_json() if self.changed is not None else None,
            "changed_least": self.changed_least,
            "lines": list(self.lines),
        }

    def _percentages(self) -> str:
        parts = (f"{verdict.component} {verdict.counts.percent:.2f}%" for verdict in self.verdicts)
        return f"coverage of lines and branches: {', '.join(parts)}"

    @property
    def _changed_fail(self) -> bool:
        if self.changed_least is None or self.changed is None:
            return self.changed_least is not None
        return bool(self.changed.files) and self.changed.counts.percent < self.changed_least

    def _changed_lines(self) -> list[str]:
        if self.changed is None:
            asked = self.changed_least is not None
            return (
                ["❌ git cannot tell which lines changed, so they were not judged"] if asked else []
            )
        if not self.changed.files:
            return ["changed lines: none of them is measured"]
        counts, failed = self.changed.counts, self._changed_fail
        told = f"changed lines: {counts.percent:.2f}% of {counts.total} lines and branches covered"
        least = f", at least {self.changed_least:.2f}% are asked for" if failed else ""
        missing = [f"  {file} not covered" for file in self.changed.uncovered]
        rest = len(missing) - _FILES_TOLD
        more = [f"  and {rest} more files: sixfold coverage --json"] if rest > 0 else []
        return [("❌ " if failed else "") + told + least, *missing[:_FILES_TOLD], *more]
