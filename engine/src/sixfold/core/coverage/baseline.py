"""The baseline of coverage, as it is kept in the repository: percentages, and what was missed.

The file is JSON with one line for each measured file, so that two branches that changed different
files merge. A file's value is `[units, "missed lines", "lines with branches not taken"]`, where
units are its lines and branches together, and a line stands once for each of its branches:

    "src/boot.py": [47, "12-14,20", "30,30,41"]
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from sixfold.core.coverage.model import Counts, Coverage, FileCoverage
from sixfold.core.coverage.rules import UNIFIED
from sixfold.core.located import Findings
from sixfold.core.ranges import read_ranges, write_ranges

_NO_FILES: Final[Mapping[str, Mapping[str, FileBaseline]]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class FileBaseline:
    """What was not covered in one file: `branches` maps a line to how many of its branches."""

    total: int
    missed: frozenset[int] = frozenset()
    branches: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, file: FileCoverage) -> FileBaseline:
        """What the gate has to know of a file that was measured."""
        branches = Counter(line for line, _ in file.not_taken)
        return cls(file.counts.total, file.missed, dict(branches))

    @property
    def counts(self) -> Counts:
        """As they were when it was written."""
        missed = len(self.missed) + sum(self.branches.values())
        return Counts(self.total - missed, self.total)

    def __or__(self, other: FileBaseline) -> FileBaseline:
        """One file that two components measured: what neither of them covered."""
        both = self.branches.keys() & other.branches.keys()
        branches = {line: min(self.branches[line], other.branches[line]) for line in both}
        return FileBaseline(max(self.total, other.total), self.missed & other.missed, branches)


@dataclass(frozen=True, slots=True)
class Baseline:
    """Percentages by component, `unified` among them, and the files of each component.

    One that was written by hand may have percentages only: the gate then knows that coverage
    fell, but not where.
    """

    percentages: Mapping[str, float]
    components: Mapping[str, Mapping[str, FileBaseline]] = field(default_factory=lambda: _NO_FILES)

    @classmethod
    def of(cls, measured: Mapping[str, Coverage], unified: Coverage) -> Baseline:
        """From what was measured of each component, and of all of them together."""
        percentages = {name: part.counts.percent for name, part in measured.items()}
        components = {
            name: {path: FileBaseline.of(file) for path, file in part.files.items()}
            for name, part in measured.items()
        }
        return cls(percentages | {UNIFIED: unified.counts.percent}, components)

    def files(self, component: str) -> Mapping[str, FileBaseline] | None:
        """The files of a component, or of all (`unified`); None where they were not recorded."""
        if component != UNIFIED:
            return self.components.get(component)
        if not self.components:
            return None
        together: dict[str, FileBaseline] = {}
        for files in self.components.values():
            for path, file in files.items():
                together[path] = together[path] | file if path in together else file
        return together


def encode(baseline: Baseline) -> str:
    """The file's text: always the same for the same coverage."""
    head = {name: round(value, 2) for name, value in sorted(baseline.percentages.items())}
    parts = [f"  {json.dumps(name)}: {value}" for name, value in head.items()]
    inner = [
        f"    {json.dumps(name)}: {{\n{_files(files)}\n    }}"
        for name, files in sorted(baseline.components.items())
    ]
    if inner:
        parts.append('  "files": {\n' + ",\n".join(inner) + "\n  }")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _files(files: Mapping[str, FileBaseline]) -> str:
    return ",\n".join(
        f"      {json.dumps(path)}: {json.dumps(_value(files[path]))}" for path in sorted(files)
    )


def _value(file: FileBaseline) -> list[int | str]:
    if not file.missed and not file.branches:
        return [file.total]
    branches = ",".join(str(line) for line in _repeated(sorted(file.branches.items())))
    return [file.total, write_ranges(file.missed), branches]


def _repeated(branches: Iterable[tuple[int, int]]) -> Iterable[int]:
    return (line for line, count in branches for _ in range(count))


def decode(text: str, place: str, findings: Findings) -> Baseline | None:
    """The baseline in a file; None, and a fault, where it is none."""
    try:
        value = json.loads(text)
        files = value.pop("files", {})
        return Baseline(
            {str(name): _percentage(share) for name, share in value.items()},
            {str(name): _read_files(inner) for name, inner in files.items()},
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        findings.fault(place, f"is no baseline of coverage: {error}")
        return None


def _percentage(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:
        raise ValueError(f"{value!r} is no percentage")
    return float(value)


def _read_files(files: Mapping[str, Any]) -> dict[str, FileBaseline]:
    return {str(path): _read_file(*value) for path, value in files.items()}


def _read_file(total: int, missed: str = "", branches: str = "") -> FileBaseline:
    if isinstance(total, bool) or not isinstance(total, int) or total < 0:
        raise ValueError(f"{total!r} is no count of lines and branches")
    lines = Counter(int(line) for line in branches.split(",")) if branches else Counter[int]()
    return FileBaseline(total, read_ranges(missed), dict(lines))
