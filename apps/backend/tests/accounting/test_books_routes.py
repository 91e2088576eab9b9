"""Around the entries: exchanges, closed periods, rates, the audit trail, posting in bulk."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy import text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from src.accounting import audit
from src.accounting.audit import AuditFilter
from src.accounting.tables import Account, AccountType
from src.money import MINOR_UNITS

from .conftest import Chart
from .test_routes import Json, assert_problem, salary, stored


def exchange(chart: Chart, got: str, paid: str, **more: object) -> Json:
    """The body of an entry that changes Singapore dollars into US dollars, or back."""
    lines = [
        {"account_id": chart.dollars, "amount": got, "currency": "USD"},
        {"account_id": chart.cash, "amount": paid, "currency": "SGD"},
    ]
    asked = {"date": "2026-03-01", "description": "Exchange", "lines": lines, "exchange": True}
    return asked | {"post": True} | more


async def balances(client: AsyncClient) -> dict[str, str]:
    """Each account's balance by code, debits positive."""
    rows = (await client.get("/api/trial-balance")).json()["rows"]
    return {
        row["code"]: row["debit"] if float(row["debit"]) else f"-{row['credit']}" for row in rows
    }


# --- exchange --------------------------------------------------------------------------------


async def test_an_exchange_is_booked_with_its_cost_and_its_gain(
    client: AsyncClient, chart: Chart
) -> None:
    await stored(client, exchange(chart, "10.00", "-13.50"))
    assert await balances(client) == {
        "1000": "-13.50",
        "1100": "10.00",
        "exchange.SGD.USD": "13.50",
        "exchange.USD.SGD": "-10.00",
    }

    await stored(client, exchange(chart, "-10.00", "14.00"))

    assert await balances(client) == {"1000": "0.50", "exchange.gain.SGD": "-0.50"}


async def test_without_being_called_an_exchange_it_is_an_entry_out_of_balance(
    client: AsyncClient, chart: Chart
) -> None:
    body = exchange(chart, "10.00", "-13.50", exchange=False)

    problem = assert_problem(await client.post("/api/entries", json=body), 422, "lines", "lines")

    assert "10.00 USD too much on the debit side" in problem["detail"]


async def test_what_is_called_an_exchange_and_is_none_is_refused(
    client: AsyncClient, chart: Chart
) -> None:
    body = salary(chart, exchange=True)

    problem = assert_problem(await client.post("/api/entries", json=body), 422, "exchange")

    assert "leave none" in problem["detail"]
    assert (await client.get("/api/accounts")).json()["total"] == 6


async def test_reversing_an_exchange_restores_the_position(
    client: AsyncClient, chart: Chart
) -> None:
    await stored(client, exchange(chart, "10.00", "-13.50"))
    before = await balances(client)
    sold = await stored(client, exchange(chart, "-4.00", "6.00"))

    await client.post(f"/api/entries/{sold['id']}/reverse")

    assert await balances(client) == before


async def foreseen(
    client: AsyncClient, *amounts: tuple[str, str], date: str = "2026-03-01"
) -> Json:
    """What the exchange of these amounts would realise."""
    moneys = [{"amount": amount, "currency": currency} for amount, currency in amounts]
    answer = await client.post("/api/exchanges/dry-run", json={"date": date, "amounts": moneys})
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def test_a_gain_is_foreseen_as_the_booking_then_makes_it(
    client: AsyncClient, chart: Chart
) -> None:
    bought = ("10.00", "USD"), ("-13.50", "SGD")
    before = (await client.get("/api/accounts")).json()["total"]
    assert (await foreseen(client, *bought))["gain"] == {"amount": "0.00", "currency": "SGD"}
    assert (await client.get("/api/accounts")).json()["total"] == before
    await stored(client, exchange(chart, "10.00", "-13.50"))

    found = await foreseen(client, ("-4.00", "USD"), ("6.00", "SGD"))

    await stored(client, exchange(chart, "-4.00", "6.00"))
    booked = (await balances(client))["exchange.gain.SGD"]
    assert found["gain"] == {"amount": booked.removeprefix("-"), "currency": "SGD"}
    assert found["in_base"] == found["gain"]


