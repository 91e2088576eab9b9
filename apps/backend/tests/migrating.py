"""Migrations without a process for each: the same commands on the same database, in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from alembic.config import Config

BACKEND = Path(__file__).parents[1]


async def migrated(command: Callable[[Config, str], None], revision: str) -> None:
    """Up or down to a revision, on the database that DATABASE_URL names.

    The migrations' environment has a loop of its own, which cannot run in a thread that has one.
    """
    await asyncio.to_thread(command, Config(BACKEND / "alembic.ini"), revision)
