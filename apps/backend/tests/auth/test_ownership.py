"""Every route of the OpenAPI document: closed to strangers, and silent about other people's books.

A new route is walked by itself. One that names a new kind of id in its path makes the walk fail
until `OWNED` says how a person comes to own such a thing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from httpx import AsyncClient

from ..openapi import Json, owned_parameters, request_of, routes
from ..statements.conftest import bank_of

Maker = Callable[[AsyncClient], Awaitable[object]]

# What anybody may ask.
OPEN = {
    "GET /api/health",
    "GET /api/ping",
    "GET /api/auth/session",
    "POST /api/auth/register",
    "POST /api/auth/sign-in",
    "POST /api/auth/sign-out",
}


async def account(client: AsyncClient, code: str = "1000", kind: str = "asset") -> int:
    """An account of the client's user: its id."""
    body = {"code": code, "name": code, "type": kind, "currency": "SGD"}
    answer = await client.post("/api/accounts", json=body)
    assert answer.status_code == 201, answer.text
    id_: int = answer.json()["id"]
    return id_


async def entry(client: AsyncClient) -> int:
    """A draft of the client's user: its id."""
    ids = [await account(client, "1"), await account(client, "4", "income")]
    lines = [
        {"account_id": id_, "amount": amount, "currency": "SGD"}
        for id_, amount in zip(ids, ("1", "-1"), strict=True)
    ]
    body = {"date": "2026-01-01", "description": "x", "lines": lines}
    id_: int = (await client.post("/api/entries", json=body)).json()["id"]
    return id_


async def rate(client: AsyncClient) -> int:
    """A stored rate of the client's user: its id."""
    of_a_day = {"date": "2026-01-01", "currency": "EUR", "quote": "SGD", "rate": "1.4"}
    await client.put("/api/rates", json={"rates": [of_a_day]})
    id_: int = (await client.get("/api/rates")).json()["items"][0]["id"]
    return id_


async def upload(client: AsyncClient) -> int:
    """An import of the client's user that waits to be read: its id."""
    uploaded = await bank_of(client).upload("us_register.qif")
    id_: int = uploaded["imported"]["id"]
    return id_


async def profile(client: AsyncClient) -> int:
    """A saved way of reading CSV files: its id."""
    bank = bank_of(client)
    await bank.confirm((await bank.read("singapore_savings.csv"))["id"])
    id_: int = (await bank.get("/api/csv-profiles"))["items"][0]["id"]
    return id_


async def statement_line(client: AsyncClient) -> int:
    """A line of a statement of the client's user: its id."""
    bank = bank_of(client)
    await bank.imported("german.mt940", await bank.account())
    id_: int = (await bank.get("/api/statement-lines"))["items"][0]["id"]
    return id_


async def statement(client: AsyncClient) -> int:
    """A committed statement of the client's user: its id."""
    bank = bank_of(client)
    await bank.imported("german_02.camt053.xml", await account_in(client, "EUR"))
    id_: int = (await bank.get("/api/reconciliation/statements"))["items"][0]["statement_id"]
    return id_


async def match(client: AsyncClient) -> int:
    """A line that is booked, as a match: its id."""
    bank = bank_of(client)
    await bank.imported("us_checking_v1.ofx", await account_in(client, "USD"))
    line = (await bank.get("/api/statement-lines?booked=false"))["items"][0]
    other = await account_in(client, line["currency"])
    body = {"splits": [{"account_id": other}]}
    made = await bank.ask("POST", f"/api/reconciliation/lines/{line['id']}/book", 201, json=body)
    return int(made["id"])


async def rule(client: AsyncClient) -> int:
    """A rule of review: its id."""
    body = {"pattern": "x", "account_id": await account(client, "rule", "expense")}
    answer = await client.post("/api/review/rules", json=body)
    id_: int = answer.json()["id"]
    return id_


async def account_in(client: AsyncClient, currency: str) -> int:
    """One more account at a bank in a currency: its id."""
    count = (await client.get("/api/accounts")).json()["total"]
    return await bank_of(client).account(currency, f"more-{count}")