async def test_a_gain_of_two_foreign_currencies_is_in_the_base_currency_where_a_rate_is_stored(
    client: AsyncClient, chart: Chart
) -> None:
    euros = await client.post(
        "/api/accounts", json={"code": "1200", "name": "Euros", "type": "asset", "currency": "EUR"}
    )
    lines = [
        {"account_id": chart.dollars, "amount": "10.00", "currency": "USD"},
        {"account_id": euros.json()["id"], "amount": "-8.00", "currency": "EUR"},
    ]
    await stored(client, exchange(chart, "0", "0", lines=lines))
    sold = ("-10.00", "USD"), ("9.00", "EUR")
    assert await foreseen(client, *sold) == {
        "gain": {"amount": "1.00", "currency": "EUR"},
        "in_base": None,
    }
    of_a_day = {"date": "2026-03-01", "currency": "EUR", "quote": "SGD", "rate": "1.456"}
    await client.put("/api/rates", json={"rates": [of_a_day]})

    found = await foreseen(client, *sold)

    assert found["in_base"] == {"amount": "1.46", "currency": "SGD"}
    assert (await foreseen(client, *sold, date="2026-02-28"))["in_base"] is None


async def test_what_cannot_be_an_exchange_is_not_foreseen(client: AsyncClient) -> None:
    async def refused(*amounts: tuple[str, str]) -> Json:
        moneys = [{"amount": amount, "currency": currency} for amount, currency in amounts]
        body = {"date": "2026-03-01", "amounts": moneys}
        return (await client.post("/api/exchanges/dry-run", json=body)).json()

    one_currency = await refused(("1.00", "SGD"), ("-1.00", "SGD"))
    assert (one_currency["status"], one_currency["errors"][0]["field"]) == (422, "exchange")
    no_currency = await refused(("1.00", "QQQ"), ("-1.001", "SGD"))
    assert [each["field"] for each in no_currency["errors"]] == ["amounts.0", "amounts.1"]


# --- closed periods --------------------------------------------------------------------------


async def closed(client: AsyncClient, until: str | None) -> None:
    """Close the books, or open them."""
    answer = await client.put("/api/books/closing", json={"closed_until": until})
    assert answer.status_code == 200, answer.text


async def test_nothing_is_posted_into_a_closed_period(client: AsyncClient, chart: Chart) -> None:
    draft = await stored(client, salary(chart, date="2026-03-31"))
    await closed(client, "2026-03-31")

    problem = assert_problem(await client.post(f"/api/entries/{draft['id']}/post"), 409, "date")
    assert "closed until 2026-03-31" in problem["detail"]
    body = salary(chart, date="2026-03-31", post=True)
    assert_problem(await client.post("/api/entries", json=body), 409, "date")
    await stored(client, salary(chart, date="2026-04-01", post=True))


async def test_nothing_is_reversed_into_a_closed_period(client: AsyncClient, chart: Chart) -> None:
    entry = await stored(client, salary(chart, date="2026-03-31", post=True))
    await closed(client, "2026-03-31")

    assert_problem(await client.post(f"/api/entries/{entry['id']}/reverse"), 409, "date")
    later = await client.post(f"/api/entries/{entry['id']}/reverse", json={"date": "2026-04-01"})

    assert later.status_code == 201
    before_closing = (await client.get("/api/trial-balance?as_of=2026-03-31")).json()
    assert before_closing["totals"][0]["debit"] == "100.00"


async def test_the_database_itself_holds_a_closed_period(
    connection: AsyncConnection, client: AsyncClient, chart: Chart
) -> None:
    await stored(client, salary(chart, date="2026-03-31"))
    await closed(client, "2026-03-31")

    with pytest.raises(IntegrityError, match="closed until 2026-03-31"):
        await connection.execute(
            text("UPDATE journal_entries SET status = 'posted', posted_at = now()")
        )


