"""The worker: reads uploaded files in the background. `python -m src.statements.worker`.

Whether an import is being read is told by a lock that the database gives back when the worker's
connection ends: after `kill -9` the next worker gets the message again, finds the lock free and
starts over. What is staged appears in one transaction, whole or not at all.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

import structlog
from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession

from src import worker
from src.database import Database
from src.services import Services
from src.statements import account_store, files, profiles, progress, staging, store
from src.statements.files import StorageAway
from src.statements.progress import Progress
from src.statements.queue import Queue
from src.statements.reading import FileRead, Staged, read_file
from src.statements.tables import Import, StatementFile, Status

log = structlog.get_logger()

# A file that ended so many workers will end the next one, too.
MOST_ATTEMPTS = 3
# What a service that is away raises.
_UNREACHABLE: tuple[type[Exception], ...] = (*worker.UNREACHABLE, StorageAway)
# How often a worker looks for imports that no message speaks of.
_LOOK_EVERY = 30.0


@dataclass(slots=True)
class Worker:
    """One reader of files; any number of them may run on the same queue."""

    services: Services
    database: Database
    name: str = field(default_factory=worker.name)
    looked: float = -_LOOK_EVERY

    async def run(self) -> None:
        """Read what waits, for ever. A service that does not answer is waited for."""
        await worker.for_ever("worker", self._step, _UNREACHABLE)

    async def _step(self) -> None:
        now = asyncio.get_running_loop().time()
        if now - self.looked >= _LOOK_EVERY:
            self.looked = now
            await self.look()
        await self.once()

    async def once(self, *, wait: int = 1_000) -> bool:
        """Read the next import of the queue: whether there was one within `wait` milliseconds."""
        queue = Queue(self.services.redis, self.services.settings.namespace)
        job = await queue.take(self.name, wait=wait)
        if job is None:
            return False
        if await self.read(job.import_id):
            await queue.done(job)
        return True

    async def look(self) -> None:
        """Read what waits without a message, such as after Redis lost its memory."""
        async with self.database.sessions() as session:
            ids = await store.waiting(session)
        for id_ in ids:
            await self.read(id_)

    async def read(self, import_id: int) -> bool:
        """Read an import, unless somebody else is at it: False then, and the message stays."""
        async with self.database.sessions() as session:
            if not await store.take_in_hand(session, import_id):
                return False
            row = await self._begin(import_id)
            if row is None:
                return True
            try:
                found, file = row
                read = await self._read(session, found, file)
                await self._stage(session, import_id, read)
            except FileNotFoundError:
                await self._fail(import_id, "the file is not in the storage: upload it again")
            except _UNREACHABLE:
                # Not the file's fault: it stays in reading, and is read again.
                raise
            except Exception as error:
                await session.rollback()
                log.error("reading_broke", import_=import_id, error=type(error).__name__)
                await self._fail(import_id, "it could not be read: this is a fault of ours")
        await progress.tell(self.services, import_id, Progress("done"))
        return True

    async def _begin(self, import_id: int) -> tuple[Import, StatementFile] | None:
        """Note the attempt, so that it counts even if this process does not live to end it."""
        async with self.database.sessions() as session:
            row = await store.import_to_read(session, import_id)
            if row is None or row[0].status not in (Status.QUEUED, Status.READING):
                return None
            found = row[0]
            found.status, found.attempts = Status.READING, found.attempts + 1
            given_up = found.attempts > MOST_ATTEMPTS
            if given_up:
                found.status = Status.FAILED
                found.problem = f"it could not be read in {MOST_ATTEMPTS} attempts"
            await session.commit()
            return None if given_up else row

    async def _read(self, session: AsyncSession, found: Import, file: StatementFile) -> FileRead:
        await progress.tell(self.services, found.id, Progress("fetching"))
        content = await files.content(self.services, found.user_id, file.sha256)
        saved = {
            each.signature: profiles.restored(each.profile)
            for each in await store.profiles(session, found.user_id)
        }
        confirmed = profiles.restored(found.profile) if found.profile else None
        await progress.tell(self.services, found.id, Progress("reading"))
        return await asyncio.to_thread(read_file, content, saved, confirmed)

    async def _stage(self, session: AsyncSession, import_id: int, read: FileRead) -> None:
        """Write all that was read, and what the import is now, in one transaction."""
        row = await store.import_to_read(session, import_id)
        if row is None or row[0].status is not Status.READING:
            return  # discarded meanwhile
        found = row[0]
        await staging.clear_staged(session, import_id)
        accounts = await account_store.identified(session, found.user_id)
        position = 0
        for staged in read.staged:
            account = _account(found, staged, accounts)
            statement = await staging.add_statement(session, found, staged, account)
            keyed = list(zip(staged.lines, staged.keys, strict=True))
            for begin in range(0, len(keyed), staging.BATCH):
                batch = keyed[begin : begin + staging.BATCH]
                await staging.copy_lines(session, found, statement, position, batch)
                position += len(batch)
                step = Progress("storing", position, read.line_count)
                await progress.tell(self.services, import_id, step)
        await staging.copy_faults(session, found, read.faults)
        _conclude(found, read)
        await session.commit()
        log.info("file_read", import_=import_id, format=read.format, lines=position,
                 faults=len(read.faults), status=found.status)  # fmt: skip

    async def _fail(self, import_id: int, problem: str) -> None:
        async with self.database.sessions() as session:
            row = await store.import_to_read(session, import_id)
            if row is not None and row[0].status is Status.READING:
                row[0].status, row[0].problem = Status.FAILED, problem
                await session.commit()


def _account(
    found: Import, staged: Staged, accounts: Mapping[tuple[str, str], int]
) -> tuple[int, str] | None:
    """The account of the ledger and its currency, where file and person leave no choice."""
    identifier, told = staged.statement.account, staged.statement.currency
    if identifier:
        fits = [
            (account, currency)
            for (name, currency), account in accounts.items()
            if name == identifier and told in ("", currency)
        ]
        if len(fits) == 1:
            return fits[0]
    if found.account_id and found.currency and told in ("", found.currency):
        return found.account_id, found.currency
    return None


def _conclude(found: Import, read: FileRead) -> None:
    """What the import is, now that its file is read."""
    found.format, found.read_at, found.problem = read.format, func.now(), ""
    if read.detection is not None:
        found.detection = profiles.described(read.detection)
        found.profile = profiles.kept(read.profile) if read.profile else None
    if read.format == "pdf":
        found.status = Status.KEPT
    elif not read.confirmed:
        found.status = Status.MAPPING
    elif read.staged:
        found.status = Status.PREVIEW
    else:
        found.status = Status.FAILED
        found.problem = read.faults[0].message if read.faults else "there is nothing in it"


def running(services: Services, database: Database) -> AbstractAsyncContextManager[None]:
    """A worker in this process, as long as the block runs."""
    return worker.in_background(Worker(services, database).run())


if __name__ == "__main__":
    sys.exit(worker.main(running))
