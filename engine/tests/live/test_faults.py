"""Full disks, dead servers, jumping clocks: each is told plainly, and nothing is lost by it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from sixfold import shell
from sixfold.config.places import find_places
from sixfold.core.lease import Owner, Record

from tests.live.inspection import Server
from tests.live.projects import Project, make
from tests.live.test_runs import (
    COUNTS_ROWS,
    NEEDS_DATABASE,
    WAITS,
    eventually,
    leftovers,
    server_url,
)
from tests.runtimes.places import open_folder

HOSTILE = "../../x; drop database postgres; --"
# A PostgreSQL of a version that no machine has, which initialises itself and then does as told.
FAKE_POSTGRES = """#!/bin/sh
case "$1" in --version) echo "postgres (PostgreSQL) 99.1"; exit 0;; esac
{behaviour}
"""
FAKE_INITDB = """#!/bin/sh
for word in "$@"; do case "$word" in --pgdata=*) data="${word#--pgdata=}";; esac; done
echo 99 > "$data/PG_VERSION"
touch "$data/postgresql.conf"
"""
HOLDS_EVERYTHING = """
    import pathlib, time

    def test_holds_everything(worker_database, redis_scope, bucket):
        folder = pathlib.Path(__file__).parent
        (folder / "began").touch()
        deadline = time.monotonic() + 60
        while not (folder / "go").exists():
            assert time.monotonic() < deadline
            time.sleep(0.02)
"""
# Loaded by every Python process of a command: servers get less time.
IMPATIENT = """
import sixfold.runtimes.embedded.launch as launch
launch.READY_LIMIT = 1.0
"""
CLOCK = """
import time
_real = time.time
time.time = lambda: _real() + {offset}
"""


@pytest.fixture
def simple(project: Project) -> Project:
    """A project with one database test."""
    project.write("tests/conftest.py", NEEDS_DATABASE)
    project.write("tests/test_rows.py", COUNTS_ROWS)
    return project


@pytest.fixture
def tools(own_folder: Path) -> Callable[..., dict[str, str]]:
    """Puts a fake PostgreSQL, or lines of Python, in a command's way; returns its environment."""

    def put(python: str = "", postgres: str = "") -> dict[str, str]:
        (own_folder / "sitecustomize.py").write_text(python)
        programs = {"postgres": FAKE_POSTGRES.format(behaviour=postgres), "initdb": FAKE_INITDB}
        for name, text in programs.items() if postgres else ():
            (own_folder / name).write_text(text)
            (own_folder / name).chmod(0o755)
        return {"PATH": f"{own_folder}:{os.environ['PATH']}", "PYTHONPATH": str(own_folder)}

    return put


@pytest.fixture
def own_folder() -> Iterator[Path]:
    """A folder that the account of a server, too, can reach."""
    folder = open_folder()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def unready(own_home: Path, tmp_path: Path) -> Project:
    """A project that asks for the PostgreSQL that is a fake, and has one database test."""
    project = make(tmp_path / "shop", own_home)
    project.write("tests/conftest.py", NEEDS_DATABASE)
    project.write("tests/test_rows.py", COUNTS_ROWS)
    compose = project.root / "compose.yaml"
    compose.write_text(compose.read_text().replace("postgres:18", "postgres:99"))
    return project


def left_running(home: Path) -> list[Owner]:
    """The processes of the fake PostgreSQL."""
    return shell.marked("SIXFOLD_SERVER", str(home / "data/servers/shop/dev/postgres-99"))


def told(said: str) -> None:
    """An error that a person can act on, and no accident."""
    assert "error: " in said, said
    assert "Traceback" not in said, said
    assert "a bug in sixfold" not in said, said


# Servers that do not come up


def test_a_server_that_never_gets_ready_is_told_and_not_left_running(
    unready: Project, tools: Callable[..., dict[str, str]]
) -> None:
    unready.extra = tools(IMPATIENT, 'echo "thinking about it"; exec sleep 600')

    done = unready.run("up")

    assert done.returncode == 4, done.stdout
    told(done.stdout)
    assert "did not answer within 1 s" in done.stdout
    assert log_of(done.stdout).read_text() == "thinking about it\n"
    assert left_running(unready.home) == []


