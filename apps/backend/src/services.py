"""The three services behind the application, and one small round trip through each of them."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import text

from src.config import Settings
from src.database import Database

if TYPE_CHECKING:
    from obstore.store import S3Store
    from pydantic import SecretStr
    from redis.asyncio import Redis

# A service that takes longer than this to answer is as good as down.
PATIENCE = 3.0

Name = Literal["database", "redis", "s3"]


@dataclass(frozen=True, slots=True)
class Check:
    """How one service answered: `target` is which database, index or bucket; times in ms."""

    name: Name
    target: str
    ok: bool
    milliseconds: float
    detail: str


class Services:
    """The services as `settings` address them. Clients are made when they are first used."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings = settings
        self.database = database

    async def close(self) -> None:
        """Close what was opened here; the database has its own owner."""
        if "redis" in vars(self):
            await self.redis.aclose()

    async def health(self) -> list[Check]:
        """Whether each service answers; nothing is written."""
        return await self._all(self._select_one, self._redis_ping, self._list_bucket)

    async def ping(self) -> list[Check]:
        """A value written to and read back from each service, and taken away again.

        In development and test a bucket that is missing is made first. In production nothing is
        written: there this is `health`.
        """
        if not self.settings.may_write_to_check:
            return await self.health()
        return await self._all(self._database_echo, self._redis_echo, self._object_echo)

    async def _all(
        self,
        database: Callable[[], Awaitable[str]],
        redis: Callable[[], Awaitable[str]],
        s3: Callable[[], Awaitable[str]],
    ) -> list[Check]:
        index = self.settings.redis_url.get_secret_value().partition("://")[2].partition("/")[2]
        checks = await asyncio.gather(
            timed("database", self.database.name, database),
            timed("redis", f"index {index.partition('?')[0] or 0}", redis),
            timed("s3", self.settings.s3_bucket, s3),
        )
        return list(checks)

    async def _select_one(self) -> str:
        async with self.database.sessions() as session:
            await session.execute(text("SELECT 1"))
        return "answers"

    async def _redis_ping(self) -> str:
        await self.redis.ping()
        return "answers"

    async def _list_bucket(self) -> str:
        await asyncio.to_thread(lambda: next(iter(self.bucket.list(chunk_size=1)), None))
        return "answers"

    async def _database_echo(self) -> str:
        token = uuid.uuid4().hex
        async with self.database.sessions() as session:
            # A temporary table: a real write that no other session sees and no commit keeps.
            await session.execute(text("CREATE TEMPORARY TABLE ping (token text) ON COMMIT DROP"))
            await session.execute(text("INSERT INTO ping VALUES (:token)"), {"token": token})
            echo = await session.scalar(text("SELECT token FROM ping"))
            await session.rollback()
        return _same(token, echo)

    async def _redis_echo(self) -> str:
        token = uuid.uuid4().hex
        key = f"{self.settings.namespace}:ping:{token}"
        await self.redis.set(key, token, ex=60)
        echo = await self.redis.getdel(key)
        return _same(token, echo)

    async def _object_echo(self) -> str:
        token = uuid.uuid4().hex
        key = f"ping/{token}"
        try:
            await self.bucket.put_async(key, token.encode())
        except FileNotFoundError:
            if not self.settings.may_create_bucket:
                raise
            await asyncio.to_thread(self._create_bucket)
            await self.bucket.put_async(key, token.encode())
        try:
            echo = bytes(await (await self.bucket.get_async(key)).bytes_async())
        finally:
            await self.bucket.delete_async(key)
        return _same(token, echo.decode())

    @cached_property
    def redis(self) -> Redis:
        """The client of Redis; keys begin with the namespace and a colon."""
        from redis.asyncio import Redis

        return Redis.from_url(
            self.settings.redis_url.get_secret_value(),
            decode_responses=True,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
        )

    @cached_property
    def bucket(self) -> S3Store:
        """The client of the bucket."""
        return _store(
            self.settings.s3_bucket,
            str(self.settings.s3_endpoint).rstrip("/"),
            self.settings.s3_region,
            self.settings.s3_access_key,
            self.settings.s3_secret_key,
        )

    def _create_bucket(self) -> None:
        # Only boto3 creates buckets; it is slow to import and rarely needed.
        import boto3

        s3: Any = boto3.client(
            "s3",
            endpoint_url=str(self.settings.s3_endpoint),
            region_name=self.settings.s3_region,
            aws_access_key_id=self.settings.s3_access_key.get_secret_value(),
            aws_secret_access_key=self.settings.s3_secret_key.get_secret_value(),
        )
        # Another process may have made it since we looked; the next write decides.
        with suppress(s3.exceptions.BucketAlreadyExists, s3.exceptions.BucketAlreadyOwnedByYou):
            s3.create_bucket(Bucket=self.settings.s3_bucket)


@cache
def _store(
    bucket: str, endpoint: str, region: str, key_id: SecretStr, secret: SecretStr
) -> S3Store:
    """One client for all who ask for a bucket: each new one reads the machine's certificates."""
    from obstore.store import S3Store

    return S3Store(
        bucket,
        endpoint=endpoint,
        region=region,
        access_key_id=key_id.get_secret_value(),
        secret_access_key=secret.get_secret_value(),
        virtual_hosted_style_request=False,
        client_options={"allow_http": True, "timeout": f"{PATIENCE}s"},
        retry_config={"max_retries": 0},
    )


async def timed(name: Name, target: str, trip: Callable[[], Awaitable[str]]) -> Check:
    """Make a trip, however it ends, and say how it went. Never raises."""
    started = time.perf_counter()
    try:
        async with asyncio.timeout(PATIENCE):
            detail, ok = await trip(), True
    except TimeoutError:
        detail, ok = f"no answer within {PATIENCE:.0f} s", False
    except Exception as error:
        detail, ok = reason(error), False
    return Check(name, target, ok, round((time.perf_counter() - started) * 1000, 2), detail)


def reason(error: Exception) -> str:
    """Why a service did not answer: the kind of the error and the first line of its text."""
    cause = getattr(error, "orig", None) or error
    # An S3 server's answer is a document, which begins on the line of the error.
    first = str(cause).strip().partition("\n")[0].partition("<?xml")[0].rstrip(": ")
    return f"{type(cause).__name__}: {first[:200]}" if first else type(cause).__name__


def _same(sent: str, received: object) -> str:
    if sent != received:
        raise ValueError("what came back is not what was sent")
    return "round trip"
