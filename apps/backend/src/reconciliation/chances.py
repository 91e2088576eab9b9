"""How likely each pair is, of all the ways in which lines and entries that compete can be paired.

A way leaves some lines and some entries alone and pairs the others; its weight is the product of
its pairs' odds, each against leaving both alone. The chance of a pair is the share that the ways
with it have of all ways. That is exact, and takes one pass over the lines by date in each
direction: what has to be remembered between two lines is only which of the entries that a later
line still wants are taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

# More entries that are open at once than some twelve make too many ways to count; then nobody is
# sure about anything, and a person decides.
_MOST_STATES = 3_000

# The odds of each line's pairs, by the number of the entry.
Odds = Sequence[Mapping[int, float]]
# The sum over the ways so far, by which entries they took: one bit for each.
_States = dict[int, float]


def chances(odds: Odds) -> list[dict[int, float]] | None:
    """The chance of each pair, in the shape of `odds`; None where there are too many ways.

    Lines are best given by date: entries that only neighbours want are forgotten early.
    """
    scales, kept = _scales(odds), _kept(odds)
    ahead = _ahead(odds, scales)
    if ahead is None:
        return None
    behind: _States = {0: 1.0}
    found: list[dict[int, float]] = []
    for number in reversed(range(len(odds))):
        sums: defaultdict[int, float] = defaultdict(float)
        scale, mask, after = scales[number], kept[number], behind
        behind = {}
        for state, weight in ahead[number].items():
            ways = after.get(state & mask, 0.0) / scale
            for side, odd in odds[number].items():
                if not state >> side & 1:
                    way = odd / scale * after.get((state | 1 << side) & mask, 0.0)
                    sums[side] += weight * way
                    ways += way
            behind[state] = ways
        found.append({side: sums[side] / ahead[-1][0] for side in odds[number]})
    return found[::-1]


def chance_of_group(odds: Odds, lines: set[int], sides: set[int]) -> float:
    """The chance that these lines and entries, of equal number, are each other's in some order.

    0 where there are too many ways.
    """
    scales = _scales(odds)
    among = _orders([odds[line] for line in lines], sides)
    for line in lines:
        among /= scales[line]
    others = [line for line in range(len(odds)) if line not in lines]
    without = [
        {side: odd for side, odd in odds[line].items() if side not in sides} for line in others
    ]
    every, rest = _ahead(odds, scales), _ahead(without, [scales[line] for line in others])
    if every is None or rest is None:
        return 0.0
    return min(1.0, among * rest[-1][0] / every[-1][0])


def _ahead(odds: Odds, scales: Sequence[float]) -> list[_States] | None:
    """The states before each line and after the last one, scaled by the lines so far."""
    found: list[_States] = [{0: 1.0}]
    for each, scale, mask in zip(odds, scales, _kept(odds), strict=True):
        states = defaultdict[int, float](float)
        for state, weight in found[-1].items():
            states[state & mask] += weight / scale
            for side, odd in each.items():
                if not state >> side & 1:
                    states[(state | 1 << side) & mask] += weight * odd / scale
        if len(states) > _MOST_STATES:
            return None
        found.append(dict(states))
    return found


def _kept(odds: Odds) -> list[int]:
    """For each line, the entries that a later one still wants."""
    found, wanted = [], 0
    for each in reversed(odds):
        found.append(wanted)
        for side in each:
            wanted |= 1 << side
    return found[::-1]


def _scales(odds: Odds) -> list[float]:
    """What keeps the products of many lines within the range of a float."""
    return [1.0 + sum(each.values()) for each in odds]


def _orders(odds: Odds, free: frozenset[int] | set[int]) -> float:
    """The sum over all orders in which every line has one of these entries."""
    if not odds:
        return 1.0
    return sum(
        odd * _orders(odds[1:], free - {side}) for side, odd in odds[0].items() if side in free
    )
