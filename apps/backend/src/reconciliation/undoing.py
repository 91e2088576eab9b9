"""Undoing an import whose lines are matched, together with its matches. One commit, or nothing."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from src.errors import Conflict
from src.reconciliation import service, store
from src.reconciliation.tables import ClosingLine, Match
from src.statements import committing, staging
from src.statements.service import Imported, require_import


async def undo_import(session: AsyncSession, owner: int, import_id: int) -> Imported:
    """Take an import back with every match of the lines that go with it.

    Entries that these matches had made are reversed. Raises NotFound; Conflict when the import is
    not committed, when a closed statement holds one of the lines, or when the period of an entry
    is closed.
    """
    await store.take_turn(session, owner)
    await require_import(session, owner, import_id, lock=True)
    lines = await staging.lines_only_of(session, owner, import_id)
    closed = select(ClosingLine.closing_id).where(ClosingLine.line_id.in_(lines)).limit(1)
    if await session.scalar(closed) is not None:
        raise Conflict("Some of its lines are in a closed statement. Reopen the statement first.")
    settled = set((await store.settled_lines(session, owner, lines)).values())
    for match in await store.by_id(session, owner, settled):
        await service.take_apart(session, owner, match)
    # Not released: that would be a person's no, and the same file may come again.
    await session.execute(delete(Match).where(Match.user_id == owner, Match.id.in_(settled)))
    return await committing.undo_import(session, owner, import_id)
