"""The queries of accounting, each within the books of one person. Nothing decides or commits.

`owner` is that person's id: what is somebody else's is not there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, exists, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from src.accounting.rates import Rate
from src.accounting.rules import Posting
from src.accounting.tables import Account, AccountMonth, Entry, Line, RateRow, Role, Status
from src.auth.tables import UserRow


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries are wanted; what is None does not matter. `text` is in words or memos."""

    status: Status | None = None
    account_id: int | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    text: str | None = None
    currency: str | None = None
    # Bounds of a line's amount, whichever its side.
    least: Decimal | None = None
    most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Books:
    """What holds for all entries of a person."""

    base_currency: str
    closed_until: dt.date | None


@dataclass(frozen=True, slots=True)
class Page:
    """`limit` items after the first `offset`."""

    limit: int
    offset: int


async def books(session: AsyncSession, owner: int, *, lock: bool = False) -> Books:
    """The settings of a person's books.

    With `lock`, nobody else posts into these books or closes them until the transaction ends.
    """
    query = select(UserRow.base_currency, UserRow.closed_until).where(UserRow.id == owner)
    if lock:
        query = query.with_for_update(key_share=True)
    return Books(*(await session.execute(query)).one())


async def account(
    session: AsyncSession, owner: int, id_: int, *, lock: bool = False
) -> Account | None:
    """One account; with `lock`, nobody else changes it until this transaction ends."""
    query = select(Account).where(Account.id == id_, Account.user_id == owner)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found: Account | None = await session.scalar(query)
    return found


async def account_by_code(session: AsyncSession, owner: int, code: str) -> Account | None:
    """The account with this code."""
    query = select(Account).where(Account.user_id == owner, Account.code == code)
    found: Account | None = await session.scalar(query)
    return found


async def accounts(session: AsyncSession, owner: int, page: Page) -> tuple[Sequence[Account], int]:
    """A page of the chart of accounts by code, and how many accounts there are."""
    query = select(Account).where(Account.user_id == owner).order_by(Account.code)
    total = await session.scalar(select(func.count()).where(Account.user_id == owner))
    found = await session.scalars(query.limit(page.limit).offset(page.offset))
    return found.all(), total or 0


async def accounts_kept_open(
    session: AsyncSession, owner: int, ids: Collection[int]
) -> dict[int, Account]:
    """Those accounts that exist, by id; none of them is closed before this transaction ends."""
    query = (
        select(Account)
        .where(Account.user_id == owner, Account.id.in_(ids))
        .order_by(Account.id)
        .with_for_update(read=True)
        .execution_options(populate_existing=True)
    )
    return {each.id: each for each in await session.scalars(query)}


async def account_of_role(
    session: AsyncSession, owner: int, role: Role, currency: str, against: str | None
) -> Account | None:
    """The account that the program keeps for this."""
    query = select(Account).where(
        Account.user_id == owner,
        Account.role == role,
        Account.currency == currency,
        Account.against.is_not_distinct_from(against),
    )
    found: Account | None = await session.scalar(query)
    return found


async def posted_balance(session: AsyncSession, owner: int, account_id: int) -> Decimal:
    """What everything that is posted on an account sums to."""
    total = await session.scalar(
        select(func.sum(AccountMonth.amount)).where(
            AccountMonth.user_id == owner, AccountMonth.account_id == account_id
        )
    )
    return total or Decimal(0)


async def rates_before(session: AsyncSession, owner: int, day: dt.date) -> list[Rate]:
    """The latest rate of each pair that was stored for `day` or before."""
    pair = (RateRow.currency, RateRow.quote)
    query = (
        select(RateRow.date, *pair, RateRow.rate)
        .ext(distinct_on(*pair))
        .where(RateRow.user_id == owner, RateRow.date <= day)
        .order_by(*pair, RateRow.date.desc())
    )
    return [Rate(*row) for row in await session.execute(query)]


async def is_used(session: AsyncSession, account_: Account) -> bool:
    """Whether an account has lines or sums, or accounts below it."""
    below = select(Account.id).where(Account.parent_id == account_.id)
    lines = select(Line.id).where(Line.account_id == account_.id)
    return bool(await session.scalar(select(or_(exists(below), exists(lines)))))


async def parents(session: AsyncSession, owner: int) -> dict[int, int | None]:
    """The tree of accounts: each account's parent."""
    query = select(Account.id, Account.parent_id).where(Account.user_id == owner)
    rows = await session.execute(query)
    return {row.id: row.parent_id for row in rows}


