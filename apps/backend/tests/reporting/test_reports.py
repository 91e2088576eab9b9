"""Reports over HTTP: figures of known books, and the way down from each of them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from src import money
from src.accounting import books
from src.accounting.rates import Rate
from src.accounting.tables import Account, AccountType

from .conftest import FEBRUARY, Chart, book

Json = dict[str, Any]


async def get(client: AsyncClient, path: str, **query: str) -> Json:
    """A report that must be answered."""
    asked = {name.rstrip("_"): each for name, each in query.items()}
    # An empty query would take away the one that the path carries.
    answer = await client.get(path, params=asked or None)
    assert answer.status_code == 200, answer.text
    report: Json = answer.json()
    return report


def totals(section: Json) -> dict[str, str | None]:
    """Value by code."""
    return {row["code"]: row["value"] for row in section["rows"]}


@pytest.fixture
async def rated(session: AsyncSession, quarter: Chart) -> Chart:
    """The quarter with a dollar that rises from 1.30 in February to 1.40 in March."""
    stored = [
        Rate(dt.date(2026, 2, 27), "USD", "SGD", Decimal("1.30")),
        Rate(dt.date(2026, 3, 30), "USD", "SGD", Decimal("1.40")),
    ]
    await books.store_rates(session, quarter.owner, stored)
    return quarter


async def test_the_balance_sheet_values_what_is_there_at_the_rates_of_the_day(
    client: AsyncClient, rated: Chart
) -> None:
    report = await get(client, "/api/reports/balance-sheet", as_of="2026-03-31")

    assert totals(report["assets"]) == {"1000": "2370.00", "1020": "210.00"}
    assert totals(report["liabilities"]) == {"2000": "30.50"}
    assert report["net_worth"] == "2549.50"
    assert totals(report["equity"]) == {"3000": "1000.00"}
    # 1,500 earned in dollars of Singapore, 50 US dollars at February's 1.30, 30.50 spent.
    assert report["earnings"] == "1534.50"
    # 150 US dollars rose by 0.10 each.
    assert report["exchange_differences"] == "15.00"
    assert report["complete"] is True
    assert {"currency": "USD", "date": "2026-03-30", "rate": "1.4"} in report["rates"]


async def test_a_parent_shows_what_lies_below_it(client: AsyncClient, rated: Chart) -> None:
    report = await get(client, "/api/reports/balance-sheet", as_of="2026-03-31")

    rows = [(row["code"], row["depth"], row["total"]) for row in report["assets"]["rows"]]
    assert rows == [("1000", 0, "2580.00"), ("1020", 1, "210.00")]


async def test_a_missing_rate_is_named_and_never_taken_as_one(
    client: AsyncClient, quarter: Chart
) -> None:
    report = await get(client, "/api/reports/balance-sheet", as_of="2026-03-31")

    assert report["complete"] is False
    assert {each["currency"] for each in report["missing_rates"]} == {"USD"}
    assert totals(report["assets"]) == {"1000": "2370.00", "1020": None}
    assert report["assets"]["rows"][1]["amount"] == "150.00"
    assert report["assets"]["total"] == "2370.00"


async def test_a_balance_sheet_of_a_day_within_a_month_counts_up_to_that_day(
    client: AsyncClient, quarter: Chart
) -> None:
    before = await get(client, "/api/reports/balance-sheet", as_of="2026-02-14")
    on_it = await get(client, "/api/reports/balance-sheet", as_of="2026-02-15")

    assert totals(before["assets"]) == {"1000": "1500.00"}
    assert totals(on_it["assets"])["1000"] == "1870.00"


async def test_the_base_currency_is_a_view(client: AsyncClient, rated: Chart) -> None:
    await client.patch("/api/auth/me", json={"base_currency": "USD"})

    report = await get(client, "/api/reports/balance-sheet", as_of="2026-02-28")

    assert report["base_currency"] == "USD"
    assert totals(report["assets"])["1020"] == "150.00"
    # There is no rate for January, when the books began: Singapore dollars cannot be valued.
    assert {each["currency"] for each in report["missing_rates"]} == {"SGD"}


async def test_the_income_statement_is_of_a_period(client: AsyncClient, rated: Chart) -> None:
    report = await get(client, "/api/reports/income-statement", from_="2026-02-01", to="2026-02-28")

    assert totals(report["income"]) == {"4000": "500.00", "4100": "65.00"}
    assert totals(report["expenses"]) == {"5000": "10.50", "5010": "20.00"}
    assert report["net"] == "534.50"


async def test_the_cash_flow_explains_the_change_of_what_is_at_hand(
    client: AsyncClient, rated: Chart
) -> None:
    report = await get(client, "/api/reports/cash-flow", from_="2026-03-01", to="2026-03-31")

    assert report["opening"] == "2065.00"
    assert totals(report["operating"]) == {"4000": "500.00"}
    assert report["exchange_differences"] == "15.00"
    assert report["closing"] == "2580.00"


async def test_what_was_paid_by_card_moved_no_cash(client: AsyncClient, rated: Chart) -> None:
    report = await get(client, "/api/reports/cash-flow", from_="2026-02-01", to="2026-02-28")

    assert totals(report["operating"]) == {"4000": "500.00", "4100": "65.00"}


async def test_net_worth_is_at_the_end_of_each_month(client: AsyncClient, rated: Chart) -> None:
    report = await get(client, "/api/reports/net-worth", from_="2026-02-10", to="2026-03-31")

    assert [(each["date"], each["net_worth"]) for each in report["points"]] == [
        ("2026-02-28", "2034.50"),
        ("2026-03-31", "2549.50"),
    ]


async def test_categories_are_by_month(client: AsyncClient, rated: Chart) -> None:
    report = await get(client, "/api/reports/categories", from_="2026-01-01", to="2026-03-31")

    cells = {row["code"]: [cell["value"] for cell in row["cells"]] for row in report["rows"]}
    assert cells == {
        "4000": ["500.00", "500.00", "500.00"],
        "4100": ["0.00", "65.00", "0.00"],
        "5000": ["0.00", "10.50", "0.00"],
        "5010": ["0.00", "20.00", "0.00"],
    }


async def test_every_figure_leads_down_to_entries_that_sum_to_it(
    client: AsyncClient, rated: Chart
) -> None:
    sheet = await get(client, "/api/reports/balance-sheet", as_of="2026-03-31")
    statement = await get(
        client, "/api/reports/income-statement", from_="2026-02-01", to="2026-02-28"
    )

    sections = [sheet["assets"], sheet["liabilities"], statement["income"], statement["expenses"]]
    for row in (row for section in sections for row in section["rows"]):
        register = await get(client, row["entries"])
        moved = sum(float(line["amount"]) for line in register["lines"])
        assert abs(moved) == float(row["amount"])
        for line in register["lines"]:
            assert (await client.get(line["entry"])).status_code == 200


async def test_reports_of_empty_books_are_empty_and_complete(client: AsyncClient) -> None:
    for name in ("balance-sheet", "income-statement", "cash-flow", "net-worth", "categories"):
        report = await get(client, f"/api/reports/{name}")
        assert report["complete"] is True


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("balance-sheet", {"as_of": "1899-12-31"}, "as_of"),
        ("balance-sheet", {"as_of": "9999-12-31"}, "as_of"),
        ("income-statement", {"from": "2026-02-01", "to": "2026-01-01"}, "from"),
        ("net-worth", {"from": "1900-01-01", "to": "2100-01-01"}, "from"),
    ],
)
async def test_a_period_that_makes_no_sense_is_refused(
    client: AsyncClient, path: str, query: dict[str, str], field: str
) -> None:
    answer = await client.get(f"/api/reports/{path}", params=query)

    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == [field]


async def test_the_reports_of_two_people_are_their_own(
    client: AsyncClient, other_client: AsyncClient, rated: Chart
) -> None:
    for name in ("balance-sheet", "income-statement", "cash-flow", "categories"):
        report = (await other_client.get(f"/api/reports/{name}")).json()
        assert not any(section["rows"] for section in report.values() if _is_section(section))


def _is_section(value: object) -> bool:
    return isinstance(value, dict) and "rows" in value


async def test_a_reversal_takes_the_figure_back_on_its_own_day(
    client: AsyncClient, session: AsyncSession, chart: Chart
) -> None:
    paid = (chart.bank, "80.00", "SGD"), (chart.salary, "-80.00", "SGD")
    entry = await book(session, chart.owner, FEBRUARY, *paid)
    await client.post(f"/api/entries/{entry}/reverse", json={"date": "2026-03-01"})

    period = {"from": "2026-02-01", "to": "2026-02-28"}
    february = (await client.get("/api/reports/income-statement", params=period)).json()
    whole = await get(client, "/api/reports/income-statement", to="2026-03-31")
    assert (february["net"], whole["net"]) == ("80.00", "0.00")


async def test_every_currency_that_exists_fits_one_balance_sheet(
    client: AsyncClient, session: AsyncSession, owner: int
) -> None:
    """An asset and an income in each, and a rate of two for all but the base currency."""
    codes = sorted(money.MINOR_UNITS)
    accounts = [
        Account(user_id=owner, code=f"{kind} {code}", name=code, type=kind, currency=code)
        for code in codes
        for kind in (AccountType.ASSET, AccountType.INCOME)
    ]
    session.add_all(accounts)
    await session.commit()
    lines = [
        {
            "account_id": each.id,
            "amount": "1000" if each.type is AccountType.ASSET else "-1000",
            "currency": each.currency,
        }
        for each in accounts
    ]
    rates = [
        {"date": "2026-01-01", "currency": code, "quote": "SGD", "rate": "2"}
        for code in codes
        if code != "SGD"
    ]
    assert (await client.put("/api/rates", json={"rates": rates})).status_code == 200
    entry = {"date": "2026-01-01", "description": "all", "lines": lines, "post": True}
    assert (await client.post("/api/entries", json=entry)).status_code == 201

    sheet = (await client.get("/api/reports/balance-sheet?as_of=2026-01-31")).json()

    assert len(sheet["assets"]["rows"]) == len(codes) > 150
    assert Decimal(sheet["net_worth"]) == 1000 + 2000 * (len(codes) - 1)
    assert sheet["complete"] is True