# How somebody comes to own what a path parameter names.
OWNED: dict[str, Maker] = {
    "account_id": account,
    "entry_id": entry,
    "rate_id": rate,
    "line_id": statement_line,
    "profile_id": profile,
    "statement_id": statement,
    "match_id": match,
    "rule_id": rule,
    # Last: what it leaves in the queue, the next reading would take.
    "import_id": upload,
}


async def test_no_route_but_the_open_ones_answers_a_stranger(
    anonymous: AsyncClient, document: Json
) -> None:
    answered = set()
    for method, path, operation in routes(document):
        places = dict.fromkeys(owned_parameters(operation), 1)
        answer = await anonymous.request(
            method, path.format(**places), **request_of(operation, document)
        )
        if answer.status_code != 401:
            answered.add(f"{method} {path}")

    assert answered <= OPEN


@pytest.mark.usefixtures("bucket")
async def test_what_is_anothers_is_not_found(
    client: AsyncClient, other_client: AsyncClient, document: Json
) -> None:
    walked = [each for each in routes(document) if owned_parameters(each[2])]
    names = {name for *_, operation in walked for name in owned_parameters(operation)}
    assert names <= set(OWNED), "say in OWNED how somebody comes to own these"
    ids = {name: await maker(client) for name, maker in OWNED.items() if name in names}

    answers = {
        f"{method} {path}": await other_client.request(
            method, path.format(**ids), **request_of(operation, document)
        )
        for method, path, operation in walked
    }

    found = {what: each.status_code for what, each in answers.items() if each.status_code != 404}
    assert found == {}
    assert len(answers) >= 6


async def test_what_is_anothers_is_in_no_list(
    client: AsyncClient, other_client: AsyncClient
) -> None:
    await entry(client)

    for path in ("/api/accounts", "/api/entries"):
        assert (await client.get(path)).json()["total"] > 0
        assert (await other_client.get(path)).json()["total"] == 0
    assert (await other_client.get("/api/trial-balance")).json()["rows"] == []


@pytest.mark.usefixtures("bucket")
async def test_statements_of_others_are_in_no_list(
    client: AsyncClient, other_client: AsyncClient
) -> None:
    await statement_line(client)
    await profile(client)

    for path in ("imports", "csv-profiles", "statement-accounts", "statement-lines"):
        assert (await client.get(f"/api/{path}")).json()["items"], path
        assert (await other_client.get(f"/api/{path}")).json()["items"] == [], path


@pytest.mark.usefixtures("bucket")
async def test_a_statement_cannot_be_given_to_anothers_account(
    client: AsyncClient, other_client: AsyncClient
) -> None:
    theirs = await bank_of(client).account()
    bank = bank_of(other_client)
    found = await bank.read("german.mt940")
    body = {"accounts": [{"statement_id": found["statements"][0]["id"], "account_id": theirs}]}

    given = await other_client.put(f"/api/imports/{found['id']}/accounts", json=body)
    uploaded = await other_client.post(
        "/api/imports", files={"file": ("a.csv", b"a,b")}, data={"account_id": str(theirs)}
    )

    assert (given.status_code, uploaded.status_code) == (404, 404)


async def test_anothers_account_cannot_be_booked_on_or_built_under(
    client: AsyncClient, other_client: AsyncClient
) -> None:
    theirs, mine = await account(client), await account(other_client)
    lines = [
        {"account_id": id_, "amount": amount, "currency": "SGD"}
        for id_, amount in ((mine, "1"), (theirs, "-1"))
    ]

    booked = await other_client.post(
        "/api/entries", json={"date": "2026-01-01", "description": "x", "lines": lines}
    )
    moved = await other_client.patch(f"/api/accounts/{mine}", json={"parent_id": theirs})

    assert [error["message"] for error in booked.json()["errors"]] == [
        f"there is no account {theirs}"
    ]
    assert moved.status_code == 422


async def test_two_people_may_use_the_same_code(
    client: AsyncClient, other_client: AsyncClient
) -> None:
    assert await account(client, "1000") != await account(other_client, "1000")


async def test_a_request_of_another_site_changes_nothing(client: AsyncClient) -> None:
    body = {"code": "1", "name": "x", "type": "asset", "currency": "SGD"}

    answer = await client.post(
        "/api/accounts", json=body, headers={"Origin": "https://evil.example"}
    )

    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert (await client.get("/api/accounts")).json()["total"] == 0