def test_a_server_that_dies_at_its_start_has_its_last_words_shown(
    unready: Project, tools: Callable[..., dict[str, str]]
) -> None:
    unready.extra = tools("", 'echo "FATAL:  the moon is not full" >&2; exit 1')

    up, test = unready.run("up"), unready.run("test")

    assert up.returncode == 4, up.stdout
    told(up.stdout)
    assert "FATAL:  the moon is not full" in up.stdout
    assert "the moon is not full" in log_of(up.stdout).read_text()
    assert test.returncode not in (0, 70), test.stdout
    assert "FATAL:  the moon is not full" in test.stdout
    assert "Traceback" not in test.stdout, test.stdout


@pytest.mark.parametrize("verb", ["up", "test", "dev"])
def test_ctrl_c_does_not_wait_for_a_server_that_never_gets_ready(
    unready: Project, tools: Callable[..., dict[str, str]], own_folder: Path, verb: str
) -> None:
    began = own_folder / "began"
    began.mkdir()
    began.chmod(0o777)
    unready.extra = tools("", f"touch {began}/yes; exec sleep 600")
    starting = unready.start(verb)
    eventually(lambda: (began / "yes").exists() or None, limit=120)

    starting.send_signal(signal.SIGINT)
    # A server is given a minute to become ready.
    said = starting.communicate(timeout=45)[0]

    assert starting.returncode == 130, said
    assert "sixfold-bug-" not in said
    assert left_running(unready.home) == []


