"""Files: CSV that is harmless, PDF that opens, and books that Beancount accepts and agrees with."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from httpx import AsyncClient
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from src import days
from src.accounting import books, service
from src.accounting.rates import Rate
from src.accounting.rules import Draft, Posting
from src.accounting.tables import Account, AccountType
from src.money import Money
from src.reporting import csv_file, documents, pdf_file
from src.reporting.exports import ReportName

from .conftest import MARCH, Chart, book

PERIOD = {"from": "2026-01-01", "to": "2026-03-31"}


@pytest.fixture
async def odd(session: AsyncSession, quarter: Chart) -> Chart:
    """The quarter with what people write: quotes, formulas, other scripts; and a reversal."""
    strange = (
        ("=1+1", "@SUM(A1)", "SGD"),
        ("50-50", 'a "b" \\ c', "SGD"),
        ("50/50", "a b c", "SGD"),
        ("ü", "食費 und Käse", "JPY"),
        ("ü2", "-", "BHD"),
    )
    for code, name, currency in strange:
        kinds = ("", AccountType.EXPENSE), ("w", AccountType.ASSET)
        session.add_all(
            Account(user_id=quarter.owner, code=c + code, name=name, type=kind, currency=currency)
            for c, kind in kinds
        )
    await session.flush()
    accounts = {each.code: each.id for each in await session.scalars(select(Account))}
    for code, name, currency in strange:
        amount = Decimal("5") if currency == "JPY" else Decimal("1.5")
        postings = (
            Posting(accounts[code], Money(amount, currency), '=HYPERLINK("x")'),
            Posting(accounts[f"w{code}"], Money(-amount, currency), "line\nbreak"),
        )
        draft = Draft(MARCH, f'said "{name}"\n=1', postings)
        await service.write_entry(session, quarter.owner, draft, post=True)
    paid = (quarter.bank, "7.00", "SGD"), (quarter.salary, "-7.00", "SGD")
    entry = await book(session, quarter.owner, MARCH, *paid)
    await service.reverse_entry(session, quarter.owner, entry, dt.date(2026, 3, 20))
    sold = (quarter.bank, "60.00", "SGD"), (quarter.dollars, "-40.00", "USD")
    await book(session, quarter.owner, MARCH, *sold, exchange=True)
    rate = Rate(dt.date(2026, 3, 1), "USD", "SGD", Decimal("1.345678"))
    await books.store_rates(session, quarter.owner, [rate])
    return quarter


async def test_beancount_accepts_the_books_and_comes_to_the_same_balances(
    client: AsyncClient, odd: Chart, tmp_path: Path
) -> None:
    from beancount import loader
    from beancount.core.data import Open, Transaction

    answer = await client.get("/api/exports/books.beancount")
    file = tmp_path / "books.beancount"
    file.write_text(answer.text)

    entries, errors, _ = loader.load_file(str(file))

    assert errors == []
    codes = {each.account: each.meta["code"] for each in entries if isinstance(each, Open)}
    theirs: defaultdict[str, Decimal] = defaultdict(Decimal)
    for each in entries:
        if isinstance(each, Transaction):
            for posting in each.postings:
                theirs[codes[posting.account]] += posting.units.number
    rows = (await client.get("/api/trial-balance")).json()["rows"]
    ours = {row["code"]: Decimal(row["debit"]) - Decimal(row["credit"]) for row in rows}
    assert {code: amount for code, amount in theirs.items() if amount} == ours
    assert len(codes) == (await client.get("/api/accounts")).json()["total"]


@pytest.mark.parametrize("day", [days.FIRST, dt.date(2100, 1, 1), days.LAST])
async def test_the_first_and_the_last_day_of_books_are_reported_and_exported(
    client: AsyncClient, session: AsyncSession, quarter: Chart, tmp_path: Path, day: dt.date
) -> None:
    from beancount import loader

    before = (await client.get(f"/api/reports/balance-sheet?as_of={day}")).json()
    paid = (quarter.bank, "7.00", "SGD"), (quarter.salary, "-7.00", "SGD")
    await book(session, quarter.owner, day, *paid)

    after = (await client.get(f"/api/reports/balance-sheet?as_of={day}")).json()
    file = tmp_path / "books.beancount"
    file.write_text((await client.get("/api/exports/books.beancount")).text)
    entries, errors, _ = loader.load_file(str(file))
    assert Decimal(after["net_worth"]) - Decimal(before["net_worth"]) == 7
    assert errors == []
    assert day in {each.date for each in entries}


@pytest.mark.parametrize("day", ["1899-12-31", "2200-01-01"])
@pytest.mark.parametrize(
    "path",
    [
        "entries?from=",
        "statement-lines?to=",
        "trial-balance?as_of=",
        "reports/balance-sheet?as_of=",
        "reports/income-statement?from=",
        "rates?to=",
        "exports/report?report=income-statement&format=csv&to=",
    ],
)
async def test_a_day_that_no_books_know_is_refused_in_the_same_words_everywhere(
    client: AsyncClient, path: str, day: str
) -> None:
    answer = await client.get(f"/api/{path}{day}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["message"] == f"{day} is not between 1900 and 2199"


async def test_beancount_would_notice_a_balance_that_is_not_theirs(
    client: AsyncClient, quarter: Chart, tmp_path: Path
) -> None:
    from beancount import loader

    text = (await client.get("/api/exports/books.beancount")).text
    file = tmp_path / "books.beancount"
    file.write_text(
        text.replace(
            " balance Assets:1000-Account-1000  2370.00",
            " balance Assets:1000-Account-1000  2370.01",
        )
    )

    assert len(loader.load_file(str(file))[1]) == 1


async def test_an_export_of_empty_books_is_accepted_too(
    client: AsyncClient, tmp_path: Path
) -> None:
    from beancount import loader

    file = tmp_path / "books.beancount"
    file.write_text((await client.get("/api/exports/books.beancount")).text)

    assert loader.load_file(str(file))[1] == []


async def test_the_journal_as_csv_holds_every_posted_line_and_no_formula(
    client: AsyncClient, odd: Chart
) -> None:
    answer = await client.get("/api/exports/journal.csv")

    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert answer.headers["content-disposition"].startswith("attachment")
    assert sum(Decimal(row["Amount"]) for row in rows if row["Currency"] == "SGD") == 0
    assert {row["Memo"] for row in rows} >= {'\'=HYPERLINK("x")', "line\nbreak"}
    for row in rows:
        assert not row["Account"].startswith(("=", "+", "-", "@"))
        Decimal(row["Amount"])


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1+1", "@A1", "\t=1", "\r=1", "\n=1", " =1", "\uff1d1"]
)
def test_what_a_spreadsheet_would_run_is_made_harmless(text: str) -> None:
    (cell,) = next(csv.reader(io.StringIO(csv_file.line([text], "SGD"), newline="")))

    assert cell == f"'{text}"


def test_amounts_stay_numbers() -> None:
    assert csv_file.line([Decimal("-1234.5"), "a"], "SGD") == "-1234.50,a\r\n"
    # An account's own amount, beside its value in the base currency.
    assert csv_file.line(["-1234.50"], "SGD") == "-1234.50\r\n"


async def test_a_report_as_csv_says_what_the_report_says(client: AsyncClient, odd: Chart) -> None:
    files = {}
    for report in ReportName:
        query = {"report": report, "format": "csv", **PERIOD}
        answer = await client.get("/api/exports/report", params=query)
        assert answer.status_code == 200, answer.text
        files[report] = list(csv.reader(io.StringIO(answer.text, newline="")))
        assert len({len(row) for row in files[report]}) == 1

    sheet = (await client.get("/api/reports/balance-sheet?as_of=2026-03-31")).json()
    assert ["Net worth", "", "", "", sheet["net_worth"]] in files[ReportName.BALANCE_SHEET]


@pytest.mark.parametrize("report", list(ReportName))
async def test_a_report_as_json_is_what_its_route_answers(
    client: AsyncClient, odd: Chart, report: ReportName
) -> None:
    period = {"as_of": PERIOD["to"]} if report is ReportName.BALANCE_SHEET else PERIOD

    file = await client.get(
        "/api/exports/report", params={"report": report, "format": "json", **PERIOD}
    )
    answer = await client.get(f"/api/reports/{report}", params=period)

    assert file.headers["content-disposition"].endswith(f'{report}-{PERIOD["to"]}.json"')
    assert file.json() == answer.json()


@pytest.mark.parametrize("report", [ReportName.BALANCE_SHEET, ReportName.CATEGORIES])
async def test_a_report_as_pdf_is_one(client: AsyncClient, odd: Chart, report: ReportName) -> None:
    answer = await client.get(
        "/api/exports/report", params={"report": report, "format": "pdf", **PERIOD}
    )

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert answer.content.rstrip().endswith(b"%%EOF")


@pytest.mark.parametrize(("months", "pages"), [(12, 1), (13, 2), (240, 19)])
def test_a_pdf_has_room_for_every_month_of_the_longest_period(months: int, pages: int) -> None:
    amounts = [Decimal(f"{month}.25") for month in range(months)]
    cells = ("x" * 32, "y" * 200, *amounts, sum(amounts, Decimal(0)))
    rows = [documents.DocumentRow(documents.Kind.PLAIN, cells, depth=60)]
    columns = ("Code", "Account", *(f"M{month}" for month in range(months)), "Total")
    document = documents.Document("Categories", "S", [], columns, rows, "SGD")

    parts = pdf_file.parts(document)

    assert pdf_file.render(document).startswith(b"%PDF-")
    assert len(parts) == pages
    assert [name for part in parts for name in part.columns[2:]] == list(columns[2:])
    assert [cell for part in parts for cell in part.rows[0].cells[2:]] == list(cells[2:])
    assert {(*part.columns[:2], *part.rows[0].cells[:2]) for part in parts} == {
        ("Code", "Account", *cells[:2])
    }


def test_a_pdf_takes_any_text() -> None:
    words = ("<b>&amp;", "食費", "\x00\x1b\u202e", "é" * 300)
    rows = [
        documents.DocumentRow(documents.Kind.PLAIN, (word, word, "SGD", "1.00", Decimal(1)), 1)
        for word in words
    ]
    columns = ("Code", "Account", "Currency", "Amount", "In SGD")

    file = pdf_file.render(documents.Document("T", "S", ["N"], columns, rows, "SGD"))

    assert file.startswith(b"%PDF-")


async def test_an_export_holds_nothing_of_other_people(
    other_client: AsyncClient, odd: Chart
) -> None:
    for path in ("journal.csv", "books.beancount"):
        text = (await other_client.get(f"/api/exports/{path}")).text
        assert "SUM" not in text
        assert "said" not in text
