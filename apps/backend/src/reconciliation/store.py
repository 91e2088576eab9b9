"""The queries of matches. Nothing decides or commits.

`owner` is that person's id: what is somebody else's is not there.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from src.reconciliation.rules import Thresholds
from src.reconciliation.tables import (
    ClosingLine,
    Match,
    MatchingSettings,
    MatchLine,
    MatchSide,
    State,
)
from src.statements.tables import LineEntry, StatementLine


@dataclass(frozen=True, slots=True)
class Side:
    """What an entry books on an account, as it is shown; `made` when its match made the entry."""

    entry_id: int
    account_id: int
    date: dt.date
    amount: Decimal
    currency: str
    description: str
    counters: tuple[int, ...]
    made: bool = False


@dataclass(frozen=True, slots=True)
class Matched:
    """A match with its lines and sides."""

    match: Match
    lines: list[StatementLine] = field(default_factory=list)
    sides: list[Side] = field(default_factory=list)


async def take_turn(session: AsyncSession, owner: int) -> None:
    """Wait until nobody else decides about matches of this person.

    Who waited sees what the other one decided. It is taken before any lock of an entry.
    """
    query = text("SELECT pg_advisory_xact_lock(hashtextextended('matches', :owner))")
    await session.execute(query, {"owner": owner})


async def thresholds(session: AsyncSession, owner: int) -> Thresholds:
    """A person's thresholds."""
    query = select(MatchingSettings).where(MatchingSettings.user_id == owner)
    found = await session.scalar(query)
    if found is None:
        return Thresholds()
    return Thresholds(
        float(found.accept_at),
        float(found.propose_at),
        found.days,
        float(found.fee_share),
        found.fee_most,
    )


async def save_thresholds(session: AsyncSession, owner: int, values: Mapping[str, Any]) -> None:
    """Keep a person's thresholds."""
    written = insert(MatchingSettings).values(user_id=owner, **values)
    await session.execute(
        written.on_conflict_do_update(index_elements=["user_id"], set_=dict(values))
    )


async def match(session: AsyncSession, owner: int, id_: int) -> Match | None:
    """One match, as the database has it now."""
    query = select(Match).where(Match.id == id_, Match.user_id == owner)
    found: Match | None = await session.scalar(query.execution_options(populate_existing=True))
    return found


async def by_id(session: AsyncSession, owner: int, ids: Collection[int]) -> Sequence[Match]:
    """Those matches that exist, by id."""
    query = select(Match).where(Match.user_id == owner, Match.id.in_(ids)).order_by(Match.id)
    return (await session.scalars(query.execution_options(populate_existing=True))).all()


async def matched(session: AsyncSession, owner: int, matches: Sequence[Match]) -> list[Matched]:
    """Matches with their members."""
    found = {each.id: Matched(each) for each in matches}
    lines = (
        select(MatchLine.match_id, StatementLine)
        .join(StatementLine, StatementLine.id == MatchLine.line_id)
        .where(MatchLine.user_id == owner, MatchLine.match_id.in_(found))
        .order_by(StatementLine.date, StatementLine.id)
    )
    for match_id, line in await session.execute(lines):
        found[match_id].lines.append(line)
    sides = select(MatchSide).where(MatchSide.user_id == owner, MatchSide.match_id.in_(found))
    members = (await session.scalars(sides.order_by(MatchSide.entry_id))).all()
    shown = await sides_of(session, owner, {each.entry_id for each in members})
    made = {(each.match_id, each.entry_id) for each in members if each.made}
    for each in members:
        side = shown[each.entry_id, each.account_id]
        if (each.match_id, each.entry_id) in made:
            side = replace(side, made=True)
        found[each.match_id].sides.append(side)
    return list(found.values())


async def sides_of(
    session: AsyncSession, owner: int, entries: Collection[int]
) -> dict[tuple[int, int], Side]:
    """What these entries book on each of their accounts, by entry and account."""
    query = text(
        """
        SELECT l.entry_id, l.account_id, l.currency, e.date, e.description, sum(l.amount) AS amount,
               (SELECT array_agg(DISTINCT o.account_id ORDER BY o.account_id) FROM journal_lines o
                WHERE o.entry_id = l.entry_id AND o.account_id <> l.account_id) AS counters
        FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id
        WHERE l.user_id = :owner AND l.entry_id = ANY(:entries)
        GROUP BY l.entry_id, l.account_id, l.currency, e.date, e.description
        """
    )
    rows = await session.execute(query, {"owner": owner, "entries": sorted(entries)})
    return {
        (row.entry_id, row.account_id): Side(
            row.entry_id,
            row.account_id,
            row.date,
            row.amount,
            row.currency,
            row.description,
            tuple(row.counters or ()),
        )
        for row in rows
    }


async def lines(
    session: AsyncSession, owner: int, ids: Collection[int]
) -> dict[int, StatementLine]:
    """Those lines that exist, by id; nobody takes them away before this transaction ends."""
    query = (
        select(StatementLine)
        .where(StatementLine.user_id == owner, StatementLine.id.in_(ids))
        .order_by(StatementLine.id)
        .with_for_update(key_share=True)
    )
    return {each.id: each for each in await session.scalars(query)}


async def settled_lines(session: AsyncSession, owner: int, ids: Collection[int]) -> dict[int, int]:
    """The match that explains each of these lines; those that nothing explains are not in it."""
    query = select(MatchLine.line_id, MatchLine.match_id).where(
        MatchLine.user_id == owner, MatchLine.line_id.in_(ids), MatchLine.settled
    )
    return {row.line_id: row.match_id for row in await session.execute(query)}


