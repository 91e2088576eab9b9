"""A text that a check of a column lets pass, invented from the pattern that the check names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

# One piece of a pattern: a class, an escape or a character, and how often it stands there.
_PIECE: Final = re.compile(
    r"(?:\[(?P<set>[^\]^][^\]]*)\]|\\(?P<escape>.)|(?P<plain>[^\\\[\](){}|*+?^$]))"
    r"(?:\{(?P<count>\d+)(?:,\d*)?\}|(?P<sign>[*+?]))?"
)
_ESCAPES: Final = {"d": "0123456789", "w": "abcdefgh", "s": " "}
_CHECKED: Final = re.compile(r"~ '((?:[^']|'')*)'")
_RANGE: Final = re.compile(r"(.)-(.)|(.)")


def passing(column: str, checks: Sequence[str], variant: int) -> str | None:
    """A text for the first pattern that a check asks of the column, or None.

    `variant` chooses among the characters that may stand there: two columns can differ by it.
    """
    for check in checks:
        pattern = _CHECKED.search(check)
        if pattern is not None and re.search(rf"\b{re.escape(column)}\b", check):
            return _example(pattern[1].replace("''", "'"), variant)
    return None


def _example(pattern: str, variant: int) -> str | None:
    """A text that a simple pattern matches; None for one with groups or choices in it."""
    body = pattern.removeprefix("^").removesuffix("$")
    text, at = "", 0
    while at < len(body):
        piece = _PIECE.match(body, at)
        if piece is None:
            return None
        characters = _characters(piece)
        count = int(piece["count"] or 1) if piece["sign"] in (None, "+") else 0
        text += characters[variant % len(characters)] * count
        at = piece.end()
    return text


def _characters(piece: re.Match[str]) -> str:
    if piece["plain"] is not None:
        return "x" if piece["plain"] == "." else piece["plain"]
    if piece["escape"] is not None:
        return _ESCAPES.get(piece["escape"], piece["escape"])
    found = ""
    for part in _RANGE.finditer(piece["set"]):
        if part[3] is not None:
            found += part[3]
        else:
            found += "".join(map(chr, range(ord(part[1]), ord(part[2]) + 1)))
    return found
