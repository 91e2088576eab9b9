"""`kill -9` at any moment of a run: the next command works, the next clean leaves nothing of ours.

A few kills in the suite; SIXFOLD_CHAOS=50 asks for that many, and prints what became of each.
SIXFOLD_CHAOS_SEED chooses other moments.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest
from sixfold import locks, shell

from tests.live.inspection import Server, plant, unharmed
from tests.live.projects import Project, make
from tests.live.test_runs import eventually

KILLS: Final = int(os.environ.get("SIXFOLD_CHAOS", "5"))
SEED: Final = int(os.environ.get("SIXFOLD_CHAOS_SEED", "3"))
SERVICES: Final = ("postgres", "redis", "s3")
LIMIT: Final = 180.0

# Everything that a run can hold, in two workers.
USES_EVERYTHING = """
    import psycopg, pytest
    from sixfold.clients.resp import Connection
    from sixfold.clients.s3 import S3

    @pytest.mark.parametrize("number", range(6))
    def test_uses_everything(worker_database, fresh_database, redis_scope, bucket, number):
        for url in (worker_database.url, fresh_database.url):
            with psycopg.connect(url) as connection:
                connection.execute("insert into item (name) values (%s)", [f"item {number}"])
        Connection(redis_scope.endpoint, redis_scope.index).ask("SET", "key", "value")
        S3(bucket.endpoint).send("PUT", f"/{bucket.name}/object", body=b"body")
"""
# The run of another checkout: it writes, waits while everything around it is killed, reads again.
BYSTANDS = """
    import pathlib, psycopg, time

    def test_bystands(worker_database, redis_scope, worker_bucket):
        with psycopg.connect(worker_database.url, autocommit=True) as connection:
            connection.execute("insert into item (name) values ('still here')")
        folder = pathlib.Path(__file__).parent
        (folder / "began").touch()
        deadline = time.monotonic() + 6000
        while not (folder / "go").exists():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        with psycopg.connect(worker_database.url) as connection:
            assert connection.execute("select name from item").fetchall() == [("still here",)]
"""


@dataclass
class Round:
    """One kill, and what became of it. `moment` is planned as a part of the run, and noted in
    seconds after its start.
    """

    number: int
    victim: str
    moment: float
    hit: bool = False
    run: int | None = None
    following: int | None = None
    clean: int | None = None
    leaks: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether everything that is promised held."""
        return not (self.following or self.clean or self.leaks or self.faults)

    def line(self) -> str:
        """The row of the table."""
        hit = "killed" if self.hit else "was over"
        leaks = ", ".join([*self.leaks, *map(_shown, self.faults)]) or "none"
        return (
            f"{self.number:>3}  {self.moment:6.2f} s  {self.victim:<10} {hit:<9}"
            f"{self.run!s:>4} {self.following!s:>5} {self.clean!s:>6}  {leaks}"
        )


def _shown(fault: str) -> str:
    return " ".join(fault.split())[-300:]


HEAD: Final = "  #    moment  victim     hit       run  next  clean  leaks and faults"


def victims(server: Server, run: subprocess.Popen[str]) -> dict[str, Callable[[], int | None]]:
    """Who can be killed, and how each is found; None while there is none."""
    stack = server.home / "state/stacks/shop/test-embedded"

    def worker() -> int | None:
        children = shell.with_children(run.pid)[2:]
        return children[-1] if children and run.poll() is None else None

    def keeper() -> int | None:
        found = locks.keeper(stack) if stack.is_dir() else None
        return found.pid if found is not None else None

    def backend() -> int | None:
        postmaster = server.process("postgres")
        children = shell.with_children(postmaster)[1:] if postmaster is not None else ()
        return children[-1] if children else None

    return {
        "runner": lambda: run.pid if run.poll() is None else None,
        "worker": worker,
        "postgres": lambda: server.process("postgres"),
        "keeper": keeper,
        "backend": backend,
    }


def plan() -> list[Round]:
    """Moments spread over the whole run, victims in turn, both in an order of the seed's.

    Moments are parts of a run, whose length changes with what else the machine has to do.
    """
    chance = random.Random(SEED)  # noqa: S311  # moments, not secrets
    moments = [(number + chance.random()) / KILLS for number in range(KILLS)]
    names = ["runner", "worker", "postgres", "keeper", "backend"]
    chosen = [names[number % len(names)] for number in range(KILLS)]
    chance.shuffle(moments)
    return [
        Round(number, victim, moment)
        for number, (victim, moment) in enumerate(zip(chosen, moments, strict=True))
    ]


