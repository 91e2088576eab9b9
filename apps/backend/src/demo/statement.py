"""The demonstration's bank statement: imported and matched as any other, and taken back whole."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Sequence

import structlog
from sqlalchemy import delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from src.accounting.tables import Account
from src.demo import paper
from src.demo.household import DemoEntry
from src.reconciliation.tables import Closing, Match, MatchLine
from src.reconciliation.undoing import undo_import
from src.services import Services
from src.statements import committing, files, staging, store
from src.statements.files import StorageAway, Upload
from src.statements.reading import read_file
from src.statements.tables import Import, Status

log = structlog.get_logger()


async def kept(
    services: Services, owner: int, entries: Sequence[DemoEntry], last: dt.date
) -> bytes | None:
    """The statement's file, kept in the bucket; None where that is away: books need no file."""
    content = paper.paper(entries, last)
    try:
        await files.keep(services, owner, _upload(content))
    except StorageAway:
        log.warning("demo_without_statement", user=owner)
        return None
    return content


async def imported(session: AsyncSession, owner: int, account: Account, content: bytes) -> None:
    """The lines of the file as lines of the account. The caller commits."""
    upload, read = _upload(content), read_file(content, {})
    file = await store.add_file(session, owner, upload.sha256, upload.name, upload.size)
    found = Import(user_id=owner, file_id=file.id, demo=True, format=read.format)
    found.account_id, found.currency = account.id, account.currency
    found.status, found.attempts, found.read_at = Status.PREVIEW, 1, func.now()
    session.add(found)
    await session.flush()
    for staged in read.staged:
        of = (account.id, account.currency)
        statement = await staging.add_statement(session, found, staged, of)
        lines = list(zip(staged.lines, staged.keys, strict=True))
        await staging.copy_lines(session, found, statement, 0, lines)
    await staging.commit_lines(session, owner, found.id, take_similar=True)
    found.status, found.committed_at = Status.COMMITTED, func.now()
    await session.flush()


async def removed(session: AsyncSession, services: Services, owner: int) -> None:
    """Take it back with its matches, its lines and its file.

    Raises Conflict when a closed statement or a closed period holds one of its lines. What was
    taken back when that is told stays so: it may be asked again.
    """
    mine = select(Import.id, Import.status).where(Import.user_id == owner, Import.demo)
    for id_, status in (await session.execute(mine)).all():
        lines = await staging.lines_only_of(session, owner, id_)
        about = select(MatchLine.match_id).where(MatchLine.line_id.in_(lines))
        matches = (await session.scalars(about)).all()
        if status is Status.COMMITTED:
            await undo_import(session, owner, id_)
        # A person's no, and a closing, are records; of what was only shown, they are not kept.
        await session.execute(text("SELECT set_config('finance.removes_demo', 'yes', true)"))
        await session.execute(delete(Match).where(Match.user_id == owner, Match.id.in_(matches)))
        closings = Closing.user_id == owner, Closing.import_id == id_
        await session.execute(delete(Closing).where(*closings))
        await committing.discard_import(session, services, owner, id_)


def _upload(content: bytes) -> Upload:
    sha256 = hashlib.sha256(content).hexdigest()
    return Upload(paper.NAME, len(content), sha256, io.BytesIO(content))
