"""Lines and entries that compete for each other, and the chances of their pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import inf

from src.reconciliation.chances import Odds, Ways
from src.reconciliation.evidence import odds, points
from src.reconciliation.left import Left
from src.reconciliation.rules import Item, Problem, match_key
from src.reconciliation.scoring import LIKENESS, Scorer

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
        """The likeliest first; ties go to the nearer and earlier, whatever floats make of them."""
        line, side = self.line, self.side
        return (
            -round(self.chance, 9),
            abs(line.day - side.day),
            line.day + side.day,
            line.place,
            side.place,
        )


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
        for side in scorer.sides.near(line, problem.thresholds.days):
            if not _rejected(problem, line, side):
                found.setdefault(line, {})[side] = scorer.score(line, side)
    return found


def _nearly(problem: Problem, scorer: Scorer, equal: Scores) -> list[tuple[Item, Item, float]]:
    """Payments abroad and those with fees: of one payee, and a few hundredths apart."""
    wanted = {side for sides in equal.values() for side in sides}
    # Who has an equal amount competes with those who have none, and the other way round.
    lonely = Left.of(side for side in problem.sides if side not in wanted)
    sought, found = Left.of(wanted), []
    for line in problem.lines:
        off = int(abs(line.amount) * problem.thresholds.fee_share)
        left = lonely if line in equal else sought
        for there in left.between(line, line.amount - off, line.amount + off):
            for side in there:
                likeness = scorer.likeness(line, side) if side.amount != line.amount else 0
                if likeness:
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
                for side in wanted[line]:
                    # Each side is asked once: hundreds of lines may want the same ones.
                    for other in of_sides.pop(side, ()):
                        if other not in seen:
                            seen.add(other)
                            found.append(other)
            yield by_date(found)


@dataclass(frozen=True, slots=True)
class Rivals:
    """Lines and sides that compete, with their numbers by date, and the odds of their pairs.

    `ways` is None where there are too many to count.
    """

    lines: dict[Item, int]
    sides: dict[Item, int]
    odds: Odds
    ways: Ways | None

    @staticmethod
    def of(scores: Scores) -> Rivals:
        """These lines, which are given by date, and what they want."""
        sides = _numbered(by_date({side for wanted in scores.values() for side in wanted}))
        pairs = [
            {sides[side]: odds(score) for side, score in wanted.items()}
            for wanted in scores.values()
        ]
        return Rivals(_numbered(scores), sides, pairs, Ways.of(pairs))

    def pairs(self) -> Iterator[Pair]:
        """Every pair of equal amounts with its chance."""
        found, sides = self.ways.chances() if self.ways else self._roughly(), list(self.sides)
        for line, number in self.lines.items():
            for side, likely in found[number].items():
                if sides[side].amount == line.amount:
                    yield Pair(line, sides[side], likely)

    def together(self, lines: list[Item], sides: list[Item]) -> float:
        """The chance that these are each other's, in whatever order."""
        if self.ways is None:
            return 0.0
        return self.ways.of_group(
            [self.lines[line] for line in lines], [self.sides[side] for side in sides]
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


def _numbered(items: Iterable[Item]) -> dict[Item, int]:
    return {item: number for number, item in enumerate(items)}
