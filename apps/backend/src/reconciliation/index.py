"""Items by account, amount and day, and how many of them say the same."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from operator import attrgetter

from src.reconciliation.rules import Item

# More equal amounts than these within the days cannot be told apart by a program.
MOST_CANDIDATES = 24

_day = attrgetter("day")
_place = attrgetter("place")
_Amounts = dict[int, list[Item]]


class Index:
    """Items of the same account, period and amount, by date.

    Each account has a table of its own: a run goes from account to account, and what it looks at
    then stays in the processor's cache however many accounts there are.
    """

    def __init__(self, items: Iterable[Item]) -> None:
        shelves: defaultdict[tuple[int, int], list[Item]] = defaultdict(list)
        for item in items:
            shelves[item.account, item.period].append(item)
        self._amounts = {shelf: _by_amount(there) for shelf, there in shelves.items()}
        self._words: dict[tuple[int, int, int], dict[frozenset[str], list[int]]] = {}

    def near(self, like: Item, days: int) -> list[Item]:
        """The items of an item's amount within so many days of it, by date.

        Where there are too many to tell apart it is the nearest: a price that is paid thousands of
        times is no more work for each line than another one.
        """
        there = self._there(like)
        begin, end = _bounds(there, like.day, days)
        if end - begin <= MOST_CANDIDATES:
            return there[begin:end]
        found: list[Item] = []
        for apart in range(days + 1):
            for day in (like.day - apart, like.day + apart)[: 1 + bool(apart)]:
                begin, end = _bounds(there, day, 0)
                found += there[begin : min(end, begin + MOST_CANDIDATES - len(found))]
            if len(found) == MOST_CANDIDATES:
                break
        return found

    def count(self, like: Item, days: int) -> int:
        """How many that are."""
        begin, end = _bounds(self._there(like), like.day, days)
        return end - begin

    def alike(self, like: Item, days: int) -> int:
        """How many of them have the same words."""
        slot = like.account, like.period, like.amount
        if slot not in self._words:
            self._words[slot] = _days_by_words(self._there(like))
        known = self._words[slot].get(like.words, [])
        return bisect_right(known, like.day + days) - bisect_left(known, like.day - days)

    def _there(self, like: Item) -> list[Item]:
        return self._amounts.get((like.account, like.period), {}).get(like.amount, [])


def _by_amount(items: Iterable[Item]) -> _Amounts:
    found: defaultdict[int, list[Item]] = defaultdict(list)
    for item in items:
        found[item.amount].append(item)
    for there in found.values():
        if len(there) > 1:
            there.sort(key=_place)
    return dict(found)


def _days_by_words(items: Iterable[Item]) -> dict[frozenset[str], list[int]]:
    found: defaultdict[frozenset[str], list[int]] = defaultdict(list)
    for item in items:
        found[item.words].append(item.day)
    return dict(found)


def _bounds(there: list[Item], day: int, days: int) -> tuple[int, int]:
    if not there:
        return 0, 0
    return bisect_left(there, day - days, key=_day), bisect_right(there, day + days, key=_day)