async def entry(session: AsyncSession, owner: int, id_: int, *, lock: bool = False) -> Entry | None:
    """One entry with its lines as the database has them now.

    With `lock`, nobody else changes it until this transaction ends.
    """
    query = (
        select(Entry)
        .where(Entry.id == id_, Entry.user_id == owner)
        .options(selectinload(Entry.lines))
        .execution_options(populate_existing=True)
    )
    if lock:
        query = query.with_for_update()
    found: Entry | None = await session.scalar(query)
    return found


async def entries(
    session: AsyncSession, owner: int, wanted: EntryFilter, page: Page
) -> tuple[Sequence[Entry], int]:
    """A page of entries, the latest first, and how many match."""
    conditions = [Entry.user_id == owner, *_conditions(wanted)]
    query = (
        select(Entry)
        .where(*conditions)
        .options(selectinload(Entry.lines))
        .order_by(Entry.date.desc(), Entry.id.desc())
        .limit(page.limit)
        .offset(page.offset)
    )
    total = await session.scalar(select(func.count()).select_from(Entry).where(*conditions))
    return (await session.scalars(query)).all(), total or 0


async def drafts(session: AsyncSession, owner: int, ids: Collection[int]) -> dict[int, Entry]:
    """Those entries that exist, by id, with their lines; nobody else changes them meanwhile."""
    query = (
        select(Entry)
        .where(Entry.user_id == owner, Entry.id.in_(ids))
        .options(selectinload(Entry.lines))
        .order_by(Entry.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {each.id: each for each in await session.scalars(query)}


async def add_lines(session: AsyncSession, entry: Entry, postings: Sequence[Posting]) -> None:
    """Write lines into a stored draft."""
    session.add_all(
        Line(
            user_id=entry.user_id,
            entry_id=entry.id,
            date=entry.date,
            account_id=posting.account_id,
            currency=posting.money.currency,
            amount=posting.money.amount,
            memo=posting.memo,
        )
        for posting in postings
    )
    await session.flush()


async def balances(
    session: AsyncSession, owner: int, as_of: dt.date | None
) -> Sequence[tuple[Account, Decimal]]:
    """Each account whose posted lines, up to and including `as_of`, do not sum to zero; by code.

    Months come from the sums that the database keeps, the days of a month that is cut from lines.
    """
    kept = select(AccountMonth.account_id, AccountMonth.amount).where(AccountMonth.user_id == owner)
    posted = kept.subquery() if as_of is None else _until(kept, owner, as_of).subquery()
    total = func.sum(posted.c.amount)
    query = (
        select(Account, total)
        .join(posted, posted.c.account_id == Account.id)
        .where(Account.user_id == owner)
        .group_by(Account.id)
        .having(total != 0)
        .order_by(Account.code)
    )
    return [(account, balance) for account, balance in await session.execute(query)]


def _until(kept: Select[int, Decimal], owner: int, as_of: dt.date) -> CompoundSelect[int, Decimal]:
    """The sums of the months before that of `as_of`, and its lines."""
    month = as_of.replace(day=1)
    lines = (
        select(Line.account_id, Line.amount)
        .join(Entry, Entry.id == Line.entry_id)
        .where(
            Entry.user_id == owner,
            Entry.status != Status.DRAFT,
            Entry.date.between(month, as_of),
        )
    )
    return kept.where(AccountMonth.month < month).union_all(lines)


def _conditions(wanted: EntryFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.status is not None:
        conditions.append(Entry.status == wanted.status)
    if wanted.account_id is not None:
        conditions.append(Entry.lines.any(Line.account_id == wanted.account_id))
    if wanted.first is not None:
        conditions.append(Entry.date >= wanted.first)
    if wanted.last is not None:
        conditions.append(Entry.date <= wanted.last)
    if amounts := _amounts(wanted):
        conditions.append(Entry.lines.any(and_(*amounts)))
    if wanted.text:
        described = Entry.description.icontains(wanted.text, autoescape=True)
        noted = Entry.lines.any(Line.memo.icontains(wanted.text, autoescape=True))
        conditions.append(described | noted)
    return conditions


def _amounts(wanted: EntryFilter) -> list[ColumnElement[bool]]:
    """What one and the same line must fulfil."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.currency is not None:
        conditions.append(Line.currency == wanted.currency)
    if wanted.least is not None:
        conditions.append(func.abs(Line.amount) >= wanted.least)
    if wanted.most is not None:
        conditions.append(func.abs(Line.amount) <= wanted.most)
    return conditions


async def count(session: AsyncSession, query: Select[Any]) -> int:
    """How many rows a query has."""
    return await session.scalar(select(func.count()).select_from(query.subquery())) or 0
