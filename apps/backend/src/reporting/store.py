"""The queries of reporting: sums by account and month, registers, rates. Read only.

Whole months come from the sums that the database keeps; the days of a month that a period cuts are
summed from the lines themselves. Each of these is one statement, so that no report sees a half of
what somebody posts meanwhile.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from src.accounting.rates import Rate
from src.reporting.rules import Flow, LedgerAccount, month_end

BEGINNING = dt.date(1, 1, 1)

_ACCOUNTS = """
    SELECT id, code, name, type, currency, parent_id, cash, coalesce(role = 'exchange', false)
    FROM accounts WHERE user_id = :owner
"""
_ALL_ACCOUNTS, _ONE_ACCOUNT = text(_ACCOUNTS), text(f"{_ACCOUNTS} AND id = :account")

# The last rate of each month is all that a report values with, but for the day that it ends on.
_RATES = text(
    """
    SELECT DISTINCT ON (currency, quote, date_trunc('month', date)) date, currency, quote, rate
    FROM rates WHERE user_id = :owner AND date <= :last
    ORDER BY currency, quote, date_trunc('month', date), date DESC
    """
)
_RATES_BEFORE = text(
    """
    SELECT DISTINCT ON (currency, quote) date, currency, quote, rate
    FROM rates WHERE user_id = :owner AND date <= :day
    ORDER BY currency, quote, date DESC
    """
)

# `grain` says when the month of a flow matters: 'month' always, 'none' never, and 'foreign' for
# what is neither in the base currency nor valued at the rate of the end. The days of a cut month
# are added up from the index of each account, and the few lines of drafts are taken off again.
_FLOWS = text(
    """
    WITH chosen AS (
        SELECT id, type, currency FROM accounts
        WHERE user_id = :owner AND type = ANY(:types) AND (NOT :cash OR cash)
    ), sums AS (
        SELECT account_id, month, amount FROM account_months
        WHERE user_id = :owner AND month BETWEEN :whole_from AND :whole_to
        UNION ALL
        SELECT chosen.id, date_trunc('month', part.first)::date,
               (SELECT sum(l.amount) FROM journal_lines l
                WHERE l.account_id = chosen.id AND l.date BETWEEN part.first AND part.last)
        FROM chosen CROSS JOIN (VALUES (CAST(:head_from AS date), CAST(:head_to AS date)),
                                       (:tail_from, :tail_to)) AS part(first, last)
        WHERE part.first <= part.last
        UNION ALL
        SELECT l.account_id, date_trunc('month', e.date)::date, -l.amount
        FROM journal_entries e JOIN journal_lines l ON l.entry_id = e.id
        WHERE e.user_id = :owner AND e.status = 'draft'
          AND (e.date BETWEEN :head_from AND :head_to OR e.date BETWEEN :tail_from AND :tail_to)
    )
    SELECT s.account_id,
           CASE WHEN :grain = 'month'
                  OR :grain = 'foreign' AND a.currency <> :base
                     AND a.type NOT IN ('asset', 'liability')
                THEN s.month END AS month,
           sum(s.amount)
    FROM sums s JOIN chosen a ON a.id = s.account_id
    GROUP BY 1, 2 HAVING sum(s.amount) <> 0
    """
)

_COUNTER = text(
    """
    SELECT l.account_id, date_trunc('month', e.date)::date, sum(l.amount)
    FROM journal_entries e
         JOIN journal_lines l ON l.entry_id = e.id
         JOIN accounts a ON a.id = l.account_id
    WHERE e.user_id = :owner AND e.status <> 'draft' AND e.date BETWEEN :first AND :last
      AND NOT a.cash
      AND EXISTS (SELECT FROM journal_lines c JOIN accounts ca ON ca.id = c.account_id
                  WHERE c.entry_id = e.id AND ca.cash)
    GROUP BY 1, 2 HAVING sum(l.amount) <> 0
    """
)

ALL_TYPES = ("asset", "liability", "equity", "income", "expense")
_NEVER = (dt.date(9999, 12, 31), dt.date(1, 1, 1))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which flows: of a period (from the beginning when `first` is None), of which accounts."""

    first: dt.date | None
    last: dt.date
    grain: str
    types: Sequence[str] = ALL_TYPES
    cash_only: bool = False
    base: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """A period as whole months, and the days before and after them. Empty parts end before they
    begin."""

    whole: tuple[dt.date, dt.date]
    head: tuple[dt.date, dt.date]
    tail: tuple[dt.date, dt.date]


def cut(first: dt.date | None, last: dt.date) -> Cut:
    """Cut a period where months begin."""
    start = first or BEGINNING
    if start > last:
        return Cut(_NEVER, _NEVER, _NEVER)
    whole_from = start if start.day == 1 else month_end(start) + dt.timedelta(days=1)
    if whole_from > last:
        return Cut(_NEVER, (start, last), _NEVER)
    head = (start, whole_from - dt.timedelta(days=1)) if whole_from > start else _NEVER
    if last == month_end(last):
        return Cut((whole_from, last), head, _NEVER)
    # A month is chosen by its first day: one that lies before the last, cut month.
    this_month = last.replace(day=1)
    whole = (whole_from, this_month - dt.timedelta(days=1)) if whole_from < this_month else _NEVER
    return Cut(whole, head, (this_month, last))


async def accounts(session: AsyncSession, owner: int) -> dict[int, LedgerAccount]:
    """Every account of the chart, by id. Read after the flows, it holds all of theirs."""
    rows = await session.execute(_ALL_ACCOUNTS, {"owner": owner})
    return {row[0]: LedgerAccount(*row) for row in rows}


async def account(session: AsyncSession, owner: int, id_: int) -> LedgerAccount | None:
    """One account."""
    row = (await session.execute(_ONE_ACCOUNT, {"owner": owner, "account": id_})).first()
    return LedgerAccount(*row) if row else None


async def rates(session: AsyncSession, owner: int, last: dt.date, *days: dt.date) -> list[Rate]:
    """What values the end of every month up to `last`, `last` itself, and these other days."""
    rows = (await session.execute(_RATES, {"owner": owner, "last": last})).all()
    for day in days:
        rows = [*rows, *await session.execute(_RATES_BEFORE, {"owner": owner, "day": day})]
    return [Rate(*row) for row in dict.fromkeys(map(tuple, rows))]


async def flows(session: AsyncSession, owner: int, wanted: Wanted) -> list[Flow]:
    """What was posted in a period, summed by account and as far as it matters by month."""
    parts = cut(wanted.first, wanted.last)
    values = {
        "owner": owner,
        "whole_from": parts.whole[0],
        "whole_to": parts.whole[1],
        "head_from": parts.head[0],
        "head_to": parts.head[1],
        "tail_from": parts.tail[0],
        "tail_to": parts.tail[1],
        "grain": wanted.grain,
        "base": wanted.base,
        "types": list(wanted.types),
        "cash": wanted.cash_only,
    }
    return [Flow(*row) for row in await session.execute(_FLOWS, values)]


async def counter_flows(
    session: AsyncSession, owner: int, first: dt.date, last: dt.date
) -> list[Flow]:
    """By account and month: the other lines of the entries that moved cash."""
    values = {"owner": owner, "first": first, "last": last}
    return [Flow(*row) for row in await session.execute(_COUNTER, values)]


async def first_month(session: AsyncSession, owner: int) -> dt.date | None:
    """The first month in which something was posted."""
    query = text("SELECT min(month) FROM account_months WHERE user_id = :owner AND lines <> 0")
    found: dt.date | None = await session.scalar(query, {"owner": owner})
    return found
