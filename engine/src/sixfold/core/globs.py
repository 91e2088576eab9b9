"""Globs over paths of a repository: `*` and `?` stay within a folder, `**` leads through any."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache


def matching(files: Iterable[str], globs: Sequence[str], exclude: Sequence[str] = ()) -> list[str]:
    """The files (posix, relative to the root) that a glob matches and no excluding one does."""
    wanted, unwanted = _pattern(tuple(globs)), _pattern(tuple(exclude))
    return [file for file in files if wanted.fullmatch(file) and not unwanted.fullmatch(file)]


@cache
def _pattern(globs: tuple[str, ...]) -> re.Pattern[str]:
    # Without any glob, nothing matches: not even the empty path.
    return re.compile("|".join(map(_translated, globs)) or r"(?!)")


def _translated(glob: str) -> str:
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", glob)
    meant = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return "".join(meant.get(part) or re.escape(part) for part in parts)
