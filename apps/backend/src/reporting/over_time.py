"""Figures month by month: net worth, and what each category took."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from src.accounting.rates import Rates
from src.reporting.rules import (
    DIGITS,
    Flow,
    LedgerAccount,
    Valuation,
    day_of,
    exact_sum,
    month_end,
    months_between,
    needed_rates,
    rounded,
)


@dataclass(frozen=True, slots=True)
class Point:
    """What was owned and owed at the end of a day, at the rates of that day."""

    day: dt.date
    assets: Decimal
    liabilities: Decimal

    @property
    def net_worth(self) -> Decimal:
        """The difference."""
        return self.assets - self.liabilities


@dataclass(frozen=True, slots=True)
class NetWorth:
    """Net worth at the end of each month of a period."""

    points: Sequence[Point]
    valuation: Valuation


@dataclass(frozen=True, slots=True)
class Category:
    """An account of income or expense, month by month, in the base currency."""

    account: LedgerAccount
    values: Sequence[Decimal]

    @property
    def total(self) -> Decimal:
        """All months together."""
        return sum(self.values, Decimal(0))


@dataclass(frozen=True, slots=True)
class Categories:
    """Categories by month; accounts whose currency lacks a rate are left out and named."""

    months: Sequence[dt.date]
    rows: Sequence[Category]
    valuation: Valuation


def net_worth(
    accounts: Mapping[int, LedgerAccount],
    flows: Sequence[Flow],
    rates: Rates,
    base: str,
    period: tuple[dt.date, dt.date],
) -> NetWorth:
    """Net worth at each month's end from the flows, by month, of assets and liabilities.

    Flows without a month are from before the period.
    """
    first, last = period
    days = [min(month_end(month), last) for month in months_between(first, last)]
    currencies = {accounts[each.account_id].currency for each in flows}
    needed = [(currency, day) for currency in currencies for day in days]
    valuation = Valuation.of(base, rates, needed)
    held: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    moving = sorted(flows, key=lambda each: each.month or dt.date.min)
    points, index = [], 0
    with localcontext(prec=DIGITS):
        for day in days:
            while index < len(moving) and (moving[index].month or dt.date.min) <= day:
                account = accounts[moving[index].account_id]
                held[account.type, account.currency] += moving[index].amount
                index += 1
            points.append(
                Point(
                    day,
                    _worth(held, "asset", valuation, day),
                    -_worth(held, "liability", valuation, day),
                )
            )
    return NetWorth(points, valuation)


def categories(
    accounts: Mapping[int, LedgerAccount],
    flows: Sequence[Flow],
    rates: Rates,
    base: str,
    period: tuple[dt.date, dt.date],
) -> Categories:
    """What each account of income or expense took in each month, at the rates of its end."""
    first, last = period
    months = list(months_between(first, last))
    valuation = Valuation.of(base, rates, needed_rates(accounts, flows, last))
    cells: defaultdict[int, dict[dt.date, Decimal]] = defaultdict(dict)
    for flow in flows:
        account = accounts[flow.account_id]
        if flow.month and valuation.knows(account.currency):
            amount = account.sign * flow.amount
            value = valuation.value(amount, account.currency, day_of(flow, last))
            cells[account.id][flow.month] = rounded(value, base)
    rows = [
        Category(accounts[id_], [by_month.get(month, Decimal(0)) for month in months])
        for id_, by_month in cells.items()
    ]
    rows.sort(key=lambda row: (row.account.type != "income", row.account.code))
    return Categories(months, rows, valuation)


def _worth(
    held: Mapping[tuple[str, str], Decimal], type_: str, valuation: Valuation, day: dt.date
) -> Decimal:
    values = (
        valuation.value(amount, currency, day)
        for (kind, currency), amount in held.items()
        if kind == type_ and valuation.knows(currency)
    )
    return rounded(exact_sum(values), valuation.base)
