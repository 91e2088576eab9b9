"""An account's register: every line once, and after each the sum of all up to it."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from src.statements import line_store
from src.statements.tables import StatementLine

from .conftest import Booking, Chart, book, book_all

Json = dict[str, Any]


@pytest.fixture
async def busy(session: AsyncSession, chart: Chart) -> Chart:
    """Thirty entries in random order of dates, several on a day, and drafts among them."""
    dice = random.Random(6)  # noqa: S311 - the same days every time, not a secret
    bookings: list[Booking] = []
    for _ in range(30):
        date = dt.date(2026, 1, 1) + dt.timedelta(days=dice.randrange(70))
        amount = Decimal(dice.randrange(-5000, 5000) or 1).scaleb(-2)
        lines = (chart.bank, str(amount), "SGD"), (chart.food, str(-amount), "SGD")
        bookings.append((date, lines))
    await book_all(session, chart.owner, *bookings[6:])
    await book_all(session, chart.owner, *bookings[:6], post=False)
    return chart


async def pages(client: AsyncClient, chart: Chart, **query: object) -> list[Json]:
    """Every page of a register, the bank's."""
    found: list[Json] = []
    after: str | None = None
    while True:
        asked = {"limit": 7, **query} | ({"after": after} if after else {})
        answer = await client.get(f"/api/accounts/{chart.bank}/register", params=asked)
        assert answer.status_code == 200, answer.text
        found.append(answer.json())
        after = found[-1]["next"]
        if after is None:
            return found


def lines_of(found: list[Json]) -> list[Json]:
    """The lines of all pages."""
    return [line for page in found for line in page["lines"]]


@pytest.mark.parametrize("oldest_first", [True, False])
async def test_pages_hold_every_posted_line_once_with_its_running_balance(
    client: AsyncClient, busy: Chart, oldest_first: bool
) -> None:
    lines = lines_of(await pages(client, busy, oldest_first=oldest_first))
    if not oldest_first:
        lines.reverse()

    assert len(lines) == 24
    assert len({line["line_id"] for line in lines}) == 24
    assert [line["date"] for line in lines] == sorted(line["date"] for line in lines)
    balance = Decimal(0)
    for line in lines:
        balance += Decimal(line["amount"])
        assert Decimal(line["balance"]) == balance


async def test_a_period_begins_with_what_was_there_and_ends_with_what_is(
    client: AsyncClient, busy: Chart
) -> None:
    period = {"from": "2026-01-20", "to": "2026-02-20"}
    whole = lines_of(await pages(client, busy, oldest_first=True))
    found = await pages(client, busy, oldest_first=True, **period)

    lines = lines_of(found)
    assert lines == [line for line in whole if "2026-01-20" <= line["date"] <= "2026-02-20"]
    first = lines[0]
    assert Decimal(found[0]["opening"]) == Decimal(first["balance"]) - Decimal(first["amount"])
    assert found[0]["closing"] == lines[-1]["balance"]


async def test_a_line_names_the_other_side(client: AsyncClient, busy: Chart) -> None:
    line = lines_of(await pages(client, busy))[0]

    assert [each["code"] for each in line["counter_accounts"]] == ["5000"]
    assert line["entry"] == f"/api/entries/{line['entry_id']}"


async def test_a_line_leads_to_the_line_of_the_statement(
    client: AsyncClient, session: AsyncSession, chart: Chart
) -> None:
    """The last step down from a figure: to what the bank wrote."""
    paid = (chart.bank, "-5.00", "SGD"), (chart.food, "5.00", "SGD")
    entry = await book(session, chart.owner, dt.date(2026, 1, 5), *paid)
    statement_line = StatementLine(
        user_id=chart.owner,
        account_id=chart.bank,
        currency="SGD",
        date=dt.date(2026, 1, 5),
        amount=Decimal("-5.00"),
        text="KOPI",
        key="a key",
    )
    session.add(statement_line)
    await session.flush()
    await line_store.link(session, chart.owner, statement_line.id, entry)

    (line,) = lines_of(await pages(client, chart))

    behind = [{"line_id": statement_line.id, "line": f"/api/statement-lines/{statement_line.id}"}]
    assert line["statement_lines"] == behind
    assert "KOPI" in (await client.get(line["statement_lines"][0]["line"])).text
    answer = await client.get(f"/api/entries/{entry}/sources")
    assert answer.json() == {"entry_id": entry, "statement_lines": behind}


async def test_what_is_posted_meanwhile_shifts_no_page(
    client: AsyncClient, session: AsyncSession, busy: Chart
) -> None:
    """A place is a line, not a number of lines: nothing is shown twice or left out."""
    path = f"/api/accounts/{busy.bank}/register"
    first = (await client.get(path, params={"limit": 10})).json()
    late = (busy.bank, "1.00", "SGD"), (busy.food, "-1.00", "SGD")
    await book(session, busy.owner, dt.date(2026, 12, 31), *late)

    second = (await client.get(path, params={"limit": 10, "after": first["next"]})).json()

    whole = lines_of(await pages(client, busy))
    ids = [line["line_id"] for line in (*first["lines"], *second["lines"])]
    assert ids == [line["line_id"] for line in whole[1:21]]


async def test_a_register_without_lines_is_empty(client: AsyncClient, chart: Chart) -> None:
    (page,) = await pages(client, chart)

    assert (page["lines"], page["opening"], page["closing"]) == ([], "0.00", "0.00")


@pytest.mark.parametrize(
    "after", ["x", "2026-02-30.1", "2026-01-01", "2026-01-01.99999999999999999999"]
)
async def test_a_place_that_no_page_gave_is_refused(
    client: AsyncClient, chart: Chart, after: str
) -> None:
    answer = await client.get(f"/api/accounts/{chart.bank}/register", params={"after": after})

    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == ["after"]
