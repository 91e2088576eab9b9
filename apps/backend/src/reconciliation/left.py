"""Items that nothing explains yet: those of a day, and those whose amounts are nearly the same."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from src.reconciliation.rules import Item

# What is told with another amount, or in parts, lies near each other.
SUM_DAYS = 5
# So many of the nearest are enough to look at.
POOL = 12


@dataclass(frozen=True, slots=True)
class Left:
    """Items that nothing explains yet, by account, period, sign and day."""

    days: dict[tuple[int, int, bool, int], list[Item]]

    @staticmethod
    def of(items: Iterable[Item]) -> Left:
        """These items."""
        found: defaultdict[tuple[int, int, bool, int], list[Item]] = defaultdict(list)
        for item in items:
            found[item.account, item.period, item.amount > 0, item.day].append(item)
        # Many short rows are sorted sooner than one long one.
        for there in found.values():
            there.sort(key=lambda each: (each.amount, each.place))
        return Left(dict(found))

    def parts_of(self, whole: Item) -> list[Item]:
        """The nearest items that may be parts of one."""
        found: list[Item] = []
        account, period, positive, size = (
            whole.account, whole.period, whole.amount > 0, abs(whole.amount),
        )  # fmt: skip
        for apart in range(SUM_DAYS + 1):
            for day in (whole.day - apart, whole.day + apart)[: 1 + bool(apart)]:
                if there := self.days.get((account, period, positive, day)):
                    found += [each for each in there if abs(each.amount) < size]
            if len(found) >= POOL:
                break
        return sorted(found, key=lambda each: (abs(each.day - whole.day), each.place))[:POOL]

    def between(self, like: Item, day: int, least: int, most: int) -> Sequence[Item]:
        """The items of a day, on the same side, with an amount between two."""
        there = self.days.get((like.account, like.period, like.amount > 0, day))
        if there is None:
            return ()
        begin = bisect_left(there, least, key=lambda each: each.amount)
        return there[begin : bisect_right(there, most, key=lambda each: each.amount)]
