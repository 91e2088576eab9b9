"""Tests divided into shards of equal length: every test in exactly one, on every machine the same.

Whole files are kept together where that balances well, since tests of one file share what is made
once for them; else files are cut into ever shorter runs of neighbours, until the longest shard is
close to the mean or nothing is left to be cut.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from statistics import median
from typing import Final

# The longest shard may be this much longer than the mean before files are cut.
_CLOSE: Final = 1.02
# How often the pieces are halved. Single tests are reached long before.
_ROUNDS: Final = 24
# What a test takes of which nothing at all is known, and the least that one is reckoned with:
# pytest's own part of it. Seconds.
_UNKNOWN: Final = 0.05
_LEAST: Final = 0.002

type Piece = tuple[float, tuple[str, ...]]


def divide(
    tests: Iterable[str], durations: Mapping[str, float], count: int
) -> tuple[tuple[str, ...], ...]:
    """`count` shards of the tests' ids, each in the tests' own order.

    `durations` are seconds by id, of an earlier run; any of it may be missing, old or wrong. A test
    that is not in it is reckoned as the middle one of its file, else of all. The result depends on
    nothing else: not on the order of the tests, so every shard's machine finds the same one.
    """
    ids = sorted(set(tests), key=_place)
    reckoned = reckon(ids, durations)
    goal = sum(reckoned.values()) / count
    best: list[list[str]] = []
    longest = float("inf")
    grain = goal
    for _ in range(_ROUNDS):
        pieces = _cut(ids, reckoned, grain)
        shards, length = _deal(pieces, count)
        if length < longest:
            best, longest = shards, length
        if longest <= goal * _CLOSE or len(pieces) == len(ids):
            break
        grain /= 2
    order = {name: number for number, name in enumerate(ids)}
    return tuple(tuple(sorted(shard, key=order.__getitem__)) for shard in best)


def reckon(tests: Sequence[str], durations: Mapping[str, float]) -> dict[str, float]:
    """How long each test is thought to take, in seconds."""
    known = {name: durations[name] for name in tests if _is_duration(durations.get(name))}
    by_file = {
        file: median(known[name] for name in names)
        for file, names in _files(name for name in tests if name in known)
    }
    usual = median(known.values()) if known else _UNKNOWN
    return {name: max(_LEAST, known.get(name, by_file.get(_file(name), usual))) for name in tests}


def _is_duration(value: object) -> bool:
    return isinstance(value, int | float) and 0 <= value < float("inf")


def _cut(tests: Sequence[str], reckoned: Mapping[str, float], grain: float) -> list[Piece]:
    """Each file's tests in runs that are no longer than `grain`, where single tests allow it."""
    pieces: list[Piece] = []
    for _, names in _files(tests):
        run: list[str] = []
        length = 0.0
        for name in names:
            if run and length + reckoned[name] > grain:
                pieces.append((length, tuple(run)))
                run, length = [], 0.0
            run.append(name)
            length += reckoned[name]
        pieces.append((length, tuple(run)))
    return pieces


def _deal(pieces: Sequence[Piece], count: int) -> tuple[list[list[str]], float]:
    """The longest piece first, each to the shard that is shortest so far."""
    shards: list[list[str]] = [[] for _ in range(count)]
    heap = [(0.0, number) for number in range(count)]
    for length, names in sorted(pieces, key=lambda piece: (-piece[0], piece[1])):
        so_far, number = heapq.heappop(heap)
        shards[number] += names
        heapq.heappush(heap, (so_far + length, number))
    return shards, max(length for length, _ in heap)


def _files(tests: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Tests by their files; they come sorted by file."""
    return [(file, list(names)) for file, names in groupby(tests, key=_file)]


def _file(name: str) -> str:
    return name.partition("::")[0]


def _place(name: str) -> tuple[str, str]:
    return _file(name), name