async def settled_sides(
    session: AsyncSession, owner: int, entries: Collection[int]
) -> dict[tuple[int, int], int]:
    """The match that each side of these entries is in, by entry and account."""
    query = select(MatchSide.entry_id, MatchSide.account_id, MatchSide.match_id).where(
        MatchSide.user_id == owner, MatchSide.entry_id.in_(entries), MatchSide.settled
    )
    return {(entry, account): id_ for entry, account, id_ in await session.execute(query)}


async def hold_entries(session: AsyncSession, owner: int, ids: Collection[int]) -> dict[int, str]:
    """The status of those entries that exist and reverse nothing; nobody changes them meanwhile."""
    query = text(
        """
        SELECT id, status FROM journal_entries
        WHERE user_id = :owner AND id = ANY(:ids) AND reverses_id IS NULL
        ORDER BY id FOR SHARE
        """
    )
    rows = await session.execute(query, {"owner": owner, "ids": sorted(ids)})
    return {row.id: row.status for row in rows}


async def settle(session: AsyncSession, match: Match) -> None:
    """Let a match's members be taken, and the lines be explained by the entries.

    Proposals that want one of the same lines or sides have lost it.
    """
    values = {"match": match.id, "owner": match.user_id}
    for table in ("match_lines", "match_sides"):
        await session.execute(
            text(f"UPDATE {table} SET settled = true WHERE match_id = :match"),  # noqa: S608 - one of two names above
            values,
        )
    await session.execute(text(_LINK), values)
    await session.execute(text(_DROP_RIVALS), values)


_LINK = """
    INSERT INTO statement_line_entries (line_id, entry_id, user_id)
    SELECT DISTINCT ml.line_id, ms.entry_id, ml.user_id
    FROM match_lines ml JOIN match_sides ms USING (match_id)
    WHERE ml.match_id = :match ON CONFLICT DO NOTHING
"""
_DROP_RIVALS = """
    DELETE FROM matches m
    WHERE m.user_id = :owner AND m.state = 'proposed' AND m.id <> :match
      AND (EXISTS (SELECT FROM match_lines theirs JOIN match_lines ours USING (line_id)
                   WHERE theirs.match_id = m.id AND ours.match_id = :match)
           OR EXISTS (SELECT FROM match_sides theirs
                      JOIN match_sides ours USING (entry_id, account_id)
                      WHERE theirs.match_id = m.id AND ours.match_id = :match))
"""


async def unsettle(session: AsyncSession, match: Match) -> None:
    """Let its lines and sides be free again."""
    lines_ = select(MatchLine.line_id).where(MatchLine.match_id == match.id)
    entries = select(MatchSide.entry_id).where(MatchSide.match_id == match.id)
    await session.execute(
        delete(LineEntry).where(
            LineEntry.user_id == match.user_id,
            LineEntry.line_id.in_(lines_),
            LineEntry.entry_id.in_(entries),
        )
    )
    for table in (MatchLine, MatchSide):
        await session.execute(update(table).where(table.match_id == match.id).values(settled=False))


async def is_closed(session: AsyncSession, match_id: int) -> bool:
    """Whether a closed statement holds this match."""
    query = select(func.count()).where(ClosingLine.match_id == match_id)
    return bool(await session.scalar(query))


async def add_side(
    session: AsyncSession, match: Match, entry_id: int, account_id: int, *, made: bool
) -> None:
    """Put a side into a match."""
    session.add(
        MatchSide(
            match_id=match.id,
            entry_id=entry_id,
            account_id=account_id,
            user_id=match.user_id,
            made=made,
        )
    )
    await session.flush()


async def forget_made(session: AsyncSession, match: Match) -> None:
    """Take the sides out of a match that accepting it had made."""
    query = delete(MatchSide).where(MatchSide.match_id == match.id, MatchSide.made)
    await session.execute(query)


async def decided(
    session: AsyncSession, owner: int, before: int | None, limit: int
) -> Sequence[Match]:
    """What was decided, the latest match first; `before` is the id of the last one seen."""
    query = select(Match).where(Match.user_id == owner, Match.state != State.PROPOSED)
    if before is not None:
        query = query.where(Match.id < before)
    return (await session.scalars(query.order_by(Match.id.desc()).limit(limit))).all()


async def last_fee_account(session: AsyncSession, owner: int, currency: str) -> int | None:
    """Where the latest fee in a currency was booked."""
    query = text(
        """
        SELECT o.account_id FROM matches m
        JOIN match_sides s ON s.match_id = m.id AND s.made
        JOIN journal_lines o ON o.entry_id = s.entry_id AND o.account_id <> s.account_id
        WHERE m.user_id = :owner AND m.currency = :currency AND m.difference <> 0
          AND m.state = 'accepted' ORDER BY m.id DESC LIMIT 1
        """
    )
    found: int | None = await session.scalar(query, {"owner": owner, "currency": currency})
    return found


async def history(session: AsyncSession, owner: int) -> dict[str, dict[int, int]]:
    """How often lines of each text were explained by each account on the entries' other side."""
    query = text(
        """
        SELECT line.text, other.account_id, count(*) AS times
        FROM statement_line_entries link
        JOIN statement_lines line ON line.id = link.line_id
        JOIN journal_lines other ON other.entry_id = link.entry_id
             AND other.account_id <> line.account_id
        WHERE link.user_id = :owner GROUP BY 1, 2
        """
    )
    found: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for row in await session.execute(query, {"owner": owner}):
        found[row.text][row.account_id] = row.times
    return dict(found)
