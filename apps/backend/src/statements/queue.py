"""Imports that wait for a worker: Redis streams, read by a group, each message until it is done.

The stream only says that there is work. What is to be done, and whether somebody is at it, the
database knows: a message that comes twice, or a stream that is lost, does no harm.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from redis.asyncio import Redis

COMMITTED = "committed"
_GROUP = "workers"
# A message that nobody finished within this is offered to the next worker, who then asks the
# database whether the first one lives. Short, so that a killed worker's import waits little.
OFFERED_AGAIN = 2_000
# Below the client's own patience, which would take waiting for a failure.
_WAIT = 1_000
_LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Job:
    """A message: this import is to be worked on."""

    message: str
    import_id: int


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue of one namespace; `redis` answers in text."""

    redis: Redis
    namespace: str
    # `imports` wait to be read; `COMMITTED` ones have lines that nobody has matched yet.
    name: str = "imports"

    @property
    def stream(self) -> str:
        """The stream's key."""
        return f"{self.namespace}:{self.name}"

    async def put(self, import_id: int) -> None:
        """Say that this import waits."""
        fields: dict[Any, Any] = {"import": str(import_id)}
        await self.redis.xadd(self.stream, fields, maxlen=_LONGEST, approximate=True)

    async def take(self, worker: str, *, wait: int = _WAIT) -> Job | None:
        """The next message for this worker: one that another left undone, else a new one.

        None when there is none within `wait` milliseconds.
        """
        await self._prepare()
        _, claimed, *_ = await self.redis.xautoclaim(
            self.stream, _GROUP, worker, min_idle_time=OFFERED_AGAIN, count=1
        )
        messages = claimed
        if not messages:
            found = await self.redis.xreadgroup(
                _GROUP, worker, {self.stream: ">"}, count=1, block=wait
            )
            messages = _messages(found)
        for message, fields in messages:
            if fields and fields.get("import", "").isdigit():
                return Job(message, int(fields["import"]))
            await self._drop(message)
        return None

    async def done(self, job: Job) -> None:
        """This message needs nobody any more."""
        await self._drop(job.message)

    async def _drop(self, message: str) -> None:
        async with self.redis.pipeline(transaction=True) as pipe:
            pipe.xack(self.stream, _GROUP, message)
            pipe.xdel(self.stream, message)
            await pipe.execute()

    async def _prepare(self) -> None:
        from redis.exceptions import ResponseError

        with suppress(ResponseError):  # the group is there already
            await self.redis.xgroup_create(self.stream, _GROUP, id="0", mkstream=True)


def _messages(found: Any) -> list[tuple[str, dict[str, str]]]:
    """The messages of one stream in an answer of either version of Redis's protocol."""
    if not found:
        return []
    if isinstance(found, dict):
        (batches,) = found.values()
        return [message for batch in batches for message in batch]
    return list(found[0][1])
