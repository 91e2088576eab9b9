"""What no single entry explains: several for one, one for several, transfers, and fees."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from src.reconciliation.pairing import RIVAL
from src.reconciliation.rules import Factor, Found, Item, Problem, Reason, scaled
from src.reconciliation.scoring import (
    AMOUNT,
    RARITY,
    TEXT,
    Scorer,
    days_reason,
    is_round,
)

# Parts of a sum lie near each other; the nearest ones are tried, up to four at a time.
SUM_DAYS = 5
_MOST_PARTS = 4
_POOL = 12
# Each part above two is one more chance to add up by accident.
_PART = 0.05
# Only one way to add up is worth half of a rare amount.
_ONLY = RARITY / 2


@dataclass(frozen=True, slots=True)
class Left:
    """Items that nothing explains yet, by account, period, sign and day."""

    days: dict[tuple[int, int, bool, int], list[Item]]

    @staticmethod
    def of(items: Iterable[Item]) -> Left:
        """These items."""
        found: defaultdict[tuple[int, int, bool, int], list[Item]] = defaultdict(list)
        for item in sorted(items, key=lambda each: (each.amount, each.place)):
            found[item.account, item.period, item.amount > 0, item.day].append(item)
        return Left(dict(found))

    def parts_of(self, whole: Item) -> list[Item]:
        """The nearest items that may be parts of one."""
        found: list[Item] = []
        for apart in range(SUM_DAYS + 1):
            for day in {whole.day - apart, whole.day + apart}:
                place = (whole.account, whole.period, whole.amount > 0, day)
                there = self.days.get(place, ())
                found += [each for each in there if abs(each.amount) < abs(whole.amount)]
            if len(found) >= _POOL:
                break
        return sorted(found, key=lambda each: (abs(each.day - whole.day), each.place))[:_POOL]

    def between(self, like: Item, day: int, least: int, most: int) -> Sequence[Item]:
        """The items of a day, on the same side, with an amount between two."""
        there = self.days.get((like.account, like.period, like.amount > 0, day), ())
        begin = bisect_left(there, least, key=_amount)
        return there[begin : bisect_right(there, most, key=_amount)]


def summed(problem: Problem, scorer: Scorer, lines: set[Item], sides: set[Item]) -> list[Found]:
    """One line for several sides, and one side for several lines; each item in one at most."""
    options = [*_sums(problem, scorer, lines, sides, swapped=False)]
    options += _sums(problem, scorer, sides, lines, swapped=True)
    return _best(problem, options)


def transfers(problem: Problem, lines: set[Item], currencies: Mapping[int, str]) -> list[Found]:
    """Two lines of two accounts that are one transfer between them: proposed, never by itself.

    Accepting it makes an entry, and that is for a person.
    """
    incoming: defaultdict[tuple[str, int, int], list[Item]] = defaultdict(list)
    for line in sorted(lines, key=lambda each: each.place):
        if line.amount > 0:
            incoming[currencies[line.account], line.period, line.amount].append(line)
    options = []
    for line in sorted(lines, key=lambda each: each.place):
        if line.amount < 0:
            there = incoming.get((currencies[line.account], line.period, -line.amount), ())
            begin = bisect_left(there, line.day - SUM_DAYS, key=_day)
            near = there[begin : bisect_right(there, line.day + SUM_DAYS, key=_day)]
            options += [
                _transfer(problem, line, other)
                for other in near[:_POOL]
                if other.account != line.account
            ]
    return [replace(each, automatic=False) for each in _best(problem, options)]


def with_fees(problem: Problem, scorer: Scorer, lines: set[Item], sides: set[Item]) -> list[Found]:
    """Pairs whose amounts differ by a fee at most: proposed, for money is missing between them."""
    left, options = Left.of(sides), []
    for line in sorted(lines, key=lambda each: each.place):
        fee = _tolerance(problem, line.amount)
        # A fee makes a payment larger and a receipt smaller: the line lies below the entry.
        for day in range(line.day - SUM_DAYS, line.day + SUM_DAYS + 1):
            near = left.between(line, day, line.amount + 1, line.amount + fee)[:_POOL]
            options += [_fee(scorer, line, side, fee) for side in near]
    return [replace(each, automatic=False) for each in _best(problem, options)]


def _sums(
    problem: Problem, scorer: Scorer, wholes: set[Item], parts: set[Item], *, swapped: bool
) -> Iterator[Found]:
    left = Left.of(parts)
    for whole in sorted(wholes, key=lambda each: each.place):
        ways = list(_ways(whole.amount, left.parts_of(whole)))
        for way in ways:
            yield _sum(problem, scorer, whole, way, only=len(ways) == 1, swapped=swapped)


def _ways(amount: int, pool: Sequence[Item]) -> Iterator[tuple[Item, ...]]:
    """Every choice of two to four items that sum to the amount."""
    for count in range(2, _MOST_PARTS + 1):
        for way in combinations(pool, count):
            if sum(map(_amount, way)) == amount:
                yield way


def _sum(
    problem: Problem,
    scorer: Scorer,
    whole: Item,
    way: tuple[Item, ...],
    *,
    only: bool,
    swapped: bool,
) -> Found:
    way = tuple(sorted(way, key=lambda each: each.place))
    pairs = [(part, whole) if swapped else (whole, part) for part in way]
    texts = [scorer.likeness(line, side) for line, side in pairs]
    furthest = max(way, key=lambda each: (abs(each.day - whole.day), each.place))
    parts = -_PART * (len(way) - 2)
    what = f"{len(way)} {'lines' if swapped else 'entries'} together have exactly this amount."
    ways = "No other choice of them does." if only else "Others would add up, too."
    text = TEXT * sum(texts) / len(texts)
    words = "All" if min(texts) else "Not all"
    reasons = (
        Reason(Factor.AMOUNT, AMOUNT, what),
        Reason(Factor.RARITY, _ONLY if only else 0.0, ways),
        days_reason(whole.day, furthest.day),
        Reason(Factor.TEXT, round(text, 4), f"{words} of the texts have words in common with it."),
        Reason(Factor.PARTS, parts, "More parts add up by chance more easily."),
    )
    score = min(1.0, max(0.0, sum(each.contribution for each in reasons)))
    sure = only and min(texts) > 0 and score >= problem.thresholds.accept_at
    lines, sides = (way, (whole,)) if swapped else ((whole,), way)
    return Found(lines, sides, score, reasons, automatic=sure)


def _transfer(problem: Problem, line: Item, other: Item) -> Found:
    words = (line.words | other.words) & problem.own_words
    told = 0.15 if words else 0.0
    rarity = RARITY / 2 if is_round(line.amount) else RARITY
    sentence = "It left one of your accounts and reached another."
    reasons = (
        Reason(Factor.AMOUNT, AMOUNT, sentence),
        Reason(Factor.RARITY, rarity / 2, "Few payments are exactly opposite."),
        days_reason(line.day, other.day),
        Reason(
            Factor.TRANSFER,
            told,
            "The text speaks of a transfer or of your accounts."
            if words
            else "The text does not speak of a transfer.",
        ),
    )
    score = min(1.0, sum(each.contribution for each in reasons))
    return Found((line, other), (), score, reasons)


def _fee(scorer: Scorer, line: Item, side: Item, most: int) -> Found:
    fee = side.amount - line.amount
    amount = AMOUNT * (1 - fee / most / 2)
    reasons = (
        Reason(Factor.FEE, round(amount, 4), "The amounts differ by what may be a fee."),
        days_reason(line.day, side.day),
        Reason(
            Factor.TEXT,
            round(scorer.text(line, side), 4),
            "The texts have words in common."
            if line.words & side.words
            else "The texts have no word in common.",
        ),
    )
    score = min(1.0, max(0.0, sum(each.contribution for each in reasons)))
    return Found((line,), (side,), score, reasons, difference=-fee)


def _best(problem: Problem, options: Iterable[Found]) -> list[Found]:
    """The best first, each item once; one with a rival that is nearly as good is not automatic."""
    limits = problem.thresholds
    worth = [
        each
        for each in options
        if each.score >= limits.propose_at
        and not (problem.rejected and each.key in problem.rejected)
    ]
    rivals: defaultdict[tuple[str, Item], list[float]] = defaultdict(list)
    for each in worth:
        for member in _members(each):
            rivals[member].append(each.score)
    taken: set[tuple[str, Item]] = set()
    found = []
    for each in sorted(worth, key=_order):
        members = _members(each)
        if taken.isdisjoint(members):
            taken |= members
            alone = all(
                sum(score > each.score - limits.margin for score in rivals[member]) <= 1
                for member in members
            )
            found.append(each if alone or not each.automatic else _doubted(each))
    return found


def _doubted(found: Found) -> Found:
    return replace(found, automatic=False, reasons=(*found.reasons, RIVAL))


def _members(found: Found) -> set[tuple[str, Item]]:
    return {("line", each) for each in found.lines} | {("side", each) for each in found.sides}


def _order(found: Found) -> tuple[object, ...]:
    return (
        -found.score,
        len(found.lines) + len(found.sides),
        [each.place for each in found.lines],
        [each.place for each in found.sides],
    )


def _tolerance(problem: Problem, amount: int) -> int:
    limits = problem.thresholds
    return min(scaled(limits.fee_most), int(abs(amount) * limits.fee_share))


def _amount(item: Item) -> int:
    return item.amount


def _day(item: Item) -> int:
    return item.day
