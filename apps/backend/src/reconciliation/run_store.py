"""What a run of matching reads and writes, in bulk.

`owner` is that person's id: what is somebody else's is not there.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from src.reconciliation.rules import Found, Item, Reason, scaled, unscaled
from src.reconciliation.tables import Decider, Kind, State
from src.reconciliation.words import payee_of, words_of
from src.rows import copy_rows

# By account and date: what matching looks at together then lies together in memory.
_LINES = """
    SELECT l.id, l.account_id, l.currency, l.date, l.amount, l.text, l.key
    FROM statement_lines l
    WHERE l.user_id = :owner
      AND NOT EXISTS (SELECT FROM match_lines m WHERE m.line_id = l.id AND m.settled)
      AND l.date > coalesce((SELECT max(c.last) FROM closings c
                             WHERE c.account_id = l.account_id AND c.reopened_at IS NULL),
                            '-infinity')
    ORDER BY l.account_id, l.date, l.id
"""
_SIDES = """
    WITH side AS (
        SELECT l.entry_id, l.account_id, e.date, e.description, sum(l.amount) AS amount,
               string_agg(l.memo, ' ') AS memos
        FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id
        WHERE l.user_id = :owner AND l.account_id = ANY(:accounts)
          AND l.date BETWEEN :first AND :last
          AND e.status = 'posted' AND e.reverses_id IS NULL
        GROUP BY l.entry_id, l.account_id, e.date, e.description
        HAVING sum(l.amount) <> 0
    )
    SELECT side.*, counters.accounts
    FROM side
    LEFT JOIN LATERAL (
        SELECT array_agg(o.account_id) AS accounts FROM journal_lines o
        WHERE o.entry_id = side.entry_id AND o.account_id <> side.account_id
    ) counters ON true
    WHERE NOT EXISTS (SELECT FROM match_sides m WHERE m.entry_id = side.entry_id
                      AND m.account_id = side.account_id AND m.settled)
      AND side.date > coalesce((SELECT max(c.last) FROM closings c
                                WHERE c.account_id = side.account_id AND c.reopened_at IS NULL),
                               '-infinity')
    ORDER BY side.account_id, side.date, side.entry_id
"""


@dataclass(frozen=True, slots=True)
class OpenLines:
    """Lines that nothing explains yet, and the currencies of their accounts."""

    items: tuple[Item, ...]
    currencies: dict[int, str]


async def open_lines(session: AsyncSession, owner: int, closed_until: dt.date | None) -> OpenLines:
    """Every line of a person that nothing explains and no closed statement covers."""
    rows = (await session.execute(text(_LINES), {"owner": owner})).all()
    items = tuple(
        Item(
            id=row.id,
            account=row.account_id,
            day=row.date.toordinal(),
            amount=scaled(row.amount),
            words=words_of(row.text),
            payee=payee_of(row.text),
            key=f"{row.account_id}:{row.key}",
            period=_period(row.date, closed_until),
        )
        for row in rows
    )
    return OpenLines(items, {row.account_id: row.currency for row in rows})


async def open_sides(
    session: AsyncSession, owner: int, lines: OpenLines, days: int, closed_until: dt.date | None
) -> tuple[Item, ...]:
    """What posted entries near these lines book on their accounts, where no match has it yet."""
    if not lines.items:
        return ()
    ordinals = [each.day for each in lines.items]
    values = {
        "owner": owner,
        "accounts": sorted(lines.currencies),
        "first": dt.date.fromordinal(max(min(ordinals) - days, 1)),
        "last": dt.date.fromordinal(max(ordinals) + days),
    }
    rows = await session.execute(text(_SIDES), values)
    return tuple(
        Item(
            id=row.entry_id,
            account=row.account_id,
            day=row.date.toordinal(),
            amount=scaled(row.amount),
            words=words_of(f"{row.description} {row.memos}"),
            counters=frozenset(row.accounts or ()),
            key=f"{row.entry_id}:{row.account_id}",
            period=_period(row.date, closed_until),
        )
        for row in rows
    )


def _period(day: dt.date, closed_until: dt.date | None) -> int:
    return int(closed_until is not None and day > closed_until)


async def refused(session: AsyncSession, owner: int) -> frozenset[str]:
    """The keys of what a person did not want, or took apart again."""
    query = text(
        "SELECT key FROM matches WHERE user_id = :owner AND state IN ('rejected', 'released')"
    )
    return frozenset(await session.scalars(query, {"owner": owner}))


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal that waits; `held` when a person took its acceptance back: they alone decide."""

    id: int
    held: bool


async def proposed(session: AsyncSession, owner: int) -> dict[str, Proposal]:
    """The proposals that wait, by key."""
    query = text(
        """
        SELECT key, id, reasons @> '[{"factor": "person"}]' AS held FROM matches
        WHERE user_id = :owner AND state = 'proposed'
        """
    )
    rows = await session.execute(query, {"owner": owner})
    return {row.key: Proposal(row.id, row.held) for row in rows}


async def drop(session: AsyncSession, owner: int, ids: Sequence[int]) -> None:
    """Take proposals back."""
    query = text(
        "DELETE FROM matches WHERE user_id = :owner AND id = ANY(:ids) AND state = 'proposed'"
    )
    await session.execute(query, {"owner": owner, "ids": list(ids)})


async def add(
    session: AsyncSession, owner: int, found: Sequence[Found], currencies: dict[int, str]
) -> None:
    """Write matches, the automatic ones accepted with their lines explained."""
    numbers = text("SELECT nextval('matches_id_seq') FROM generate_series(1, :count)")
    ids = list(await session.scalars(numbers, {"count": len(found)}))
    now = dt.datetime.now(dt.UTC)
    rows = list(zip(ids, found, strict=True))
    await copy_rows(
        session,
        "matches",
        ("id", "user_id", "account_id", "currency", "kind", "state", "score", "reasons",
         "difference", "key", "decided_at", "decided_by"),
        [_row(id_, owner, each, currencies, now) for id_, each in rows],
    )  # fmt: skip
    await copy_rows(
        session,
        "match_lines",
        ("match_id", "line_id", "user_id", "settled"),
        [(id_, line.id, owner, each.automatic) for id_, each in rows for line in each.lines],
    )
    await copy_rows(
        session,
        "match_sides",
        ("match_id", "entry_id", "account_id", "user_id", "settled"),
        [
            (id_, side.id, side.account, owner, each.automatic)
            for id_, each in rows
            for side in each.sides
        ],
    )
    await copy_rows(
        session,
        "statement_line_entries",
        ("line_id", "entry_id", "user_id"),
        [
            (line.id, side.id, owner)
            for each in found
            if each.automatic
            for line in each.lines
            for side in each.sides
        ],
    )


def _row(
    id_: int, owner: int, found: Found, currencies: dict[int, str], now: dt.datetime
) -> tuple[Any, ...]:
    account = found.lines[0].account
    return (
        id_,
        owner,
        account,
        currencies[account],
        Kind.ENTRY if found.sides else Kind.TRANSFER,
        State.ACCEPTED if found.automatic else State.PROPOSED,
        round(unscaled(int(found.score * 10_000)), 4),
        json.dumps([_reason(each) for each in found.reasons]),
        unscaled(found.difference),
        found.key,
        now if found.automatic else None,
        Decider.PROGRAM if found.automatic else None,
    )


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "factor": reason.factor,
        "contribution": reason.contribution,
        "sentence": reason.sentence,
    }
