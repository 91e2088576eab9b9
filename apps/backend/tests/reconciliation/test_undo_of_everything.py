"""An import that is undone after all that can be done with its lines: every table is as before it.

What stays is history, and what a person made for later: the audit trail, each entry that was made
with the entry that reverses it, the closings, the decisions, the rules.
"""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from src.statements.parsers.base import ReadLine

from ..statements.conftest import bank_of
from ..statements.files import as_ofx
from .conftest import MARCH, Desk

Row = dict[str, Any]

_HISTORY = {"audit_log", "closings", "closing_lines", "review_decisions", "review_rules"}
# What says of an import that it came and went.
_FATE = ("status", "committed_at", "undone_at")
LINES = (
    (3, "Trader Joe's", "-62.17"),
    (4, "Coffee", "-4.50"),
    (4, "Coffee", "-4.50"),
    (5, "Market", "-30.00"),
    (6, "To savings", "-50.00"),
    (7, "Bakery", "-7.00"),
    (8, "Fee and ticket", "-20.40"),
)


async def everything(connection: AsyncConnection, owner: int) -> dict[str, list[Row]]:
    """Every row of a person, by table, but for what is history."""
    names = await connection.scalars(
        text(
            "SELECT table_name FROM information_schema.columns"
            " WHERE column_name = 'user_id' AND table_schema = 'public' ORDER BY 1"
        )
    )
    found = {}
    for name in set(names) - _HISTORY:
        query = text(f"SELECT to_jsonb(t) FROM {name} t WHERE user_id = :owner")  # noqa: S608 - the database's own names
        found[name] = list(await connection.scalars(query, {"owner": owner}))
    for row in found["imports"]:
        for name in _FATE:
            del row[name]
    # How many lines a month's sum is of counts those that cancel out, too.
    found["account_months"] = [
        {name: each for name, each in row.items() if name != "lines"}
        for row in found["account_months"]
        if row["amount"]
    ]
    return found


def counted(rows: list[Row]) -> Counter[str]:
    """The rows, whatever their order."""
    return Counter(json.dumps(row, sort_keys=True) for row in rows)


@pytest.mark.usefixtures("bucket")
async def test_an_undone_import_leaves_every_table_as_it_was(
    desk: Desk, client: AsyncClient, connection: AsyncConnection
) -> None:
    account, bank = await desk.bank(), bank_of(client)
    await desk.entry(3, "Trader Joe's", "-62.17")
    await desk.entry(8, "Ticket", "-20.00")
    savings, food = await desk.account("Savings", "asset"), await desk.account("Food")
    lines = [
        ReadLine(number, MARCH.replace(day=day), Decimal(amount), words, f"B{number}")
        for number, (day, words, amount) in enumerate(LINES)
    ]
    import_id = (await bank.ready(as_ofx(lines), account))["id"]
    before = await everything(connection, desk.owner)

    await bank.commit(import_id)
    await desk.run()
    held: dict[str, int] = {}
    for each in (await bank.get("/api/statement-lines?booked=false"))["items"]:
        held.setdefault(each["text"], each["id"])
    await desk.decide(
        {"action": "book", "line_id": held["Coffee"], "splits": [{"account_id": food}]},
        {
            "action": "book",
            "line_id": held["Market"],
            "splits": [
                {"account_id": food, "amount": "10.00"},
                {"account_id": await desk.account("Home"), "amount": "20.00"},
            ],
        },
        {"action": "book", "line_id": held["To savings"], "splits": [{"account_id": savings}]},
    )
    await desk.post("/api/review/rules", 201, {"pattern": "Bakery", "account_id": food})
    for item in (await desk.queue())["items"]:
        if item["kind"] == "match":
            action = {"action": "accept", "match_id": item["id"], "fee_account_id": food}
        else:
            splits = [{"account_id": food}]
            action = {"action": "book", "line_id": item["id"], "splits": splits}
        assert [each["ok"] for each in await desk.decide(action)] == [True]
    (statement,) = (await desk.get("/api/reconciliation/statements"))["items"]
    place = f"/api/reconciliation/statements/{statement['statement_id']}"
    await desk.post(f"{place}/close")
    refused = await desk.post(f"/api/reconciliation/imports/{import_id}/undo", 409)
    assert "Reopen the statement" in refused["detail"]
    await desk.post(f"{place}/reopen")

    await desk.post(f"/api/reconciliation/imports/{import_id}/undo")

    after = await everything(connection, desk.owner)
    known = {row["id"] for row in before["journal_entries"]}
    made = [row for row in after["journal_entries"] if row["id"] not in known]
    assert len(made) >= 2 * 5
    assert {row["id"] for row in made if row["status"] == "reversed"} == {
        row["reverses_id"] for row in made if row["reverses_id"]
    }
    after["journal_entries"] = [row for row in after["journal_entries"] if row["id"] in known]
    after["journal_lines"] = [row for row in after["journal_lines"] if row["entry_id"] in known]
    differing = {
        name: (
            counted(before[name]) - counted(after[name]),
            counted(after[name]) - counted(before[name]),
        )
        for name in before
        if counted(before[name]) != counted(after[name])
    }
    # The account that was opened on the way is the person's.
    assert set(differing) == {"accounts"}
