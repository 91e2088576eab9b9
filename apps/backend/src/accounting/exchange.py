"""Exchanging one currency into another, in books that balance in each currency for itself.

What somebody gives of one currency and gets of another is booked against two exchange accounts that
stand for the pair: one holds what was got or given of the foreign currency, the other what it cost.
So every entry sums to zero in each currency, which the database holds, and no rate is part of that.
When a currency that was bought goes back, the average that it had cost leaves with it, and what
remains is the realised gain or loss. What is still held is valued by the reports.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

from src import money
from src.money import Money


@dataclass(frozen=True, slots=True)
class Pair:
    """Two currencies that are exchanged: costs and gains are in `quote`."""

    foreign: str
    quote: str


@dataclass(frozen=True, slots=True)
class Position:
    """What was bought of the foreign currency and not given back, and what it had cost.

    Both are negative when more was given back than bought: money that was earned abroad.
    """

    held: Decimal
    cost: Decimal


@dataclass(frozen=True, slots=True)
class Exchange:
    """What completes an entry: amounts as its lines carry them, zero where no line is needed."""

    foreign: Money
    cost: Money
    gain: Money


def pair_of(moneys: Sequence[Money], base: str) -> Pair | str:
    """The pair whose sums the lines leave open, or why they are no exchange.

    `base` is what costs are in when it is one of the two; else the first in the alphabet is.
    """
    open_sums = {code: total for code, total in money.sums(moneys).items() if total}
    if len(open_sums) != 2:
        found = ", ".join(open_sums) or "none"
        return f"an exchange leaves two currencies open, these lines leave {found}"
    one, two = open_sums
    if (open_sums[one] > 0) == (open_sums[two] > 0):
        return f"an exchange gives one currency for another, these lines do not: {one} and {two}"
    return Pair(one, two) if two == base else Pair(two, one)


def completed(moneys: Sequence[Money], pair: Pair, position: Position) -> Exchange:
    """The lines that are missing: `moneys` and these sum to zero in both currencies."""
    sums = money.sums(moneys)
    got, paid = sums[pair.foreign], sums[pair.quote]
    with localcontext() as context:
        context.prec = 2 * money.PRECISION
        cost = -_released(got, position, pair.quote) - _opened(got, paid, position, pair.quote)
        gain = -paid - cost
    return Exchange(
        Money(got.copy_negate(), pair.foreign), Money(cost, pair.quote), Money(gain, pair.quote)
    )


def _released(got: Decimal, position: Position, quote: str) -> Decimal:
    """What the part that goes back had cost on average."""
    closing = _closing(got, position)
    if not closing or closing == abs(position.held):
        return position.cost if closing else Decimal(0)
    return _rounded(position.cost * closing / abs(position.held), quote)


def _opened(got: Decimal, paid: Decimal, position: Position, quote: str) -> Decimal:
    """What the quote currency paid for the part that adds to the position, with its sign."""
    closing = _closing(got, position)
    if not closing:
        return paid
    return paid - _rounded(paid * closing / abs(got), quote)


def _closing(got: Decimal, position: Position) -> Decimal:
    if got * position.held >= 0:
        return Decimal(0)
    return min(abs(got), abs(position.held))


def _rounded(amount: Decimal, currency: str) -> Decimal:
    unit = Decimal(1).scaleb(-money.MINOR_UNITS[currency])
    return amount.quantize(unit, ROUND_HALF_EVEN)


def realised(exchange: Exchange) -> Money:
    """What the exchange brings more than it had cost; below zero, what it loses."""
    return -exchange.gain


def lines_needed(exchange: Exchange) -> Mapping[str, Money]:
    """The lines that are not zero, by what they are: `foreign`, `cost` and `gain`."""
    named = {"foreign": exchange.foreign, "cost": exchange.cost, "gain": exchange.gain}
    return {name: each for name, each in named.items() if each.amount}
