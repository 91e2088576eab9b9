"""Committing an import, undoing it, retrying and discarding it. Each ends in one commit.

`owner` is the id of the person whose files they are: what is another's does not exist.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import structlog
from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession

from src import money
from src.errors import Conflict, Fault, Invalid
from src.money import MINOR_UNITS
from src.services import Services
from src.statements import account_store, files, rules, service, staging, store
from src.statements.files import StorageAway
from src.statements.service import Imported
from src.statements.staging import Counts
from src.statements.tables import Choice, Statement, Status

log = structlog.get_logger()


async def commit_import(
    session: AsyncSession,
    owner: int,
    id_: int,
    similar: Choice | None = None,
    *,
    accept_difference: bool = False,
) -> Imported:
    """Make the lines of an import lines of their accounts; those that are there stay as they are.

    Raises NotFound; Conflict when it is not in preview; Invalid when an account is missing, when
    lines resemble others and `similar` does not say what to do with them, or when the balances do
    not add up and that is not accepted.
    """
    found, _ = await service.require_import(session, owner, id_, lock=True)
    if found.status is Status.MAPPING:
        raise Conflict("Nobody has confirmed yet how this file is read: confirm its mapping first.")
    service.require_status(found, (Status.PREVIEW,), "committed")
    statements = await staging.statements_of(session, owner, id_)
    accounts = {each.account_id for each in statements if each.account_id is not None}
    await store.take_turns(session, accounts)
    counts = await staging.counts(session, found)
    await _require_ready(session, owner, statements, counts, similar, accept_difference)
    for each in statements:
        if each.identifier and each.account_id is not None and each.currency is not None:
            await account_store.identify(
                session, owner, each.identifier, each.currency, each.account_id
            )
    take = similar is Choice.TAKE
    await staging.commit_lines(session, owner, id_, take_similar=take)
    found.status, found.committed_at = Status.COMMITTED, func.now()
    await session.commit()
    log.info("import_committed", import_=id_, new=counts.new, duplicate=counts.duplicate)
    return await service.read_import(session, owner, id_)


async def undo_import(session: AsyncSession, owner: int, id_: int) -> Imported:
    """Take a committed import back: everything is as if it had not been committed.

    Lines that other committed files tell of, too, stay. Raises NotFound; Conflict when it is not
    committed, or when lines that would go are explained by entries of the journal.
    """
    found, _ = await service.require_import(session, owner, id_, lock=True)
    service.require_status(found, (Status.COMMITTED,), "undone")
    statements = await staging.statements_of(session, owner, id_)
    await store.take_turns(session, {each.account_id for each in statements if each.account_id})
    only = await staging.lines_only_of(session, owner, id_)
    if used := await staging.booked(session, owner, only):
        what = f"1 line of import {id_} is" if used == 1 else f"{used} lines of import {id_} are"
        raise Conflict(f"{what} in the books. Undo it together with its matches.")
    await staging.undo_lines(session, owner, id_, only)
    found.status, found.undone_at = Status.UNDONE, func.now()
    await session.commit()
    log.info("import_undone", import_=id_, lines=len(only))
    return await service.read_import(session, owner, id_)


async def retry_import(session: AsyncSession, services: Services, owner: int, id_: int) -> Imported:
    """Read a file again whose reading failed. Raises NotFound, Conflict when it did not fail."""
    found, _ = await service.require_import(session, owner, id_, lock=True)
    service.require_status(found, (Status.FAILED,), "retried")
    if await store.active_import(session, owner, found.file_id):
        raise Conflict("The same file has a newer import.")
    found.status, found.attempts, found.problem = Status.QUEUED, 0, ""
    await session.commit()
    await service.enqueue(services, id_)
    return await service.read_import(session, owner, id_)


async def discard_import(session: AsyncSession, services: Services, owner: int, id_: int) -> None:
    """Forget an import that is not committed, and its file when nothing else is of it.

    Raises NotFound, Conflict when it is committed (undo it first) or being read.
    """
    found, file = await service.require_import(session, owner, id_, lock=True)
    if found.status in (Status.COMMITTED, Status.READING):
        raise Conflict(f"Import {id_} is {found.status}: it cannot be discarded now.")
    await store.take_file(session, owner, file.sha256)
    await session.delete(found)
    await session.flush()
    if not await store.has_imports(session, owner, file.id):
        await session.delete(file)
        await session.flush()
        # A file without a row is nobody's any more, and the same upload would write it again.
        with suppress(StorageAway, FileNotFoundError):
            await files.forget(services, owner, file.sha256)
    await session.commit()


async def _require_ready(
    session: AsyncSession,
    owner: int,
    statements: Sequence[Statement],
    counts: Counts,
    similar: Choice | None,
    accept_difference: bool,
) -> None:
    open_ = [Fault("accounts", f"say which account statement {each.id} is of")
             for each in statements if each.account_id is None and each.line_count]  # fmt: skip
    if open_:
        raise Invalid("The file does not say which accounts it is of.", open_)
    for each in statements:
        if each.account_id is not None:
            account = await service.require_banked(session, owner, each.account_id)
            digits = MINOR_UNITS[account.currency]
            if await staging.finer_than(session, each.id, digits):
                what = f"some amounts have more decimals than {account.currency} has"
                raise service.invalid("accounts", what)
        off = rules.difference(each.opening, each.moved, each.closing)
        if off and not accept_difference:
            missing = money.render(off, each.currency or each.told_currency)
            what = f"the balances of statement {each.id} do not add up: {missing} is missing"
            raise service.invalid("accept_difference", what)
    if counts.similar and similar is None:
        what = f"{counts.similar} lines resemble lines of other files: take or leave them"
        raise service.invalid("similar", what)
