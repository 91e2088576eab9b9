"""A small chart of accounts for the tests of accounting."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from src.accounting.rules import Posting
from src.database import Database
from src.money import Money

_CHART = text(
    """
    INSERT INTO accounts (user_id, code, name, type, currency) VALUES
        (:owner, '1000', 'Cash', 'asset', 'SGD'),
        (:owner, '1100', 'Dollars', 'asset', 'USD'),
        (:owner, '3000', 'Exchange in dollars', 'equity', 'USD'),
        (:owner, '3100', 'Exchange', 'equity', 'SGD'),
        (:owner, '4000', 'Salary', 'income', 'SGD'),
        (:owner, '5000', 'Food', 'expense', 'SGD')
    RETURNING id
    """
)


@dataclass(frozen=True, slots=True)
class Chart:
    """The ids of the accounts, and of their owner."""

    owner: int
    cash: int
    dollars: int
    dollar_exchange: int
    exchange: int
    salary: int
    food: int

    def salary_of(self, amount: str) -> tuple[Posting, ...]:
        """The lines of an entry that receives a salary in cash."""
        return sgd(self.cash, amount), sgd(self.salary, f"-{amount}")


def sgd(account_id: int, amount: str, memo: str = "") -> Posting:
    """A line in Singapore dollars."""
    return Posting(account_id, Money(Decimal(amount), "SGD"), memo)


def usd(account_id: int, amount: str) -> Posting:
    """A line in US dollars."""
    return Posting(account_id, Money(Decimal(amount), "USD"))


async def opened(connection: AsyncConnection, owner: int) -> Chart:
    """The chart as a person's accounts."""
    return Chart(owner, *await connection.scalars(_CHART, {"owner": owner}))


@pytest.fixture
async def chart(connection: AsyncConnection, owner: int) -> Chart:
    """The chart, inside the test's transaction."""
    return await opened(connection, owner)


@pytest.fixture
async def own_chart(own: Database, own_owner: int) -> Chart:
    """The chart, committed to a database of this test's own."""
    async with own.engine.begin() as connection:
        return await opened(connection, own_owner)
