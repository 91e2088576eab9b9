"""What reporting says over HTTP. Every figure carries `entries`, the way down to what made it."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel


class UsedRate(BaseModel):
    """A rate that the report used: one unit of `currency` in the base currency, as of `date`."""

    currency: str
    date: dt.date
    rate: str


class MissingRate(BaseModel):
    """A rate that nobody stored. Amounts in this currency are in no total of the report."""

    currency: str
    date: dt.date


class Valued(BaseModel):
    """A report in one currency: the rates that it used, and those that it lacked."""

    base_currency: str
    # Whether every currency could be valued.
    complete: bool
    rates: list[UsedRate]
    missing_rates: list[MissingRate]


class RowOut(BaseModel):
    """An account of a report. Figures have their usual sign: owed and earned are positive.

    `amount` is in the account's currency, `value` in the base currency (null without a rate),
    `total` with all accounts below it.
    """

    account_id: int
    code: str
    name: str
    parent_id: int | None
    depth: int
    currency: str
    amount: str
    value: str | None
    total: str
    entries: str


class SectionOut(BaseModel):
    """The rows of one kind in the order of the account tree, and their sum."""

    rows: list[RowOut]
    total: str


class BalanceSheetOut(Valued):
    """assets - liabilities = net_worth = equity + earnings + exchange_differences.

    Assets and liabilities are at the rates of the day, equity and earnings at those of the end of
    each month; the exchange differences are what rates did since then.
    """

    as_of: dt.date
    assets: SectionOut
    liabilities: SectionOut
    equity: SectionOut
    earnings: str
    earnings_report: str
    exchange_differences: str
    net_worth: str


class IncomeStatementOut(Valued):
    """income - expenses = net; each month at the rates of its end."""

    first: dt.date | None
    last: dt.date
    income: SectionOut
    expenses: SectionOut
    net: str


class CashFlowOut(Valued):
    """opening + operating + investing + financing + exchange_differences = closing."""

    first: dt.date
    last: dt.date
    opening: str
    operating: SectionOut
    investing: SectionOut
    financing: SectionOut
    exchange_differences: str
    closing: str


class PointOut(BaseModel):
    """The end of a month. `report` is its balance sheet."""

    date: dt.date
    assets: str
    liabilities: str
    net_worth: str
    report: str


class NetWorthOut(Valued):
    """Net worth at the end of each month, at the rates of that day."""

    points: list[PointOut]


class CellOut(BaseModel):
    """A category in a month."""

    month: dt.date
    value: str
    entries: str


class CategoryOut(BaseModel):
    """An account of income or expense, month by month."""

    account_id: int
    code: str
    name: str
    type: str
    cells: list[CellOut]
    total: str


class CategoriesOut(Valued):
    """Income and expenses by month, in the base currency."""

    months: list[dt.date]
    rows: list[CategoryOut]


class CounterOut(BaseModel):
    """An account on the other side of an entry."""

    account_id: int
    code: str
    name: str


class SourceOut(BaseModel):
    """A line of a bank's statement that an entry explains."""

    line_id: int
    line: str


class SourcesOut(BaseModel):
    """The statement lines behind an entry; none where somebody entered it by hand."""

    entry_id: int
    statement_lines: list[SourceOut]


class RegisterLineOut(BaseModel):
    """A posted line, debits positive, and the account's balance after it.

    `statement_lines` lead to where the bank says the same.
    """

    line_id: int
    entry_id: int
    entry: str
    date: dt.date
    description: str
    memo: str
    status: str
    amount: str
    balance: str
    counter_accounts: list[CounterOut]
    statement_lines: list[SourceOut]


class RegisterOut(BaseModel):
    """A page of a register. `next` asks for the page beyond it, null when there is none.

    Balances count everything that was posted on the account, debits positive.
    """

    account_id: int
    code: str
    name: str
    type: str
    currency: str
    opening: str
    closing: str
    lines: list[RegisterLineOut]
    next: str | None
