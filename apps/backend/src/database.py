"""The database: its address, its engine, and the base of its tables.

Migrations import this module and nothing else of the application: it stays quick to import.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import CheckConstraint, Enum, MetaData
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import DeclarativeBase

DRIVER = "postgresql+asyncpg"
APPLICATION = "finance-report"
VIEW = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

# Names that migrations and error handlers may rely on, in place of those PostgreSQL invents.
NAMING = {
    "pk": "%(table_name)s_pkey",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "ck": "%(table_name)s_%(constraint_name)s_check",
}


class Table(DeclarativeBase):
    """What every table of the application derives from."""

    metadata = MetaData(naming_convention=NAMING)


def word(words: type[StrEnum]) -> Enum:
    """A word of a closed list, kept as text: a native enum type cannot lose a word again."""
    return Enum(
        words,
        native_enum=False,
        length=16,
        values_callable=lambda enum: [each.value for each in enum],
    )


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """The constraint that a column has one of these words."""
    listed = ", ".join(f"'{each}'" for each in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def address(url: str) -> URL:
    """The URL with the application's driver, whichever PostgreSQL spelling it came in.

    Raises ValueError when it is not the URL of a PostgreSQL database.
    """
    try:
        parsed = make_url(url)
    except Exception as error:
        raise ValueError("must be postgresql://user:password@host:port/database") from error
    if parsed.get_backend_name() not in ("postgresql", "postgres") or not parsed.database:
        raise ValueError("must be postgresql://user:password@host:port/database")
    return parsed.set(drivername=DRIVER)


@dataclass(frozen=True, slots=True)
class Database:
    """An open database: its name, and how to get a session on it.

    A session of `views` only reads, and sees one state of the books however many queries it sends:
    what somebody commits meanwhile is not there.
    """

    name: str
    engine: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]
    views: async_sessionmaker[AsyncSession]

    async def close(self) -> None:
        """Close every connection of the pool."""
        await self.engine.dispose()


def connect(url: str) -> Database:
    """A database at this address; the first use opens the first connection."""
    target = address(url)
    engine = create_async_engine(
        target,
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=10,
        # The audit trail names the program that wrote.
        connect_args={"timeout": 5, "server_settings": {"application_name": APPLICATION}},
    )
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    views = async_sessionmaker(engine.execution_options(**VIEW), expire_on_commit=False)
    return Database(target.database or "", engine, sessions, views)
