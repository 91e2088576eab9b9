"""The queries of review. Nothing decides or commits.

`owner` is that person's id: what is somebody else's is not there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from src.accounting.tables import Account
from src.review.rules import Rule
from src.review.tables import RuleRefusal, RuleRow

ItemKind = Literal["match", "line"]
# What waits, one row for each: a proposal with all of its lines, or a line that nothing explains
# and nothing is proposed for.
_WAITING = """
    SELECT 'match' AS kind, m.id, min(l.date) AS date
    FROM matches m JOIN match_lines ml ON ml.match_id = m.id
    JOIN statement_lines l ON l.id = ml.line_id
    WHERE m.user_id = :owner AND m.state = 'proposed'
    GROUP BY m.id
    HAVING CAST(:account AS bigint) IS NULL OR bool_or(l.account_id = :account)
    UNION ALL
    SELECT 'line', l.id, l.date FROM statement_lines l
    WHERE l.user_id = :owner AND (CAST(:account AS bigint) IS NULL OR l.account_id = :account)
      AND NOT EXISTS (
          SELECT FROM match_lines ml JOIN matches m ON m.id = ml.match_id
          WHERE ml.line_id = l.id AND (ml.settled OR m.state = 'proposed'))
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: a proposal, or a line."""

    kind: ItemKind
    id: int
    date: dt.date

    @property
    def place(self) -> str:
        """What the next page begins after."""
        return f"{self.date}:{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the past, and the accounts that it was booked on; none while it is open."""

    id: int
    date: dt.date
    amount: Decimal
    currency: str
    text: str
    accounts: tuple[int, ...]


async def waiting(
    session: AsyncSession,
    owner: int,
    kind: ItemKind | None,
    account_id: int | None,
    after: tuple[dt.date, str, int] | None,
    limit: int,
) -> list[Waiting]:
    """What waits, the oldest first, after that place."""
    day, word, id_ = after or (dt.date.min, "", 0)
    query = f"""
        SELECT * FROM ({_WAITING}) AS waiting
        WHERE (date, kind, id) > (:day, :word, :id)
          AND (CAST(:kind AS text) IS NULL OR kind = :kind)
        ORDER BY date, kind, id LIMIT :limit
    """  # noqa: S608 - a constant of this module
    values = {"owner": owner, "account": account_id, "kind": kind, "limit": limit}
    rows = await session.execute(text(query), values | {"day": day, "word": word, "id": id_})
    return [Waiting(row.kind, row.id, row.date) for row in rows]


async def counts(session: AsyncSession, owner: int, account_id: int | None) -> dict[str, int]:
    """How many proposals and lines wait."""
    query = f"SELECT kind, count(*) FROM ({_WAITING}) AS waiting GROUP BY kind"  # noqa: S608 - as above
    rows = await session.execute(text(query), {"owner": owner, "account": account_id})
    return {row[0]: int(row[1]) for row in rows}


async def rules(session: AsyncSession, owner: int) -> Sequence[RuleRow]:
    """A person's rules in their order."""
    query = select(RuleRow).where(RuleRow.user_id == owner)
    return (await session.scalars(query.order_by(RuleRow.position, RuleRow.id))).all()


async def rule(session: AsyncSession, owner: int, id_: int) -> RuleRow | None:
    """One rule."""
    query = select(RuleRow).where(RuleRow.user_id == owner, RuleRow.id == id_)
    found: RuleRow | None = await session.scalar(query)
    return found


async def next_position(session: AsyncSession, owner: int) -> int:
    """Behind all rules."""
    query = select(func.coalesce(func.max(RuleRow.position) + 1, 0))
    return await session.scalar(query.where(RuleRow.user_id == owner)) or 0


async def currencies(session: AsyncSession, owner: int) -> dict[int, str]:
    """The currency of each account of a person."""
    query = select(Account.id, Account.currency).where(Account.user_id == owner)
    return {row.id: row.currency for row in await session.execute(query)}


async def refusals(session: AsyncSession, owner: int) -> list[tuple[str, int]]:
    """The suggestions that a person did not want: payee and account."""
    query = select(RuleRefusal.payee, RuleRefusal.account_id).where(RuleRefusal.user_id == owner)
    return [(payee, account) for payee, account in await session.execute(query)]


async def refuse(
    session: AsyncSession, owner: int, payee: str, account_id: int, currency: str
) -> None:
    """Note that this suggestion is not wanted; noting it twice is noting it once."""
    values = {
        "user_id": owner, "payee": payee, "account_id": account_id, "currency": currency,
    }  # fmt: skip
    await session.execute(insert(RuleRefusal).values(values).on_conflict_do_nothing())


async def told_lines(session: AsyncSession, owner: int) -> list[Told]:
    """Every line of a person with the accounts that it was booked on, the latest first."""
    query = text(
        """
        SELECT l.id, l.date, l.amount, l.currency, l.text,
               (SELECT array_agg(DISTINCT o.account_id) FROM statement_line_entries link
                JOIN journal_lines o ON o.entry_id = link.entry_id AND o.account_id <> l.account_id
                WHERE link.line_id = l.id) AS accounts
        FROM statement_lines l WHERE l.user_id = :owner ORDER BY l.date DESC, l.id DESC
        """
    )
    return [
        Told(row.id, row.date, row.amount, row.currency, row.text, tuple(row.accounts or ()))
        for row in await session.execute(query, {"owner": owner})
    ]


def as_rule(row: RuleRow) -> Rule:
    """A stored rule as the pure rules know it."""
    return Rule(
        row.id,
        row.pattern,
        row.how.value,
        row.account_id,
        row.least,
        row.most,
        row.description,
        row.enabled,
    )
