"""Two who decide the same, imports that are undone under their matches, and the matcher."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from src.config import load
from src.database import Database
from src.reconciliation.worker import Matcher
from src.review import store
from src.services import Services
from src.statements.service import announce

from .conftest import Desk


@pytest.fixture
async def own_desk(own: Database, own_owner: int, own_client: AsyncClient) -> Desk:
    """A person in a database of their own, whose requests run in parallel."""
    async with own.sessions() as session:
        desk = Desk(own_client, session, own_owner)
        await desk.bank()
        await desk.account("Food")
        return desk


async def import_of(session: AsyncSession, statement: int) -> int:
    """The import of a statement."""
    query = text("SELECT import_id FROM statements WHERE id = :id")
    return int(await session.scalar(query, {"id": statement}))


async def test_of_two_reviewers_of_one_proposal_one_wins(own_desk: Desk) -> None:
    async with own_desk.session:
        await own_desk.entry(3, "Birthday", "-50.00")
        await own_desk.statement((9, "ATM", "-50.00"))
    await own_desk.run()
    id_ = (await own_desk.queue())["items"][0]["id"]

    paths = (f"/api/reconciliation/matches/{id_}/{verb}" for verb in ("accept", "reject", "accept"))
    answers = await asyncio.gather(*(own_desk.client.post(path) for path in paths))

    assert sorted(each.status_code for each in answers) == [200, 409, 409]


async def test_of_two_who_book_one_line_one_wins(own_desk: Desk) -> None:
    async with own_desk.session:
        statement = await own_desk.statement((9, "CAFE", "-4.50"))
    line = (await own_desk.bench(statement))["lines"][0]["id"]
    body = {"splits": [{"account_id": own_desk.accounts["Food"]}]}
    path = f"/api/reconciliation/lines/{line}/book"

    answers = await asyncio.gather(*(own_desk.client.post(path, json=body) for _ in range(4)))

    assert sorted(each.status_code for each in answers) == [201, 409, 409, 409]
    assert await own_desk.balance("Food") == Decimal("4.50")


async def test_the_queue_is_of_one_moment_while_an_import_is_taken_back(
    own_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with own_desk.session as session:
        statement = await own_desk.statement((9, "CAFE", "-4.50"))
        import_id = await import_of(session, statement)
    count = store.counts

    async def taken_back_meanwhile(*asked: Any) -> dict[str, int]:
        monkeypatch.undo()
        await own_desk.client.post(f"/api/imports/{import_id}/undo")
        return await count(*asked)

    monkeypatch.setattr(store, "counts", taken_back_meanwhile)
    during, after = await own_desk.queue(), await own_desk.queue()

    assert [during["total"], len(during["items"])] == [1, 1]
    assert [after["total"], after["items"]] == [0, []]


async def test_an_entry_is_matched_or_reversed_but_never_both(own_desk: Desk) -> None:
    async with own_desk.session:
        entry = await own_desk.entry(3, "Birthday", "-50.00")
        await own_desk.statement((9, "ATM", "-50.00"))
    await own_desk.run()
    id_ = (await own_desk.queue())["items"][0]["id"]

    accepted, reversed_ = await asyncio.gather(
        own_desk.client.post(f"/api/reconciliation/matches/{id_}/accept"),
        own_desk.client.post(f"/api/entries/{entry}/reverse"),
    )

    assert {accepted.status_code, reversed_.status_code} in ({200, 409}, {409, 201})


async def test_a_matched_entry_says_what_to_do_before_it_is_reversed(desk: Desk) -> None:
    entry = await desk.entry(3, "Trader Joe's", "-62.17")
    await desk.statement((4, "TRADER JOES", "-62.17"))
    await desk.run()

    refused = await desk.post(f"/api/entries/{entry}/reverse", 409)

    assert "Release its match in reconciliation first." in refused["detail"]


async def test_an_import_is_undone_with_its_matches_and_comes_back_the_same(
    desk: Desk, session: AsyncSession
) -> None:
    await desk.entry(3, "Trader Joe's", "-62.17")
    statement = await desk.statement((4, "TRADER JOES", "-62.17"), (5, "CAFE", "-4.50"))
    await desk.run()
    splits = [{"account_id": await desk.account("Cafes")}]
    item = (await desk.queue())["items"][0]
    await desk.decide({"action": "book", "line_id": item["id"], "splits": splits})
    import_id = await import_of(session, statement)

    refused = await desk.post(f"/api/imports/{import_id}/undo", 409)
    undone = await desk.post(f"/api/reconciliation/imports/{import_id}/undo")

    assert "Undo it together with its matches." in refused["detail"]
    assert undone["status"] == "undone"
    assert await desk.balance("Cafes") == 0
    for table in ("statement_lines", "statement_line_entries", "matches", "match_lines"):
        assert await session.scalar(text(f"SELECT count(*) FROM {table}")) == 0  # noqa: S608 - names above
    await desk.statement((4, "TRADER JOES", "-62.17"), (5, "CAFE", "-4.50"))
    assert (await desk.run())["accepted"] == 1


async def test_an_import_with_lines_in_a_closed_statement_stays(
    desk: Desk, session: AsyncSession
) -> None:
    await desk.entry(3, "Trader Joe's", "-62.17")
    statement = await desk.statement((4, "TRADER JOES", "-62.17"))
    await desk.run()
    await desk.post(f"/api/reconciliation/statements/{statement}/close")

    path = f"/api/reconciliation/imports/{await import_of(session, statement)}/undo"
    refused = await desk.post(path, 409)

    assert "Reopen the statement" in refused["detail"]


async def test_a_rejection_outlives_the_undoing_of_its_import(
    desk: Desk, session: AsyncSession
) -> None:
    await desk.entry(3, "Birthday", "-50.00")
    statement = await desk.statement((9, "ATM", "-50.00"))
    await desk.run()
    id_ = (await desk.queue())["items"][0]["id"]
    await desk.decide({"action": "reject", "match_id": id_})

    await desk.post(f"/api/imports/{await import_of(session, statement)}/undo")
    await desk.statement((9, "ATM", "-50.00"))

    assert (await desk.run())["proposed"] == 0


async def test_the_matcher_matches_what_was_committed(
    desk: Desk, session: AsyncSession, database: Database
) -> None:
    await desk.entry(3, "Trader Joe's", "-62.17")
    statement = await desk.statement((4, "TRADER JOES", "-62.17"))
    services = Services(load(), database)
    await announce(services, await import_of(session, statement))

    assert await Matcher(services, database).once(wait=1)

    assert (await desk.bench(statement))["matches"][0]["state"] == "accepted"
    assert not await Matcher(services, database).once(wait=1)
    await services.close()