def strike(project: Project, server: Server, shot: Round) -> str:
    """Kill the victim at its moment, or as soon as there is one; returns what the run said."""
    begun = time.monotonic()
    run = project.start("test", "-n", "2")
    find = victims(server, run)[shot.victim]
    while run.poll() is None:
        if time.monotonic() - begun >= shot.moment and (pid := find()) is not None:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                shot.hit = True
            break
        time.sleep(0.005)
    shot.moment = time.monotonic() - begun
    said = run.communicate(timeout=LIMIT)[0]
    shot.run = run.returncode
    return said


@dataclass
class Scene:
    """The checkout whose processes are killed, and those around it that shall not notice."""

    server: Server
    project: Project
    developer: Project
    bystander: Project
    bystanding: subprocess.Popen[str]
    planted: set[str]


@pytest.fixture
def scene(tmp_path: Path, own_home: Path) -> Iterator[Scene]:
    """Servers that others use, too."""
    names = ("killed", "dev", "near")
    made = {name: make(tmp_path / name, own_home, services=SERVICES) for name in names}
    server = Server(own_home)
    assert made["dev"].run("up").returncode == 0
    made["near"].write("tests/test_bystands.py", BYSTANDS)
    bystanding = made["near"].start("test")
    try:
        eventually(lambda: (made["near"].root / "tests/began").exists() or None, limit=LIMIT)
        plant(server)
        made["killed"].write("tests/test_everything.py", USES_EVERYTHING)
        planted = server.everything()
        yield Scene(server, made["killed"], made["dev"], made["near"], bystanding, planted)
    finally:
        if bystanding.poll() is None:
            bystanding.terminate()
            bystanding.communicate(timeout=LIMIT)


def recover(scene: Scene, shot: Round) -> None:
    """The next command and the next clean, in either order; then a look at what is left."""
    for verb in ("test", "clean") if shot.number % 2 else ("clean", "test"):
        done = scene.project.run(verb)
        setattr(shot, "clean" if verb == "clean" else "following", done.returncode)
        if done.returncode or "sixfold-bug-" in done.stdout:
            shot.faults.append(f"{verb} said: {done.stdout[-500:]}")
        if verb == "clean":
            now = scene.server.everything()
            shot.leaks = sorted(now - scene.planted)
            shot.faults += [f"gone: {name}" for name in sorted(scene.planted - now)]
    shot.faults += unharmed(scene.server)


def test_a_kill_at_any_moment_leaves_nothing_and_harms_nobody(
    scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    project = scene.project
    begun = time.monotonic()
    assert project.run("test", "-n", "2").returncode == 0
    duration = time.monotonic() - begun
    rounds = plan()

    for shot in rounds:
        shot.moment *= duration
        # Each run migrates a template of its own, so that this is killed, too.
        project.write("schema.sql", f"-- {shot.number}\n{schema(project)}")
        said = strike(project, scene.server, shot)
        if not shot.hit:
            duration = shot.moment
        if "sixfold-bug-" in said or (shot.victim == "keeper" and shot.run):
            shot.faults.append(f"the run said: {said[-500:]}")
        recover(scene, shot)
        if "SIXFOLD_CHAOS" in os.environ:
            with capsys.disabled():
                print(f"\n{HEAD}\n{shot.line()}" if shot is rounds[0] else shot.line())

    (scene.bystander.root / "tests/go").touch()
    said = scene.bystanding.communicate(timeout=LIMIT)[0]
    table = "\n".join([HEAD, *(shot.line() for shot in rounds)])
    assert all(shot.good for shot in rounds), table
    assert scene.bystanding.returncode == 0, said
    assert sum(shot.hit for shot in rounds) > KILLS / 2, table
    nobody_is_left(scene)


def schema(project: Project) -> str:
    """The schema without the comments of earlier rounds."""
    lines = (project.root / "schema.sql").read_text().splitlines()
    return "\n".join(line for line in lines if not line.startswith("--")) + "\n"


def nobody_is_left(scene: Scene) -> None:
    """Test servers that nobody holds go with a clean; a developer's stay, with their data."""
    cleaned = scene.project.run("clean")
    assert cleaned.returncode == 0, cleaned.stdout
    assert [kind for kind in ("postgres", "redis", "s3") if scene.server.process(kind)] == []
    status = scene.developer.json("status")
    assert isinstance(status, dict)
    states = {line["state"] for line in status["servers"] if line["purpose"] == "dev"}
    assert states == {"healthy"}
