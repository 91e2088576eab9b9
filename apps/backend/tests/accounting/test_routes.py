"""Accounting over HTTP, as the pages and other programs use it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from httpx import AsyncClient, Response
from sqlalchemy import text

from src.database import Database

from .conftest import Chart

Json = dict[str, Any]


def salary(chart: Chart, amount: str = "100.00", **more: object) -> Json:
    """The body of a balanced entry."""
    return {
        "date": "2026-03-25",
        "description": "March pay",
        "lines": [
            {"account_id": chart.cash, "amount": amount, "currency": "SGD"},
            {"account_id": chart.salary, "amount": f"-{amount}", "currency": "SGD"},
        ],
        **more,
    }


async def stored(client: AsyncClient, body: Json) -> Json:
    """Store an entry that must be accepted."""
    response = await client.post("/api/entries", json=body)
    assert response.status_code == 201, response.text
    entry: Json = response.json()
    return entry


def assert_problem(response: Response, status: int, *fields: str) -> Json:
    """The answer is a problem document that names these fields."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem: Json = response.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert [error["field"] for error in problem["errors"]] == list(fields)
    return problem


async def test_an_entry_travels_there_and_back(client: AsyncClient, chart: Chart) -> None:
    entry = await stored(client, salary(chart, post=True))

    assert (await client.get(f"/api/entries/{entry['id']}")).json() == entry
    assert entry["status"] == "posted"
    assert [line["amount"] for line in entry["lines"]] == ["100.00", "-100.00"]


async def test_from_an_empty_chart_to_a_trial_balance(client: AsyncClient) -> None:
    ids = []
    for code, kind in (("1", "asset"), ("4", "income")):
        body = {"code": code, "name": kind, "type": kind, "currency": "SGD"}
        ids.append((await client.post("/api/accounts", json=body)).json()["id"])
    lines = [
        {"account_id": id_, "amount": amount, "currency": "SGD"}
        for id_, amount in zip(ids, ("0.10", "-0.10"), strict=True)
    ]
    entry = await stored(client, {"date": "2026-01-01", "description": "x", "lines": lines})
    assert (await client.post(f"/api/entries/{entry['id']}/post")).status_code == 200

    balance = (await client.get("/api/trial-balance")).json()

    assert [(row["code"], row["debit"], row["credit"]) for row in balance["rows"]] == [
        ("1", "0.10", "0.00"),
        ("4", "0.00", "0.10"),
    ]
    assert balance["totals"] == [{"currency": "SGD", "debit": "0.10", "credit": "0.10"}]


async def test_an_unbalanced_entry_is_a_problem_of_its_lines(
    client: AsyncClient, chart: Chart
) -> None:
    body = salary(chart)
    body["lines"][0]["amount"] = "100.01"

    problem = assert_problem(await client.post("/api/entries", json=body), 422, "lines")

    assert "0.01 SGD too much on the debit side" in problem["detail"]


@pytest.mark.parametrize("amount", [100, 100.0, "1e2", "1,000.00", "", "٣", "1.23456", None])
async def test_an_amount_is_a_plain_decimal_string(
    client: AsyncClient, chart: Chart, amount: object
) -> None:
    body = salary(chart)
    body["lines"][0]["amount"] = amount

    assert_problem(await client.post("/api/entries", json=body), 422, "lines.0.amount")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"description": "   "}, "description"),
        ({"description": "a\x00b"}, "description"),
        ({"date": "2026-02-30"}, "date"),
        ({"date": "1899-12-31"}, "date"),
        ({"date": "2200-01-01"}, "date"),
        ({"lines": []}, "lines"),
        ({"colour": "red"}, "colour"),
    ],
)
async def test_what_cannot_be_an_entry_is_refused_by_field(
    client: AsyncClient, chart: Chart, change: Json, field: str
) -> None:
    response = await client.post("/api/entries", json=salary(chart) | change)

    assert_problem(response, 422, field)


@pytest.mark.parametrize("account", [0, 2**63, 404404404404])
async def test_an_account_that_cannot_exist_is_refused(
    client: AsyncClient, chart: Chart, account: int
) -> None:
    body = salary(chart)
    body["lines"][1]["account_id"] = account

    assert_problem(await client.post("/api/entries", json=body), 422, "lines.1.account_id")


async def test_a_body_that_is_not_json_is_a_problem_too(client: AsyncClient) -> None:
    response = await client.post(
        "/api/entries", content=b"{", headers={"content-type": "application/json"}
    )

    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


