"""What past decisions suggest: where they agree, and only where the currency fits."""

from __future__ import annotations

from decimal import Decimal

import pytest

from src.reconciliation.words import is_named
from src.review.rules import suggestion

from ..reconciliation.conftest import Desk, desk

__all__ = ["desk"]

FOOD, FUN, RENT = 1, 2, 3


@pytest.mark.parametrize(
    ("history", "names", "account"),
    [
        ({FOOD: 1}, True, FOOD),
        ({FOOD: 3, FUN: 1}, True, FOOD),
        ({FOOD: 2, FUN: 2, RENT: 1}, True, None),
        ({FOOD: 2}, False, None),
        ({FOOD: 3}, False, FOOD),
        ({FOOD: 3, FUN: 1}, False, None),
        ({}, True, None),
    ],
)
def test_history_suggests_where_it_agrees(
    history: dict[int, int], names: bool, account: int | None
) -> None:
    said = suggestion([], history, "CARD PAYMENT", Decimal(-5), names=names)

    assert (said.account_id if said else None) == account


@pytest.mark.parametrize(
    ("text", "named"),
    [("Card payment", False), ("VISA DEBIT 4411", False), ("Card payment GRAB", True), ("", False)],
)
def test_words_around_names_name_nobody(text: str, named: bool) -> None:
    assert is_named(text) is named


async def test_an_account_of_another_currency_is_not_suggested(desk: Desk) -> None:
    await desk.statement((9, "NETFLIX.COM 123", "-15.98"))
    abroad = await desk.account("Abroad", currency="USD")
    await desk.post("/api/review/rules", 201, {"pattern": "Netflix", "account_id": abroad})

    assert (await desk.queue())["items"][0]["suggestion"] is None


async def test_a_rule_books_nothing_by_itself(desk: Desk) -> None:
    food = await desk.account("Food")
    await desk.post("/api/review/rules", 201, {"pattern": "Netflix", "account_id": food})
    await desk.statement((9, "NETFLIX.COM 123", "-15.98"))
    await desk.run()

    (waiting,) = (await desk.queue())["items"]
    assert waiting["suggestion"]["account_id"] == food
