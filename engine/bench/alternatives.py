"""What people do without sixfold, on the same schema and, where one can choose it, server."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from bench.isolation import Bench

Row = tuple[str, str, float, str, float | None]
TURNS = 20

# Each alternative does in a worker what its users do there: make a database, fill in the schema.
WORKER = """
import os, subprocess, sys, time, json
import psycopg
from psycopg import sql
from sqlalchemy import create_engine

how, turns, url = sys.argv[1], int(sys.argv[2]), os.environ["SERVER_URL"]
import models

taken = []
with psycopg.connect(url + "/postgres", autocommit=True) as server:
    for turn in range(turns):
        name = f"alternative_{how}_{turn}"
        begun = time.perf_counter()
        server.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        if how == "create_all":
            engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:") + "/" + name)
            models.metadata.create_all(engine)
            engine.dispose()
        else:
            subprocess.run([sys.executable, "-m", "alembic", "upgrade", "head"], check=True,
                           env={**os.environ, "DATABASE_URL": url + "/" + name},
                           capture_output=True)
        taken.append(time.perf_counter() - begun)
        server.execute(sql.SQL("drop database {}").format(sql.Identifier(name)))
print(json.dumps(taken))
"""

PYTEST_POSTGRESQL = """
import json, os, pathlib, time
import pytest
from pytest_postgresql import factories
from sqlalchemy import create_engine
import models


def fill(**given):
    password = given.get("password") or ""
    models.metadata.create_all(create_engine(
        f"postgresql+psycopg://{given['user']}:{password}@{given['host']}:{given['port']}/{given['dbname']}"))


server = factories.postgresql_noproc(
    host=os.environ["PG_HOST"], port=int(os.environ["PG_PORT"]), user=os.environ["PG_USER"],
    password=os.environ["PG_PASSWORD"], load=[fill])
client = factories.postgresql("server")
taken = []


@pytest.fixture
def before():
    return time.perf_counter()


@pytest.mark.parametrize("turn", range(20))
def test_one(before, client, turn):
    taken.append(time.perf_counter() - before)


def test_report():
    pathlib.Path(os.environ["BENCH_FILE"]).write_text(json.dumps(taken))
"""


def server_of(made: Bench) -> tuple[str, str, str, str]:
    """Host, port, user and password of the test PostgreSQL that sixfold runs."""
    made.command("test", "--fast", "tests/test_first.py")
    told = made.value("status")
    assert isinstance(told, dict)
    line = next(s for s in told["servers"] if s["purpose"] == "test" and s["service"] == "db")
    host, _, port = line["address"].partition(":")
    return host, port, "bench", "bench-password"


def clones(made: Bench) -> list[Row]:
    """A worker database as sixfold makes it, beside the same clone through the log."""
    host, port, user, password = server_of(made)
    rows: list[Row] = []
    with psycopg.connect(
        host=host, port=port, user=user, password=password, dbname="postgres", autocommit=True
    ) as server:
        found = server.execute(
            "select datname from pg_database where datistemplate and datname like 'bench%'"
        ).fetchone()
        assert found is not None
        for strategy, target in (("file_copy", 60.0), ("wal_log", None)):
            taken = []
            for turn in range(TURNS):
                name = sql.Identifier(f"clone_{turn}")
                begun = time.perf_counter()
                server.execute(
                    sql.SQL("create database {} template {} strategy {}").format(
                        name, sql.Identifier(found[0]), sql.SQL(strategy)
                    )
                )
                taken.append(time.perf_counter() - begun)
                server.execute(sql.SQL("drop database {}").format(name))
            by = "sixfold (file copy)" if target else "template through the log"
            middle = statistics.median(taken) * 1000
            rows.append(("a worker database cloned, p50", by, middle, "ms", target))
    return rows


def per_worker(made: Bench) -> list[Row]:
    """`create_all` and `alembic upgrade head` in each worker."""
    host, port, user, password = server_of(made)
    script = made.root / "alternative.py"
    script.write_text(WORKER)
    environment = made.environment() | {
        "SERVER_URL": f"postgresql://{user}:{password}@{host}:{port}",
        "PYTHONPATH": str(made.root),
    }
    rows: list[Row] = []
    for how, turns, by in (
        ("create_all", 10, "create_all in each worker"),
        ("alembic", 3, "alembic upgrade head in each worker"),
    ):
        done = subprocess.run(
            [sys.executable, str(script), how, str(turns)],
            cwd=made.root,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        middle = statistics.median(json.loads(done.stdout)) * 1000
        rows.append(("a worker database, p50", by, middle, "ms", None))
    return rows


def pytest_postgresql(made: Bench) -> list[Row]:
    """pytest-postgresql's database for each test, on the same server."""
    what, by = "a fresh database, p50", "pytest-postgresql"
    if find_spec("pytest_postgresql") is None:
        return []
    host, port, user, password = server_of(made)
    folder = made.root / "other"
    folder.mkdir(exist_ok=True)
    (folder / "test_other.py").write_text(PYTEST_POSTGRESQL)
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:sixfold", str(folder)],
        cwd=made.root,
        env=made.environment()
        | {
            "PG_HOST": host,
            "PG_PORT": port,
            "PG_USER": user,
            "PG_PASSWORD": password,
            "PYTHONPATH": str(made.root),
        },
        check=True,
        capture_output=True,
    )
    taken = json.loads(Path(made.note).read_text())
    return [(what, by, statistics.median(taken) * 1000, "ms", None)]


def containers() -> list[Row]:
    """testcontainers, where an engine answers and holds the image."""
    what, by = "a server and a database, cold", "testcontainers"
    socket = Path(os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock")[7:])
    if find_spec("testcontainers") is None or not socket.exists():
        print(f"left out: {by}: no container engine answers", file=sys.stderr)
        return []
    from testcontainers.postgres import PostgresContainer

    begun = time.perf_counter()
    with PostgresContainer("postgres:18"):
        return [(what, by, time.perf_counter() - begun, "s", None)]
