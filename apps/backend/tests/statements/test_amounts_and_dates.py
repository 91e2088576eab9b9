"""Amounts and dates as banks write them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from src.days import FIRST, LAST
from src.statements.parsers import amounts, dates
from src.statements.parsers.profile import DateOrder, Mark

CENTS = st.integers(-(10**15), 10**15)


@pytest.mark.parametrize(
    ("text", "mark", "expected"),
    [
        ("1234.56", ".", "1234.56"),
        ("1,234.56", ".", "1234.56"),
        ("1.234,56", ",", "1234.56"),
        ("1 234,56", ",", "1234.56"),
        ("1\u202f234,56", ",", "1234.56"),
        ("1'234.56", ".", "1234.56"),
        ("1\u2019234.56", ".", "1234.56"),
        ("12,34,567.89", ".", "1234567.89"),
        ("-12.50", ".", "-12.50"),
        ("\u221212.50", ".", "-12.50"),
        ("12.50-", ".", "-12.50"),
        ("(12.50)", ".", "-12.50"),
        ("+12.50", ".", "12.50"),
        ("$12.50", ".", "12.50"),
        ("-$12.50", ".", "-12.50"),
        ("$-12.50", ".", "-12.50"),
        ("S$1,000.00", ".", "1000.00"),
        ("SGD 12.50", ".", "12.50"),
        ("12,50 €", ",", "12.50"),
        ("12.50 DR", ".", "-12.50"),
        ("DR 12.50", ".", "-12.50"),
        ("12.50 CR", ".", "12.50"),
        ("84,20 S", ",", "-84.20"),
        ("84,20 H", ",", "84.20"),
        (".50", ".", "0.50"),
        ("5.", ".", "5"),
        ("0.0001", ".", "0.0001"),
        ("1.50000", ".", "1.50"),
        ("9" * 16, ".", "9" * 16),
    ],
)
def test_an_amount_is_read_exactly(text: str, mark: Mark, expected: str) -> None:
    assert amounts.amount(text, mark) == Decimal(expected)


@pytest.mark.parametrize("text", ["-0.00", "0", "-0", "(0.00)", "0.00-"])
def test_zero_has_no_sign(text: str) -> None:
    assert str(amounts.amount(text)) == "0"


@pytest.mark.parametrize(
    "text",
    ["", " ", "abc", "1.2.3", "1,2,3", "--1", "-1-", "(1", "1)", "1e5", "NaN", "Infinity", "٣",
     "１", "0x10", "1_000", "1.00001", "9" * 17, "1" * 100, "1 2 3", "12,34.5,6", "$", "-"],
)  # fmt: skip
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        amounts.amount(text)


def test_the_wrong_mark_is_told_and_never_guessed() -> None:
    """1.234 is one and a bit, or a thousand and more: only the profile knows."""
    assert amounts.amount("1.234", ".") == Decimal("1.234")
    assert amounts.amount("1.234", ",") == Decimal("1234")
    with pytest.raises(ValueError, match="before its decimals"):
        amounts.amount("12.34", ",")


@given(CENTS, st.sampled_from([(".", ","), (",", "."), (",", " "), (".", "'"), (",", "\u00a0")]))
def test_every_amount_is_read_as_it_was_written(cents: int, marks: tuple[Mark, str]) -> None:
    amount = Decimal(cents).scaleb(-2)
    mark, between = marks
    plain = f"{amount:,.2f}"
    written = plain.replace(",", "\x00").replace(".", mark).replace("\x00", between)

    assert amounts.amount(written, mark) == amount


@given(st.lists(CENTS.filter(lambda cents: cents % 100), min_size=1), st.sampled_from([".", ","]))
def test_the_decimal_mark_shows_in_amounts_with_decimals(cents: list[int], mark: Mark) -> None:
    other = "," if mark == "." else "."
    written = [
        f"{Decimal(each).scaleb(-2):,.2f}".replace(",", "\x00").replace(".", mark)
        .replace("\x00", other)
        for each in cents
    ]  # fmt: skip

    assert amounts.decimal_mark(written)[0] == mark


def test_the_decimal_mark_does_not_show_in_thousands() -> None:
    assert amounts.decimal_mark(["1,234", "5", "1.000"])[0] is None


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("CR", 1),
        ("Credit", 1),
        ("H", 1),
        ("+", 1),
        ("Bij", 1),
        ("DR.", -1),
        ("Soll", -1),
        ("Af", -1),
    ],
)
def test_words_for_in_and_out(word: str, expected: int) -> None:
    assert amounts.direction(word) == expected


def test_a_word_for_neither_is_refused() -> None:
    with pytest.raises(ValueError, match="neither in nor out"):
        amounts.direction("maybe")


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("2026-01-31", "DMY"),
        ("31.01.2026", "DMY"),
        ("31/1/26", "DMY"),
        ("01/31/2026", "MDY"),
        ("26-01-31", "YMD"),
        ("20260131", "DMY"),
        ("31 Jan 2026", "DMY"),
        ("31-JAN-26", "DMY"),
        ("Jan 31, 2026", "DMY"),
        ("31. Januar 2026", "DMY"),
        ("31 janv. 2026", "DMY"),
        ("2026-01-31T10:15:00+08:00", "DMY"),
        ("31/01/2026 10:15", "DMY"),
    ],
)
def test_a_date_in_the_ways_of_banks(text: str, order: DateOrder) -> None:
    assert dates.date(text, order) == dt.date(2026, 1, 31)


@pytest.mark.parametrize(
    ("text", "month"),
    [("3 Mai 2026", 5), ("3 May 2026", 5), ("3 Mär 2026", 3), ("3 août 2026", 8),
     ("3 juin 2026", 6), ("3 juil 2026", 7), ("3 Dez 2026", 12), ("3 févr. 2026", 2),
     ("3 Okt 2026", 10)],
)  # fmt: skip
def test_months_by_name(text: str, month: int) -> None:
    assert dates.date(text).month == month


@pytest.mark.parametrize(
    "text",
    ["", "x", "2026-13-01", "2026-02-30", "31/31/2026", "1899-12-31", "2200-01-01", "0000-00-00",
     "3 Foo 2026", "2026", "10:15", "1" * 50, "٣١/٠١/٢٠٢٦"],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        dates.date(text)


WAYS = [("%d.%m.%Y", "DMY"), ("%m/%d/%Y", "MDY"), ("%Y-%m-%d", "YMD"), ("%Y%m%d", "MDY")]


@given(st.dates(FIRST, LAST), st.sampled_from(WAYS))
def test_every_date_is_read_as_it_was_written(day: dt.date, way: tuple[str, DateOrder]) -> None:
    assert dates.date(day.strftime(way[0]), way[1]) == day


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["2026-01-02", "2026-02-01"], "YMD"),
        (["01/02/2026", "13/02/2026"], "DMY"),
        (["01/02/2026", "02/13/2026"], "MDY"),
        (["01/02/2026", "01/03/2026", "02/01/2026"], "MDY"),
        (["01/02/2026", "02/02/2026", "01/03/2026"], "DMY"),
        (["01/02/2026", "01/02/2026"], None),
        (["99/99/2026", "01/13/2026"], "MDY"),
        (["25/02/2026", "26/02/2026", "01/13/2026"], "DMY"),
    ],
)
def test_the_order_of_dates_where_they_show_it(
    texts: list[str], expected: DateOrder | None
) -> None:
    order, why = dates.order_of(texts)

    assert order == expected
    assert why
