"""lcov's tracefiles (of vitest, jest, gcov, coverage.py, ...), read into the model."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from sixfold.core.coverage.model import Branch, Coverage, FileCoverage
from sixfold.core.coverage.paths import Source

_LINE: Final = re.compile(r"(\d+),(-?\d+)(,.*)?")
_BRANCH: Final = re.compile(r"(\d+),(e?\d+),(.*),(-|\d+)")
# What says nothing about lines and branches that the other records do not say.
_PASSED_OVER: Final = frozenset(
    {"TN", "VER", "FN", "FNL", "FNA", "FNDA", "FNF", "FNH", "LF", "LH", "BRF", "BRH"}
    | {"MCDC", "MCF", "MCH"}
)


@dataclass(slots=True)
class _Section:
    """One file of a tracefile, while it is read."""

    path: str | None
    begun: int
    lines: dict[int, bool] = field(default_factory=dict)
    branches: dict[Branch, bool] = field(default_factory=dict)

    def file(self) -> FileCoverage:
        return FileCoverage.of(
            (line for line, ran in self.lines.items() if ran),
            (line for line, ran in self.lines.items() if not ran),
            (branch for branch, taken in self.branches.items() if taken),
            (branch for branch, taken in self.branches.items() if not taken),
        )


def read_lcov(text: str, source: Source) -> Coverage:
    """The files of a tracefile.

    A record that is broken, and an end in the middle of a file, are faults; records that lcov does
    not have are passed over with one warning for each kind.
    """
    files: dict[str, FileCoverage] = {}
    unknown: set[str] = set()
    section: _Section | None = None
    for number, raw in enumerate(text.splitlines(), 1):
        kind, _, value = raw.strip().partition(":")
        if kind == "SF":
            section = _Section(source.locate(value, number), number)
        elif kind == "end_of_record":
            if section is not None and section.path is not None:
                before = files.get(section.path, FileCoverage())
                files[section.path] = before | section.file()
            section = None
        elif kind in ("DA", "BRDA"):
            _record(section, kind, value, source, number)
        elif kind and not kind.startswith("#") and kind not in _PASSED_OVER | unknown:
            unknown.add(kind)
            source.warn(f"records {kind[:20]!r} are unknown, and passed over", number)
    if section is not None:
        source.fault("ends in the middle of a file: it was cut off", section.begun)
    return Coverage(files)


def _record(section: _Section | None, kind: str, value: str, source: Source, number: int) -> None:
    match = (_LINE if kind == "DA" else _BRANCH).fullmatch(value)
    if section is None or match is None:
        rule = "is outside of a file" if section is None else "is not written as lcov writes it"
        source.fault(f"{kind}:{value[:60]} {rule}", number)
        return
    line = int(match[1])
    if kind == "DA":
        section.lines[line] = section.lines.get(line, False) or int(match[2]) > 0
        return
    # As in istanbul's own report: which branch, and which way of it.
    branch = (line, f"{match[2]}.{match[3]}")
    taken = match[4] not in ("-", "0")
    section.branches[branch] = section.branches.get(branch, False) or taken
