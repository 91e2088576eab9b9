"""Looking up stored rates: the latest that is not later, never a guess."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from src.accounting.rates import Rate, Rates

DAY = dt.date(2026, 3, 10)
dates = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
numbers = st.decimals("0.0001", "10000", places=4)


def rate(day: int, currency: str, quote: str, number: str) -> Rate:
    """A rate of March 2026."""
    return Rate(dt.date(2026, 3, day), currency, quote, Decimal(number))


@given(st.dictionaries(dates, numbers), dates)
def test_the_rate_of_a_day_is_the_latest_not_later_one(
    stored: dict[dt.date, Decimal], day: dt.date
) -> None:
    found = Rates.of(Rate(date, "EUR", "SGD", number) for date, number in stored.items()).on(
        day, "EUR", "SGD"
    )

    earlier = [date for date in stored if date <= day]
    if not earlier:
        assert found is None
    else:
        assert found == Rate(max(earlier), "EUR", "SGD", stored[max(earlier)])


@given(numbers)
def test_a_rate_reads_in_both_directions(number: Decimal) -> None:
    rates = Rates.of([Rate(DAY, "EUR", "SGD", number)])
    there, back = rates.on(DAY, "EUR", "SGD"), rates.on(DAY, "SGD", "EUR")

    assert there is not None
    assert back is not None
    assert abs(there.rate * back.rate - 1) < Decimal("1e-24")


def test_a_currency_is_worth_itself() -> None:
    found = Rates.of([]).on(DAY, "SGD", "SGD")

    assert found is not None
    assert found.rate == 1


def test_currencies_never_quoted_in_each_other_are_crossed_and_the_older_day_is_named() -> None:
    rates = Rates.of([rate(1, "EUR", "SGD", "1.5"), rate(9, "EUR", "JPY", "150")])

    found = rates.on(DAY, "JPY", "SGD")
    assert found is not None
    assert found.date == dt.date(2026, 3, 1)
    assert abs(found.rate - Decimal("0.01")) < Decimal("1e-20")


def test_the_freshest_way_across_is_taken() -> None:
    rates = Rates.of(
        [
            rate(1, "USD", "JPY", "100"),
            rate(1, "USD", "SGD", "1"),
            rate(5, "EUR", "JPY", "100"),
            rate(4, "EUR", "SGD", "2"),
        ]
    )
    found = rates.on(DAY, "SGD", "JPY")

    assert found is not None
    assert (found.date.day, found.rate) == (4, Decimal(50))


def test_what_nobody_stored_is_missing() -> None:
    rates = Rates.of([rate(11, "EUR", "SGD", "1.5"), rate(1, "USD", "JPY", "150")])

    assert rates.on(DAY, "EUR", "SGD") is None
    assert rates.on(DAY, "USD", "SGD") is None
