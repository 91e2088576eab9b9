"""Which lines are the same: any overlapping files of a history, in any order, give that history."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from src.statements import rules
from src.statements.parsers.base import ReadLine
from src.statements.parsers.registry import read

from .files import RENDERED, fixture
from .histories import DAY, held, histories, overlapping

COFFEE = ReadLine(1, DAY, Decimal("-4.50"), "Café am Markt")


@given(overlapping())
def test_overlapping_files_in_any_order_give_exactly_the_history(
    case: tuple[list[ReadLine], list[list[ReadLine]]],
) -> None:
    history, files = case

    assert held(files) == sorted((line.date, line.amount, line.text) for line in history)


@given(histories())
def test_every_line_of_a_file_has_an_identity_of_its_own(history: list[ReadLine]) -> None:
    keys = rules.identities(history)

    assert len(set(keys)) == len(history)
    assert {len(key) for key in keys} <= {rules.KEY_LENGTH}


@given(histories(), st.sampled_from(["csv", "ofx 1", "ofx 2", "camt053", "mt940"]))
def test_identity_survives_the_file(history: list[ReadLine], style: str) -> None:
    if not history:
        return
    reading = read(RENDERED[style](history))[1]

    assert rules.identities(reading.statements[0].lines) == rules.identities(history)


def test_two_coffees_of_one_day_are_two() -> None:
    assert len(held([[COFFEE, COFFEE], [COFFEE, COFFEE], [COFFEE]])) == 2


@pytest.mark.parametrize(
    "same",
    [
        "café am markt",
        "CAFÉ  AM\tMARKT",
        "Cafe\u0301 am Markt",
        "Ｃafé am Markt",
        " Café am Markt ",
    ],
)
def test_texts_that_differ_in_case_width_and_spaces_are_the_same(same: str) -> None:
    assert rules.identities([COFFEE]) == rules.identities([replace(COFFEE, text=same)])


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Café am Platz"},
        {"date": DAY + dt.timedelta(days=1)},
        {"amount": Decimal("4.50")},
        {"amount": Decimal("-4.5001")},
        {"bank_id": "T1"},
    ],
)
def test_another_day_amount_or_text_is_another_line(change: dict[str, object]) -> None:
    assert rules.identities([COFFEE]) != rules.identities([replace(COFFEE, **change)])  # type: ignore[arg-type]  # fields of any type


def test_the_digits_of_an_amount_do_not_matter() -> None:
    written = [Decimal("-4.5"), Decimal("-4.50"), Decimal("-4.5000")]
    keys = [rules.identities([replace(COFFEE, amount=amount)]) for amount in written]

    assert keys[0] == keys[1] == keys[2]


def test_with_an_id_of_the_bank_the_text_does_not_matter() -> None:
    before = replace(COFFEE, bank_id="T1", text="pending: cafe")
    after = replace(COFFEE, bank_id="T1")

    assert rules.identities([before]) == rules.identities([after])


def test_a_bank_that_starts_its_ids_over_loses_no_line() -> None:
    """Some banks count from 1 in every file; the same id of another day is another booking."""
    january = replace(COFFEE, bank_id="1")
    february = replace(january, date=dt.date(2026, 2, 1))

    assert len(held([[january], [february]])) == 2


def test_ids_that_a_file_repeats_are_told_and_both_lines_stay() -> None:
    lines = read(fixture("duplicate_ids.ofx"))[1].statements[0].lines

    assert rules.repeated_ids(lines) == [(1, 0)]
    assert len(held([lines])) == 2
