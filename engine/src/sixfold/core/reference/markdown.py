"""Markdown of values: tables, and texts that mean in it what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

_CODE: Final = re.compile(r"(`[^`]*`)")


def text(value: str) -> str:
    """A text in which nothing but code in backticks is taken for markup; lines become spaces."""
    parts = _CODE.split(" ".join(value.split()))
    return "".join(code(part[1:-1]) if part.startswith("`") else _plain(part) for part in parts)


def _plain(value: str) -> str:
    return re.sub(r"([*_\[\]])", r"\\\1", value).replace("<", "&lt;")


def code(value: str) -> str:
    """A value as code; nothing for an empty one.

    With a bar in it, it is HTML: readers of Markdown do not agree on how to escape one there.
    """
    if "|" in value:
        return f"<code>{escape(value, quote=False).replace('|', '&#124;')}</code>"
    return f"`{value}`" if value else ""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table. Cells are Markdown already; what would end a cell is escaped."""
    lines = [_row(head), _row(["---"] * len(head)), *map(_row, rows)]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
