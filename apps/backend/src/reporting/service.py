"""The use cases of reporting: fetch what a report needs, and let its function make it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from src.accounting import service as accounting
from src.accounting.rates import Rates
from src.auth.users import User
from src.errors import Fault, Invalid, NotFound
from src.reporting import over_time, register, store
from src.reporting.balance_sheet import BalanceSheet, balance_sheet
from src.reporting.cash_flow import CashFlow, cash_flow
from src.reporting.income_statement import IncomeStatement, income_statement
from src.reporting.over_time import Categories, NetWorth
from src.reporting.register import Counter, Extract, RegisterLine
from src.reporting.rules import LedgerAccount
from src.reporting.store import Wanted
from src.statements import line_store

# Twenty years: more months than any page shows, and few enough to be quick.
LONGEST = 240

Period = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """A page of an account's register, with the balances that the period began and ended with."""

    account: LedgerAccount
    lines: Sequence[RegisterLine]
    counters: Mapping[int, Sequence[Counter]]
    # By entry: the lines of statements that it explains.
    sources: Mapping[int, Sequence[int]]
    opening: Decimal
    closing: Decimal
    more: bool


async def read_balance_sheet(session: AsyncSession, user: User, day: dt.date) -> BalanceSheet:
    """The balance sheet of a day."""
    base = user.base_currency
    flows = await store.flows(session, user.id, Wanted(None, day, "foreign", base=base))
    accounts, rates = await _accounts_and_rates(session, user, day)
    return balance_sheet(accounts, flows, rates, base, day)


async def read_income_statement(
    session: AsyncSession, user: User, first: dt.date | None, last: dt.date
) -> IncomeStatement:
    """The income statement of a period; from the beginning of the books without `first`."""
    _require_order(first, last)
    base = user.base_currency
    wanted = Wanted(first, last, "foreign", ("income", "expense"), base=base)
    flows = await store.flows(session, user.id, wanted)
    accounts, rates = await _accounts_and_rates(session, user, last)
    return income_statement(accounts, flows, rates, base, (first, last))


async def read_cash_flow(session: AsyncSession, user: User, period: Period) -> CashFlow:
    """The cash flow of a period."""
    first, last = period
    _require_order(first, last)
    before = first - dt.timedelta(days=1)
    opening = await store.flows(session, user.id, _of_cash(None, before))
    moved = await store.flows(session, user.id, _of_cash(first, last))
    counter = await store.counter_flows(session, user.id, first, last)
    accounts, rates = await _accounts_and_rates(session, user, last, before)
    return cash_flow(accounts, opening, moved, counter, rates, user.base_currency, period)


async def read_net_worth(session: AsyncSession, user: User, period: Period) -> NetWorth:
    """Net worth at the end of each month of a period. Raises Invalid when it is too long."""
    _require_few_months(*period)
    first, last = period[0].replace(day=1), period[1]
    types = ("asset", "liability")
    before = Wanted(None, first - dt.timedelta(days=1), "none", types)
    flows = [
        *await store.flows(session, user.id, before),
        *await store.flows(session, user.id, Wanted(first, last, "month", types)),
    ]
    accounts, rates = await _accounts_and_rates(session, user, last)
    return over_time.net_worth(accounts, flows, rates, user.base_currency, (first, last))


async def read_categories(session: AsyncSession, user: User, period: Period) -> Categories:
    """Income and expenses by account and month. Raises Invalid when the period is too long."""
    _require_few_months(*period)
    wanted = Wanted(*period, "month", ("income", "expense"))
    flows = await store.flows(session, user.id, wanted)
    accounts, rates = await _accounts_and_rates(session, user, period[1])
    return over_time.categories(accounts, flows, rates, user.base_currency, period)


async def read_register(session: AsyncSession, user: User, wanted: Extract) -> RegisterPage:
    """A page of an account's register. Raises NotFound."""
    _require_order(wanted.first, wanted.last or dt.date.max)
    account = await store.account(session, user.id, wanted.account_id)
    if account is None:
        raise NotFound(f"There is no account {wanted.account_id}.")
    one_more = Extract(
        wanted.account_id,
        wanted.first,
        wanted.last,
        wanted.after,
        wanted.limit + 1,
        wanted.latest_first,
    )
    found = await register.lines(session, user.id, one_more)
    lines = found[: wanted.limit]
    entries = {line.entry_id for line in lines}
    counters = await register.counters(session, user.id, account.id, entries)
    sources = await line_store.lines_of(session, user.id, entries)
    opening = Decimal(0)
    if wanted.first and wanted.first > dt.date.min:
        before = wanted.first - dt.timedelta(days=1)
        opening = await register.balance(session, user.id, account.id, before)
    closing = await register.balance(session, user.id, account.id, wanted.last or dt.date.max)
    more = len(found) > wanted.limit
    return RegisterPage(account, lines, counters, sources, opening, closing, more)


async def read_sources(session: AsyncSession, user: User, entry_id: int) -> Sequence[int]:
    """The lines of statements that an entry explains. Raises NotFound."""
    await accounting.read_entry(session, user.id, entry_id)
    return (await line_store.lines_of(session, user.id, [entry_id])).get(entry_id, [])


async def default_period(session: AsyncSession, user: User, last: dt.date) -> Period:
    """The year up to `last`, or since the first entry where that is later."""
    year = last.replace(day=1) - dt.timedelta(days=334)
    first = await store.first_month(session, user.id)
    return min(max(first or year, year), last).replace(day=1), last


def _of_cash(first: dt.date | None, last: dt.date) -> Wanted:
    return Wanted(first, last, "none", ("asset",), cash_only=True)


async def _accounts_and_rates(
    session: AsyncSession, user: User, last: dt.date, *days: dt.date
) -> tuple[dict[int, LedgerAccount], Rates]:
    accounts = await store.accounts(session, user.id)
    if all(each.currency == user.base_currency for each in accounts.values()):
        return accounts, Rates()
    return accounts, Rates.of(await store.rates(session, user.id, last, *days))


def _require_order(first: dt.date | None, last: dt.date) -> None:
    if first is not None and first > last:
        why = f"{first} is later than {last}"
        raise Invalid(f"from: {why}", [Fault("from", why)])


def _require_few_months(first: dt.date, last: dt.date) -> None:
    _require_order(first, last)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months > LONGEST:
        why = f"{months} months are more than {LONGEST}"
        raise Invalid(f"from: {why}", [Fault("from", why)])
