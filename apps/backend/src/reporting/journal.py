"""The whole journal, read in pieces: posted entries by date, with their lines."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from src.accounting.rates import Rate

_AT_A_TIME = 1000

_ENTRIES = text(
    """
    SELECT id, date, description, reverses_id FROM journal_entries
    WHERE user_id = :owner AND status <> 'draft' AND (date, id) > (:date, :id)
    ORDER BY date, id LIMIT :limit
    """
)
_LINES = text(
    """
    SELECT entry_id, account_id, amount, currency, memo FROM journal_lines
    WHERE user_id = :owner AND entry_id = ANY(:entries) ORDER BY id
    """
)
_RATES = text(
    "SELECT date, currency, quote, rate FROM rates WHERE user_id = :owner ORDER BY date, id"
)
_FIRST = text("SELECT min(date) FROM journal_entries WHERE user_id = :owner")


@dataclass(frozen=True, slots=True)
class JournalLine:
    """A line of an entry, debits positive."""

    account_id: int
    amount: Decimal
    currency: str
    memo: str


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """A posted entry with its lines."""

    id: int
    date: dt.date
    description: str
    reverses_id: int | None
    lines: tuple[JournalLine, ...]


async def entries(session: AsyncSession, owner: int) -> AsyncIterator[JournalEntry]:
    """Every posted entry, the earliest first, never more than a piece of them in memory."""
    date, id_ = dt.date.min, 0
    while True:
        values = {"owner": owner, "date": date, "id": id_, "limit": _AT_A_TIME}
        rows = (await session.execute(_ENTRIES, values)).all()
        lines: defaultdict[int, list[JournalLine]] = defaultdict(list)
        found = await session.execute(_LINES, {"owner": owner, "entries": [row.id for row in rows]})
        for entry_id, *line in found:
            lines[entry_id].append(JournalLine(*line))
        for row in rows:
            entry = (row.id, row.date, row.description, row.reverses_id)
            yield JournalEntry(*entry, tuple(lines[row.id]))
        if len(rows) < _AT_A_TIME:
            return
        date, id_ = rows[-1].date, rows[-1].id


async def rates(session: AsyncSession, owner: int) -> list[Rate]:
    """Every stored rate, the earliest first."""
    return [Rate(*row) for row in await session.execute(_RATES, {"owner": owner})]


async def first_date(session: AsyncSession, owner: int) -> dt.date | None:
    """The date of the first entry, drafts included."""
    found: dt.date | None = await session.scalar(_FIRST, {"owner": owner})
    return found
