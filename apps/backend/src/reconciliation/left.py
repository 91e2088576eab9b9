"""Items that nothing explains yet: those of a day, and those whose amounts are nearly the same."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from src.reconciliation.index import MOST_CANDIDATES
from src.reconciliation.rules import Item

# What is told with another amount, or in parts, lies near each other.
SUM_DAYS = 5
# So many of the nearest are enough to look at.
POOL = 12

_amount = attrgetter("amount")
_Days = dict[int, list[Item]]


@dataclass(frozen=True, slots=True)
class Left:
    """Items that nothing explains yet, by account, period and sign, then by day."""

    shelves: dict[tuple[int, int, bool], _Days]

    @staticmethod
    def of(items: Iterable[Item]) -> Left:
        """These items."""
        found: defaultdict[tuple[int, int, bool], list[Item]] = defaultdict(list)
        for item in items:
            found[item.account, item.period, item.amount > 0].append(item)
        return Left({shelf: _by_day(there) for shelf, there in found.items()})

    def parts_of(self, whole: Item) -> list[Item]:
        """The nearest items that may be parts of one."""
        days, found = self._days(whole), list[Item]()
        for apart in range(SUM_DAYS + 1):
            for day in (whole.day - apart, whole.day + apart)[: 1 + bool(apart)]:
                if there := days.get(day):
                    found += _smaller(there, whole.amount)
            if len(found) >= POOL:
                break
        return found[:POOL]

    def between(self, like: Item, least: int, most: int) -> Iterator[Sequence[Item]]:
        """The items of each day around one, on the same side, with an amount between two.

        Of a day that has very many, some: they cannot be told apart.
        """
        days = self._days(like)
        for day in range(like.day - SUM_DAYS, like.day + SUM_DAYS + 1):
            if there := days.get(day):
                begin = bisect_left(there, least, key=_amount)
                end = bisect_right(there, most, begin, key=_amount)
                if begin < end:
                    yield there[begin : min(end, begin + MOST_CANDIDATES)]

    def _days(self, like: Item) -> _Days:
        return self.shelves.get((like.account, like.period, like.amount > 0), {})


def _by_day(items: Iterable[Item]) -> _Days:
    found: defaultdict[int, list[Item]] = defaultdict(list)
    for item in items:
        found[item.day].append(item)
    # Many short rows are sorted sooner than one long one.
    for there in found.values():
        if len(there) > 1:
            there.sort(key=lambda each: (each.amount, each.place))
    return dict(found)


def _smaller(there: list[Item], amount: int) -> list[Item]:
    """Some of a day's items that are smaller, on either side of zero; they are in its order."""
    if amount > 0:
        return there[: min(POOL, bisect_left(there, amount, key=_amount))]
    begin = bisect_right(there, amount, key=_amount)
    return there[begin : begin + POOL]
