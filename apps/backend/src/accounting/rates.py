"""Stored rates: what one currency was worth in another on a day, or that nobody has said so."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from operator import attrgetter

from src import money
from src.money import Money

# What a rate is stored with: a bitcoin in yen needs the digits, a yen in bitcoin the decimals.
RATE_PRECISION, RATE_SCALE = 24, 12

# Digits of a rate that was turned round or crossed; amounts have twenty.
_DIGITS = 34


@dataclass(frozen=True, slots=True)
class Rate:
    """One unit of `currency` was worth `rate` units of `quote` on `date`."""

    date: dt.date
    currency: str
    quote: str
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Rates:
    """Rates to look up. The rate of a day is the latest one stored on or before it."""

    pairs: dict[tuple[str, str], list[Rate]] = field(default_factory=dict)

    @classmethod
    def of(cls, stored: Iterable[Rate]) -> Rates:
        """The stored rates, each readable in both directions."""
        pairs: defaultdict[tuple[str, str], list[Rate]] = defaultdict(list)
        for rate in stored:
            pairs[rate.currency, rate.quote].append(rate)
            pairs[rate.quote, rate.currency].append(_turned(rate))
        return cls({pair: sorted(rates, key=attrgetter("date")) for pair, rates in pairs.items()})

    def on(self, day: dt.date, currency: str, quote: str) -> Rate | None:
        """What `currency` was worth in `quote`, with the day that this is from.

        Where the two were never quoted in each other, by way of the third currency whose older
        rate is the latest. None when nobody stored what it takes: a rate is never guessed.
        """
        if currency == quote:
            return Rate(day, currency, quote, Decimal(1))
        return self._stored(day, currency, quote) or self._crossed(day, currency, quote)

    def _stored(self, day: dt.date, currency: str, quote: str) -> Rate | None:
        rates = self.pairs.get((currency, quote), [])
        index = bisect_right(rates, day, key=attrgetter("date"))
        return rates[index - 1] if index else None

    def _crossed(self, day: dt.date, currency: str, quote: str) -> Rate | None:
        best: Rate | None = None
        for third in sorted(to for of, to in self.pairs if of == currency):
            first, second = self._stored(day, currency, third), self._stored(day, third, quote)
            if first is None or second is None:
                continue
            older = min(first.date, second.date)
            if best is None or older > best.date:
                with localcontext(prec=_DIGITS):
                    best = Rate(older, currency, quote, first.rate * second.rate)
        return best


def converted(amount: Money, rate: Rate) -> Money:
    """The amount, of the rate's currency, in its quote, to the smallest unit there is of that."""
    unit = Decimal(1).scaleb(-money.MINOR_UNITS[rate.quote])
    with localcontext(prec=2 * _DIGITS):
        return Money((amount.amount * rate.rate).quantize(unit, ROUND_HALF_EVEN), rate.quote)


def _turned(rate: Rate) -> Rate:
    with localcontext(prec=_DIGITS):
        return Rate(rate.date, rate.quote, rate.currency, 1 / rate.rate)
