"""Versions that more than one file states."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sixfold.core.drift.model import Drift, Sources, line_of


def versions(sources: Sources) -> Iterator[Drift]:
    """Each place that states another version than the first file of its thing, or none any more."""
    for thing, places in sources.rules.versions.items():
        truth, source = "", ""
        for path, pattern in places.items():
            text = sources.text(path)
            found = list(_found(text or "", pattern))
            if not found:
                what = "is not there" if text is None else f"states no version of {thing} any more"
                fix = f"mend it, or [drift.versions.{thing}] in sixfold.toml"
                yield Drift(path, 1, "version", f"{path} {what}", fix)
            for line, version in found:
                truth, source = truth or version, source or f"{path}:{line}"
                if version != truth:
                    message = f"{thing} is {version} here and {truth} in {source}"
                    yield Drift(path, line, "version", message, f"say {truth} here")


def _found(text: str, pattern: str) -> Iterator[tuple[int, str]]:
    for match in re.finditer(pattern, text, re.MULTILINE):
        parts = [part for part in match.groups() if part is not None]
        yield line_of(text, match.start()), ".".join(parts)
