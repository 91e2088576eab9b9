"""How tests of the application are isolated: one transaction for each, rolled back at its end.

`worker_database`, `fresh_database`, `worker_bucket` and `redis_scope` come from the environment
engine's pytest plugin, which also sets the variables that `src.config` reads. A test that asks for
none of the fixtures below needs no server.
"""

from __future__ import annotations

import gc
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import Connection, event, text
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from src.auth.forgery import HEADER
from src.auth.sessions import Sessions, cookie_name
from src.config import Settings, load
from src.database import Database, address, connect
from src.main import create_app
from src.services import Services

from .openapi import Json

os.environ.setdefault("ENVIRONMENT", "test")

# How long an example takes says more about the machine than about the rule. SIXFOLD_EXAMPLES asks
# for a longer search.
hypothesis_settings.register_profile(
    "books",
    deadline=None,
    max_examples=int(os.environ.get("SIXFOLD_EXAMPLES", "40")),
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis_settings.load_profile("books")


def pytest_collection_finish() -> None:
    """What collecting made stays until the end: no collection of garbage need look at it."""
    gc.freeze()
    gc.enable()


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


class ViewingSession(Session):
    """A session that may only read, as those that answer a GET."""


@event.listens_for(ViewingSession, "after_begin")
def _only_read(session: Session, transaction: object, connection: Connection) -> None:
    # Inside a savepoint it holds until that ends.
    connection.execute(text("SET TRANSACTION READ ONLY"))


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
    return _within(connection, CheckedSession)


@pytest.fixture
def views(connection: AsyncConnection) -> async_sessionmaker[AsyncSession]:
    """Sessions that see what the test's transaction wrote, and may not write."""
    return _within(connection, ViewingSession)


def _within(connection: AsyncConnection, kind: type[Session]) -> async_sessionmaker[AsyncSession]:
    return async_sessionmaker(
        connection,
        sync_session_class=kind,
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
async def owner(connection: AsyncConnection) -> int:
    """A person, whose books most tests are about: the id."""
    return await introduced(connection, "ada@example.org")


@pytest.fixture
async def other(connection: AsyncConnection) -> int:
    """Another person, who must not see those books: the id."""
    return await introduced(connection, "bob@example.org")


@pytest.fixture
def database(
    _engine: AsyncEngine,
    sessions: async_sessionmaker[AsyncSession],
    views: async_sessionmaker[AsyncSession],
) -> Database:
    """The database as the application sees it inside the test's transaction."""
    return Database(_engine.url.database or "", _engine, sessions, views)


@pytest.fixture
async def anonymous(database: Database, redis_scope: object) -> AsyncIterator[AsyncClient]:
    """A client of the application that is not signed in."""
    async with serving(load(), database) as opened:
        yield opened


@pytest.fixture
async def client(database: Database, owner: int, redis_scope: object) -> AsyncIterator[AsyncClient]:
    """A client of the application in which `owner` is signed in."""
    async with serving(load(), database, owner) as opened:
        yield opened


@pytest.fixture
async def other_client(
    database: Database, other: int, redis_scope: object
) -> AsyncIterator[AsyncClient]:
    """A client of the application in which `other` is signed in."""
    async with serving(load(), database, other) as opened:
        yield opened


@pytest.fixture
async def own(fresh_database: object) -> AsyncIterator[Database]:
    """A database of this test's own, for what commits or races."""
    database = connect(os.environ["DATABASE_URL"])
    yield database
    await database.close()


@pytest.fixture
async def own_owner(own: Database) -> int:
    """A person in the database of this test's own: the id."""
    async with own.engine.begin() as connection:
        return await introduced(connection, "ada@example.org")


@pytest.fixture
async def own_client(
    own: Database, own_owner: int, redis_scope: object
) -> AsyncIterator[AsyncClient]:
    """A client of the application on a database of this test's own; requests run in parallel."""
    async with serving(load(), own, own_owner) as opened:
        yield opened


async def introduced(connection: AsyncConnection, email: str) -> int:
    """Insert a person who cannot sign in with a password; a session is opened for them instead."""
    query = text(
        "INSERT INTO users (email, email_key, name, password_hash)"
        " VALUES (:email, :key, :name, 'none') RETURNING id"
    )
    name = email.partition("@")[0].title()
    values = {"email": email, "key": email, "name": name}
    return int(await connection.scalar(query, values))


@pytest.fixture(scope="session")
def document() -> Json:
    """The OpenAPI document as a client reads it. Whoever changes it takes a copy."""
    return dict(json.loads(json.dumps(application().openapi())))


@cache
def application() -> FastAPI:
    """The application, built once; what differs between tests is in its state."""
    return create_app(load())


@asynccontextmanager
async def serving(
    settings: Settings, database: Database, user: int | None = None
) -> AsyncIterator[AsyncClient]:
    """A client that talks to the application without a server, with `user` signed in."""
    app, services = application(), Services(settings, database)
    app.state.settings, app.state.database, app.state.services = settings, database, services
    async with AsyncClient(
        transport=ASGITransport(app), base_url="http://books.test", headers={HEADER: "tests"}
    ) as client:
        if user is not None:
            secret = await Sessions(services.redis, settings.namespace).open(user)
            client.cookies.set(cookie_name(settings), secret)
        yield client
    await services.close()