async def test_opening_again_is_possible_and_recorded(client: AsyncClient, chart: Chart) -> None:
    await closed(client, "2026-03-31")
    await closed(client, None)

    await stored(client, salary(chart, date="2026-03-31", post=True))
    trail = (await client.get("/api/audit?subject=person&limit=2")).json()["items"]
    assert [(each["before"]["closed_until"], each["after"]["closed_until"]) for each in trail] == [
        ("2026-03-31", None),
        (None, "2026-03-31"),
    ]


# --- posting in bulk -------------------------------------------------------------------------


async def test_drafts_are_posted_together_or_not_at_all(client: AsyncClient, chart: Chart) -> None:
    drafts = [await stored(client, salary(chart)) for _ in range(3)]
    seen = [{"id": each["id"], "version": each["version"]} for each in drafts]
    stale = [*seen[:2], {"id": seen[2]["id"], "version": 99}]

    assert_problem(
        await client.post("/api/entries/post", json={"entries": stale}), 409, "entries.2"
    )
    assert (await client.get("/api/entries?status=posted")).json()["total"] == 0
    answer = await client.post("/api/entries/post", json={"entries": seen})

    assert sorted(answer.json()["posted"]) == [each["id"] for each in drafts]
    assert (await balances(client))["1000"] == "300.00"


async def test_an_entry_of_another_person_is_posted_by_nobody_else(
    client: AsyncClient, other_client: AsyncClient, chart: Chart
) -> None:
    draft = await stored(client, salary(chart))

    answer = await other_client.post("/api/entries/post", json={"entries": [{"id": draft["id"]}]})

    assert_problem(answer, 409, "entries.0")


# --- accounts --------------------------------------------------------------------------------


async def test_an_account_is_deleted_only_while_it_was_never_used(
    client: AsyncClient, chart: Chart
) -> None:
    await stored(client, salary(chart))

    assert_problem(await client.delete(f"/api/accounts/{chart.cash}"), 409)
    assert (await client.delete(f"/api/accounts/{chart.food}")).status_code == 204
    assert_problem(await client.delete(f"/api/accounts/{chart.food}"), 404)


async def test_entries_are_found_by_the_amount_of_a_line(client: AsyncClient, chart: Chart) -> None:
    for amount in ("5.00", "50.00", "500.00"):
        await stored(client, salary(chart, amount))

    async def found(**wanted: str) -> int:
        total: int = (await client.get("/api/entries", params=wanted)).json()["total"]
        return total

    assert await found(least="50.00") == 2
    assert await found(least="5.01", most="50") == 1
    assert await found(currency="USD") == 0
    assert await found(currency="SGD", most="5") == 1


# --- rates -----------------------------------------------------------------------------------


def rate(day: str, number: str, currency: str = "EUR") -> Json:
    """A rate in Singapore dollars."""
    return {"date": day, "currency": currency, "quote": "SGD", "rate": number}


async def test_a_rate_replaces_the_one_of_its_day(client: AsyncClient) -> None:
    for number in ("1.4", "1.45"):
        await client.put("/api/rates", json={"rates": [rate("2026-03-01", number)]})

    page = (await client.get("/api/rates?currency=EUR")).json()

    assert [(each["date"], each["rate"]) for each in page["items"]] == [("2026-03-01", "1.45")]


async def test_two_rates_for_one_day_in_one_request_are_no_failure(client: AsyncClient) -> None:
    twice = [rate("2026-03-01", "1.4"), rate("2026-03-01", "1.5")]

    answer = await client.put("/api/rates", json={"rates": twice})

    assert answer.json() == {"stored": 1}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"rate": "0"}, "rates.0.rate"),
        ({"rate": "-1"}, "rates.0.rate"),
        ({"rate": 1.4}, "rates.0.rate"),
        ({"rate": "1.0000000000001"}, "rates.0.rate"),
        ({"quote": "EUR"}, "rates.0.quote"),
        ({"currency": "XXX"}, "rates.0.currency"),
        ({"date": "1899-12-31"}, "rates.0.date"),
    ],
)
async def test_what_cannot_be_a_rate_is_refused(
    client: AsyncClient, change: Json, field: str
) -> None:
    wish = {"rates": [rate("2026-03-01", "1.4") | change]}

    assert_problem(await client.put("/api/rates", json=wish), 422, field)


