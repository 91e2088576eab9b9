"""The income statement of a period: what was earned and spent, each month at its own rates."""

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
class IncomeStatement:
    """Income - expenses = net. Each month is valued at the rates of its end."""

    first: dt.date | None
    last: dt.date
    valuation: Valuation
    income: Section
    expenses: Section

    @property
    def net(self) -> Decimal:
        """What was earned and not spent."""
        return self.income.total - self.expenses.total


def income_statement(
    accounts: Mapping[int, LedgerAccount],
    flows: Sequence[Flow],
    rates: Rates,
    base: str,
    period: tuple[dt.date | None, dt.date],
) -> IncomeStatement:
    """The statement from the flows of a period on accounts of income and expense."""
    first, last = period
    valuation = Valuation.of(base, rates, needed_rates(accounts, flows, last))

    def of(name: str, type_: str) -> Section:
        chosen = [each for each in flows if accounts[each.account_id].type == type_]
        return section(name, accounts, chosen, valuation, last)

    return IncomeStatement(
        first, last, valuation, of("income", "income"), of("expenses", "expense")
    )