async def test_entries_are_listed_latest_first_and_by_page(
    client: AsyncClient, chart: Chart
) -> None:
    for day in (1, 3, 2):
        await stored(client, salary(chart, date=f"2026-03-0{day}"))

    page = (await client.get("/api/entries", params={"limit": 2, "offset": 1})).json()

    assert [entry["date"] for entry in page["items"]] == ["2026-03-02", "2026-03-01"]
    assert (page["total"], page["limit"], page["offset"]) == (3, 2, 1)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"status": "posted"}, ["Lunch"]),
        ({"status": "draft"}, ["100% pay", "April pay"]),
        ({"from": "2026-03-02", "to": "2026-03-02"}, ["Lunch"]),
        ({"q": "PAY"}, ["100% pay", "April pay"]),
        ({"q": "0%"}, ["100% pay"]),
        ({"q": "noodles"}, ["Lunch"]),
        ({"q": "nothing"}, []),
    ],
)
async def test_entries_are_found_by_status_date_and_words(
    client: AsyncClient, chart: Chart, wanted: dict[str, str], found: list[str]
) -> None:
    await stored(client, salary(chart, date="2026-03-01", description="April pay"))
    lunch = salary(chart, date="2026-03-02", description="Lunch", post=True)
    lunch["lines"][0]["memo"] = "noodles"
    await stored(client, lunch)
    await stored(client, salary(chart, date="2026-03-03", description="100% pay"))

    page = (await client.get("/api/entries", params=wanted)).json()

    assert [entry["description"] for entry in page["items"]] == found
    assert page["total"] == len(found)


async def test_entries_are_found_by_account(client: AsyncClient, chart: Chart) -> None:
    await stored(client, salary(chart))

    for account, total in ((chart.cash, 1), (chart.food, 0)):
        page = (await client.get("/api/entries", params={"account_id": account})).json()
        assert page["total"] == total


async def test_a_reversal_is_answered_and_linked(client: AsyncClient, chart: Chart) -> None:
    entry = await stored(client, salary(chart, post=True))

    reversal = (await client.post(f"/api/entries/{entry['id']}/reverse")).json()

    original = (await client.get(f"/api/entries/{entry['id']}")).json()
    assert (original["status"], original["reversed_by_id"]) == ("reversed", reversal["id"])
    assert (reversal["reverses_id"], reversal["lines"][0]["amount"]) == (entry["id"], "-100.00")
    assert_problem(await client.post(f"/api/entries/{entry['id']}/reverse"), 409)


async def test_a_draft_is_replaced_only_at_the_version_that_was_seen(
    client: AsyncClient, chart: Chart
) -> None:
    entry = await stored(client, salary(chart))
    path, body = f"/api/entries/{entry['id']}", salary(chart, "5.00", version=entry["version"])

    replaced = await client.put(path, json=body)

    assert replaced.json()["lines"][0]["amount"] == "5.00"
    assert_problem(await client.put(path, json=body), 409)


async def test_a_draft_is_deleted_and_a_posted_entry_is_not(
    client: AsyncClient, chart: Chart
) -> None:
    draft = await stored(client, salary(chart))
    posted = await stored(client, salary(chart, post=True))

    assert (await client.delete(f"/api/entries/{draft['id']}")).status_code == 204
    assert_problem(await client.get(f"/api/entries/{draft['id']}"), 404)
    assert_problem(await client.delete(f"/api/entries/{posted['id']}"), 409)


async def test_of_two_who_post_at_once_one_gets_409(
    own_client: AsyncClient, own_chart: Chart
) -> None:
    entry = await stored(own_client, salary(own_chart))
    path, seen = f"/api/entries/{entry['id']}/post", {"version": entry["version"]}

    answers = await asyncio.gather(
        own_client.post(path, json=seen), own_client.post(path, json=seen)
    )

    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_a_code_taken_in_a_race_is_a_conflict_and_no_failure(
    own_client: AsyncClient,
) -> None:
    body = {"code": "1", "name": "x", "type": "asset", "currency": "SGD"}

    answers = await asyncio.gather(*(own_client.post("/api/accounts", json=body) for _ in range(4)))

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


async def test_an_entry_that_another_holds_is_busy_and_no_failure(
    own: Database, own_client: AsyncClient, own_chart: Chart
) -> None:
    entry = await stored(own_client, salary(own_chart))
    async with own.engine.begin() as holder:
        await holder.execute(text(f"ALTER DATABASE {own.name} SET lock_timeout = '50ms'"))
    await own.engine.dispose()

    async with own.engine.begin() as holder:
        query = "SELECT 1 FROM journal_entries WHERE id = :id FOR UPDATE"
        await holder.execute(text(query), {"id": entry["id"]})
        response = await own_client.post(f"/api/entries/{entry['id']}/post")

    assert assert_problem(response, 409)["type"].endswith(":busy")


async def test_the_chart_is_listed_by_code(client: AsyncClient, chart: Chart) -> None:
    page = (await client.get("/api/accounts", params={"limit": 2})).json()

    assert [account["code"] for account in page["items"]] == ["1000", "1100"]
    assert page["total"] == 6


async def test_an_account_changes_only_where_it_may(client: AsyncClient, chart: Chart) -> None:
    path = f"/api/accounts/{chart.cash}"

    assert (await client.patch(path, json={"closed": True})).json()["closed"] is True
    assert_problem(await client.patch(path, json={"currency": "USD"}), 422, "currency")
    assert_problem(await client.patch(path, json={"name": None}), 422, "name")
    assert_problem(await client.patch("/api/accounts/404404404404", json={"name": "x"}), 404)


@pytest.mark.parametrize(
    "path", ["/api/entries/99999999999999999999", "/api/entries/x", "/api/entries?limit=501"]
)
async def test_a_number_out_of_range_is_refused_before_the_database(
    client: AsyncClient, path: str
) -> None:
    assert (await client.get(path)).status_code == 422
