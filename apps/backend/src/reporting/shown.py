"""Reports as they are shown: amounts as text, and each with the address of what made it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from src import money
from src.accounting.rates import RATE_SCALE
from src.reporting.balance_sheet import BalanceSheet
from src.reporting.cash_flow import CashFlow
from src.reporting.income_statement import IncomeStatement
from src.reporting.over_time import Categories, NetWorth
from src.reporting.register import Place
from src.reporting.rules import LedgerAccount, Section, Valuation, month_end, to_places
from src.reporting.schemas import (
    BalanceSheetOut,
    CashFlowOut,
    CategoriesOut,
    CategoryOut,
    CellOut,
    CounterOut,
    IncomeStatementOut,
    MissingRate,
    NetWorthOut,
    PointOut,
    RegisterLineOut,
    RegisterOut,
    RowOut,
    SectionOut,
    SourceOut,
    SourcesOut,
    UsedRate,
)
from src.reporting.service import RegisterPage


def register_address(account_id: int, first: dt.date | None, last: dt.date | None) -> str:
    """Where the lines of an account in a period are."""
    dates = {"from": first, "to": last}
    query = urlencode({name: each for name, each in dates.items() if each is not None})
    return f"/api/accounts/{account_id}/register" + (f"?{query}" if query else "")


def of_balance_sheet(report: BalanceSheet) -> BalanceSheetOut:
    """What is shown of a balance sheet."""
    base = report.valuation.base
    period = (None, report.day)
    return BalanceSheetOut(
        **_valued(report.valuation),
        as_of=report.day,
        assets=_section(report.assets, base, period),
        liabilities=_section(report.liabilities, base, period),
        equity=_section(report.equity, base, period),
        earnings=money.render(report.earnings, base),
        earnings_report=f"/api/reports/income-statement?to={report.day}",
        exchange_differences=money.render(report.exchange_differences, base),
        net_worth=money.render(report.net_worth, base),
    )


def of_income_statement(report: IncomeStatement) -> IncomeStatementOut:
    """What is shown of an income statement."""
    base, period = report.valuation.base, (report.first, report.last)
    return IncomeStatementOut(
        **_valued(report.valuation),
        first=report.first,
        last=report.last,
        income=_section(report.income, base, period),
        expenses=_section(report.expenses, base, period),
        net=money.render(report.net, base),
    )


def of_cash_flow(report: CashFlow) -> CashFlowOut:
    """What is shown of a cash flow."""
    base, period = report.valuation.base, (report.first, report.last)
    return CashFlowOut(
        **_valued(report.valuation),
        first=report.first,
        last=report.last,
        opening=money.render(report.opening, base),
        operating=_section(report.operating, base, period),
        investing=_section(report.investing, base, period),
        financing=_section(report.financing, base, period),
        exchange_differences=money.render(report.exchange_differences, base),
        closing=money.render(report.closing, base),
    )


def of_net_worth(report: NetWorth) -> NetWorthOut:
    """What is shown of net worth over time."""
    base = report.valuation.base
    points = [
        PointOut(
            date=point.day,
            assets=money.render(point.assets, base),
            liabilities=money.render(point.liabilities, base),
            net_worth=money.render(point.net_worth, base),
            report=f"/api/reports/balance-sheet?as_of={point.day}",
        )
        for point in report.points
    ]
    return NetWorthOut(**_valued(report.valuation), points=points)


def of_categories(report: Categories) -> CategoriesOut:
    """What is shown of categories by month."""
    base = report.valuation.base
    rows = [
        CategoryOut(
            account_id=row.account.id,
            code=row.account.code,
            name=row.account.name,
            type=row.account.type,
            cells=_cells(row.account, report.months, row.values, base),
            total=money.render(row.total, base),
        )
        for row in report.rows
    ]
    return CategoriesOut(**_valued(report.valuation), months=list(report.months), rows=rows)


def of_register(page: RegisterPage) -> RegisterOut:
    """What is shown of a page of a register."""
    account = page.account
    lines = [
        RegisterLineOut(
            line_id=line.line_id,
            entry_id=line.entry_id,
            entry=f"/api/entries/{line.entry_id}",
            date=line.date,
            description=line.description,
            memo=line.memo,
            status=line.status,
            amount=money.render(line.amount, account.currency),
            balance=money.render(line.balance, account.currency),
            counter_accounts=[
                CounterOut(account_id=each.account_id, code=each.code, name=each.name)
                for each in page.counters.get(line.entry_id, ())
            ],
            statement_lines=_sources(page.sources.get(line.entry_id, ())),
        )
        for line in page.lines
    ]
    last = page.lines[-1] if page.lines and page.more else None
    return RegisterOut(
        account_id=account.id,
        code=account.code,
        name=account.name,
        type=account.type,
        currency=account.currency,
        opening=money.render(page.opening, account.currency),
        closing=money.render(page.closing, account.currency),
        lines=lines,
        next=str(Place(last.date, last.line_id)) if last else None,
    )


def of_sources(entry_id: int, line_ids: Sequence[int]) -> SourcesOut:
    """What is shown of the lines behind an entry."""
    return SourcesOut(entry_id=entry_id, statement_lines=_sources(line_ids))


def _sources(line_ids: Sequence[int]) -> list[SourceOut]:
    return [SourceOut(line_id=id_, line=f"/api/statement-lines/{id_}") for id_ in line_ids]


def _cells(
    account: LedgerAccount, months: Sequence[dt.date], values: Sequence[Decimal], base: str
) -> list[CellOut]:
    return [
        CellOut(
            month=month,
            value=money.render(value, base),
            entries=register_address(account.id, month, month_end(month)),
        )
        for month, value in zip(months, values, strict=True)
    ]


def _section(section: Section, base: str, period: tuple[dt.date | None, dt.date]) -> SectionOut:
    rows = [
        RowOut(
            account_id=row.account.id,
            code=row.account.code,
            name=row.account.name,
            parent_id=row.account.parent_id,
            depth=row.depth,
            currency=row.account.currency,
            amount=money.render(row.amount, row.account.currency),
            value=None if row.value is None else money.render(row.value, base),
            total=money.render(row.total, base),
            entries=register_address(row.account.id, *period),
        )
        for row in section.rows
    ]
    return SectionOut(rows=rows, total=money.render(section.total, base))


def _valued(valuation: Valuation) -> dict[str, Any]:
    used = {(rate.currency, rate.date): rate for rate in valuation.foreign()}
    return {
        "base_currency": valuation.base,
        "complete": not valuation.missing,
        "rates": [
            UsedRate(currency=rate.currency, date=rate.date, rate=_shown(rate.rate))
            for _, rate in sorted(used.items())
        ],
        "missing_rates": [
            MissingRate(currency=each.currency, date=each.date) for each in valuation.missing
        ],
    }


def _shown(rate: Decimal) -> str:
    """A rate with the digits that it could be stored with; one turned round has dozens."""
    return money.plain(to_places(rate, RATE_SCALE))
