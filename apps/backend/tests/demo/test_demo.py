"""Demonstration data: believable, in one call, and gone without a trace when it is not wanted."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from src import money
from src.demo.chart import CHART
from src.demo.household import household
from src.money import Money

from ..statements.conftest import assert_problem, bank_of

LAST = dt.date(2026, 11, 25)
CURRENCY = {each.code: each.currency for each in CHART}


@pytest.mark.parametrize("last", [LAST, dt.date(2028, 2, 29), dt.date(2026, 1, 1)])
def test_every_entry_is_one_that_the_books_take(last: dt.date) -> None:
    books = household(last)

    for entry in books.entries:
        moneys = [Money(amount, CURRENCY[code]) for code, amount in entry.lines]
        assert not any(money.fault(each) for each in moneys), entry
        assert all(each.amount for each in moneys), entry
        sums = [total for total in money.sums(moneys).values() if total]
        assert len(sums) == (2 if entry.exchange else 0), entry
    assert all(entry.date <= last for entry in books.entries)


@pytest.mark.parametrize("days", range(0, 400, 40))
def test_the_person_is_believable(days: int) -> None:
    """Nobody pays from an empty wallet, and the card is paid back."""
    books = household(LAST + dt.timedelta(days=days))
    held = dict.fromkeys(CURRENCY, Decimal(0))
    lowest = dict(held)
    for entry in sorted(books.entries, key=lambda each: each.date):
        for code, amount in entry.lines:
            held[code] += amount
            lowest[code] = min(lowest[code], held[code])

    assert 900 < len(books.entries) < 1500
    for code in ("1010", "1020", "1030", "1100", "1200"):
        assert lowest[code] >= 0, (code, lowest[code])
    assert lowest["2000"] > -3000
    assert held["1020"] > 30_000


def test_it_is_the_same_person_every_time() -> None:
    assert household(LAST) == household(LAST)


async def snapshot(connection: AsyncConnection, owner: int) -> list[Any]:
    """Everything that a person's books hold."""
    tables = ("accounts", "journal_entries", "journal_lines", "account_months", "rates")
    found: list[Any] = []
    for table in tables:
        query = text(f"SELECT * FROM {table} WHERE user_id = :owner ORDER BY 1, 2, 3")  # noqa: S608 - names of this test
        found.append((await connection.execute(query, {"owner": owner})).all())
    return found


async def test_one_call_brings_it_a_second_changes_nothing_and_a_third_takes_it_away(
    client: AsyncClient, other_client: AsyncClient, connection: AsyncConnection, owner: int
) -> None:
    empty = await snapshot(connection, owner)

    loaded = (await client.post("/api/demo")).json()
    assert loaded["entries"] > 900
    assert (await client.post("/api/demo")).json() == loaded
    sheet = (await client.get("/api/reports/balance-sheet")).json()
    assert sheet["complete"] is True
    assert float(sheet["net_worth"]) > 50_000

    await other_client.delete("/api/demo")
    assert (await client.get("/api/demo")).json() == loaded
    left = (await client.delete("/api/demo")).json()

    assert left == {"accounts": 0, "entries": 0, "first": None, "last": None}
    assert await snapshot(connection, owner) == empty


async def test_books_of_ones_own_are_not_mixed_up_with_it(client: AsyncClient) -> None:
    mine = {"code": "1", "name": "Mine", "type": "asset", "currency": "SGD"}
    await client.post("/api/accounts", json=mine)

    answer = await client.post("/api/demo")

    assert answer.status_code == 409
    assert (await client.get("/api/accounts")).json()["total"] == 1


async def test_what_somebody_added_stays_when_the_rest_goes(client: AsyncClient) -> None:
    await client.post("/api/demo")
    accounts = (await client.get("/api/accounts")).json()["items"]
    ids = {each["code"]: each["id"] for each in accounts}
    lines = [
        {"account_id": ids["1030"], "amount": "-5.00", "currency": "SGD"},
        {"account_id": ids["5130"], "amount": "5.00", "currency": "SGD"},
    ]
    body = {"date": "2026-01-01", "description": "My own", "lines": lines, "post": True}
    await client.post("/api/entries", json=body)
    theirs = (await client.get("/api/entries?status=posted&limit=1")).json()["items"][0]
    await client.post(f"/api/entries/{theirs['id']}/reverse")

    await client.delete("/api/demo")

    kept = (await client.get("/api/accounts")).json()["items"]
    assert [each["code"] for each in kept] == ["1000", "1030", "5100", "5130"]
    assert not any(each["demo"] for each in kept)
    entries = (await client.get("/api/entries")).json()["items"]
    assert [each["description"] for each in entries] == ["My own"]
    totals = (await client.get("/api/trial-balance")).json()["totals"]
    assert totals == [{"currency": "SGD", "debit": "5.00", "credit": "5.00"}]


async def test_closed_books_neither_get_it_nor_lose_it(client: AsyncClient) -> None:
    async def close(until: str | None) -> None:
        closed = await client.put("/api/books/closing", json={"closed_until": until})
        assert closed.status_code == 200

    await close("2026-01-31")
    assert_problem(await client.post("/api/demo"), 409, "PUT /api/books/closing")
    await close(None)
    loaded = (await client.post("/api/demo")).json()
    await close(loaded["first"])

    assert_problem(await client.delete("/api/demo"), 409, "PUT /api/books/closing")

    assert (await client.get("/api/demo")).json() == loaded
    await close(None)
    assert (await client.delete("/api/demo")).json()["entries"] == 0


@pytest.mark.usefixtures("bucket")
async def test_accounts_that_a_rule_or_an_import_names_stay(client: AsyncClient) -> None:
    await client.post("/api/demo")
    accounts = (await client.get("/api/accounts")).json()["items"]
    ids = {each["code"]: each["id"] for each in accounts}
    rule = {"pattern": "coffee", "account_id": ids["5130"]}
    assert (await client.post("/api/review/rules", json=rule)).status_code == 201
    await bank_of(client).imported("us_register.qif", ids["1010"])

    assert (await client.delete("/api/demo")).status_code == 200

    kept = (await client.get("/api/accounts")).json()["items"]
    assert [each["code"] for each in kept] == ["1000", "1010", "5100", "5130"]


@pytest.mark.usefixtures("bucket")
async def test_entries_that_explain_a_line_are_not_pulled_from_under_it(
    client: AsyncClient,
) -> None:
    await client.post("/api/demo")
    accounts = (await client.get("/api/accounts")).json()["items"]
    account = next(each["id"] for each in accounts if each["code"] == "1010")
    query = f"/api/entries?account_id={account}&status=posted&limit=1"
    (entry,) = (await client.get(query)).json()["items"]
    amount = sum(
        Decimal(each["amount"]) for each in entry["lines"] if each["account_id"] == account
    )
    day = dt.date.fromisoformat(entry["date"])
    bank = bank_of(client)
    await bank.imported(f"!Type:Bank\nD{day:%m/%d/%Y}\nT{amount}\nPx\n^\n".encode(), account)
    (line,) = (await bank.get("/api/statement-lines"))["items"]
    match = {"line_ids": [line["id"]], "entry_ids": [entry["id"]]}
    assert (await client.post("/api/reconciliation/matches", json=match)).status_code == 201

    assert_problem(await client.delete("/api/demo"), 409, "1 of these entries")

    assert (await client.get(f"/api/entries/{entry['id']}")).status_code == 200
