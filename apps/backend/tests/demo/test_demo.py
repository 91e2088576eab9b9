"""Demonstration data: believable, in one call, and gone without a trace when it is not wanted."""

from __future__ import annotations

import datetime as dt
import hashlib
from decimal import Decimal
from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from src import money
from src.config import Settings
from src.database import Database
from src.demo import paper
from src.demo.chart import CHART
from src.demo.household import household
from src.money import Money
from src.services import Services
from src.statements import files
from src.statements.parsers import registry

from ..statements.conftest import assert_problem, bank_of

pytestmark = pytest.mark.usefixtures("bucket")

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
    tables = (
        *("accounts", "journal_entries", "journal_lines", "account_months", "rates"),
        *("statement_files", "imports", "statements", "statement_lines", "import_lines"),
        *("matches", "statement_line_entries", "account_identifiers"),
    )
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


async def test_entries_that_explain_a_line_are_not_pulled_from_under_it(
    client: AsyncClient,
) -> None:
    loaded = (await client.post("/api/demo")).json()
    accounts = (await client.get("/api/accounts")).json()["items"]
    account = next(each["id"] for each in accounts if each["code"] == "1010")
    long_ago = dt.date.fromisoformat(loaded["first"]) + dt.timedelta(days=90)
    query = f"/api/entries?account_id={account}&status=posted&limit=1&to={long_ago}"
    (entry,) = (await client.get(query)).json()["items"]
    amount = sum(
        Decimal(each["amount"]) for each in entry["lines"] if each["account_id"] == account
    )
    day = dt.date.fromisoformat(entry["date"])
    bank = bank_of(client)
    await bank.imported(f"!Type:Bank\nD{day:%m/%d/%Y}\nT{amount}\nPx\n^\n".encode(), account)
    (line,) = (await bank.get(f"/api/statement-lines?to={long_ago}"))["items"]
    match = {"line_ids": [line["id"]], "entry_ids": [entry["id"]]}
    assert (await client.post("/api/reconciliation/matches", json=match)).status_code == 201

    assert_problem(await client.delete("/api/demo"), 409, "1 of these entries")

    assert (await client.get(f"/api/entries/{entry['id']}")).status_code == 200


@pytest.mark.parametrize("days", range(0, 400, 40))
def test_the_bank_tells_what_the_books_hold_and_a_little_more(days: int) -> None:
    last = LAST + dt.timedelta(days=days)
    books = household(last)

    name, reading = registry.read(paper.paper(books.entries, last))

    (statement,) = reading.statements
    assert (name, reading.faults) == ("mt940", ())
    assert statement.opening is not None
    assert statement.closing is not None
    moved = sum((line.amount for line in statement.lines), Decimal(0))
    assert statement.opening.amount + moved == statement.closing.amount
    known = sum(amount for each in books.entries for code, amount in each.lines if code == "1010")
    assert statement.closing.amount != known
    assert len(statement.lines) > 12


async def test_some_lines_are_matched_some_wait_with_reasons_and_some_nothing_explains(
    client: AsyncClient,
) -> None:
    await client.post("/api/demo")

    queue = (await client.get("/api/review/queue")).json()["items"]
    booked = (await client.get("/api/statement-lines?booked=true")).json()["items"]
    (standing,) = (await client.get("/api/reconciliation/statements")).json()["items"]
    accounts = (await client.get("/api/accounts")).json()["items"]

    names = {each["id"]: each["name"] for each in accounts}
    assert names[standing["account_id"]] == "Current account"
    assert standing["closing_id"] is None
    assert standing["opening"] != standing["closing"]
    assert len(booked) == standing["ticked"] > 5
    waiting = [each["match"] for each in queue if each["match"]]
    assert {reason["factor"] for each in waiting for reason in each["reasons"]} >= {"fee", "text"}
    assert [each["line"]["amount"] for each in queue if each["line"]] == [
        *("-7.40", "32.10", "-46.85", "-5.00"),
    ]
    bench = await client.get(f"/api/reconciliation/statements/{standing['statement_id']}")
    assert float(bench.json()["difference"]) != 0


async def test_the_statement_goes_with_the_demonstration_and_so_does_its_file(
    client: AsyncClient, owner: int
) -> None:
    services = bank_of(client).worker.services
    content = await _statement_of(client)
    sha256 = hashlib.sha256(content).hexdigest()
    assert await files.content(services, owner, sha256) == content
    queue = (await client.get("/api/review/queue")).json()["items"]
    proposal = next(each["id"] for each in queue if each["kind"] == "match")
    rejected = await client.post(f"/api/reconciliation/matches/{proposal}/reject")
    assert rejected.status_code == 200

    assert (await client.delete("/api/demo")).json()["entries"] == 0

    assert (await client.get("/api/imports")).json()["items"] == []
    assert (await client.get("/api/accounts")).json()["total"] == 0
    with pytest.raises(FileNotFoundError):
        await files.content(services, owner, sha256)


async def test_a_statement_that_was_taken_back_by_hand_is_no_hindrance(
    client: AsyncClient,
) -> None:
    await _statement_of(client)
    (found,) = (await client.get("/api/imports")).json()["items"]
    undone = await client.post(f"/api/reconciliation/imports/{found['id']}/undo")
    assert undone.status_code == 200

    assert (await client.delete("/api/demo")).status_code == 200

    assert (await client.get("/api/imports")).json()["items"] == []
    assert (await client.get("/api/accounts")).json()["total"] == 0


async def test_a_statement_that_was_settled_locked_and_reopened_goes_too(
    client: AsyncClient,
) -> None:
    await _statement_of(client)
    accounts = (await client.get("/api/accounts")).json()["items"]
    shop = next(each["id"] for each in accounts if each["code"] == "5500")
    queue = (await client.get("/api/review/queue")).json()["items"]
    for each in queue:
        if each["kind"] == "match":
            path, body = f"matches/{each['id']}/accept", {"fee_account_id": shop}
        else:
            path, body = f"lines/{each['id']}/book", {"splits": [{"account_id": shop}]}
        answer = await client.post(f"/api/reconciliation/{path}", json=body)
        assert answer.status_code in (200, 201), answer.text
    (standing,) = (await client.get("/api/reconciliation/statements")).json()["items"]
    statement = f"/api/reconciliation/statements/{standing['statement_id']}"
    closed = await client.post(f"{statement}/close", json={})
    assert closed.status_code in (200, 201), closed.text
    assert_problem(await client.delete("/api/demo"), 409, "Reopen the statement first")
    await client.post(f"{statement}/reopen", json={"reason": "to see"})

    assert (await client.delete("/api/demo")).status_code == 200

    assert (await client.get("/api/imports")).json()["items"] == []
    assert (await client.get("/api/reconciliation/closings")).json()["items"] == []


async def _statement_of(client: AsyncClient) -> bytes:
    """Load the demonstration: the bytes of its statement."""
    await client.post("/api/demo")
    (found,) = (await client.get("/api/imports")).json()["items"]
    return (await client.get(f"/api/imports/{found['id']}/file")).content


async def test_where_no_bucket_is_the_books_come_without_a_statement(
    client: AsyncClient, settings: Settings, database: Database
) -> None:
    elsewhere = Services(settings.model_copy(update={"s3_bucket": "nobody-made-it"}), database)
    client._transport.app.state.services = elsewhere  # type: ignore[attr-defined]  # the transport of `serving`

    loaded = await client.post("/api/demo")
    imports = await client.get("/api/imports")
    await elsewhere.close()

    assert (loaded.status_code, loaded.json()["entries"] > 900) == (200, True)
    assert imports.json()["items"] == []
