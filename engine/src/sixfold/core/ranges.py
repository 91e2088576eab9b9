"""Numbers of lines as people and files write them: `3-5,9`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

_PART: Final = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?")
# No source file has more lines, and a broken file must not make us count to a billion.
_LONGEST: Final = 10_000_000


def write_ranges(lines: Iterable[int]) -> str:
    """`3-5,9` of 9, 3, 4, 5; nothing of nothing."""
    runs: list[list[int]] = []
    for line in sorted(set(lines)):
        if runs and line == runs[-1][1] + 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    return ",".join(f"{first}-{last}" if last > first else f"{first}" for first, last in runs)


def show_ranges(lines: Iterable[int], most: int = 12) -> str:
    """As `write_ranges`, but for people: after so many ranges, how many lines follow."""
    lines = set(lines)
    parts = write_ranges(lines).split(",")
    if len(parts) <= most:
        return ",".join(parts)
    shown = ",".join(parts[:most])
    return f"{shown} and {len(lines - read_ranges(shown))} more lines"


def read_ranges(text: str) -> frozenset[int]:
    """The lines of `3-5,9`. Raises ValueError for what is not written so."""
    return frozenset(line for part in text.split(",") for line in _read(part)) if text else _NONE


_NONE: Final[frozenset[int]] = frozenset()


def _read(part: str) -> Iterator[int]:
    match = _PART.fullmatch(part)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if not 1 <= first <= last <= _LONGEST:
        raise ValueError(f"{part[:40]!r} is no range of lines such as 3-5")
    return iter(range(first, last + 1))
