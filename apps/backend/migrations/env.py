"""How Alembic reaches the database: one runner at a time, all or nothing.

Only `src.database` is imported on the way up: this runs for every template database that is
built, and the application's other imports would be most of its time.
"""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Any

from alembic import context
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from src.database import Table, address

# Replicas that start together all run `upgrade head`: the first migrates, the others wait for
# this lock and then find nothing to do. The number is "finance" in ASCII.
LOCK = 0x66696E616E6365


def main() -> None:
    """Run the migrations that the command line asked for, or print their SQL."""
    if context.is_offline_mode():
        context.configure(dialect_name="postgresql", literal_binds=True)
        with context.begin_transaction():
            context.run_migrations()
    else:
        asyncio.run(_online(_url()))


def _url() -> str:
    url = os.environ.get("DATABASE_URL", "")
    try:
        return address(url).render_as_string(hide_password=False)
    except ValueError as error:
        reason = str(error) if url else "is not set; it " + str(error)
        sys.exit(f"DATABASE_URL {reason}")


async def _online(url: str) -> None:
    engine = create_async_engine(url, poolclass=NullPool, connect_args={"timeout": 10})
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_migrate)
    finally:
        await engine.dispose()


def _migrate(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=_metadata())
    with context.begin_transaction():
        # Held until this transaction ends, so it cannot outlive a runner that is killed.
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        context.run_migrations()


def _metadata() -> MetaData | None:
    """The tables of the models; only `revision --autogenerate` and `check` compare them."""
    options: Any = context.config.cmd_opts
    compares = options is None or getattr(options, "cmd", (None,))[0].__name__ in (
        "revision",
        "check",
    )
    if not compares:
        return None
    from src.accounting import tables as _accounting  # noqa: F401 - fills the metadata
    from src.reconciliation import tables as _reconciliation  # noqa: F401 - as above
    from src.review import tables as _review  # noqa: F401 - as above
    from src.statements import tables as _statements  # noqa: F401 - as above

    return Table.metadata


main()
