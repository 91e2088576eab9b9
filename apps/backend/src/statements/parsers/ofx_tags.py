"""The tags of OFX: SGML of version 1, whose values close no tag, and XML of version 2, alike."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from src.statements.parsers.base import TooMuch

# OFX nests nine deep.
_DEEPEST = 40
_TAG = re.compile(r"<(/?)([A-Za-z0-9._:]{1,64})\s*/?>([^<]*)")
_ENTITY = re.compile(r"&(?:#([0-9]{1,7})|([a-zA-Z]{2,6}));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": " "}


@dataclass(frozen=True, slots=True)
class Opened:
    """An aggregate begins."""

    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Closed:
    """An aggregate ends; `cut` when the file ends without saying so."""

    name: str
    line: int
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """An element with its text."""

    name: str
    text: str
    line: int


def events(text: str, start: int = 0) -> Iterator[Opened | Closed | Value]:
    """What the document holds, in order; what the file leaves open is closed at its end.

    Raises TooMuch where it nests deeper than OFX does.
    """
    breaks = [found.start() for found in re.finditer("\n", text)]
    open_: list[str] = []
    line = 1
    for found in _TAG.finditer(text, start):
        line = bisect_right(breaks, found.start()) + 1
        name, value = found[2].upper(), found[3].strip()
        if not found[1]:
            if value:
                yield Value(name, _unescaped(value), line)
                continue
            open_.append(name)
            if len(open_) > _DEEPEST:
                raise TooMuch(f"line {line}: tags nest deeper than {_DEEPEST}")
            yield Opened(name, line)
        elif name in open_:
            # An element without a value looks like an aggregate until another one closes.
            while (inner := open_.pop()) != name:
                yield Closed(inner, line)
            yield Closed(name, line)
    while open_:
        yield Closed(open_.pop(), line, cut=True)


def _unescaped(text: str) -> str:
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    if found[1]:
        point = int(found[1])
        return chr(point) if 31 < point < 0x110000 and not 0xD800 <= point < 0xE000 else " "
    return _NAMED.get(found[2].lower(), found[0])
