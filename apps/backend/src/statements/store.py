"""The queries of files, imports and profiles, each within one person's own. Nothing decides.

`owner` is that person's id: what is somebody else's is not there.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from src.statements.tables import (
    OVER,
    CsvProfile,
    Import,
    StatementFile,
    Status,
)


async def file_of(session: AsyncSession, owner: int, sha256: str) -> StatementFile | None:
    """The file with these bytes."""
    query = select(StatementFile).where(
        StatementFile.user_id == owner, StatementFile.sha256 == sha256
    )
    found: StatementFile | None = await session.scalar(query)
    return found


async def add_file(
    session: AsyncSession, owner: int, sha256: str, name: str, size: int
) -> StatementFile:
    """The file with these bytes, written down if it was not."""
    values = {"user_id": owner, "sha256": sha256, "name": name, "size": size}
    await session.execute(insert(StatementFile).values(values).on_conflict_do_nothing())
    found = await file_of(session, owner, sha256)
    assert found is not None  # noqa: S101 - it was there, or it is now
    return found


async def active_import(session: AsyncSession, owner: int, file_id: int) -> Import | None:
    """The import of this file that has not ended in nothing."""
    query = select(Import).where(
        Import.user_id == owner, Import.file_id == file_id, Import.status.not_in(OVER)
    )
    found: Import | None = await session.scalar(query)
    return found


async def has_imports(session: AsyncSession, owner: int, file_id: int) -> bool:
    """Whether any import is of this file."""
    query = select(Import.id).where(Import.user_id == owner, Import.file_id == file_id).limit(1)
    return await session.scalar(query) is not None


async def import_with_file(
    session: AsyncSession, owner: int, id_: int, *, lock: bool = False
) -> tuple[Import, StatementFile] | None:
    """An import and its file; with `lock`, nobody else changes the import meanwhile."""
    query = (
        select(Import, StatementFile)
        .join(StatementFile, StatementFile.id == Import.file_id)
        .where(Import.id == id_, Import.user_id == owner)
    )
    if lock:
        query = query.with_for_update(of=Import).execution_options(populate_existing=True)
    row = (await session.execute(query)).one_or_none()
    return (row[0], row[1]) if row else None


async def imports(
    session: AsyncSession, owner: int, status: Status | None, limit: int, offset: int
) -> tuple[Sequence[tuple[Import, StatementFile]], int]:
    """A page of imports, the latest first, and how many there are."""
    conditions = [Import.user_id == owner]
    if status is not None:
        conditions.append(Import.status == status)
    query = (
        select(Import, StatementFile)
        .join(StatementFile, StatementFile.id == Import.file_id)
        .where(*conditions)
        .order_by(Import.id.desc())
        .limit(limit)
        .offset(offset)
    )
    total = await session.scalar(select(func.count()).where(*conditions))
    return [(row[0], row[1]) for row in await session.execute(query)], total or 0


async def waiting(session: AsyncSession) -> list[int]:
    """Every import, of whomever, that a worker should read."""
    query = select(Import.id).where(Import.status.in_((Status.QUEUED, Status.READING)))
    return list(await session.scalars(query.order_by(Import.id)))


async def import_to_read(session: AsyncSession, id_: int) -> tuple[Import, StatementFile] | None:
    """An import as the worker sees it, who works for everybody; it is locked."""
    query = (
        select(Import, StatementFile)
        .join(StatementFile, StatementFile.id == Import.file_id)
        .where(Import.id == id_)
        .with_for_update(of=Import)
        .execution_options(populate_existing=True)
    )
    row = (await session.execute(query)).one_or_none()
    return (row[0], row[1]) if row else None


async def take_in_hand(session: AsyncSession, import_id: int) -> bool:
    """Whether this transaction is the one that reads this import.

    The server gives the lock back when the transaction ends, and when its process does.
    """
    query = text("SELECT pg_try_advisory_xact_lock(hashtextextended('import', :id))")
    return bool(await session.scalar(query, {"id": import_id}))


async def take_file(session: AsyncSession, owner: int, sha256: str) -> None:
    """Wait until nobody else keeps or forgets this file; until this transaction ends."""
    query = text("SELECT pg_advisory_xact_lock(hashtextextended(:file, 0))")
    await session.execute(query, {"file": f"{owner} {sha256}"})


async def take_turns(session: AsyncSession, accounts: Collection[int]) -> None:
    """Wait until nobody else commits or undoes lines of these accounts."""
    query = text("SELECT pg_advisory_xact_lock(hashtextextended('statement_lines', :id))")
    for account in sorted(accounts):
        await session.execute(query, {"id": account})


async def profiles(session: AsyncSession, owner: int) -> Sequence[CsvProfile]:
    """The saved profiles of a person, by name."""
    query = select(CsvProfile).where(CsvProfile.user_id == owner)
    return (await session.scalars(query.order_by(CsvProfile.name, CsvProfile.id))).all()


async def save_profile(
    session: AsyncSession, owner: int, name: str, signature: str, profile: dict[str, Any]
) -> None:
    """Keep a profile; one for the same heading is replaced."""
    values = {"user_id": owner, "name": name, "signature": signature, "profile": profile}
    written = insert(CsvProfile).values(values)
    await session.execute(
        written.on_conflict_do_update(
            index_elements=["user_id", "signature"],
            set_={"name": written.excluded.name, "profile": written.excluded.profile},
        )
    )


async def drop_profile(session: AsyncSession, owner: int, id_: int) -> bool:
    """Forget a profile: whether there was one."""
    query = delete(CsvProfile).where(CsvProfile.user_id == owner, CsvProfile.id == id_)
    return (await session.scalar(query.returning(CsvProfile.id))) is not None