# --- the audit trail -------------------------------------------------------------------------


async def test_every_change_of_an_entry_is_recorded_with_before_and_after(
    client: AsyncClient, chart: Chart
) -> None:
    entry = await stored(client, salary(chart))
    path = f"/api/entries/{entry['id']}"
    changed = salary(chart, "5.00", description="Corrected", version=entry["version"])
    await client.put(path, json=changed)
    await client.post(f"{path}/post")

    async def trail(subject: str) -> list[Any]:
        query = {"subject": subject, "subject_id": entry["id"]}
        items: list[Any] = (await client.get("/api/audit", params=query)).json()["items"]
        return items[::-1]

    assert [
        (each["action"], (each["after"] or {}).get("description"), (each["after"] or {})["status"])
        for each in await trail("entry")
    ] == [
        ("insert", "March pay", "draft"),
        ("update", "Corrected", "draft"),
        ("update", "Corrected", "posted"),
    ]
    assert [
        (each["action"], [line["amount"] for line in each["after"] or each["before"]])
        for each in await trail("lines")
    ] == [
        ("insert", ["100.0000", "-100.0000"]),
        ("delete", ["100.0000", "-100.0000"]),
        ("insert", ["5.0000", "-5.0000"]),
    ]


async def test_the_audit_trail_is_read_page_by_page(client: AsyncClient, chart: Chart) -> None:
    for _ in range(3):
        await stored(client, salary(chart))
    seen: list[int] = []
    before: int | None = None
    while True:
        query = {"limit": 2} | ({"before": before} if before else {})
        page = (await client.get("/api/audit", params=query)).json()
        seen += [each["id"] for each in page["items"]]
        before = page["next_before"]
        if before is None:
            break

    whole = (await client.get("/api/audit?limit=500")).json()["items"]
    assert seen == [each["id"] for each in whole]


async def test_the_history_of_an_entry_is_of_its_words_and_its_lines(
    client: AsyncClient, chart: Chart
) -> None:
    entry = await stored(client, salary(chart))
    await stored(client, salary(chart))

    query = {"subject": ["entry", "lines"], "subject_id": entry["id"]}
    items = (await client.get("/api/audit", params=query)).json()["items"]

    assert {(each["subject"], each["subject_id"]) for each in items} == {
        ("entry", entry["id"]),
        ("lines", entry["id"]),
    }


async def test_the_audit_trail_of_some_time_begins_and_ends_to_the_moment(
    client: AsyncClient, chart: Chart
) -> None:
    await stored(client, salary(chart))
    whole = (await client.get("/api/audit")).json()["items"]
    assert len(whole) > 2
    latest, *earlier = whole

    since = (await client.get("/api/audit", params={"since": latest["at"]})).json()["items"]
    until = (await client.get("/api/audit", params={"until": latest["at"]})).json()["items"]

    assert since == [latest]
    assert until == earlier
    assert_problem(await client.get("/api/audit?since=0001-01-01T00:00:00%2B14:00"), 422, "since")


