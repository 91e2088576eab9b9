"""What each component is held to: the base's baseline, minimums, floors, and the net."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sixfold.commands.coverage.base import Base
from sixfold.core.coverage.gate import Standard
from sixfold.core.coverage.model import total
from sixfold.core.coverage.rules import UNIFIED, CoverageRules
from sixfold.core.globs import matching
from sixfold.errors import RequestError


@dataclass(frozen=True, slots=True)
class Standards:
    """What each component is held to."""

    rules: CoverageRules
    base: Base
    environ: Mapping[str, str]

    def of(self, name: str, minimum: float = 0.0) -> Standard:
        """A component's, or the unified one's."""
        baseline = self.base.baseline
        standard = Standard(
            component=name,
            before=baseline.percentages.get(name) if baseline else None,
            files=baseline.files(name) if baseline else None,
            minimum=minimum,
            source=f"[coverage] {name}.min",
        )
        if name != UNIFIED:
            return standard
        least, source = self.net()
        target = self.rules.unified_target
        return replace(standard, minimum=least, source=source, target=target)

    def floor(self, glob: str, minimum: float) -> Standard:
        """What the files of a glob have to reach together; they may not fall, either."""
        standard = Standard(glob, minimum=minimum, source="[coverage] floors")
        files = self.base.baseline.files(UNIFIED) if self.base.baseline else None
        inside = {path: files[path] for path in matching(files, [glob])} if files else {}
        if not inside:
            return standard
        counts = total(file.counts for file in inside.values())
        return replace(standard, before=counts.percent if counts.total else None, files=inside)

    def net(self) -> tuple[float, str]:
        """The least that everything together has to reach, and who says so."""
        text = self.environ.get("COVERAGE_THRESHOLD", "").strip()
        if not text:
            return self.rules.unified_minimum, "[coverage] unified.min"
        try:
            value = float(text)
        except ValueError:
            value = -1.0
        if not 0 <= value <= 100:
            raise RequestError(
                f"COVERAGE_THRESHOLD is {text!r}; it is a number from 0 to 100",
                hint="unset COVERAGE_THRESHOLD",
            )
        return value, "COVERAGE_THRESHOLD"

    def gone(self) -> list[str]:
        """Components that the baseline has and the configuration no longer: nothing judges them."""
        known = {UNIFIED, *(part.name for part in self.rules.components)}
        return [
            f"[coverage] no longer has the component {name!r} of the baseline; give it back, or"
            f" reset the baseline: sixfold coverage --update-baseline --reason ..."
            for name in sorted(self.base.baseline.percentages if self.base.baseline else {})
            if name not in known
        ]

    def notes(self) -> list[str]:
        """Which baseline counts, and what applies where there is none."""
        if self.base.baseline is not None:
            new = [one.name for one in self.rules.components if self._is_new(one.name)]
            told = [f"{name} has no baseline yet; the base's next run writes it" for name in new]
            return [*self.base.notes, *told]
        least, source = self.net()
        net = f"Unified coverage of at least {least:.2f}% ({source})" if least else "none is set"
        return [
            *self.base.notes,
            f"⚠️  NO BASELINE: {self.base.place} is not there, so the no-regression gate is OFF."
            f" The net that applies: {net}",
        ]

    def _is_new(self, name: str) -> bool:
        baseline = self.base.baseline
        return baseline is not None and name not in baseline.percentages
