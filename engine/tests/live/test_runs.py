"""`sixfold test` as its users meet it: isolated, one run a namespace, nothing left behind."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from sixfold.commands.status import status
from sixfold.core.lease import Record

from tests.live.projects import Project

COUNTS_ROWS = """
    import os
    import psycopg

    def test_only_its_own_rows():
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.execute("insert into item (name) values ('here')")
            assert connection.execute("select count(*) from item").fetchone() == (1,)

    def test_name(worker_database):
        assert worker_database.url == os.environ["DATABASE_URL"]
        print("DATABASE", worker_database.name)
"""
NEEDS_DATABASE = """
    import pytest

    @pytest.fixture(autouse=True)
    def _database(worker_database):
        pass
"""
WAITS = """
    import os, pathlib, time

    def test_waits_to_be_let_go(worker_database):
        folder = pathlib.Path(__file__).parent
        (folder / "began").write_text(str(os.getpid()))
        deadline = time.monotonic() + 60
        while not (folder / "go").exists():
            assert time.monotonic() < deadline
            time.sleep(0.02)
"""


def eventually[T](look: Callable[[], T | None], limit: float = 30) -> T:
    """Wait for a condition, never for a time."""
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline:
        if (found := look()) is not None:
            return found
        time.sleep(0.02)
    raise AssertionError("it did not come true in time")


def leftovers(project: Project) -> list[str]:
    """What of ours is on the test server beside templates, with no living owner."""
    ours = ("worker", "fresh", "scope", "bucket", "process")
    return [item.name for item in project.listed() if item.kind in ours]


def server_url(project: Project, database: str = "postgres") -> str:
    with project.entered() as config:
        servers = status(config).servers
    (address,) = (one.address for one in servers if (one.purpose, one.service) == ("test", "store"))
    return f"postgresql://shop:shop-password@{address}/{database}"


def test_a_run_is_isolated_and_leaves_nothing(project: Project) -> None:
    project.spread = True
    project.write("tests/conftest.py", NEEDS_DATABASE)
    project.write("tests/test_rows.py", COUNTS_ROWS)

    done = project.run("test", "-s")

    assert done.returncode == 0, done.stdout
    assert "namespace default_" in done.stdout
    assert "database shop_test_default_" in done.stdout
    assert done.stdout.splitlines()[-1] == "2 passed, 0 failed, 0 skipped"
    assert leftovers(project) == []


def test_a_second_run_finds_no_row_of_the_first(project: Project) -> None:
    project.write("tests/conftest.py", NEEDS_DATABASE)
    project.write("tests/test_rows.py", COUNTS_ROWS)

    assert [project.run("test").returncode for _ in range(2)] == [0, 0]


def test_eight_worktrees_at_once_all_pass(make_project: Callable[..., Project]) -> None:
    projects = [make_project(f"tree{number}") for number in range(8)]
    for one in projects:
        one.write("tests/conftest.py", NEEDS_DATABASE)
        one.write("tests/test_rows.py", COUNTS_ROWS)

    running = [one.start("test", "-s", "-n", "0") for one in projects]
    outputs = [process.communicate(timeout=240)[0] for process in running]

    assert [process.returncode for process in running] == [0] * 8, "\n".join(outputs)
    names = [next(line for line in text.splitlines() if "DATABASE " in line) for text in outputs]
    assert len(set(names)) == 8


def test_workers_have_databases_of_their_own(project: Project) -> None:
    project.write("tests/conftest.py", NEEDS_DATABASE)
    for number in range(4):
        project.write(
            f"tests/test_rows_{number}.py",
            COUNTS_ROWS.split("def test_name")[0]
            .replace("select count(*) from item", "select count(*) from item where name = 'here'")
            .replace("'here'", f"'here{number}'"),
        )

    done = project.run("test", "-n", "2", "-v")

    assert done.returncode == 0, done.stdout
    assert "2 workers" in done.stdout
    assert "WorkStealing" in done.stdout
    assert leftovers(project) == []


def test_the_second_run_of_a_checkout_is_told_who_runs(project: Project) -> None:
    project.write("tests/test_waits.py", WAITS)
    first = project.start("test")
    eventually(lambda: (project.root / "tests/began").exists() or None)

    second = project.run("test")
    (project.root / "tests/go").touch()
    first.communicate(timeout=60)

    assert second.returncode == 5, second.stdout
    assert "sixfold test" in second.stdout
    assert str(first.pid) in second.stdout
    assert "since" in second.stdout
    assert "--wait" in second.stdout
    assert first.returncode == 0


def test_a_run_that_waits_runs_afterwards(project: Project) -> None:
    project.write("tests/test_waits.py", WAITS)
    first = project.start("test")
    eventually(lambda: (project.root / "tests/began").exists() or None)

    second = project.start("test", "--wait")
    (project.root / "tests/go").touch()

    assert first.wait(timeout=60) == 0
    assert second.wait(timeout=60) == 0
    for process in (first, second):
        process.communicate()


def test_processes_die_with_a_killed_runner_and_nothing_stays(project: Project) -> None:
    project.write("tests/test_waits.py", WAITS)
    runner = project.start("test", "-n", "2")
    began = project.root / "tests/began"
    worker = eventually(lambda: int(began.read_text() or 0) or None if began.exists() else None)

    runner.send_signal(signal.SIGKILL)
    runner.communicate()

    eventually(lambda: True if not Path(f"/proc/{worker}").exists() else None)
    cleaned = project.run("clean")
    assert cleaned.returncode == 0, cleaned.stdout
    assert leftovers(project) == []


def test_the_next_run_works_after_a_kill(project: Project) -> None:
    project.write("tests/test_waits.py", WAITS)
    runner = project.start("test")
    began = project.root / "tests/began"
    eventually(lambda: began.exists() or None)
    runner.send_signal(signal.SIGKILL)
    runner.communicate()
    (project.root / "tests/go").touch()

    done = project.run("test")

    assert done.returncode == 0, done.stdout
    assert leftovers(project) == []


def test_the_servers_death_is_survived_by_the_next_run(own_home: Path, tmp_path: Path) -> None:
    from tests.live.projects import make

    project = make(tmp_path / "shop", own_home)
    project.write("tests/conftest.py", NEEDS_DATABASE)
    project.write("tests/test_rows.py", COUNTS_ROWS)
    before = project.run("test")
    assert before.returncode == 0, before.stdout
    with project.entered() as config:
        server = next(one for one in status(config).servers if one.purpose == "test" and one.pids)

    os.kill(server.pids[0], signal.SIGKILL)

    done = project.run("test")
    assert done.returncode == 0, done.stdout


def test_a_test_without_a_database_makes_none(project: Project) -> None:
    project.write("tests/test_plain.py", "def test_plain():\n    assert True\n")
    project.write("schema.sql", "create table never_made (id int);\n")

    done = project.run("test")

    assert done.returncode == 0, done.stdout
    with psycopg.connect(server_url(project)) as connection:
        comments = connection.execute(
            "select shobj_description(oid, 'pg_database') from pg_database"
        ).fetchall()
    records = [Record.decode(comment) for (comment,) in comments]
    slug = next(word for word in done.stdout.split() if word.startswith("default_")).rstrip(":")
    assert not [record for record in records if record and record.namespace == slug]


def test_a_failing_migration_is_shown_and_leaves_no_template(project: Project) -> None:
    project.write("schema.sql", "create table half (id int); select no_such_function();\n")
    project.write("tests/test_rows.py", COUNTS_ROWS)
    project.write("tests/conftest.py", NEEDS_DATABASE)

    done = project.run("test")

    assert done.returncode == 1
    assert "no_such_function" in done.stdout
    assert 'Traceback (most recent call last):\n  File "<frozen' not in done.stdout
    with psycopg.connect(server_url(project)) as connection:
        half = connection.execute(
            "select count(*) from sixfold.intent i join pg_database d on d.datname = i.name"
        ).fetchone()
    assert half == (0,)


def test_a_changed_migration_makes_a_new_template(project: Project) -> None:
    project.write("tests/conftest.py", NEEDS_DATABASE)
    project.write("tests/test_rows.py", COUNTS_ROWS)
    assert project.run("test").returncode == 0

    project.write("schema.sql", "create table item (id serial, name text, extra int);\n")
    project.write(
        "tests/test_rows.py",
        """
        import psycopg

        def test_the_new_column_is_there(worker_database):
            with psycopg.connect(worker_database.url) as connection:
                connection.execute("select extra from item")
    """,
    )

    done = project.run("test")
    assert done.returncode == 0, done.stdout


def test_fresh_databases_are_clean_and_the_environment_points_to_them(project: Project) -> None:
    project.write(
        "tests/test_fresh.py",
        """
        import os, psycopg, pytest

        @pytest.mark.parametrize("turn", range(5))
        def test_commits(fresh_database, turn):
            assert os.environ["DATABASE_URL"] == fresh_database.url
            with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
                connection.execute("insert into item (name) values ('same')")

        def test_the_workers_own_is_untouched(worker_database):
            assert os.environ["DATABASE_URL"] == worker_database.url
            with worker_database.connect() as connection:
                assert connection.execute("select count(*) from item").fetchone() == (0,)
    """,
    )

    done = project.run("test")

    assert done.returncode == 0, done.stdout
    assert leftovers(project) == []


def test_the_default_fixture_rolls_back(project: Project) -> None:
    project.write(
        "tests/test_rolled_back.py",
        """
        import psycopg, pytest

        @pytest.mark.parametrize("turn", range(3))
        def test_inserts(database, turn):
            database.execute("insert into item (name) values ('same')")

        def test_an_error_does_not_spoil_the_next(database):
            with pytest.raises(psycopg.errors.UndefinedTable):
                database.execute("select * from nowhere")

        def test_after_the_error(database):
            assert database.execute("select count(*) from item").fetchone() == (0,)
    """,
    )

    done = project.run("test")

    assert done.returncode == 0, done.stdout


def test_nothing_waits_for_ever(project: Project) -> None:
    project.write(
        "tests/test_limits.py",
        """
        def test_limits(database):
            shown = [database.execute(f"show {name}").fetchone()[0]
                     for name in ("statement_timeout", "lock_timeout")]
            assert shown == ["20s", "10s"]
    """,
    )

    done = project.run("test")

    assert done.returncode == 0, done.stdout


def test_keys_and_objects_are_apart(make_project: Callable[..., Project]) -> None:
    projects = [
        make_project(f"keys{number}", services=("postgres", "redis", "s3")) for number in range(2)
    ]
    for one in projects:
        one.write(
            "tests/test_keys.py",
            """
            import os, boto3, redis

            def test_keys(redis_scope, bucket):
                assert os.environ["REDIS_URL"] == redis_scope.url
                assert os.environ["S3_BUCKET"] == bucket.name
                client = redis.Redis.from_url(os.environ["REDIS_URL"])
                assert client.keys() == []
                client.set("same", "key")
                s3 = boto3.client("s3", endpoint_url=os.environ["S3_ENDPOINT"],
                                  aws_access_key_id="shop-access-key",
                                  aws_secret_access_key="shop-secret-key",
                                  region_name="us-east-1")
                assert "Contents" not in s3.list_objects_v2(Bucket=bucket.name)
                s3.put_object(Bucket=bucket.name, Key="same", Body=b"object")

            def test_they_are_emptied(redis_scope, bucket):
                test_keys(redis_scope, bucket)
        """,
        )

    running = [one.start("test") for one in projects]
    outputs = [process.communicate(timeout=120)[0] for process in running]

    assert [process.returncode for process in running] == [0, 0], "\n".join(outputs)
    assert [leftovers(one) for one in projects] == [[], []]


def test_pytest_called_directly_is_isolated_too(project: Project) -> None:
    import subprocess
    import sys

    project.write("tests/conftest.py", NEEDS_DATABASE)
    project.write("tests/test_rows.py", COUNTS_ROWS)

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "tests"],
        cwd=project.root,
        env=project.environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert leftovers(project) == []


@pytest.mark.parametrize("name", ["../../x; drop database postgres; --", "ä" * 120, "test_gw0"])
def test_hostile_names_are_only_names(project: Project, name: str) -> None:
    project.write("tests/conftest.py", NEEDS_DATABASE)
    project.write("tests/test_rows.py", COUNTS_ROWS)

    done = project.run("test", BRANCH_NAME=name)

    assert done.returncode == 0, done.stdout
    with psycopg.connect(server_url(project)) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_options_reach_pytest_unchanged(project: Project) -> None:
    project.write(
        "tests/test_two.py",
        """
        def test_one(): pass
        def test_two(): pass
        def test_three(): pass
    """,
    )

    done = project.run("test", "-k", "one or three", "-v", "tests/test_two.py")

    assert done.returncode == 0, done.stdout
    assert "test_one PASSED" in done.stdout
    assert "1 deselected" in done.stdout
    assert done.stdout.splitlines()[-1] == "2 passed, 0 failed, 0 skipped"


def test_no_test_is_no_success(project: Project) -> None:
    project.write("tests/test_none.py", "")

    done = project.run("test")

    assert done.returncode == 1
    assert "no test was executed" in done.stdout


def test_a_failure_and_a_skip_are_named_in_the_summary(project: Project) -> None:
    project.write(
        "tests/test_mixed.py",
        """
        import pytest

        def test_bad(): assert 1 == 2

        @pytest.mark.skip(reason="the moon is not full")
        def test_later(): pass
    """,
    )

    done = project.run("test")

    assert done.returncode == 1
    assert "FAILED app: tests/test_mixed.py::test_bad" in done.stdout
    assert "SKIPPED app: 1 x the moon is not full" in done.stdout
    assert done.stdout.splitlines()[-1] == "0 passed, 1 failed, 1 skipped"


def test_json_is_one_value(project: Project) -> None:
    project.write("tests/test_good.py", "def test_good():\n    pass\n")

    report = project.json("test")

    assert isinstance(report, dict)
    assert report["good"] is True
    assert report["suites"][0]["passed"] == 1
