"""The matcher: matches what was committed in the background. `python -m src.reconciliation.worker`.

A run decides about everything that is open, so a message that is lost is made good by the next one,
and one that comes twice finds nothing to do.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from uuid import uuid4

import structlog
from redis.exceptions import RedisError
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from src.database import Database
from src.reconciliation import runs
from src.services import Services
from src.statements import worker
from src.statements.queue import COMMITTED, Queue
from src.statements.tables import Import, Status

log = structlog.get_logger()

# How long it rests when Redis or the database does not answer.
_REST = 1.0


@dataclass(slots=True)
class Matcher:
    """Runs matching for whoever committed an import; any number may run on the same queue."""

    services: Services
    database: Database
    name: str = field(default_factory=lambda: f"{os.getpid()}-{uuid4().hex[:8]}")

    async def run(self) -> None:
        """Match what was committed, for ever."""
        while True:
            try:
                await self.once()
            except (RedisError, DBAPIError, OSError) as error:
                log.warning("matcher_waits", error=type(error).__name__)
                await asyncio.sleep(_REST)
            except Exception as error:
                # One person's lines that find a fault of ours must not stop the others'.
                log.error("matcher_broke", error=type(error).__name__)
                await asyncio.sleep(_REST)

    async def once(self, *, wait: int = 1_000) -> bool:
        """Match for the next import: whether there was one within `wait` milliseconds."""
        queue = Queue(self.services.redis, self.services.settings.namespace, COMMITTED)
        job = await queue.take(self.name, wait=wait)
        if job is None:
            return False
        async with self.database.sessions() as session:
            query = select(Import.user_id).where(
                Import.id == job.import_id, Import.status == Status.COMMITTED
            )
            owner = await session.scalar(query)
            if owner is not None:
                await runs.run(session, owner)
        await queue.done(job)
        return True


@asynccontextmanager
async def running(services: Services, database: Database) -> AsyncIterator[None]:
    """A matcher in this process, as long as the block runs."""
    task = asyncio.create_task(Matcher(services, database).run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def beside(services: Services, database: Database) -> AsyncIterator[None]:
    """A matcher beside the API, unless the settings say that workers are processes of their own."""
    if not services.settings.statement_worker:
        yield
        return
    async with running(services, database):
        yield


if __name__ == "__main__":
    sys.exit(worker.main(running))
