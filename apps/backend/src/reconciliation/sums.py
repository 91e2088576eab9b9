"""What no single entry explains: several for one, one for several, transfers, and fees."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from math import comb

from src.reconciliation.delays import Delays
from src.reconciliation.evidence import chance, odds, points
from src.reconciliation.left import POOL, SUM_DAYS, Left
from src.reconciliation.pairing import RIVAL
from src.reconciliation.rules import UNIT, Factor, Found, Item, Problem, Reason, Thresholds, scaled
from src.reconciliation.scoring import Scorer, days_reason, is_round, weight

# The nearest parts are tried, up to four at a time.
_MOST_PARTS = 4
# One payment in so many is booked in parts, and one in so many with a fee; a transfer is as common
# as a line that no entry explains.
_SPLIT, _CHARGED, _MOVED = 0.1, 0.2, 10.0
# Words in common with a part, or none.
_COMMON, _NONE = 10.0, 0.2
# Transfers name themselves more often than not.
_NAMED, _UNNAMED = 10.0, 0.5
# How often an amount is met by accident, round ones more often.
_ACCIDENT, _ROUND_ACCIDENT = 0.3, 5.0
# Amounts of parts are not spread evenly: no sum is less an accident than this.
_LEAST_ACCIDENT = 0.003
# How long two banks take to tell of one transfer; days weigh as they do for pairs.
_BANKS = Delays(())


def summed(
    problem: Problem, scorer: Scorer, lines: Collection[Item], sides: Collection[Item]
) -> list[Found]:
    """One line for several sides, and one side for several lines; each item in one at most."""
    options = [*_sums(problem, scorer, lines, sides, swapped=False)]
    options += _sums(problem, scorer, sides, lines, swapped=True)
    return _best(problem, options)


def transfers(
    problem: Problem, lines: Collection[Item], currencies: Mapping[int, str]
) -> list[Found]:
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
                for other in near[:POOL]
                if other.account != line.account
            ]
    return [replace(each, automatic=False) for each in _best(problem, options)]


def with_fees(
    problem: Problem, scorer: Scorer, lines: Collection[Item], sides: Collection[Item]
) -> list[Found]:
    """Pairs whose amounts differ by a fee at most: proposed, for money is missing between them."""
    left, options = Left.of(sides), []
    for line in sorted(lines, key=lambda each: each.shelf):
        fee = _tolerance(problem, line.amount)
        # A fee makes a payment larger and a receipt smaller: the line lies below the entry.
        for near in left.between(line, line.amount + 1, line.amount + fee):
            options += [_fee(scorer, line, side, fee) for side in near[:POOL]]
    return [replace(each, automatic=False) for each in _best(problem, options)]


def _sums(
    problem: Problem,
    scorer: Scorer,
    wholes: Iterable[Item],
    parts: Iterable[Item],
    *,
    swapped: bool,
) -> Iterator[Found]:
    left = Left.of(parts)
    # Most have no parts: what is left is little to put in order.
    pools = [(whole, pool) for whole in wholes if len(pool := left.parts_of(whole)) > 1]
    for whole, pool in sorted(pools, key=lambda each: each[0].shelf):
        ways = list(_ways(whole.amount, pool))
        for way in ways:
            only = len(ways) == 1
            yield _sum(problem, scorer, whole, way, len(pool), only=only, swapped=swapped)


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
    pool: int,
    *,
    only: bool,
    swapped: bool,
) -> Found:
    way = tuple(sorted(way, key=lambda each: each.place))
    pairs = [(part, whole) if swapped else (whole, part) for part in way]
    texts = [scorer.likeness(line, side) for line, side in pairs]
    furthest = max(pairs, key=lambda each: abs(each[0].day - each[1].day))
    what = f"{len(way)} {'lines' if swapped else 'entries'} together have exactly this amount."
    ways = "No other choice of them does." if only else "Others would add up, too."
    text = sum(points(1 + (_COMMON - 1) * each if each else _NONE) for each in texts)
    words = "All" if min(texts) else "Not all"
    reasons = (
        Reason(Factor.AMOUNT, points(_SPLIT), what),
        Reason(Factor.RARITY, round(-points(_accident(whole, way, pool)), 4), ways),
        days_reason(furthest[0].day, furthest[1].day, scorer.days(*furthest)),
        Reason(Factor.TEXT, round(text, 4), f"{words} of the texts have words in common with it."),
    )
    score = chance(sum(each.contribution for each in reasons))
    sure = only and min(texts) > 0 and score >= problem.thresholds.accept_at
    lines, sides = (way, (whole,)) if swapped else ((whole,), way)
    return Found(lines, sides, score, reasons, automatic=sure)


def _accident(whole: Item, way: Sequence[Item], pool: int) -> float:
    """How many choices of so many items out of the pool would have this amount by accident."""
    step = 10 * UNIT if all(is_round(each.amount) for each in way) else UNIT // 100
    return max(_LEAST_ACCIDENT, comb(pool, len(way)) * step / abs(whole.amount))


def _transfer(problem: Problem, line: Item, other: Item) -> Found:
    words = (line.words | other.words) & problem.own_words
    accident = _ROUND_ACCIDENT if is_round(line.amount) else _ACCIDENT
    reasons = (
        Reason(Factor.AMOUNT, points(_MOVED), "It left one of your accounts and reached another."),
        Reason(Factor.RARITY, round(-points(accident), 4), "Few payments are exactly opposite."),
        days_reason(line.day, other.day, weight(_BANKS, line.day, other.day)),
        Reason(
            Factor.TRANSFER,
            round(points(_NAMED if words else _UNNAMED), 4),
            "The text speaks of a transfer or of your accounts."
            if words
            else "The text does not speak of a transfer.",
        ),
    )
    return Found((line, other), (), chance(sum(each.contribution for each in reasons)), reasons)


def _fee(scorer: Scorer, line: Item, side: Item, most: int) -> Found:
    fee = side.amount - line.amount
    likeness = scorer.likeness(line, side)
    text = points(1 + (_COMMON - 1) * likeness if likeness else _NONE)
    reasons = (
        Reason(
            Factor.FEE,
            round(points(_CHARGED * (1 - fee / most / 2)), 4),
            "The amounts differ by what may be a fee.",
        ),
        days_reason(line.day, side.day, scorer.days(line, side)),
        Reason(
            Factor.TEXT,
            round(text, 4),
            "The texts have words in common." if likeness else "The texts have no word in common.",
        ),
    )
    score = chance(sum(each.contribution for each in reasons))
    return Found((line,), (side,), score, reasons, difference=-fee)


def _best(problem: Problem, options: Iterable[Found]) -> list[Found]:
    """The best first, each item once; what shares an item with another option is less likely."""
    limits = problem.thresholds
    every = [each for each in options if not (problem.rejected and each.key in problem.rejected)]
    claims: defaultdict[tuple[str, Item], float] = defaultdict(float)
    for each in every:
        for member in _members(each):
            claims[member] += _odds(each)
    rivalled = [_among(each, claims, limits) for each in every]
    taken: set[tuple[str, Item]] = set()
    found = []
    for each in sorted(rivalled, key=_order):
        members = _members(each)
        if each.score >= limits.propose_at and taken.isdisjoint(members):
            taken |= members
            found.append(each)
    return found


def _among(found: Found, claims: Mapping[tuple[str, Item], float], limits: Thresholds) -> Found:
    """The same with the chance that is left beside others that want its items."""
    own = _odds(found)
    score = own / (1 + own + sum(claims[member] - own for member in _members(found)))
    if found.score < limits.accept_at or score >= limits.accept_at:
        return replace(found, score=score)
    return replace(found, score=score, automatic=False, reasons=(*found.reasons, RIVAL))


def _odds(found: Found) -> float:
    return odds(sum(each.contribution for each in found.reasons))


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