@pytest.mark.parametrize("damage", ["half", "of another process"])
def test_a_damaged_record_of_a_server_is_in_nobodys_way(
    own_home: Path, tmp_path: Path, damage: str
) -> None:
    project = make(tmp_path / "shop", own_home)
    project.write("tests/conftest.py", NEEDS_DATABASE)
    project.write("tests/test_rows.py", COUNTS_ROWS)
    assert project.run("test").returncode == 0
    record = own_home / "cache/servers/shop/test/postgres-18/server.json"
    text = record.read_text()
    if damage == "of another process":
        mine = shell.this_process("the test")
        known = json.loads(text)
        known["process"] |= {"pid": mine.pid, "started": mine.started - 1000}
        record.write_text(json.dumps(known))
    else:
        record.write_text(text[: len(text) // 2])

    done = project.run("test")

    assert done.returncode == 0, done.stdout
    servers = [
        one.pid
        for one in shell.marked("SIXFOLD_SERVER", str(record.parent))
        if Path(f"/proc/{one.pid}/cmdline").read_bytes().split(b"\0")[1:2] == [b"-D"]
    ]
    assert len(servers) == 1


def test_a_plan_that_cannot_be_read_is_in_nobodys_way(own_home: Path, tmp_path: Path) -> None:
    project = make(tmp_path / "shop", own_home)
    project.write("tests/conftest.py", NEEDS_DATABASE)
    project.write("tests/test_rows.py", COUNTS_ROWS)
    assert project.run("test").returncode == 0
    (plan,) = own_home.glob("state/stacks/shop/test-embedded/plan-*.json")
    plan.write_text('embedded\n{"service": {}}')

    blind = project.run("down", "--tests")
    again = project.run("test")
    down = project.run("down", "--tests")

    assert blind.returncode == 0, blind.stdout
    assert again.returncode == 0, again.stdout
    assert "store stopped" in down.stdout
    assert Server(own_home).process("postgres") is None


@pytest.mark.parametrize("kind", ["postgres", "redis", "s3"])
def test_a_server_that_dies_under_a_run_is_told_and_started_again(
    own_home: Path, tmp_path: Path, kind: str
) -> None:
    project = make(tmp_path / "shop", own_home, services=("postgres", "redis", "s3"))
    project.write("tests/test_waits.py", HOLDS_EVERYTHING)
    run = project.start("test", "-n", "0")
    eventually(lambda: (project.root / "tests/began").exists() or None, limit=120)
    server = Server(own_home)
    pid = server.process(kind)
    assert pid is not None

    os.kill(pid, signal.SIGKILL)
    (project.root / "tests/go").touch()
    said = run.communicate(timeout=120)[0]
    again = project.run("test")

    assert "sixfold-bug-" not in said
    assert "Traceback" not in said, said
    assert "sixfold: not given back: " in said
    assert again.returncode == 0, again.stdout
    assert leftovers(project) == []
    assert [name for name in server.everything() if "shop" in name] == []


# Disks


def mounted(folder: Path, options: str) -> ExitStack:
    """Mount a tmpfs until the block is left; skips where this user may not."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can mount a small disk, and this user is not root")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        pytest.skip(f"no disk can be mounted here: {done.stderr.strip()}")
    stack = ExitStack()
    stack.callback(subprocess.run, ["umount", "--lazy", str(folder)], check=False)
    return stack


@pytest.mark.parametrize("size", ["1m", "24m", "72m"])
def test_a_full_disk_is_told_and_up_works_once_there_is_room(
    own_folder: Path, tmp_path: Path, size: str
) -> None:
    disk = own_folder / "disk"
    disk.mkdir()
    project = make(tmp_path / "shop", disk / "home")
    with mounted(disk, f"size={size},mode=0755"):
        full = project.run("up")
        subprocess.run(["mount", "-o", "remount,size=1g", str(disk)], check=True)
        roomy = project.run("up")
        down = project.run("down", "--all")

    assert full.returncode not in (0, 70), full.stdout[-2000:]
    told(full.stdout)
    assert "o space" in full.stdout
    assert roomy.returncode == 0, roomy.stdout
    assert down.returncode == 0, down.stdout


def test_tests_that_fill_the_disk_fail_and_leave_a_working_server(
    own_home: Path, tmp_path: Path
) -> None:
    from sixfold.config.places import find_places

    memory = find_places({"SIXFOLD_HOME": str(own_home)}).memory
    if memory is None:
        pytest.skip("this machine has no RAM disk for test servers")
    memory.mkdir(mode=0o755)
    with mounted(memory, "size=160m,mode=0755"):
        project = make(tmp_path / "shop", own_home)
        project.write("tests/conftest.py", NEEDS_DATABASE)
        fills = project.write(
            "tests/test_fills.py",
            """
            def test_fills(database):
                database.execute(
                    "insert into item (name) select repeat(i::text, 400)"
                    " from generate_series(1, 10000000) i"
                )
            """,
        )

        full = project.run("test")
        fills.unlink()
        project.write("tests/test_rows.py", COUNTS_ROWS)
        after = project.run("test")
        left = leftovers(project)
        down = project.run("down", "--all")

    assert full.returncode == 1, full.stdout
    assert "No space left on device" in full.stdout
    assert after.returncode == 0, after.stdout
    assert left == []
    assert down.returncode == 0, down.stdout


@pytest.mark.parametrize("verb", ["up", "test"])
def test_a_home_that_cannot_be_written_is_named(tmp_path: Path, verb: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    project = make(tmp_path / "shop", home)
    project.write("tests/test_one.py", "def test_one(): pass\n")
    with ExitStack() as after:
        if os.geteuid() == 0:
            after.push(mounted(home, "ro"))
        else:
            home.chmod(0o500)
            after.callback(home.chmod, 0o700)

        done = project.run(verb)

    assert done.returncode == 2, done.stdout
    told(done.stdout)
    assert str(home) in done.stdout
    assert "SIXFOLD_HOME" in done.stdout


# Time


@pytest.mark.parametrize("days", [-400, 400])
def test_a_clock_that_jumps_makes_nobody_dead_or_immortal(
    project: Project, tools: Callable[..., dict[str, str]], days: int
) -> None:
    project.write("tests/test_waits.py", WAITS)
    elsewhen = tools(CLOCK.format(offset=days * 86400))
    run = project.start("test")
    eventually(lambda: (project.root / "tests/began").exists() or None, limit=120)

    cleaned = project.run("clean", **elsewhen)
    (project.root / "tests/go").touch()
    said = run.communicate(timeout=120)[0]
    again = project.run("test", **elsewhen)

    assert cleaned.returncode == 0, cleaned.stdout
    assert run.returncode == 0, said
    assert again.returncode == 0, again.stdout
    assert leftovers(project) == []


# Names


def test_a_hostile_name_stays_a_name_for_every_verb(own_home: Path, tmp_path: Path) -> None:
    project = make(tmp_path / "shop", own_home)
    project.extra = {"BRANCH_NAME": HOSTILE}
    bystander = tmp_path / "x"
    bystander.write_text("mine")

    done = {verb: project.run(*verb.split()) for verb in ("up", "status", "clean", "logs", "down")}

    assert {verb: one.returncode for verb, one in done.items()} == dict.fromkeys(done, 0), "".join(
        one.stdout for one in done.values()
    )
    assert bystander.read_text() == "mine"
    places = [file.relative_to(own_home).parts for file in own_home.rglob("raw")]
    assert [place[:3] for place in places] == [("state", "namespaces", "shop")]


# Migrations


def test_a_migration_that_is_killed_half_way_is_begun_anew(simple: Project) -> None:
    project = simple
    good = (project.root / "migrate.py").read_text()
    project.write(
        "migrate.py",
        """
        import os, pathlib, psycopg, time

        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.execute("create table half (id int)")
            pathlib.Path(__file__).with_name("half").write_text(str(os.getpid()))
            time.sleep(600)
        """,
    )
    run = project.start("test")
    half = project.root / "half"
    pid = eventually(lambda: int(half.read_text() or 0) or None if half.exists() else None, 120)
    run.kill()
    run.communicate()
    (project.root / "migrate.py").write_text(good)

    done = project.run("test")
    cleaned = project.run("clean")

    assert done.returncode == 0, done.stdout
    assert shell.identify(pid) is None
    assert cleaned.returncode == 0, cleaned.stdout
    assert leftovers(project) == []
    assert half_made(project) == []


@pytest.mark.parametrize("verb", ["up", "test"])
def test_servers_whose_home_is_deleted_by_hand_are_ended(
    own_home: Path, tmp_path: Path, verb: str
) -> None:
    project = make(tmp_path / "shop", own_home)
    project.write("tests/conftest.py", NEEDS_DATABASE)
    project.write("tests/test_rows.py", COUNTS_ROWS)
    assert project.run(verb).returncode == 0
    running = shell.marks("SIXFOLD_SERVER", f"{own_home}/")
    assert running

    # Servers write while they are ended.
    eventually(lambda: shutil.rmtree(own_home, ignore_errors=True) or not own_home.exists() or None)

    eventually(lambda: not shell.marks("SIXFOLD_SERVER", f"{own_home}/") or None, limit=120)
    memory = find_places({"SIXFOLD_HOME": str(own_home)}).memory
    eventually(lambda: memory is None or not memory.exists() or None)


def half_made(project: Project) -> list[str]:
    """Databases whose last write never came, and intents."""
    with psycopg.connect(server_url(project)) as connection:
        rows = connection.execute(
            "select d.datname, shobj_description(d.oid, 'pg_database') from pg_database d"
            " where d.datname like 'shop%'"
        ).fetchall()
        intents = connection.execute("select name from sixfold.intent").fetchall()
    return [name for (name,) in intents] + [
        name for name, comment in rows if Record.decode(comment) is None
    ]


def log_of(said: str) -> Path:
    """The file that an error's last line names."""
    line = next(line for line in said.splitlines() if line.strip().startswith("see:"))
    return Path(line.split("see:")[1].strip())
