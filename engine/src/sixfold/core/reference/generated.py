"""What stands in Markdown between two marks is made from the code, and compared with it.

A piece begins with `<!-- generated: NAME -->` and ends with `<!-- /generated -->`, each on a line
of its own. What is around them is written by hand, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from sixfold.core.drift.model import Drift, Piece, Sources, line_of
from sixfold.core.located import nearest

_BEGIN: Final = re.compile(r"^<!-- generated: ([\w-]+) -->\n", re.MULTILINE)
_END: Final = re.compile(r"^<!-- /generated -->$", re.MULTILINE)
_RENEW: Final = "sixfold docs check --fix"


def pages(sources: Sources) -> Iterator[Drift]:
    """Every generated piece of a Markdown file that is not what the code says now."""
    for path in sources.listed:
        text = sources.text(path) if path.endswith(".md") else None
        if text and _BEGIN.search(text):
            yield from stale(path, text, sources.pieces)


def stale(path: str, text: str, pieces: Mapping[str, Piece]) -> Iterator[Drift]:
    """What is wrong with the pieces of one page."""
    for name, line, begin, end in _marked(text):
        if name not in pieces:
            message = f"nothing is generated as {name!r}{nearest(name, frozenset(pieces))}"
            yield Drift(path, line, "generated", message, f"one of: {', '.join(sorted(pieces))}")
        elif end is None:
            message = f"what is generated as {name!r} has no end"
            yield Drift(path, line, "generated", message, "add <!-- /generated --> behind it")
        elif text[begin:end] != _piece(pieces[name], path):
            message = f"what is generated as {name!r} is not what the code says now"
            yield Drift(path, line, "generated", message, _RENEW)


def renewed(path: str, text: str, pieces: Mapping[str, Piece]) -> str:
    """The page with every piece as the code says; one without an end, or unknown, stays."""
    made, done = [], 0
    for name, _, begin, end in _marked(text):
        if name in pieces and end is not None:
            made += [text[done:begin], _piece(pieces[name], path)]
            done = end
    return "".join([*made, text[done:]])


def _piece(piece: Piece, path: str) -> str:
    return f"\n{piece(path).strip()}\n\n"


def _marked(text: str) -> Iterator[tuple[str, int, int, int | None]]:
    """Each piece's name, line, and where what is generated begins and ends in the text."""
    begins = list(_BEGIN.finditer(text))
    for number, begin in enumerate(begins):
        limit = begins[number + 1].start() if number + 1 < len(begins) else len(text)
        end = _END.search(text, begin.end(), limit)
        yield begin[1], line_of(text, begin.start()), begin.end(), end.start() if end else None
