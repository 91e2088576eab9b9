"""A server that dies while it drops a database leaves one that can only be dropped."""

from __future__ import annotations

import os
import signal

import pytest
from sixfold.core.lease import Record

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
NEEDS_NO_LONGER = """
    def test_needs_a_database_for_a_moment(worker_database):
        assert worker_database.url
"""


@pytest.fixture
def server(project: Project) -> Server:
    """The test servers of the project's home."""
    return Server(project.home)


def of_kind(server: Server, kind: str) -> list[str]:
    """The names of our databases of one kind."""
    rows = server.sql("select shobj_description(oid, 'pg_database') from pg_database")
    found = [Record.decode(str(comment)) for (comment,) in rows]
    return [record.name for record in found if record is not None and record.kind == kind]


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
    # The clean has stopped the servers, too, which nobody held.
    project.write("tests/test_holds.py", NEEDS_NO_LONGER)
    again = project.run("test")
    assert again.returncode == 0, again.stdout
    assert of_kind(server, "worker") == []
