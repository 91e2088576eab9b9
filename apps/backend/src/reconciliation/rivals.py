"""Lines and entries that compete for each other, and the chances of their pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import inf

from src.reconciliation.chances import Odds, chance_of_group, chances
from src.reconciliation.evidence import odds, points
from src.reconciliation.left import SUM_DAYS, Left
from src.reconciliation.rules import Item, Problem, match_key
from src.reconciliation.scoring import LIKENESS, Scorer, slot

# More equal amounts than these within the days cannot be told apart by a program.
_MOST_CANDIDATES = 24
# A pair that is so many times less likely than another one of its line or its entry is left out:
# far ends of long rows would make one riddle of a whole year.
_NEGLIGIBLE = 0.001
# Of those whose amount nobody tells, three in four are told with another one by somebody.
_CHANGED = 3.0

# The scores of pairs, in points: by line, then by side.
Scores = dict[Item, dict[Item, float]]


@dataclass(frozen=True, slots=True)
class Pair:
    """A line and a side, with the chance that they belong together."""

    line: Item
    side: Item
    chance: float

    @property
    def order(self) -> tuple[object, ...]:
        """The likeliest first; ties go to the nearer and earlier."""
        line, side = self.line, self.side
        return -self.chance, abs(line.day - side.day), line.day + side.day, line.place, side.place


def scores(problem: Problem, scorer: Scorer) -> Scores:
    """All pairs that are worth a look, by account and date of the lines.

    With what lines and sides without any equal amount nearly fit: such a pair is never found, but
    what it takes away the others cannot have.
    """
    found = _equal(problem, scorer)
    for line, side, score in _nearly(problem, scorer, found):
        found.setdefault(line, {})[side] = score
    return _worth(dict(sorted(found.items(), key=lambda each: each[0].shelf)))


def _equal(problem: Problem, scorer: Scorer) -> Scores:
    found: Scores = {}
    for line in sorted(problem.lines, key=lambda each: each.shelf):
        near = scorer.sides.near(slot(line), line.day, problem.thresholds.days)
        if len(near) > _MOST_CANDIDATES:
            near = sorted(near, key=lambda each: (abs(each.day - line.day), each.place))
        for side in near[:_MOST_CANDIDATES]:
            if not _rejected(problem, line, side):
                found.setdefault(line, {})[side] = scorer.score(line, side)
    return found


def _nearly(problem: Problem, scorer: Scorer, equal: Scores) -> list[tuple[Item, Item, float]]:
    """Payments abroad and those with fees: of one payee, and a few hundredths apart."""
    wanted = {side for sides in equal.values() for side in sides}
    left, found = Left.of(problem.sides), []
    for line in problem.lines:
        off = int(abs(line.amount) * problem.thresholds.fee_share)
        for day in range(line.day - SUM_DAYS, line.day + SUM_DAYS + 1):
            for side in left.between(line, day, line.amount - off, line.amount + off):
                likeness = scorer.likeness(line, side) if (line in equal) != (side in wanted) else 0
                if likeness and side.amount != line.amount:
                    score = points(_CHANGED * (1 + LIKENESS * likeness)) + scorer.days(line, side)
                    found.append((line, side, score))
    return found


def _worth(found: Scores) -> Scores:
    """Without the pairs that others make improbable."""
    best: defaultdict[Item, float] = defaultdict(lambda: -inf)
    for line, sides in found.items():
        for side, score in sides.items():
            best[line], best[side] = max(best[line], score), max(best[side], score)
    least = points(_NEGLIGIBLE)
    return {
        line: {
            side: score
            for side, score in sides.items()
            if score >= max(best[line], best[side]) + least
        }
        for line, sides in found.items()
    }


def _rejected(problem: Problem, line: Item, side: Item) -> bool:
    return bool(problem.rejected) and match_key([line.key], [side.key]) in problem.rejected


def hanging_together(wanted: Mapping[Item, Iterable[Item]]) -> Iterator[list[Item]]:
    """Lines that want the same sides, directly or by others, by date."""
    of_sides: defaultdict[Item, list[Item]] = defaultdict(list)
    for line, sides in wanted.items():
        for side in sides:
            of_sides[side].append(line)
    seen: set[Item] = set()
    for first in wanted:
        if first not in seen:
            seen.add(first)
            found = [first]
            for line in found:
                fresh = {each for side in wanted[line] for each in of_sides[side]} - seen
                seen |= fresh
                found += fresh
            yield by_date(found)


@dataclass(frozen=True, slots=True)
class Rivals:
    """Lines and sides that compete, by date, with the odds of their pairs by their numbers."""

    lines: list[Item]
    sides: list[Item]
    odds: Odds

    @staticmethod
    def of(scores: Scores) -> Rivals:
        """These lines and what they want."""
        sides = by_date({side for wanted in scores.values() for side in wanted})
        numbers = {side: number for number, side in enumerate(sides)}
        pairs = [
            {numbers[side]: odds(score) for side, score in wanted.items()}
            for wanted in scores.values()
        ]
        return Rivals(list(scores), sides, pairs)

    def pairs(self) -> Iterator[Pair]:
        """Every pair of equal amounts with its chance."""
        for line, found in zip(self.lines, chances(self.odds) or self._roughly(), strict=True):
            for number, likely in found.items():
                if self.sides[number].amount == line.amount:
                    yield Pair(line, self.sides[number], likely)

    def together(self, lines: list[Item], sides: list[Item]) -> float:
        """The chance that these are each other's, in whatever order."""
        return chance_of_group(
            self.odds,
            {self.lines.index(line) for line in lines},
            {self.sides.index(side) for side in sides},
        )

    def _roughly(self) -> list[dict[int, float]]:
        """Chances for more rivals than can be weighed: each pair against all that touch it."""
        claims: defaultdict[int, float] = defaultdict(float)
        for each in self.odds:
            for side, odd in each.items():
                claims[side] += odd
        return [
            {
                side: odd / (1 + sum(each.values()) + claims[side] - odd)
                for side, odd in each.items()
            }
            for each in self.odds
        ]


def by_date(items: Iterable[Item]) -> list[Item]:
    return sorted(items, key=lambda each: each.place)
