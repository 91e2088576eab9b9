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
    known: dict[tuple[str, bytes], Hits] = {}
    for series, of_series in hits.items():
        registered: list[Hits] = []
        for path, written in _codes(page for _, page in sorted(names.get(series, ()))):
            # Most processes name the same codes: each is made once.
            if (path, written) not in known:
                code = Code(*map(int, written.split()))
                known[path, written] = recording.setdefault(path, {}).setdefault(code, Hits())
            registered.append(known[path, written])
        for page in of_series:
            _add(page, registered)
    return _that_ran(recording)


def _codes(pages: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """The file of each code that is named, and what is written of it: line and checksum."""
    files: list[str] = []
    for page in pages:
        for line in page.rstrip(b"\0").split(b"\n")[:-1]:
            kind, _, rest = line.partition(b" ")
            if kind == b"f":
                files.append(rest.decode(errors="surrogateescape"))
            else:
                file, _, written = rest.partition(b" ")
                yield files[int(file)], written


def _add(page: bytes, codes: list[Hits]) -> None:
    # What follows the last record that was written is empty.
    whole = min(len(page) // _RECORD.size, -(-len(page.rstrip(b"\0")) // _RECORD.size))
    count = len(codes)
    for first, second, number in _RECORD.iter_unpack(page[: whole * _RECORD.size]):
        if not 0 < number <= count:
            continue
        hits = codes[number - 1]
        if second == _LINE:
            hits.lines.add(first)
        else:
            hits.branches.add((first, second))


def _that_ran(recording: Recording) -> Recording:
    """Without the codes that were named and of which nothing ran."""
    ran = {
        path: {code: hits for code, hits in codes.items() if hits.lines or hits.branches}
        for path, codes in recording.items()
    }
    return {path: codes for path, codes in ran.items() if codes}
