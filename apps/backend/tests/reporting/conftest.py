"""Books in two currencies for the tests of reporting."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import pytest
from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession

from src.accounting import service
from src.accounting.rules import Draft, Posting
from src.accounting.tables import Account, AccountType, Entry, Line, Status
from src.money import Money

JANUARY, FEBRUARY, MARCH = (dt.date(2026, month, 15) for month in (1, 2, 3))


@dataclass(frozen=True, slots=True)
class Chart:
    """The ids of the accounts, and of their owner."""

    owner: int
    bank: int
    savings: int
    dollars: int
    card: int
    opening: int
    salary: int
    royalties: int
    food: int
    eating_out: int


Booking = tuple[dt.date, tuple[tuple[int, str, str], ...]]


async def chart_of(session: AsyncSession, owner: int) -> Chart:
    """Open the accounts: `savings` and `dollars` lie below `bank`, `eating_out` below `food`."""
    names = {
        "1000": (AccountType.ASSET, "SGD", None),
        "5000": (AccountType.EXPENSE, "SGD", None),
        "1010": (AccountType.ASSET, "SGD", "1000"),
        "1020": (AccountType.ASSET, "USD", "1000"),
        "2000": (AccountType.LIABILITY, "SGD", None),
        "3000": (AccountType.EQUITY, "SGD", None),
        "4000": (AccountType.INCOME, "SGD", None),
        "4100": (AccountType.INCOME, "USD", None),
        "5010": (AccountType.EXPENSE, "SGD", "5000"),
    }
    accounts = {
        code: Account(
            user_id=owner,
            code=code,
            name=f"Account {code}",
            type=kind,
            currency=currency,
            cash=kind is AccountType.ASSET,
        )
        for code, (kind, currency, _) in names.items()
    }
    session.add_all(accounts.values())
    await session.flush()
    for code, (_, _, parent) in names.items():
        accounts[code].parent_id = accounts[parent].id if parent else None
    await session.commit()
    ids = {code: account.id for code, account in accounts.items()}
    return Chart(
        owner=owner,
        bank=ids["1000"],
        savings=ids["1010"],
        dollars=ids["1020"],
        card=ids["2000"],
        opening=ids["3000"],
        salary=ids["4000"],
        royalties=ids["4100"],
        food=ids["5000"],
        eating_out=ids["5010"],
    )


async def book(
    session: AsyncSession,
    owner: int,
    date: dt.date,
    *lines: tuple[int, str, str],
    exchange: bool = False,
) -> int:
    """Post an entry of lines (account, amount, currency) as the application does; its id."""
    postings = tuple(
        Posting(account, Money(Decimal(amount), currency)) for account, amount, currency in lines
    )
    draft = Draft(date, "Entry", postings, exchange)
    return (await service.write_entry(session, owner, draft, post=True)).id


async def book_all(
    session: AsyncSession, owner: int, *bookings: Booking, post: bool = True
) -> None:
    """Post many entries with a handful of statements."""
    entries = [
        Entry(
            user_id=owner,
            date=date,
            description="Entry",
            lines=[
                Line(
                    user_id=owner,
                    date=date,
                    account_id=account,
                    amount=Decimal(amount),
                    currency=currency,
                )
                for account, amount, currency in lines
            ],
        )
        for date, lines in bookings
    ]
    session.add_all(entries)
    await session.flush()
    if post:
        ids = [entry.id for entry in entries]
        posting = update(Entry).where(Entry.id.in_(ids))
        await session.execute(posting.values(status=Status.POSTED, posted_at=func.now()))
    await session.commit()


@pytest.fixture
async def chart(session: AsyncSession, owner: int) -> Chart:
    """The accounts, without an entry."""
    return await chart_of(session, owner)


@pytest.fixture
async def quarter(session: AsyncSession, chart: Chart) -> Chart:
    """A quarter of a year: pay, food by card, dollars bought and earned; and a draft."""
    pay = (chart.bank, "500.00", "SGD"), (chart.salary, "-500.00", "SGD")
    await book_all(
        session,
        chart.owner,
        (
            dt.date(2026, 1, 1),
            ((chart.bank, "1000.00", "SGD"), (chart.opening, "-1000.00", "SGD")),
        ),
        (JANUARY, pay),
        (FEBRUARY, pay),
        (MARCH, pay),
        (
            FEBRUARY,
            (
                (chart.card, "-30.50", "SGD"),
                (chart.food, "10.50", "SGD"),
                (chart.eating_out, "20", "SGD"),
            ),
        ),
        (FEBRUARY, ((chart.dollars, "50.00", "USD"), (chart.royalties, "-50.00", "USD"))),
    )
    drafted = (chart.bank, "9999.00", "SGD"), (chart.salary, "-9999.00", "SGD")
    await book_all(session, chart.owner, (MARCH, drafted), post=False)
    bought = (chart.bank, "-130.00", "SGD"), (chart.dollars, "100.00", "USD")
    await book(session, chart.owner, FEBRUARY, *bought, exchange=True)
    return chart
