"""The queries of auth. Nothing here decides or commits."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from src.auth.tables import UserRow


async def by_id(session: AsyncSession, id_: int) -> UserRow | None:
    """The person with this id."""
    return await session.get(UserRow, id_)


async def by_email(session: AsyncSession, email_key: str) -> UserRow | None:
    """The person with this address, in the form that addresses are compared in."""
    found: UserRow | None = await session.scalar(
        select(UserRow).where(UserRow.email_key == email_key)
    )
    return found


async def unclaimed(session: AsyncSession) -> UserRow | None:
    """The owner of books from before there were accounts, locked until the transaction ends."""
    query = select(UserRow).where(UserRow.email.is_(None)).order_by(UserRow.id).limit(1)
    found: UserRow | None = await session.scalar(query.with_for_update())
    return found