async def test_a_page_of_any_span_of_the_trail_reads_what_it_shows(
    client: AsyncClient, chart: Chart, session: AsyncSession, owner: int
) -> None:
    for _ in range(3):
        await stored(client, salary(chart))
    whole = (await client.get("/api/audit")).json()["items"]
    since, until, before = whole[-1]["at"], whole[0]["at"], whole[2]["id"]

    query = {"since": since, "until": until, "before": before, "limit": 2}
    items = (await client.get("/api/audit", params=query)).json()["items"]

    assert [each["id"] for each in items] == [each["id"] for each in whole[3:5]]
    # As where there are too many records to read them all, or to sort them.
    await session.execute(text("SET LOCAL enable_seqscan = off"))
    span = AuditFilter((), None, *map(dt.datetime.fromisoformat, (since, until)))
    asked = audit.page(owner, span, before, 2).compile(
        dialect=postgresql.dialect(),  # type: ignore[no-untyped-call]  # SQLAlchemy's
        compile_kwargs={"literal_binds": True},
    )
    plan = "\n".join(await session.scalars(text(f"EXPLAIN {asked}")))
    assert "audit_log_user_id_at_id_idx" in plan
    assert "Sort" not in plan


async def test_an_amount_of_any_length_is_recorded_to_the_last_digit(
    client: AsyncClient, chart: Chart
) -> None:
    amount = "9999999999999999.99"
    entry = await stored(client, salary(chart, amount))

    query = {"subject": "lines", "subject_id": entry["id"]}
    (record,) = (await client.get("/api/audit", params=query)).json()["items"]

    assert [line["amount"] for line in record["after"]] == [f"{amount}00", f"-{amount}00"]


async def test_a_password_is_in_no_record(connection: AsyncConnection, client: AsyncClient) -> None:
    await connection.execute(text("UPDATE users SET password_hash = 'hunter2', name = 'Eve'"))

    trail = (await client.get("/api/audit?subject=person")).text

    assert "Eve" in trail
    assert "password" not in trail
    assert "hunter2" not in trail


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_log SET action = 'x'", "DELETE FROM audit_log", "TRUNCATE audit_log"],
)
async def test_the_audit_trail_only_grows(
    connection: AsyncConnection, owner: int, statement: str
) -> None:
    with pytest.raises(IntegrityError, match="only grows"):
        await connection.execute(text(statement))


async def test_a_thousand_currencies_that_do_not_exist_are_each_named(
    client: AsyncClient, chart: Chart
) -> None:
    letters = "ABCDEFGHIJ"
    codes = [f"{one}{two}{three}" for one in letters for two in letters for three in letters]
    lines = [{"account_id": chart.cash, "amount": "1.00", "currency": code} for code in codes]
    body = {"date": "2026-03-01", "description": "Everything", "lines": lines}

    answer = await client.post("/api/entries", json=body)

    assert answer.status_code == 422
    assert len({error["field"].split(".")[1] for error in answer.json()["errors"]}) == 1000


async def test_an_entry_in_every_currency_of_the_world_balances_in_each(
    client: AsyncClient, session: AsyncSession, owner: int
) -> None:
    accounts = [
        Account(user_id=owner, code=f"{code}-{kind}", name=code, type=kind, currency=code)
        for code in sorted(MINOR_UNITS)
        for kind in (AccountType.ASSET, AccountType.EQUITY)
    ]
    session.add_all(accounts)
    await session.commit()
    ids: dict[str, list[int]] = {}
    for account in accounts:
        ids.setdefault(account.currency, []).append(account.id)
    lines = [
        {"account_id": id_, "amount": sign + amount_of(code), "currency": code}
        for code, pair in ids.items()
        for id_, sign in zip(pair, ("", "-"), strict=True)
    ]
    body = {"date": "2026-03-01", "description": "Everything", "lines": lines, "post": True}

    entry = await stored(client, body)

    assert [line["amount"] for line in entry["lines"]] == [line["amount"] for line in lines]
    sheet = (await client.get("/api/reports/balance-sheet?as_of=2026-03-31")).json()
    assert {each["currency"] for each in sheet["missing_rates"]} == set(ids) - {"SGD"}


def amount_of(code: str) -> str:
    """The smallest amount of a currency above one: 1.01, 1.001, 2."""
    digits = MINOR_UNITS[code]
    return f"{Decimal(1) + Decimal(1).scaleb(-digits):.{digits}f}"
