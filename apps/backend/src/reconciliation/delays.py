"""How many days banks take to tell of a payment, learned from the pairs of a run that are certain.

Banks book on working days: what is paid on Saturday, Sunday and Monday is told on the same day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

# What is expected before anything is known, by working days apart in either direction: a day or two
# as a matter of course, a week hardly ever.
_EXPECTED = (30.0, 25.0, 12.0, 6.0, 3.0, 1.5, 0.7, 0.4, 0.3)
_FURTHEST = len(_EXPECTED) - 1
_TOTAL = 2 * sum(_EXPECTED) - _EXPECTED[0]
# So many pairs of a run count as much as what is expected.
_WEIGHT = 20
_WORKDAYS, _WEEK = 5, 7


class Delays:
    """How likely each distance in working days is; `certain` are the days of pairs: line, entry."""

    def __init__(self, certain: Iterable[tuple[int, int]]) -> None:
        seen = Counter(_delay(line, side) for line, side in certain)
        self._shares = {
            delay: (seen[delay] + _WEIGHT * _EXPECTED[abs(delay)] / _TOTAL)
            / (seen.total() + _WEIGHT)
            for delay in range(-_FURTHEST, _FURTHEST + 1)
        }

    def share(self, line: int, side: int) -> float:
        """The share of payments that are this far apart, from two days as ordinals."""
        return self._shares[_delay(line, side)]


def _delay(line: int, side: int) -> int:
    """Working days from the entry to the line; all that is further counts as the furthest."""
    return max(-_FURTHEST, min(_FURTHEST, _workday(line) - _workday(side)))


def _workday(day: int) -> int:
    """The number of a day as banks count: a weekend is the Monday after it."""
    weeks, weekday = divmod(day - 1, _WEEK)
    return weeks * _WORKDAYS + min(weekday, _WORKDAYS)
