"""However a command ends - Ctrl+C, a polite kill, `kill -9` - nothing of it stays behind."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sixfold import shell
from sixfold.core.lease import Owner

from tests.live.projects import Project, make
from tests.live.test_runs import NEEDS_DATABASE, WAITS, eventually, leftovers

# One test for each of two workers; each has a child in its group and one in a session of its own.
STARTS_CHILDREN = """
    import os, pathlib, subprocess, time
    import pytest

    @pytest.mark.parametrize("number", [0, 1])
    def test_starts_children(worker_database, number):
        children = [subprocess.Popen(["sleep", "600"], start_new_session=alone)
                    for alone in (False, True)]
        pids = [os.getpid(), os.getppid(), *(child.pid for child in children)]
        half = pathlib.Path(__file__).with_name(f"half{number}")
        half.write_text(" ".join(map(str, pids)))
        half.rename(half.with_name(f"pids{number}"))
        time.sleep(600)
"""

INTERRUPTS_ITSELF = """
    import os, signal

    def pytest_configure(config):
        os.kill(os.getpid(), signal.SIGINT)
"""


@pytest.fixture
def running(project: Project) -> tuple[Project, subprocess.Popen[str], list[Owner]]:
    """A run of two workers in the middle of their tests, and all of its processes."""
    project.write("tests/test_children.py", STARTS_CHILDREN)
    run = project.start("test", "-n", "2")
    files = [project.root / f"tests/pids{number}" for number in range(2)]
    eventually(lambda: all(file.exists() for file in files) or None, limit=120)
    pids = {int(pid) for file in files for pid in file.read_text().split()}
    return project, run, [owner for owner in map(shell.identify, pids) if owner is not None]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_run_leaves_nothing(
    running: tuple[Project, subprocess.Popen[str], list[Owner]], number: signal.Signals
) -> None:
    project, run, processes = running
    assert len(processes) == 7

    run.send_signal(number)
    said = run.communicate(timeout=90)[0]

    assert run.returncode == 130, said
    assert "error: interrupted" in said
    assert "sixfold-bug-" not in said
    assert [one for one in processes if shell.alive(one)] == []
    assert leftovers(project) == []
    assert list(project.home.glob("state/namespaces/*/*/run")) == []


def test_an_interrupt_while_plugins_are_set_up_is_obeyed_without_a_trace(project: Project) -> None:
    project.write("tests/conftest.py", INTERRUPTS_ITSELF)
    project.write("tests/test_nothing.py", "def test_nothing():\n    pass\n")

    said = project.run("test").stdout

    assert "INTERNALERROR" not in said
    assert "KeyboardInterrupt" in said


@pytest.mark.parametrize("processes", [2, 3, 4])
def test_an_early_interrupt_is_obeyed_without_a_trace(project: Project, processes: int) -> None:
    project.write("tests/conftest.py", NEEDS_DATABASE)
    project.write("tests/test_waits.py", WAITS)
    run = project.start("test", "-n", "2")
    # The runner, then pytest, then its workers: each is interrupted as soon as it is there.
    eventually(lambda: len(shell.with_children(run.pid)) >= processes or None, limit=120)

    run.send_signal(signal.SIGINT)
    said = run.communicate(timeout=90)[0]

    assert run.returncode == 130, said
    assert "Traceback" not in said
    assert leftovers(project) == []


def test_an_interrupt_while_a_conftest_is_read_cleans_up_what_that_began(project: Project) -> None:
    project.write(
        "tests/conftest.py",
        """
        import pathlib, time

        folder = pathlib.Path(__file__).parent
        try:
            (folder / "began").touch()
            time.sleep(600)
        finally:
            (folder / "cleaned").touch()
        """,
    )
    project.write("tests/test_none.py", "def test_none(): pass")
    run = project.start("test")
    eventually(lambda: (project.root / "tests/began").exists() or None, limit=120)

    run.send_signal(signal.SIGINT)
    said = run.communicate(timeout=90)[0]

    assert run.returncode == 130, said
    assert "Traceback" not in said
    assert (project.root / "tests/cleaned").exists()


def test_the_next_command_ends_what_a_killed_run_left_running(
    running: tuple[Project, subprocess.Popen[str], list[Owner]],
) -> None:
    project, run, processes = running

    run.kill()
    run.communicate()
    cleaned = project.run("clean")

    assert cleaned.returncode == 0, cleaned.stdout
    assert [one for one in processes if shell.alive(one)] == []
    assert leftovers(project) == []


def test_a_process_that_a_test_forgot_ends_with_its_run(project: Project) -> None:
    project.write(
        "tests/test_forgets.py",
        """
        import pathlib, subprocess

        def test_forgets():
            child = subprocess.Popen(["sleep", "600"], start_new_session=True)
            pathlib.Path(__file__).with_name("pid").write_text(str(child.pid))
        """,
    )

    done = project.run("test")

    assert done.returncode == 0, done.stdout
    assert shell.identify(int((project.root / "tests/pid").read_text())) is None


def test_down_names_the_run_that_holds_the_servers(project: Project) -> None:
    project.write("tests/test_waits.py", WAITS)
    run = project.start("test")
    eventually(lambda: (project.root / "tests/began").exists() or None, limit=120)

    refused = project.run("down", "--tests")
    (project.root / "tests/go").touch()
    said = run.communicate(timeout=120)[0]

    assert refused.returncode == 5, refused.stdout
    assert f"sixfold test (process {run.pid})" in refused.stdout
    assert run.returncode == 0, said


def test_a_clean_keeps_its_hands_off_a_run_of_another_checkout(
    make_project: Callable[..., Project],
) -> None:
    runs, cleans = make_project("runs"), make_project("cleans")
    runs.write("tests/test_waits.py", WAITS)
    run = runs.start("test")
    eventually(lambda: (runs.root / "tests/began").exists() or None, limit=120)

    cleaned = cleans.run("clean", "--all", "--yes")
    (runs.root / "tests/go").touch()
    said = run.communicate(timeout=120)[0]

    assert cleaned.returncode == 0, cleaned.stdout
    assert run.returncode == 0, said
    assert leftovers(runs) == []


def test_clean_all_asks_and_without_a_terminal_refuses(project: Project) -> None:
    project.write("tests/conftest.py", NEEDS_DATABASE)
    project.write("tests/test_one.py", "def test_one(): pass\n")
    assert project.run("test").returncode == 0
    before = templates(project)

    refused = subprocess.run(
        [sys.executable, "-m", "sixfold", "clean", "--all"],
        cwd=project.root,
        env=project.environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert refused.returncode == 2, refused.stdout
    assert "sixfold clean --all --yes" in refused.stderr
    assert templates(project) == before
    assert before


def test_two_ups_at_once_start_one_stack(own_home: Path, tmp_path: Path) -> None:
    project = make(tmp_path / "shop", own_home)

    starting = [project.start("up") for _ in range(2)]
    said = [process.communicate(timeout=180)[0] for process in starting]

    assert [process.returncode for process in starting] == [0, 0], "\n".join(said)
    status = project.json("status")
    assert isinstance(status, dict)
    servers = [line for line in status["servers"] if line["purpose"] == "dev"]
    assert [line["state"] for line in servers] == ["healthy"] * 3
    for line in servers:
        assert all(line["address"] in text for text in said)
    known = {pid for line in servers for pid in line["pids"]}
    folders = list(own_home.glob("data/servers/shop/dev/*"))
    assert len(folders) == 3
    found = {one.pid for folder in folders for one in shell.marked("SIXFOLD_SERVER", str(folder))}
    assert found <= known | {pid for one in known for pid in shell.with_children(one)}


def templates(project: Project) -> set[str]:
    """The template databases that there are."""
    return {item.name for item in project.listed() if item.kind == "template"}
