"""An account's register: its posted lines with the balance after each, page by page."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a register: lines are in the order of their date, then of their id."""

    date: dt.date
    line_id: int

    def __str__(self) -> str:
        return f"{self.date}.{self.line_id}"

    @classmethod
    def parse(cls, written: str) -> Place:
        """The place that `str` wrote. Raises ValueError."""
        date, _, line = written.partition(".")
        return cls(dt.date.fromisoformat(date), int(line))


@dataclass(frozen=True, slots=True)
class Extract:
    """Which lines are wanted: of these dates, `limit` of them beyond a place."""

    account_id: int
    first: dt.date | None
    last: dt.date | None
    after: Place | None
    limit: int
    latest_first: bool = True


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A posted line, debits positive, and what everything up to it sums to."""

    line_id: int
    entry_id: int
    date: dt.date
    description: str
    memo: str
    status: str
    amount: Decimal
    balance: Decimal


@dataclass(frozen=True, slots=True)
class Counter:
    """An account on the other side of an entry."""

    entry_id: int
    account_id: int
    code: str
    name: str


# One statement, so that page and balance are of the same moment. The balance is taken once, at the
# latest line of the page: months before it are sums, and of its month all lines are added up from
# the index and the few of drafts taken off again, which looks at no entry that is posted.
_PAGE = """
    WITH page AS MATERIALIZED (
        SELECT l.id, l.entry_id, l.date, e.description, l.memo, e.status, l.amount
        FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id
        WHERE l.account_id = :account AND l.user_id = :owner AND e.status <> 'draft'
          AND l.date BETWEEN :first AND :last {beyond}
        ORDER BY l.date {order}, l.id {order} LIMIT :limit
    ), latest AS MATERIALIZED (
        SELECT date, id, date_trunc('month', date)::date AS month
        FROM page ORDER BY date DESC, id DESC LIMIT 1
    ), balance AS MATERIALIZED (
        SELECT coalesce((
            SELECT sum(m.amount) FROM account_months m
            WHERE m.user_id = :owner AND m.account_id = :account AND m.month < latest.month
        ), 0) + coalesce((
            SELECT sum(l.amount) FROM journal_lines l
            WHERE l.account_id = :account AND l.date BETWEEN latest.month AND latest.date
              AND (l.date, l.id) <= (latest.date, latest.id)
        ), 0) - coalesce((
            SELECT sum(l.amount)
            FROM journal_entries e JOIN journal_lines l ON l.entry_id = e.id
            WHERE e.user_id = :owner AND e.status = 'draft' AND l.account_id = :account
              AND e.date BETWEEN latest.month AND latest.date
              AND (l.date, l.id) <= (latest.date, latest.id)
        ), 0) AS amount FROM latest
    )
    SELECT p.id, p.entry_id, p.date, p.description, p.memo, p.status, p.amount,
           b.amount + p.amount - sum(p.amount) OVER (ORDER BY p.date DESC, p.id DESC)
    FROM page p, balance b ORDER BY p.date {order}, p.id {order}
"""
_BEYOND = {
    True: "AND (l.date, l.id) < (:date, :line)",
    False: "AND (l.date, l.id) > (:date, :line)",
}
_PAGES = {
    (latest_first, beyond): text(
        _PAGE.format(
            order="DESC" if latest_first else "ASC", beyond=_BEYOND[latest_first] if beyond else ""
        )
    )
    for latest_first in (True, False)
    for beyond in (True, False)
}

_BALANCE = text(
    """
    SELECT coalesce((
        SELECT sum(amount) FROM account_months
        WHERE user_id = :owner AND account_id = :account AND month < :month
    ), 0) + coalesce((
        SELECT sum(amount) FROM journal_lines
        WHERE account_id = :account AND user_id = :owner AND date BETWEEN :month AND :day
    ), 0) - coalesce((
        SELECT sum(l.amount) FROM journal_entries e JOIN journal_lines l ON l.entry_id = e.id
        WHERE e.user_id = :owner AND e.status = 'draft' AND l.account_id = :account
          AND e.date BETWEEN :month AND :day
    ), 0)
    """
)

_COUNTERS = text(
    """
    SELECT DISTINCT l.entry_id, a.id, a.code, a.name
    FROM journal_lines l JOIN accounts a ON a.id = l.account_id
    WHERE l.entry_id = ANY(:entries) AND l.user_id = :owner AND l.account_id <> :account
    ORDER BY l.entry_id, a.code
    """
)

_FIRST, _LAST = dt.date(1, 1, 1), dt.date(9999, 12, 31)


async def lines(session: AsyncSession, owner: int, wanted: Extract) -> list[RegisterLine]:
    """A page of a register. The account must be the owner's."""
    first, last = wanted.first or _FIRST, wanted.last or _LAST
    values: dict[str, object] = {
        "owner": owner,
        "account": wanted.account_id,
        "limit": wanted.limit,
    }
    if wanted.after is not None:
        # The index is entered at one end of the dates: at the place, not where all of it begins.
        if wanted.latest_first:
            last = min(last, wanted.after.date)
        else:
            first = max(first, wanted.after.date)
        values |= {"date": wanted.after.date, "line": wanted.after.line_id}
    values |= {"first": first, "last": last}
    query = _PAGES[wanted.latest_first, wanted.after is not None]
    return [RegisterLine(*row) for row in await session.execute(query, values)]


async def balance(session: AsyncSession, owner: int, account_id: int, day: dt.date) -> Decimal:
    """What is posted on an account up to and including a day, debits positive."""
    values = {"owner": owner, "account": account_id, "day": day, "month": day.replace(day=1)}
    found: Decimal = await session.scalar(_BALANCE, values)
    return found


async def counters(
    session: AsyncSession, owner: int, account_id: int, entry_ids: Collection[int]
) -> dict[int, Sequence[Counter]]:
    """For each entry the accounts of its other lines."""
    values = {"owner": owner, "account": account_id, "entries": list(entry_ids)}
    found: defaultdict[int, list[Counter]] = defaultdict(list)
    for row in await session.execute(_COUNTERS, values):
        found[row[0]].append(Counter(*row))
    return dict(found)
