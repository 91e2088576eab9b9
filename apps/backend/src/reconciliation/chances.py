"""How likely each pair is, of all the ways in which lines and entries that compete can be paired.

A way leaves some lines and some entries alone and pairs the others; its weight is the product of
its pairs' odds, each against leaving both alone. The chance of a pair is the share that the ways
with it have of all ways. That is exact, and takes one pass over the lines by date in each
direction: what has to be remembered between two lines is only which of the entries that a later
line still wants are taken.

Weights are kept relative to each other from line to line: their product over a year would leave the
range of a float.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

# More entries that are open at once than some twelve make too many ways to count; then nobody is
# sure about anything, and a person decides.
_MOST_STATES = 3_000
# The same of all lines together, so that no row of equals, however long, takes all memory.
_MOST_IN_ALL = 300_000

# The odds of each line's pairs, by the number of the entry.
Odds = Sequence[Mapping[int, float]]
# The weights of the ways so far, or still to go, by which open entries are taken: one bit for each.
_States = dict[int, float]


@dataclass(frozen=True, slots=True)
class _Line:
    """The odds of a line's pairs by the entries' bits, and the bits that a later line wants."""

    odds: dict[int, float]
    kept: int


@dataclass(frozen=True, slots=True)
class Ways:
    """All ways to pair some lines, counted once: before each line, and from it to the end."""

    odds: Odds
    lines: list[_Line]
    ahead: list[_States]
    behind: list[_States]
    # What the weights ahead were divided by, at each line.
    scales: list[float]
    # The first and the last line that want each entry.
    spans: dict[int, tuple[int, int]]

    @staticmethod
    def of(odds: Odds) -> Ways | None:
        """The ways of these odds; None where there are too many.

        Lines are best given by date: entries that only neighbours want are forgotten early.
        """
        spans = _spans(odds)
        lines = _with_bits(odds, spans)
        ahead, scales, in_all = [{0: 1.0}], list[float](), 0
        for line in lines:
            states = _step(line, ahead[-1], line.odds.items())
            in_all += len(states)
            if len(states) > _MOST_STATES or in_all > _MOST_IN_ALL:
                return None
            scales.append(max(states.values()))
            ahead.append(_scaled(states, scales[-1]))
        return Ways(odds, lines, ahead, _behind(lines, ahead), scales, spans)

    def chances(self) -> list[dict[int, float]]:
        """The chance of each pair, in the shape of the odds."""
        return [self._of_line(number) for number in range(len(self.lines))]

    def of_group(self, lines: Collection[int], sides: Collection[int]) -> float:
        """The chance that these lines and entries, of equal number, are each other's in some order.

        Only what lies between the first and the last line that has to do with them is counted anew.
        """
        among = _orders([self.odds[line] for line in lines], frozenset(sides))
        if not among:
            return 0.0
        touched = [*lines, *(end for side in sides for end in self.spans[side])]
        first, last = min(touched), max(touched)
        states = self.ahead[first]
        for number in range(first, last + 1):
            line = self.lines[number]
            pairs = zip(self.odds[number], line.odds.items(), strict=True)
            others = [pair for side, pair in pairs if number not in lines and side not in sides]
            states = _scaled(_step(line, states, others), self.scales[number])
        rest = self.behind[last + 1]
        return min(1.0, among * _product(states, rest) / _product(self.ahead[last + 1], rest))

    def _of_line(self, number: int) -> dict[int, float]:
        line, after = self.lines[number], self.behind[number + 1]
        with_pair = dict.fromkeys(line.odds, 0.0)
        every = 0.0
        for state, weight in self.ahead[number].items():
            every += weight * after[state & line.kept]
            for bit, odd in line.odds.items():
                if not state & bit:
                    way = weight * odd * after[(state | bit) & line.kept]
                    with_pair[bit] += way
                    every += way
        sides = self.odds[number]
        return {side: way / every for side, way in zip(sides, with_pair.values(), strict=True)}


def _spans(odds: Odds) -> dict[int, tuple[int, int]]:
    spans: dict[int, tuple[int, int]] = {}
    for number, each in enumerate(odds):
        for side in each:
            spans[side] = spans.get(side, (number, number))[0], number
    return spans


def _with_bits(odds: Odds, spans: Mapping[int, tuple[int, int]]) -> list[_Line]:
    """The lines with a bit for each entry that is open; what no later line wants leaves its bit."""
    bits: dict[int, int] = {}
    free, most, found = list[int](), 0, []
    for number, each in enumerate(odds):
        for side in each:
            if side not in bits:
                bits[side] = free.pop() if free else 1 << most
                most = max(most, bits[side].bit_length())
        row = {bits[side]: odd for side, odd in each.items()}
        for side in each:
            if spans[side][1] == number:
                free.append(bits.pop(side))
        found.append(_Line(row, sum(bits.values())))
    return found


def _step(line: _Line, states: _States, pairs: Iterable[tuple[int, float]]) -> _States:
    """The states after a line that is left alone or has one of these pairs."""
    found, kept, pairs = defaultdict[int, float](float), line.kept, list(pairs)
    for state, weight in states.items():
        found[state & kept] += weight
        for bit, odd in pairs:
            if not state & bit:
                found[(state | bit) & kept] += weight * odd
    return found


def _behind(lines: Sequence[_Line], ahead: Sequence[_States]) -> list[_States]:
    """The weights of the ways from each state to the end, for the states before each line."""
    found: list[_States] = [{0: 1.0}]
    for line, states in zip(reversed(lines), reversed(ahead[:-1]), strict=True):
        after, kept, before = found[-1], line.kept, {}
        for state in states:
            ways = after[state & kept]
            for bit, odd in line.odds.items():
                if not state & bit:
                    ways += odd * after[(state | bit) & kept]
            before[state] = ways
        found.append(_scaled(before, max(before.values())))
    return found[::-1]


def _scaled(states: _States, scale: float) -> _States:
    return {state: weight / scale for state, weight in states.items()}


def _product(ahead: _States, behind: _States) -> float:
    return sum(weight * behind[state] for state, weight in ahead.items())


def _orders(odds: Odds, free: frozenset[int]) -> float:
    """The sum over all orders in which every line has one of these entries."""
    if not odds:
        return 1.0
    return sum(
        odd * _orders(odds[1:], free - {side}) for side, odd in odds[0].items() if side in free
    )
