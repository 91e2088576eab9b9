"""What must add up within a statement, between statements, and over the whole account."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from src.statements import rules
from src.statements.rules import Joint, Place, Span


def day(number: int, month: int = 1) -> dt.date:
    """A day of 2026."""
    return dt.date(2026, month, number)


def span(
    id_: int, first: dt.date, last: dt.date, opening: int | None, moved: int, closing: int | None
) -> Span:
    """A statement of whole units."""
    return Span(
        id_,
        first,
        last,
        Decimal(moved),
        None if opening is None else Decimal(opening),
        None if closing is None else Decimal(closing),
    )


JANUARY = span(1, day(1), day(31), 100, 50, 150)
FEBRUARY = span(2, day(1, 2), day(28, 2), 150, -20, 130)
MARCH = span(3, day(1, 3), day(31, 3), 130, 5, 135)
LINES = [(day(5), Decimal(50)), (day(9, 2), Decimal(-20)), (day(30, 3), Decimal(5))]


def joints(*spans: Span) -> list[Joint | None]:
    """How each stands to the one before."""
    return [place.joint for place in rules.timeline(spans, LINES)]


@given(st.permutations([JANUARY, FEBRUARY, MARCH]))
def test_statements_that_follow_have_no_gap_whatever_their_order(spans: list[Span]) -> None:
    places = rules.timeline(spans, LINES)

    assert [place.span.id for place in places] == [1, 2, 3]
    assert [place.joint for place in places] == [None, Joint.FOLLOWS, Joint.FOLLOWS]
    assert [place.difference for place in places] == [0, 0, 0]
    assert [place.asserted for place in places] == [0, 0, 0]
    assert list(rules.gaps(places)) == []


def test_a_missing_statement_is_told_with_its_days_and_amount() -> None:
    place = rules.timeline([JANUARY, MARCH], [LINES[0], LINES[2]])[1]

    assert place.joint is Joint.MISSING
    assert place.amount == -20
    assert place.uncovered == (day(1, 2), day(28, 2))
    assert place.asserted == -20


def test_days_without_a_statement_are_no_gap_when_the_balances_meet() -> None:
    assert joints(JANUARY, span(2, day(9, 2), day(28, 2), 150, -20, 130)) == [None, Joint.FOLLOWS]


def test_balances_that_contradict_each_other_are_a_break() -> None:
    place = rules.timeline([JANUARY, span(2, day(1, 2), day(28, 2), 151, -20, 131)], LINES)[1]

    assert (place.joint, place.amount, place.uncovered) == (Joint.BROKEN, 1, None)


def test_without_balances_uncovered_days_are_told_as_that() -> None:
    silent = span(2, day(5, 2), day(28, 2), None, 0, None)

    place = rules.timeline([JANUARY, silent], LINES)[1]

    assert (place.joint, place.amount) == (Joint.UNCOVERED, None)
    assert place.uncovered == (day(1, 2), day(4, 2))
    assert (place.difference, place.asserted) == (None, None)


def test_an_overlap_is_no_gap() -> None:
    assert joints(JANUARY, span(2, day(20), day(28, 2), 145, -15, 130)) == [None, Joint.OVERLAPS]


def test_a_statement_inside_another_hides_no_gap() -> None:
    inside = span(2, day(3), day(4), None, 0, None)

    assert joints(JANUARY, inside, MARCH) == [None, Joint.OVERLAPS, Joint.MISSING]


def test_a_closing_balance_alone_is_asserted_from_the_second_statement_on() -> None:
    """OFX names no opening balance."""
    first = span(1, day(1), day(31), None, 50, 150)
    second = span(2, day(1, 2), day(28, 2), None, -20, 130)

    places = rules.timeline([first, second], LINES)

    assert [place.asserted for place in places] == [0, 0]
    assert [place.asserted for place in rules.timeline([first, second], LINES[:1])] == [0, -20]


def test_nothing_is_asserted_without_a_balance() -> None:
    places = rules.timeline([span(1, day(1), day(31), None, 50, None)], LINES)

    assert [(place.difference, place.asserted) for place in places] == [(None, None)]


@pytest.mark.parametrize(
    ("opening", "closing", "off"), [("100", "150", "0"), ("100", "151", "1"), ("100", None, None)]
)
def test_the_difference_of_a_statement(opening: str, closing: str | None, off: str | None) -> None:
    known = Decimal(closing) if closing else None

    found = rules.difference(Decimal(opening), Decimal(50), known)

    assert found == (Decimal(off) if off else None)


def test_gaps_are_the_places_that_need_a_look() -> None:
    def wrong(*spans: Span) -> list[Place]:
        return list(rules.gaps(rules.timeline(spans, LINES)))

    assert wrong(JANUARY, FEBRUARY, MARCH) == []
    assert [place.span.id for place in wrong(JANUARY, MARCH)] == [3]
    assert [place.span.id for place in wrong(span(1, day(1), day(31), 100, 50, 149))] == [1]


@given(st.lists(st.decimals(-(10**15), 10**15, places=4), max_size=50))
def test_sums_are_exact(amounts: list[Decimal]) -> None:
    cents = sum(int(amount.scaleb(4)) for amount in amounts)

    assert rules.total(amounts) == Decimal(cents).scaleb(-4)
