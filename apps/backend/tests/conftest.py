"""How tests of the application are isolated: one transaction for each, rolled back at its end.

`worker_database`, `fresh_database`, `worker_bucket` and `redis_scope` come from the environment
engine's pytest plugin, which also sets the variables that `src.config` reads. A test that asks for
none of the fixtures below needs no server.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from httpx import ASGITransport, AsyncClient
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from src.config import Settings, load
from src.database import Database, address, connect
from src.main import create_app
from src.services import Services

os.environ.setdefault("ENVIRONMENT", "test")


class CheckedSession(Session):
    """A session whose commit checks the deferred constraints, as a real commit would.

    Its commit only ends a savepoint inside the test's transaction, and constraints that are
    deferred to the commit would never be looked at.
    """


@event.listens_for(CheckedSession, "before_commit")
def _check_deferred_constraints(session: Session) -> None:
    session.flush()
    session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    session.execute(text("SET CONSTRAINTS ALL DEFERRED"))


@pytest.fixture(scope="session")
async def _engine(worker_database: object) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(address(os.environ["DATABASE_URL"]), poolclass=NullPool)
    yield engine
    await engine.dispose()


@pytest.fixture(scope="session")
async def _shared_connection(_engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    async with _engine.connect() as connection:
        yield connection


@pytest.fixture
async def connection(_shared_connection: AsyncConnection) -> AsyncIterator[AsyncConnection]:
    """A connection in a transaction that is rolled back when the test ends."""
    transaction = await _shared_connection.begin()
    yield _shared_connection
    await transaction.rollback()


@pytest.fixture
def sessions(connection: AsyncConnection) -> async_sessionmaker[AsyncSession]:
    """Sessions whose commits stay inside the test's transaction."""
    return async_sessionmaker(
        connection,
        sync_session_class=CheckedSession,
        join_transaction_mode="create_savepoint",
        expire_on_commit=False,
    )


@pytest.fixture
async def session(sessions: async_sessionmaker[AsyncSession]) -> AsyncIterator[AsyncSession]:
    """One session as the use cases get it."""
    async with sessions() as opened:
        yield opened


@pytest.fixture
def settings() -> Settings:
    """The settings of this test process."""
    return load()


@pytest.fixture
async def client(
    settings: Settings, _engine: AsyncEngine, sessions: async_sessionmaker[AsyncSession]
) -> AsyncIterator[AsyncClient]:
    """A client of the application inside the test's transaction."""
    database = Database(_engine.url.database or "", _engine, sessions)
    async with _serving(settings, database) as opened:
        yield opened


@pytest.fixture
async def own(fresh_database: object) -> AsyncIterator[Database]:
    """A database of this test's own, for what commits or races."""
    database = connect(os.environ["DATABASE_URL"])
    yield database
    await database.close()


@pytest.fixture
async def own_client(own: Database) -> AsyncIterator[AsyncClient]:
    """A client of the application on a database of this test's own; requests run in parallel."""
    async with _serving(load(), own) as opened:
        yield opened


@asynccontextmanager
async def _serving(settings: Settings, database: Database) -> AsyncIterator[AsyncClient]:
    """A client that talks to the application without a server, on a database that is open."""
    app = create_app(settings)
    app.state.database, app.state.services = database, Services(settings, database)
    async with AsyncClient(transport=ASGITransport(app), base_url="http://books.test") as client:
        yield client
    await app.state.services.close()
