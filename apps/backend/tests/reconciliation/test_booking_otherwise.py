"""A line is booked instead of what was proposed for it: one step, both or neither."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest
from httpx import AsyncClient

from src.database import Database

from .conftest import Desk, Json


async def proposal(desk: Desk, day: int = 9) -> Json:
    """A proposal that a person has to decide: the item of the queue."""
    await desk.entry(3, "Birthday of Mei", "-50.00")
    await desk.statement((day, "ATM 0042", "-50.00"))
    await desk.run()
    found: Json = (await desk.queue())["items"][0]
    return found


def line_of(item: Json) -> int:
    """The line that a proposal is about."""
    return int(item["match"]["lines"][0]["id"])


def booking(desk: Desk, item: Json, account: str = "Food") -> Json:
    """What is sent to book the line of a proposal on an account instead."""
    return {"splits": [{"account_id": desk.accounts[account]}], "instead_of": item["id"]}


async def test_what_is_booked_instead_rejects_the_proposal_for_good(desk: Desk) -> None:
    item = await proposal(desk)
    await desk.account("Cash", "asset")

    path = f"/api/reconciliation/lines/{line_of(item)}/book"
    match = await desk.post(path, 201, booking(desk, item, "Cash"))

    assert (match["kind"], match["state"]) == ("booking", "accepted")
    rejected = await desk.get(f"/api/reconciliation/matches/{item['id']}")
    assert (rejected["state"], rejected["decided_by"]) == ("rejected", "person")
    assert await desk.balance("Cash") == Decimal("50.00")
    await desk.post(f"/api/reconciliation/matches/{match['id']}/release")
    assert (await desk.run())["proposed"] == 0


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"splits": [{"account_id": 2**40}]}, id="an account that is not there"),
        pytest.param({"date": "1899-01-01"}, id="a day that no entry has"),
    ],
)
async def test_a_booking_that_is_refused_leaves_the_proposal(desk: Desk, wrong: Json) -> None:
    item = await proposal(desk)

    path = f"/api/reconciliation/lines/{line_of(item)}/book"
    refused = await desk.client.post(path, json=booking(desk, item) | wrong)

    assert refused.status_code in (404, 422)
    assert [each["id"] for each in (await desk.queue())["items"]] == [item["id"]]
    state = await desk.get(f"/api/reconciliation/matches/{item['id']}")
    assert state["state"] == "proposed"


@pytest.mark.parametrize("verb", ["accept", "reject"])
async def test_a_proposal_that_is_decided_already_is_a_conflict(desk: Desk, verb: str) -> None:
    item = await proposal(desk)
    await desk.post(f"/api/reconciliation/matches/{item['id']}/{verb}")
    before = await desk.balance("Food")

    path = f"/api/reconciliation/lines/{line_of(item)}/book"
    refused = await desk.post(path, 409, booking(desk, item))

    assert f"Match {item['id']} is {verb}ed, not proposed" in refused["detail"]
    assert await desk.balance("Food") == before


async def test_a_proposal_for_another_line_is_not_rejected_by_the_way(desk: Desk) -> None:
    item = await proposal(desk)
    other = await desk.statement((20, "CAFE", "-4.50"))
    line = (await desk.bench(other))["lines"][0]["id"]

    path = f"/api/reconciliation/lines/{line}/book"
    refused = await desk.post(path, 422, booking(desk, item))

    assert refused["errors"][0]["field"] == "instead_of"
    state = await desk.get(f"/api/reconciliation/matches/{item['id']}")
    assert state["state"] == "proposed"


async def test_the_queue_books_otherwise_in_one_decision(desk: Desk) -> None:
    item = await proposal(desk)
    wrong = [{"account_id": 2**40}]
    right = [{"account_id": desk.accounts["Food"]}]
    otherwise = {"action": "book", "line_id": line_of(item), "match_id": item["id"]}

    (refused,) = await desk.decide(otherwise | {"splits": wrong})
    waiting = [each["id"] for each in (await desk.queue())["items"]]
    (booked,) = await desk.decide(otherwise | {"splits": right})

    assert (refused["status"], waiting) == (404, [item["id"]])
    assert booked["status"] == 200
    rejected = await desk.get(f"/api/reconciliation/matches/{item['id']}")
    assert rejected["state"] == "rejected"


async def test_of_those_who_accept_and_book_otherwise_one_wins(
    own: Database, own_owner: int, own_client: AsyncClient
) -> None:
    async with own.sessions() as session:
        desk = Desk(own_client, session, own_owner)
        item = await proposal(desk)
    book = f"/api/reconciliation/lines/{line_of(item)}/book"
    accept = f"/api/reconciliation/matches/{item['id']}/accept"
    before = await desk.balance("Food")

    answers = await asyncio.gather(
        own_client.post(book, json=booking(desk, item)),
        own_client.post(accept),
        own_client.post(book, json=booking(desk, item)),
    )

    codes = [each.status_code for each in answers]
    assert sorted(codes)[1:] == [409, 409]
    booked = 201 in codes
    state = await desk.get(f"/api/reconciliation/matches/{item['id']}")
    assert state["state"] == ("rejected" if booked else "accepted")
    assert await desk.balance("Food") - before == (Decimal(50) if booked else 0)
