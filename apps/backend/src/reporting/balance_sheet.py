"""The balance sheet of a day: what is owned and owed, and where the difference came from."""

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
    needed_rates,
    section,
)


@dataclass(frozen=True, slots=True)
class BalanceSheet:
    """Assets - liabilities = equity + earnings + exchange differences.

    Assets and liabilities are valued at the rates of the day, equity and earnings at those of the
    end of each month; the exchange differences are what the rates have changed since then, with
    what is left on the exchange accounts and the cents that rounding moved.
    """

    day: dt.date
    valuation: Valuation
    assets: Section
    liabilities: Section
    equity: Section
    earnings: Decimal
    exchange_differences: Decimal

    @property
    def net_worth(self) -> Decimal:
        """What would be left if everything was sold and paid back."""
        return self.assets.total - self.liabilities.total


def balance_sheet(
    accounts: Mapping[int, LedgerAccount],
    flows: Sequence[Flow],
    rates: Rates,
    base: str,
    day: dt.date,
) -> BalanceSheet:
    """The balance sheet from everything that was posted up to and including `day`.

    Flows of assets and liabilities carry no month: their sum is valued at the rate of the day.
    """
    valuation = Valuation.of(base, rates, needed_rates(accounts, flows, day))

    def of(name: str, *types: str) -> Section:
        chosen = [each for each in flows if _kind(accounts[each.account_id]) in types]
        return section(name, accounts, chosen, valuation, day)

    assets, liabilities, equity = (
        of("assets", "asset"),
        of("liabilities", "liability"),
        of("equity", "equity"),
    )
    earnings = of("income", "income").total - of("expenses", "expense").total
    rest = assets.total - liabilities.total - equity.total - earnings
    return BalanceSheet(day, valuation, assets, liabilities, equity, earnings, rest)


def _kind(account: LedgerAccount) -> str:
    return "exchange" if account.is_exchange else account.type
