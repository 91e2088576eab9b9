"""The matcher: matches what was committed in the background. `python -m src.reconciliation.worker`.

A run decides about everything that is open, so a message that is lost is made good by the next one,
and one that comes twice finds nothing to do.
"""

from __future__ import annotations

import sys
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from sqlalchemy import select

from src import worker
from src.database import Database
from src.reconciliation import runs
from src.services import Services
from src.statements.queue import COMMITTED, Queue
from src.statements.tables import Import, Status


@dataclass(slots=True)
class Matcher:
    """Runs matching for whoever committed an import; any number may run on the same queue."""

    services: Services
    database: Database
    name: str = field(default_factory=worker.name)

    async def run(self) -> None:
        """Match what was committed, for ever."""
        await worker.for_ever("matcher", self.once)

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


def running(services: Services, database: Database) -> AbstractAsyncContextManager[None]:
    """A matcher in this process, as long as the block runs."""
    return worker.in_background(Matcher(services, database).run())


if __name__ == "__main__":
    sys.exit(worker.main(running))
