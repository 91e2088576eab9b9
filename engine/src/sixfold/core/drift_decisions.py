"""Decisions have numbers of their own: two branches that each add one may choose the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sixfold.core.drift.model import Drift, Sources

_FILE: Final = re.compile(r"(?:^|/)decisions/0*(\d+)-[^/]+\.md$")
_TITLE: Final = re.compile(r"# (\d+)\. ")


def decisions(sources: Sources) -> Iterator[Drift]:
    """Numbers that two decisions have, and titles with another number than their file."""
    taken: dict[str, str] = {}
    for path in sorted(sources.listed):
        file = _FILE.search(path)
        if not file:
            continue
        other = taken.setdefault(file[1], path)
        if other != path:
            message = f"{other} is decision {file[1]}, too"
            yield Drift(path, 1, "decision", message, "give one of them the next free number")
        title = _TITLE.match(sources.text(path) or "")
        if title and title[1] != file[1]:
            message = f"the title has number {title[1]}, the file {file[1]}"
            yield Drift(path, 1, "decision", message, f"begin it with # {file[1]}.")
