"""The schema that every contender gets: 24 tables in six Alembic revisions."""

from __future__ import annotations

from pathlib import Path

TABLES = 24
REVISIONS = 6

MODELS = """
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Numeric, String, Table

metadata = MetaData()
tables = [
    Table(
        f"t{n}", metadata,
        Column("id", Integer, primary_key=True),
        Column("name", String(80), nullable=False, unique=True),
        Column("amount", Numeric(20, 4), index=True),
        *([Column("parent", ForeignKey(f"t{n - 1}.id"), index=True)] if n else []),
    )
    for n in range(24)
]
"""

REVISION = """
from alembic import op
import sqlalchemy as sa

revision = "r{number}"
down_revision = {before!r}


def parent(n):
    if not n:
        return []
    return [sa.Column("parent", sa.Integer, sa.ForeignKey(f"t{{n - 1}}.id"), index=True)]


def upgrade():
    for n in range({first}, {last}):
        op.create_table(
            f"t{{n}}",
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("name", sa.String(80), nullable=False, unique=True),
            sa.Column("amount", sa.Numeric(20, 4), index=True),
            *parent(n),
        )


def downgrade():
    for n in reversed(range({first}, {last})):
        op.drop_table(f"t{{n}}")
"""

ENVIRONMENT = """
import os
from alembic import context
from sqlalchemy import create_engine

url = os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://", 1)
with create_engine(url).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""

COMPOSE = """
services:
  db:
    image: postgres:18
    environment: {POSTGRES_USER: bench, POSTGRES_PASSWORD: bench-password}
  cache:
    image: valkey/valkey:9
  files:
    image: rclone/rclone:1.75
    command: [serve, s3, /data]
    environment: {RCLONE_AUTH_KEY: "bench-access-key,bench-secret-key"}
"""

CONFIGURATION = """
[project]
name = "bench"
compose = ["compose.yaml"]
[runtime]
use = "embedded"
linger = "2m"
[database]
name = "bench"
migrate = ["{python}", "-m", "alembic", "upgrade", "head"]
inputs = ["migrations/**/*.py", "alembic.ini"]
[variables]
DATABASE_URL = "{postgres.url}"
[suites.app]
kind = "pytest"
directory = "."
paths = ["tests"]
services = ["postgres"]
variables = { PYTEST_DISABLE_PLUGIN_AUTOLOAD = "1" }
"""

# The first line of a test says when it ran: that is what a person waits for.
FIRST_LINE = """
import os, pathlib, time

def test_first_line(worker_database):
    pathlib.Path(os.environ["BENCH_FILE"]).write_text(repr(time.time()))
    with worker_database.connect() as connection:
        connection.execute("select count(*) from t23")
"""

PLAIN = """
import os, pathlib, time

def test_first_line():
    pathlib.Path(os.environ["BENCH_FILE"]).write_text(repr(time.time()))
"""

FIXTURES = """
import json, os, pathlib, time

import pytest

TURNS = 200
taken = {}


def note(name, seconds):
    taken.setdefault(name, []).append(seconds)


@pytest.fixture
def timed_before():
    return time.perf_counter()


@pytest.mark.parametrize("turn", range(TURNS))
def test_nothing(timed_before, turn):
    note("nothing", time.perf_counter() - timed_before)


@pytest.mark.parametrize("turn", range(TURNS))
def test_default(timed_before, database, turn):
    note("default", time.perf_counter() - timed_before)
    database.execute("insert into t0 (name) values ('same')")


@pytest.mark.parametrize("turn", range(40))
def test_fresh(timed_before, fresh_database, turn):
    note("fresh", time.perf_counter() - timed_before)
    with fresh_database.connect() as connection:
        connection.execute("insert into t0 (name) values ('same')")
    # A test that commits takes its time; the pool uses it.
    deadline = time.monotonic() + 0.1
    while time.monotonic() < deadline:
        time.sleep(0.01)


def test_report():
    pathlib.Path(os.environ["BENCH_FILE"]).write_text(json.dumps(taken))
"""


def write(root: Path) -> None:
    """Write the repository that is measured."""
    files = {
        "models.py": MODELS,
        "compose.yaml": COMPOSE,
        "sixfold.toml": CONFIGURATION,
        "alembic.ini": "[alembic]\nscript_location = migrations\n",
        "migrations/env.py": ENVIRONMENT,
        "migrations/script.py.mako": "",
        "tests/test_first.py": FIRST_LINE,
        "tests/test_plain.py": PLAIN,
        "tests/test_fixtures.py": FIXTURES,
        "pytest.ini": "[pytest]\naddopts = -p no:cacheprovider\n",
    }
    each = TABLES // REVISIONS
    for number in range(REVISIONS):
        files[f"migrations/versions/r{number}.py"] = REVISION.format(
            number=number,
            before=f"r{number - 1}" if number else None,
            first=number * each,
            last=(number + 1) * each,
        )
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
