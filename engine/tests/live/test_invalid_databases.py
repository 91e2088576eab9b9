"""A server that dies while it drops a database leaves one that can only be dropped."""

from __future__ import annotations

import os
import signal

import pytest

from tests.live.inspection import Server
from tests.live.projects import Project
from tests.live.test_runs import COUNTS_ROWS, NEEDS_DATABASE, eventually

# What PostgreSQL itself leaves, from 16 on: `DROP DATABASE` writes it before it removes files.
INVALIDATE = "update pg_database set datistemplate = false, datconnlimit = -2 where datname = '{}'"
HOLDS_A_DATABASE = """
    import pathlib, signal

    def test_holds_a_database(worker_database):
        pathlib.Path(__file__).with_name("began").touch()
        signal.pause()
"""


@pytest.fixture
def server(project: Project) -> Server:
    """The test servers of the project's home."""
    return Server(project.home)


def of_kind(server: Server, kind: str) -> list[str]:
    """The names of our databases of one kind."""
    rows = server.sql(
        "select datname from pg_database"
        f" where shobj_description(oid, 'pg_database') like 'sixfold %\"{kind}\"%'"
    )
    return [str(name) for (name,) in rows]


def test_a_template_that_was_half_dropped_is_made_anew(project: Project, server: Server) -> None:
    project.write("tests/conftest.py", NEEDS_DATABASE)
    project.write("tests/test_rows.py", COUNTS_ROWS)
    assert project.run("test").returncode == 0
    for name in of_kind(server, "template"):
        server.sql(INVALIDATE.format(name))

    again = project.run("test")

    assert again.returncode == 0, again.stdout
    cleaned = project.run("clean")
    assert cleaned.returncode == 0, cleaned.stdout


def test_what_a_dead_run_left_half_dropped_is_swept(project: Project, server: Server) -> None:
    project.write("tests/test_holds.py", HOLDS_A_DATABASE)
    run = project.start("test")
    eventually(lambda: (project.root / "tests/began").exists() or None)
    os.kill(run.pid, signal.SIGKILL)
    run.communicate()
    left = of_kind(server, "worker")
    for name in left:
        server.sql(INVALIDATE.format(name))

    cleaned = project.run("clean")

    assert left
    assert cleaned.returncode == 0, cleaned.stdout
    assert of_kind(server, "worker") == []
