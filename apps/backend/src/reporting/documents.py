"""Reports as tables of text: what CSV files and PDF pages are made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from src import money
from src.reporting.balance_sheet import BalanceSheet
from src.reporting.cash_flow import CashFlow
from src.reporting.income_statement import IncomeStatement
from src.reporting.over_time import Categories, NetWorth
from src.reporting.rules import Section, Valuation


class Kind(StrEnum):
    """What a row of a document is."""

    HEADING = "heading"
    PLAIN = "plain"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A row: texts, and amounts as texts; `depth` is how far its first text stands in."""

    kind: Kind
    cells: Sequence[str | Decimal]
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A report as a table. Amounts are Decimal so that a writer can tell them from text."""

    title: str
    subtitle: str
    notes: Sequence[str]
    columns: Sequence[str]
    rows: Sequence[DocumentRow]
    base: str


_COLUMNS = ("Code", "Account", "Currency", "Amount")


def of_balance_sheet(report: BalanceSheet) -> Document:
    """The balance sheet as a table."""
    rows = [
        *_section("Assets", report.assets),
        *_section("Liabilities", report.liabilities),
        _total("Net worth", report.net_worth),
        *_section("Equity", report.equity),
        _total("Earnings", report.earnings),
        _total("Exchange differences", report.exchange_differences),
    ]
    return _document("Balance sheet", f"{report.day}", report.valuation, rows)


def of_income_statement(report: IncomeStatement) -> Document:
    """The income statement as a table."""
    rows = [
        *_section("Income", report.income),
        *_section("Expenses", report.expenses),
        _total("Net", report.net),
    ]
    begin = report.first or "the beginning"
    return _document("Income statement", f"{begin} to {report.last}", report.valuation, rows)


def of_cash_flow(report: CashFlow) -> Document:
    """The cash flow as a table."""
    rows = [
        _total("Opening", report.opening),
        *_section("Operating", report.operating),
        *_section("Investing", report.investing),
        *_section("Financing", report.financing),
        _total("Exchange differences", report.exchange_differences),
        _total("Closing", report.closing),
    ]
    return _document("Cash flow", f"{report.first} to {report.last}", report.valuation, rows)


def of_net_worth(report: NetWorth) -> Document:
    """Net worth over time as a table."""
    rows = [
        DocumentRow(Kind.PLAIN, (str(each.day), each.assets, each.liabilities, each.net_worth))
        for each in report.points
    ]
    columns = ("Date", "Assets", "Liabilities", "Net worth")
    valuation = report.valuation
    period = _span(each.day for each in report.points)
    return Document("Net worth", period, _notes(valuation), columns, rows, valuation.base)


def of_categories(report: Categories) -> Document:
    """Categories by month as a table."""
    rows = [
        DocumentRow(Kind.PLAIN, (each.account.code, each.account.name, *each.values, each.total))
        for each in report.rows
    ]
    columns = ("Code", "Account", *(f"{month:%Y-%m}" for month in report.months), "Total")
    valuation = report.valuation
    return Document(
        "Categories by month",
        _span(report.months),
        _notes(valuation),
        columns,
        rows,
        valuation.base,
    )


def shown(cell: str | Decimal, base: str) -> str:
    """A cell as text."""
    return money.render(cell, base) if isinstance(cell, Decimal) else cell


def _document(
    title: str, subtitle: str, valuation: Valuation, rows: Sequence[DocumentRow]
) -> Document:
    columns = (*_COLUMNS, f"In {valuation.base}")
    return Document(title, subtitle, _notes(valuation), columns, rows, valuation.base)


def _section(name: str, section: Section) -> list[DocumentRow]:
    rows = [DocumentRow(Kind.HEADING, (name, "", "", "", ""))]
    for row in section.rows:
        account = row.account
        amount = money.render(row.amount, account.currency)
        value = "no rate" if row.value is None else row.value
        cells = (account.code, account.name, account.currency, amount, value)
        rows.append(DocumentRow(Kind.PLAIN, cells, row.depth))
    return [*rows, _total(f"Total {name.lower()}", section.total)]


def _total(name: str, value: Decimal) -> DocumentRow:
    return DocumentRow(Kind.TOTAL, (name, "", "", "", value))


def _notes(valuation: Valuation) -> list[str]:
    notes = [f"All values in {valuation.base}."]
    used = sorted({(rate.currency, rate.date, rate.rate) for rate in valuation.foreign()})
    if used:
        span = _span(date for _, date, _ in used)
        notes.append(f"{len(used)} stored rates of {span} were used.")
    lacking = sorted({each.currency for each in valuation.missing})
    if lacking:
        notes.append(f"Left out, as no rate is stored: {', '.join(lacking)}.")
    return notes


def _span(days: Iterable[dt.date]) -> str:
    listed = sorted(days)
    if not listed:
        return ""
    return str(listed[0]) if listed[0] == listed[-1] else f"{listed[0]} to {listed[-1]}"
