"""Functions whose result stays in the process: cached ones, and those that set a global.

Whoever asks first runs them; whoever asks later has the result, and runs nothing.
"""

from __future__ import annotations

import opcode
from collections.abc import Iterator
from types import CodeType
from typing import Final

_STORE: Final = opcode.opmap["STORE_GLOBAL"]


def keepers(module: CodeType) -> set[CodeType]:
    """The functions of a module's code that keep something for later calls."""
    lines = _lines(module.co_filename)
    return {
        code
        for code in _within(module)
        if _STORE in code.co_code[::2] or _is_cached(code.co_firstlineno, lines)
    }


def _within(code: CodeType) -> Iterator[CodeType]:
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield inner
            yield from _within(inner)


def _is_cached(first: int, lines: list[bytes]) -> bool:
    """Whether a decorator's name has `cache` in it; decorators come before the `def`."""
    for line in lines[first - 1 :]:
        text = line.strip()
        if not text.startswith(b"@"):
            return False
        if b"cache" in text.partition(b"(")[0]:
            return True
    return False


def _lines(file: str) -> list[bytes]:
    try:
        with open(file, "rb") as source:
            text = source.read()
    except OSError:
        return []
    return text.split(b"\n") if b"cache" in text else []
