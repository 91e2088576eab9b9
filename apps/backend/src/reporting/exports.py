"""What is given out as a file: reports as CSV, JSON and PDF, the journal, the books in Beancount.

The journal may be long: it is read and sent in pieces, and never held as a whole.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from src.auth.users import User
from src.reporting import beancount, csv_file, documents, journal, pdf_file, service, shown, store
from src.reporting.documents import Document
from src.reporting.journal import JournalEntry
from src.reporting.rules import LedgerAccount, exact_sum
from src.reporting.service import Period

# When books without an entry begin, for the accounts that an export opens.
_NO_ENTRIES = dt.date(1970, 1, 1)


class ReportName(StrEnum):
    """The reports that can be had as a file."""

    BALANCE_SHEET = "balance-sheet"
    INCOME_STATEMENT = "income-statement"
    CASH_FLOW = "cash-flow"
    NET_WORTH = "net-worth"
    CATEGORIES = "categories"


async def document(session: AsyncSession, user: User, name: ReportName, period: Period) -> Document:
    """A report as a table; the balance sheet is that of the last day."""
    makers: dict[ReportName, Callable[[], Awaitable[Document]]] = {
        ReportName.BALANCE_SHEET: lambda: _balance_sheet(session, user, period),
        ReportName.INCOME_STATEMENT: lambda: _income_statement(session, user, period),
        ReportName.CASH_FLOW: lambda: _cash_flow(session, user, period),
        ReportName.NET_WORTH: lambda: _net_worth(session, user, period),
        ReportName.CATEGORIES: lambda: _categories(session, user, period),
    }
    return await makers[name]()


def as_csv(document: Document) -> str:
    """The table as CSV."""
    return csv_file.render(document)


async def as_pdf(document: Document) -> bytes:
    """The table as PDF, made beside the event loop."""
    return await asyncio.to_thread(pdf_file.render, document)


async def as_json(session: AsyncSession, user: User, name: ReportName, period: Period) -> str:
    """The report with every id and rate, as its own route answers it."""
    found: BaseModel
    match name:
        case ReportName.BALANCE_SHEET:
            sheet = await service.read_balance_sheet(session, user, period[1])
            found = shown.of_balance_sheet(sheet)
        case ReportName.INCOME_STATEMENT:
            found = shown.of_income_statement(
                await service.read_income_statement(session, user, *period)
            )
        case ReportName.CASH_FLOW:
            found = shown.of_cash_flow(await service.read_cash_flow(session, user, period))
        case ReportName.NET_WORTH:
            found = shown.of_net_worth(await service.read_net_worth(session, user, period))
        case ReportName.CATEGORIES:
            found = shown.of_categories(await service.read_categories(session, user, period))
    return found.model_dump_json(indent=2)


async def journal_csv(session: AsyncSession, user: User) -> AsyncIterator[str]:
    """Every posted line, the earliest first: one line of CSV each."""
    accounts = await store.accounts(session, user.id)
    columns = ("Entry", "Date", "Description", "Code", "Account", "Memo", "Currency", "Amount")
    yield csv_file.line(columns, user.base_currency)
    async for entry in _known(session, user.id, accounts):
        for line in entry.lines:
            account = accounts[line.account_id]
            place = (str(entry.id), str(entry.date), entry.description, account.code, account.name)
            yield csv_file.line((*place, line.memo, line.currency, line.amount), line.currency)


async def beancount_file(session: AsyncSession, user: User) -> AsyncIterator[str]:
    """The books in Beancount's language, with the balances that they come to."""
    accounts = await store.accounts(session, user.id)
    names = beancount.account_names(accounts)
    begins = await journal.first_date(session, user.id) or _NO_ENTRIES
    rates = await journal.rates(session, user.id)
    yield beancount.head(accounts, names, user.base_currency, begins, rates)
    balances: defaultdict[int, Decimal] = defaultdict(Decimal)
    ends = begins
    async for entry in _known(session, user.id, accounts):
        yield beancount.transaction(entry, names)
        ends = entry.date
        for line in entry.lines:
            balances[line.account_id] = exact_sum((balances[line.account_id], line.amount))
    yield beancount.closing(balances, accounts, names, ends + dt.timedelta(days=1))


async def _known(
    session: AsyncSession, owner: int, accounts: Mapping[int, LedgerAccount]
) -> AsyncIterator[JournalEntry]:
    """The entries, but for those that came meanwhile with an account of their own."""
    async for entry in journal.entries(session, owner):
        if all(line.account_id in accounts for line in entry.lines):
            yield entry


async def _balance_sheet(session: AsyncSession, user: User, period: Period) -> Document:
    return documents.of_balance_sheet(await service.read_balance_sheet(session, user, period[1]))


async def _income_statement(session: AsyncSession, user: User, period: Period) -> Document:
    report = await service.read_income_statement(session, user, *period)
    return documents.of_income_statement(report)


async def _cash_flow(session: AsyncSession, user: User, period: Period) -> Document:
    return documents.of_cash_flow(await service.read_cash_flow(session, user, period))


async def _net_worth(session: AsyncSession, user: User, period: Period) -> Document:
    return documents.of_net_worth(await service.read_net_worth(session, user, period))


async def _categories(session: AsyncSession, user: User, period: Period) -> Document:
    return documents.of_categories(await service.read_categories(session, user, period))
