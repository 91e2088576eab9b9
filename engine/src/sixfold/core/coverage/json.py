"""Reports in JSON with a table of files: a fault in one of them costs no other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sixfold.core.coverage.model import Coverage, FileCoverage
from sixfold.core.coverage.paths import Source


def read_files(
    measured: Mapping[str, Any], source: Source, read: Callable[[Any], FileCoverage], tool: str
) -> Coverage:
    """Every file that `read` can read; for another one a fault is noted, and it is left out."""
    files: dict[str, FileCoverage] = {}
    for name, value in measured.items():
        path = source.locate(name)
        if path is None:
            continue
        try:
            file = read(value)
        except (TypeError, KeyError, ValueError, AttributeError) as error:
            source.fault(f"{name!r} is not written as {tool} writes a file: {error!r}")
            continue
        files[path] = files[path] | file if path in files else file
    return Coverage(files)
