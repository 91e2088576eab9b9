"""coverage.py's JSON report, read into the model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sixfold.core.coverage.json import read_files
from sixfold.core.coverage.model import Branch, Coverage, FileCoverage
from sixfold.core.coverage.paths import Source


def read_coverage_py(report: Mapping[str, Any], source: Source) -> Coverage:
    """The files of a report; one that cannot be read is a fault, and the others are kept."""
    meta = report.get("meta")
    if not isinstance(meta, dict) or not meta.get("branch_coverage"):
        source.warn("was measured without branches")
    return read_files(report["files"], source, _file, "coverage.py")


def _file(measured: Mapping[str, Any]) -> FileCoverage:
    return FileCoverage.of(
        _lines(measured["executed_lines"]),
        _lines(measured["missing_lines"]),
        _branches(measured.get("executed_branches", ())),
        _branches(measured.get("missing_branches", ())),
    )


def _lines(value: Iterable[Any]) -> frozenset[int]:
    lines = frozenset(value)
    if not set(map(type, lines)) <= {int} or (lines and min(lines) < 1):
        raise ValueError("a line's number is none")
    return lines


def _branches(value: Iterable[Any]) -> frozenset[Branch]:
    pairs = [(start, end) for start, end in value]
    if not {type(one) for pair in pairs for one in pair} <= {int}:
        raise ValueError("a branch is no pair of lines")
    return frozenset((start, str(end)) for start, end in pairs)
