"""What a push leaves to be swept is swept: a real push, real servers, a run that was killed."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.live.inspection import Server
from tests.live.projects import Project
from tests.live.test_runs import NEEDS_DATABASE, WAITS, eventually

GIT = ("git", "-c", "user.name=Ann", "-c", "user.email=ann@example.test")


def test_a_push_sweeps_what_a_killed_run_left_and_nothing_else(
    make_project: Callable[..., Project], home: Path, tmp_path: Path
) -> None:
    project, beside = make_project("shop"), make_project("beside")
    for one, branch in ((project, "dead"), (beside, "alive")):
        one.write("tests/conftest.py", NEEDS_DATABASE)
        one.write("tests/test_wait.py", WAITS)
        one.extra["BRANCH_NAME"] = branch
    git(project, "init", "-q")
    git(project, "init", "-q", "--bare", str(tmp_path / "origin.git"))
    git(project, "commit", "-q", "--allow-empty", "-m", "Begin")
    assert project.run("hooks", "install").returncode == 0
    server = Server(home)
    killed, running = project.start("test"), beside.start("test")
    for one in (project, beside):
        eventually(lambda one=one: (one.root / "tests/began").exists() or None)  # type: ignore[misc]  # a bound default
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert databases(server, "dead")

    git(project, "push", "-q", str(tmp_path / "origin.git"), "HEAD:refs/heads/main")

    eventually(lambda: None if databases(server, "dead") else True)
    last = eventually(lambda: last_sweep(project))
    assert last["dropped"], last
    assert databases(server, "alive"), "a run that goes on keeps what it has"
    (beside.root / "tests/go").touch()
    assert running.communicate(timeout=60)
    assert running.returncode == 0
    assert server.process("postgres"), "servers that linger for the next run are left to it"


def git(project: Project, *words: str) -> None:
    environment = {**project.environment(), "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run([*GIT, *words], cwd=project.root, env=environment, check=True, timeout=30)


def databases(server: Server, namespace: str) -> list[object]:
    rows = server.sql(f"select datname from pg_database where datname ~ '_{namespace}'")  # noqa: S608 - ours
    return [name for (name,) in rows]


def last_sweep(project: Project) -> dict[str, object] | None:
    told = project.json("hooks", "status")
    assert isinstance(told, dict)
    last = told["last"]
    return last if isinstance(last, dict) else None
