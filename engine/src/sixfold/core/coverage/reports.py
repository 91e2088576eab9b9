"""Any report of coverage: its format is recognised by what it says, not by its name."""

from __future__ import annotations

import json

from sixfold.core.coverage.istanbul import read_istanbul
from sixfold.core.coverage.lcov import read_lcov
from sixfold.core.coverage.model import Coverage
from sixfold.core.coverage.paths import Source
from sixfold.core.coverage.py import read_coverage_py


def read_report(text: str, source: Source) -> Coverage:
    """What a report says. Whatever is wrong with it is a fault in `source.findings`."""
    start = text.lstrip("\ufeff \t\r\n")
    if not start:
        source.fault("is empty")
        return Coverage()
    if not start.startswith(("{", "[")):
        return _lcov(start, source)
    try:
        report = json.loads(start)
    except (ValueError, RecursionError) as error:
        source.fault(f"is not whole JSON: {error}")
        return Coverage()
    if isinstance(report, dict) and isinstance(report.get("files"), dict):
        return read_coverage_py(report, source)
    if isinstance(report, dict) and all(_of_istanbul(file) for file in report.values()):
        return read_istanbul(report, source)
    source.fault("is neither coverage.py's JSON report, nor istanbul's, nor lcov")
    return Coverage()


def _of_istanbul(file: object) -> bool:
    return isinstance(file, dict) and "statementMap" in file


def _lcov(text: str, source: Source) -> Coverage:
    if any(line.startswith("SF:") for line in text.splitlines()):
        return read_lcov(text, source)
    source.fault("is neither coverage.py's JSON report, nor istanbul's, nor lcov")
    return Coverage()
