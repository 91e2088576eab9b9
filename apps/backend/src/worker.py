"""Work in the background: what every worker of a queue does, beside the API or by itself.

A worker has a step that it repeats for ever. A service that does not answer is waited for, and a
fault of ours in one step must not stop the others. Whose work it is, and what makes it safe to be
killed in the middle, each worker says for itself.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any
from uuid import uuid4

import structlog
from redis.exceptions import RedisError
from sqlalchemy.exc import DBAPIError

from src import logs
from src.config import ConfigurationError, Settings, load
from src.database import Database, connect
from src.services import Services

log = structlog.get_logger()

# A worker in this process, as long as the block runs.
Runner = Callable[[Services, Database], AbstractAsyncContextManager[None]]
# What a service that is away raises.
UNREACHABLE: tuple[type[Exception], ...] = (RedisError, DBAPIError, OSError)
# How long a worker rests when Redis or the database does not answer.
_REST = 1.0


def name() -> str:
    """A name that no other worker has."""
    return f"{os.getpid()}-{uuid4().hex[:8]}"


async def for_ever(
    what: str,
    step: Callable[[], Awaitable[object]],
    unreachable: tuple[type[Exception], ...] = UNREACHABLE,
) -> None:
    """Repeat a step until cancelled; `what` names the worker in the log."""
    while True:
        try:
            await step()
        except unreachable as error:
            log.warning(f"{what}_waits", error=type(error).__name__)
            await asyncio.sleep(_REST)
        except Exception as error:
            # One message that finds a fault of ours must not stop the others.
            log.error(f"{what}_broke", error=type(error).__name__)
            await asyncio.sleep(_REST)


@asynccontextmanager
async def in_background(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Work in this process, as long as the block runs."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def beside(services: Services, database: Database, *runners: Runner) -> AsyncIterator[None]:
    """Workers beside the API, unless the settings say that they are processes of their own."""
    if not services.settings.statement_worker or not runners:
        yield
        return
    first, *others = runners
    async with first(services, database), beside(services, database, *others):
        yield


def main(runner: Runner) -> int:
    """Run a worker until told to stop. Returns the exit code."""
    try:
        settings = load()
    except ConfigurationError as error:
        print(f"The settings are wrong:\n{error}\nSee .env.example.", file=sys.stderr)
        return 2
    logs.configure("console" if settings.environment == "development" else "json")
    asyncio.run(_until_told(settings, runner))
    return 0


async def _until_told(settings: Settings, runner: Runner) -> None:
    database = connect(settings.database_url.get_secret_value())
    services = Services(settings, database)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    log.info("worker_started", pid=os.getpid(), namespace=settings.namespace)
    try:
        async with runner(services, database):
            await stop.wait()
    finally:
        await services.close()
        await database.close()
