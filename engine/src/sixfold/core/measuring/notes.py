"""What a recorder (measuring.py) left in its pages, read back and united over processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from struct import Struct
from typing import Final

_RECORD: Final = Struct("<iii")
_LINE: Final = -1


@dataclass(frozen=True, slots=True, order=True)
class Code:
    """A code object: the first line of its source, and a checksum of what it was compiled to."""

    line: int
    check: int


@dataclass(frozen=True, slots=True)
class Hits:
    """What ran of one code object: its lines, and its branches by offsets (from, to)."""

    lines: set[int] = field(default_factory=set)
    branches: set[tuple[int, int]] = field(default_factory=set)


type Recording = dict[str, dict[Code, Hits]]


def unite(pages: Mapping[str, bytes]) -> Recording:
    """What ran, by file and code object. `pages` are the pages' bytes by the names of their files.

    A record that a kill cut short is left out, as is one of a code whose name was.
    """
    names: dict[str, list[tuple[int, bytes]]] = {}
    hits: dict[str, list[bytes]] = {}
    for name, page in pages.items():
        series, kind, number = name.rsplit(".", 2)
        if kind == "names":
            names.setdefault(series, []).append((int(number), page))
        else:
            hits.setdefault(series, []).append(page)
    recording: Recording = {}
    for series, of_series in hits.items():
        registered = list(_codes(page for _, page in sorted(names.get(series, ()))))
        for page in of_series:
            _add(recording, page, registered)
    return recording


def _codes(pages: Iterable[bytes]) -> Iterator[tuple[str, Code]]:
    files: list[str] = []
    for page in pages:
        for line in page.rstrip(b"\0").split(b"\n")[:-1]:
            kind, _, rest = line.decode(errors="surrogateescape").partition(" ")
            if kind == "f":
                files.append(rest)
            else:
                file, first, check = map(int, rest.split())
                yield files[file], Code(first, check)


def _add(recording: Recording, page: bytes, codes: list[tuple[str, Code]]) -> None:
    whole = len(page) - len(page) % _RECORD.size
    for first, second, number in _RECORD.iter_unpack(page[:whole]):
        if not 0 < number <= len(codes):
            continue
        path, code = codes[number - 1]
        hits = recording.setdefault(path, {}).setdefault(code, Hits())
        if second == _LINE:
            hits.lines.add(first)
        else:
            hits.branches.add((first, second))
