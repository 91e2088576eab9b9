"""Istanbul's JSON (`coverage-final.json`, as vitest and jest write it), read into the model.

A line runs as often as the statement on it that runs most: that is how istanbul counts lines. A
branch is named as in the lcov file beside it, so that reading both changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sixfold.core.coverage.json import read_files
from sixfold.core.coverage.model import Branch, Coverage, FileCoverage
from sixfold.core.coverage.paths import Source


def read_istanbul(report: Mapping[str, Any], source: Source) -> Coverage:
    """The files of a report; one that cannot be read is a fault, and the others are kept."""
    return read_files(report, source, _file, "istanbul")


def _file(measured: Mapping[str, Any]) -> FileCoverage:
    lines: dict[int, int] = {}
    for key, count in measured["s"].items():
        line = _line(measured["statementMap"][key]["start"]["line"])
        lines[line] = max(lines.get(line, 0), count)
    branches = list(_branches(measured))
    return FileCoverage.of(
        (line for line, count in lines.items() if count > 0),
        (line for line, count in lines.items() if count <= 0),
        (branch for branch, count in branches if count > 0),
        (branch for branch, count in branches if count <= 0),
    )


def _branches(measured: Mapping[str, Any]) -> Iterator[tuple[Branch, int]]:
    for key, counts in measured.get("b", {}).items():
        where = measured["branchMap"][key]
        line = _line(where.get("loc", {}).get("start", {}).get("line") or where.get("line"))
        for index, count in enumerate(counts):
            yield (line, f"{key}.{index}"), count


def _line(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError(f"{value!r} is no line")
    return value
