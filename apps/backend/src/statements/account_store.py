"""The queries of accounts that have statements: what files call them, and their timelines.

`owner` is that person's id: what is somebody else's is not there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from src.statements.tables import (
    AccountIdentifier,
    Import,
    Statement,
    StatementLine,
    Status,
)


@dataclass(frozen=True, slots=True)
class AccountSummary:
    """What the statements of one account amount to."""

    account_id: int
    currency: str
    identifiers: tuple[str, ...]
    lines: int
    statements: int
    first: dt.date
    last: dt.date


async def identified(session: AsyncSession, owner: int) -> dict[tuple[str, str], int]:
    """What files call accounts, with the currency: the accounts of the ledger."""
    query = select(AccountIdentifier).where(AccountIdentifier.user_id == owner)
    return {
        (each.identifier, each.currency): each.account_id for each in await session.scalars(query)
    }


async def identify(
    session: AsyncSession, owner: int, identifier: str, currency: str, account_id: int
) -> None:
    """From now on this is what files call that account."""
    values = {
        "user_id": owner, "identifier": identifier, "currency": currency, "account_id": account_id,
    }  # fmt: skip
    written = insert(AccountIdentifier).values(values)
    await session.execute(
        written.on_conflict_do_update(
            index_elements=["user_id", "identifier", "currency"],
            set_={"account_id": written.excluded.account_id},
        )
    )


async def account_summaries(session: AsyncSession, owner: int) -> list[AccountSummary]:
    """Every account that has committed statements, by its id."""
    query = text(
        """
        SELECT s.account_id, s.currency, count(*) AS statements,
               min(s.first) AS first, max(s.last) AS last,
               (SELECT count(*) FROM statement_lines l WHERE l.account_id = s.account_id) AS lines,
               (SELECT coalesce(array_agg(ai.identifier ORDER BY ai.identifier), '{}')
                FROM account_identifiers ai WHERE ai.account_id = s.account_id) AS identifiers
        FROM statements s JOIN imports i ON i.id = s.import_id
        WHERE s.user_id = :owner AND i.status = 'committed' AND s.account_id IS NOT NULL
        GROUP BY s.account_id, s.currency ORDER BY s.account_id
        """
    )
    return [
        AccountSummary(
            row.account_id,
            row.currency,
            tuple(row.identifiers),
            row.lines,
            row.statements,
            row.first,
            row.last,
        )
        for row in await session.execute(query, {"owner": owner})
    ]


async def committed_statements(
    session: AsyncSession, owner: int, account_id: int
) -> Sequence[Statement]:
    """The statements of an account that are committed."""
    query = (
        select(Statement)
        .join(Import, Import.id == Statement.import_id)
        .where(
            Statement.user_id == owner,
            Statement.account_id == account_id,
            Import.status == Status.COMMITTED,
        )
    )
    return (await session.scalars(query)).all()


async def moved_by_day(
    session: AsyncSession, owner: int, account_id: int
) -> list[tuple[dt.date, Decimal]]:
    """The sum of an account's lines on each of its days."""
    query = (
        select(StatementLine.date, func.sum(StatementLine.amount))
        .where(StatementLine.user_id == owner, StatementLine.account_id == account_id)
        .group_by(StatementLine.date)
    )
    return [(day, total) for day, total in await session.execute(query)]
