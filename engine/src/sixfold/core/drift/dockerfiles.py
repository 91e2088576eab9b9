"""What every image of this repository keeps to: it does not run as root, and says how it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from sixfold.core.drift.model import Drift, Sources
from sixfold.core.globs import matching
from sixfold.core.keys.text import instructions

_FILES: Final = ("**/Dockerfile", "**/Dockerfile.*", "**/*.Dockerfile")
_FROM: Final = re.compile(r"(?:--\S+\s+)*(?P<base>\S+)(?:\s+AS\s+(?P<name>\S+))?", re.IGNORECASE)
_ROOT: Final = re.compile(r"(?:root|0+)(?::.*)?")
_SOMEBODY: Final = "USER 10001:10001"
_CHECK: Final = 'HEALTHCHECK CMD ["...", "a request to the server itself"]'


@dataclass(frozen=True, slots=True)
class _Stage:
    """A stage at its line, with the last USER and HEALTHCHECK of it or of what it is made from."""

    line: int
    user: str = ""
    user_line: int = 0
    healthcheck: str = ""
    healthcheck_line: int = 0


def dockerfiles(sources: Sources) -> Iterator[Drift]:
    """Each Dockerfile whose last stage runs as root, or has no HEALTHCHECK."""
    for path in matching(sources.listed, _FILES):
        last = _last(sources.text(path) or "")
        if last is None:
            continue
        if not last.user:
            message = "the image runs as root: its last stage has no USER"
            yield Drift(path, last.line, "image-root", message, f"add: {_SOMEBODY}")
        elif _ROOT.fullmatch(last.user):
            message = f"the image runs as root: its last USER is {last.user}"
            yield Drift(path, last.user_line, "image-root", message, f"end with: {_SOMEBODY}")
        elif "$" in last.user:
            message = f"whether the image runs as root is told by no file: its USER is {last.user}"
            yield Drift(path, last.user_line, "image-root", message, f"end with: {_SOMEBODY}")
        if not last.healthcheck or last.healthcheck.upper() == "NONE":
            line = last.healthcheck_line or last.line
            message = "the image says nothing of its health: its last stage has no HEALTHCHECK"
            yield Drift(path, line, "image-health", message, f"add: {_CHECK}")


def _last(text: str) -> _Stage | None:
    """The last stage of a Dockerfile; None where it has none."""
    known: dict[str, _Stage] = {}
    stage, name = None, ""
    for line, instruction in instructions(text):
        word, _, rest = instruction.strip().partition(" ")
        rest = rest.strip().strip("\"'")
        begun = _FROM.match(rest) if word.upper() == "FROM" else None
        if begun:
            base, name = known.get(begun["base"].lower(), _Stage(line)), (begun["name"] or "")
            stage = replace(base, line=line)
        elif stage is not None and word.upper() == "USER":
            stage = replace(stage, user=rest, user_line=line)
        elif stage is not None and word.upper() == "HEALTHCHECK":
            stage = replace(stage, healthcheck=rest, healthcheck_line=line)
        if stage is not None and name:
            known[name.lower()] = stage
    return stage
