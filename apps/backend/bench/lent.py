"""What the benchmarks of the books share: services lent by the engine, people who are signed in.

A benchmark is a module with a function `bench_...`; `run` hands it to pytest, whose plugin lends
the services of tests. Their PostgreSQL does not wait for the disk, for all ways that are compared.
"""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
import structlog
from httpx import ASGITransport, AsyncClient
from sqlalchemy import text

from src.auth.forgery import HEADER
from src.auth.sessions import Sessions, cookie_name
from src.config import load
from src.database import Database, connect
from src.main import create_app
from src.services import Services


@dataclass(frozen=True, slots=True)
class Lent:
    """The application on lent services, without a server in front of it."""

    database: Database
    services: Services
    transport: ASGITransport

    async def person(self, name: str) -> int:
        """A new person: the id."""
        query = text(
            "INSERT INTO users (email, email_key, name, password_hash)"
            " VALUES (:email, :key, :name, 'none') RETURNING id"
        )
        email = f"{name}@example.org"
        async with self.database.engine.begin() as connection:
            values = {"email": email, "key": email, "name": name}
            return int(await connection.scalar(query, values))

    @asynccontextmanager
    async def signed_in(self, owner: int) -> AsyncIterator[AsyncClient]:
        """A client in which this person is signed in."""
        settings = self.services.settings
        secret = await Sessions(self.services.redis, settings.namespace).open(owner)
        async with AsyncClient(
            transport=self.transport,
            base_url="http://books.test",
            headers={HEADER: "bench"},
            cookies={cookie_name(settings): secret},
            timeout=600,
        ) as client:
            yield client


@asynccontextmanager
async def application() -> AsyncIterator[Lent]:
    """The application on the services that the variables name."""
    # A line for each entry would be a part of what is measured.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    database = connect(os.environ["DATABASE_URL"])
    services = Services(load(), database)
    app = create_app(services.settings)
    app.state.database, app.state.services = database, services
    try:
        yield Lent(database, services, ASGITransport(app))
    finally:
        await services.close()
        await database.close()


def run(file: str, options: dict[str, object]) -> int:
    """Run the `bench_...` functions of a module; options reach them as variables BENCH_NAME."""
    os.environ |= {f"BENCH_{name.upper()}": str(value) for name, value in options.items()}
    os.environ |= {"ENVIRONMENT": "test", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    # Not the suite's configuration: only the plugin that lends services, and no other event loop.
    words = [file, "-c", os.devnull, "-q", "-s", "--no-header", "-p", "no:cacheprovider"]
    return int(pytest.main([*words, "-p", "sixfold", "-o", "python_functions=bench_*"]))


def option(name: str) -> int:
    """A number that `run` was given."""
    return int(os.environ[f"BENCH_{name.upper()}"])


def table(title: str, rows: Sequence[tuple[str, str, str]]) -> str:
    """Rows of what, figure and target."""
    lines = [f"\n| {title} | measured | target |", "|---|---:|---:|"]
    return "\n".join([*lines, *(f"| {what} | {figure} | {goal} |" for what, figure, goal in rows)])
