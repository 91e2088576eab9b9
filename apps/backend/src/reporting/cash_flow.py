"""The cash flow of a period: where the money at hand came from and where it went."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from src.accounting.rates import Rates
from src.reporting.rules import (
    Flow,
    LedgerAccount,
    Section,
    Valuation,
    exact_sum,
    needed_rates,
    rounded,
    section,
)

# What the other side of an entry says about the money that moved.
ACTIVITIES = {
    "income": "operating",
    "expense": "operating",
    "asset": "investing",
    "liability": "financing",
    "equity": "financing",
}


@dataclass(frozen=True, slots=True)
class CashFlow:
    """Opening + activities + exchange differences = closing.

    What was there is valued at the rates of its day, what moved at those of the end of its month;
    the exchange differences are what the rates changed, and what exchanges left.
    """

    first: dt.date
    last: dt.date
    valuation: Valuation
    opening: Decimal
    closing: Decimal
    operating: Section
    investing: Section
    financing: Section
    exchange_differences: Decimal


def cash_flow(
    accounts: Mapping[int, LedgerAccount],
    opening: Sequence[Flow],
    moved: Sequence[Flow],
    counter: Sequence[Flow],
    rates: Rates,
    base: str,
    period: tuple[dt.date, dt.date],
) -> CashFlow:
    """The cash flow from the sums of cash accounts before and in the period, and from the other
    lines of the entries that moved cash.

    An entry balances in each currency, so what its other lines got is what its cash gave.
    """
    first, last = period
    before = first - dt.timedelta(days=1)
    at_the_end = [Flow(each.account_id, None, each.amount) for each in (*opening, *moved)]
    needed = {
        *needed_rates(accounts, opening, before),
        *needed_rates(accounts, at_the_end, last),
        *needed_rates(accounts, counter, last),
    }
    valuation = Valuation.of(base, rates, needed)

    def stock(flows: Sequence[Flow], day: dt.date) -> Decimal:
        known = [each for each in flows if valuation.knows(accounts[each.account_id].currency)]
        values = (
            valuation.value(each.amount, accounts[each.account_id].currency, day) for each in known
        )
        return rounded(exact_sum(values), base)

    def of(activity: str) -> Section:
        chosen = [each for each in counter if _activity(accounts[each.account_id]) == activity]
        # Shown from the side of the cash: what was earned comes in, what was spent goes out.
        as_cash = {id_: _from_the_cash(account) for id_, account in accounts.items()}
        return section(activity, as_cash, chosen, valuation, last)

    opened, closed = stock(opening, before), stock(at_the_end, last)
    operating, investing, financing = of("operating"), of("investing"), of("financing")
    rest = closed - opened - operating.total - investing.total - financing.total
    return CashFlow(first, last, valuation, opened, closed, operating, investing, financing, rest)


def _activity(account: LedgerAccount) -> str:
    return "exchange" if account.is_exchange else ACTIVITIES[account.type]


def _from_the_cash(account: LedgerAccount) -> LedgerAccount:
    """The account as if it was owed to: its sign is that of the cash on the other side."""
    return LedgerAccount(
        account.id,
        account.code,
        account.name,
        "income",
        account.currency,
        account.parent_id,
        account.cash,
        account.is_exchange,
    )
