"""Money is exact, has a currency, and is written with the decimals of that currency."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from src import money
from src.money import Money

CURRENCIES = st.sampled_from(sorted(money.MINOR_UNITS))


@given(CURRENCIES, st.integers(-(10**19), 10**19))
def test_what_is_written_reads_back_as_the_same_amount(currency: str, units: int) -> None:
    amount = Decimal(units).scaleb(-money.MINOR_UNITS[currency])

    assert Decimal(money.render(amount, currency)) == amount


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        ("12.3", "SGD", "12.30"),
        ("1200.0000", "JPY", "1200"),
        ("1.5", "KWD", "1.500"),
        ("0.1234", "UYW", "0.1234"),
        ("-0.00", "SGD", "0.00"),
        ("1E+3", "SGD", "1000.00"),
        ("0.125", "SGD", "0.125"),
    ],
)
def test_amounts_have_the_decimals_of_their_currency(
    amount: str, currency: str, written: str
) -> None:
    assert money.render(Decimal(amount), currency) == written


@pytest.mark.parametrize(
    ("amount", "currency", "fault"),
    [
        ("1.005", "SGD", "SGD has 2 decimals, the amount has 3"),
        ("0.5", "JPY", "JPY has 0 decimals, the amount has 1"),
        ("1", "XXX", "'XXX' is not an ISO 4217 currency"),
        ("1", "DEM", "'DEM' was given up in 2002 for EUR: books are kept in currencies of today"),
        ("1", "sgd", "'sgd' is not an ISO 4217 currency"),
        ("NaN", "SGD", "the amount is not a number"),
        ("Infinity", "SGD", "the amount is not a number"),
        ("1E+16", "SGD", "the amount has more than 16 digits before the decimal point"),
    ],
)
def test_money_that_the_books_cannot_hold_is_refused(
    amount: str, currency: str, fault: str
) -> None:
    assert money.fault(Money(Decimal(amount), currency)) == fault


@pytest.mark.parametrize(("amount", "currency"), [("1.50", "SGD"), ("1.5000", "SGD"), ("3", "JPY")])
def test_zeros_behind_the_smallest_unit_do_not_matter(amount: str, currency: str) -> None:
    assert money.fault(Money(Decimal(amount), currency)) is None


@given(st.lists(st.integers(-(10**20), 10**20), max_size=50))
def test_sums_are_exact_beyond_the_precision_of_a_plain_decimal(units: list[int]) -> None:
    moneys = [Money(Decimal(each).scaleb(-4), "CLF") for each in units]

    total = money.sums(moneys).get("CLF", Decimal(0))

    assert int(total.scaleb(4)) == sum(units)


def test_each_currency_has_a_sum_of_its_own() -> None:
    moneys = [Money(Decimal(2), "USD"), Money(Decimal(1), "SGD"), Money(Decimal(3), "USD")]

    assert money.sums(moneys) == {"SGD": Decimal(1), "USD": Decimal(5)}


def test_floats_would_not_have_balanced() -> None:
    tenths = [Money(Decimal("0.1"), "SGD")] * 3

    assert 0.1 + 0.1 + 0.1 != 0.3
    assert money.sums(tenths)["SGD"] == Decimal("0.3")


def test_what_took_the_place_of_a_retired_currency_is_one_of_today() -> None:
    assert not money.RETIRED.keys() & money.MINOR_UNITS.keys()
    assert {heir for _, heir in money.RETIRED.values()} <= money.MINOR_UNITS.keys()
