"""Suites side by side: which may, what is shown when, and that none outlives the run."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sixfold import shell
from sixfold.commands.testing.lanes import run_in_lanes
from sixfold.commands.testing.report import SuiteReport
from sixfold.commands.testing.session import Begun
from sixfold.commands.testing.suite import Running
from sixfold.config import Suite
from sixfold.core.selection import Share
from sixfold.web import wait_until

# Waits until the other has come, too: two that run one after the other never end.
MEET = "touch {me}; while [ ! -e {other} ]; do sleep 0.01; done"


@dataclass
class Scripts:
    """Stands for the session of a run: a suite is a shell script."""

    folder: Path
    screen: int
    scripts: dict[str, str]
    events: list[str] = field(default_factory=list)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def begin(self, share: Share[Suite], *, beside: str = "") -> Begun | SuiteReport:
        name = share.suite.name
        self.events.append(f"begin {name}")
        if name not in self.scripts:
            return SuiteReport(name, excuse="there is nothing to run")
        output = self.folder / f"{name}.output" if beside else None
        process = shell.spawn(
            ["sh", "-c", self.scripts[name]], cwd=self.folder, stdout=output or self.screen
        )
        self.processes.append(process)
        return Begun(share, Running(share.suite, process, 0, 0.0, output), None, None)

    def finish(self, begun: Begun) -> SuiteReport:
        code = begun.running.process.wait()
        self.events.append(f"finish {begun.share.suite.name}")
        return SuiteReport(begun.share.suite.name, passed=1, exit_code=code)


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[int]:
    handle = os.open(tmp_path / "screen", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    yield handle
    os.close(handle)


def run(
    scripts: Scripts, *, lanes: int = 2, first_failure: bool = False, services: str = ""
) -> list[SuiteReport]:
    """Run suites named by letters; those in `services` use a database."""
    names = sorted({*scripts.scripts, "a"})
    shares = [
        Share(Suite(name, services=("postgres",) if name in services else ()), (), ())
        for name in names
    ]
    return run_in_lanes(
        shares,
        scripts,  # type: ignore[arg-type] # has what lanes ask of a session
        lanes=lanes,
        screen=scripts.screen,
        first_failure=first_failure,
    )


def test_two_run_at_once_and_are_shown_one_after_the_other(tmp_path: Path, screen: int) -> None:
    meet = MEET.format(me="a", other="b")
    back = MEET.format(me="b", other="a")
    scripts = Scripts(
        tmp_path,
        screen,
        {"a": f"echo a1; {meet}; echo a2", "b": f"echo b1; {back}; echo b2", "c": "echo c"},
    )
    reports = run(scripts)
    assert [report.name for report in reports] == ["a", "b", "c"]
    assert (tmp_path / "screen").read_text().split() == ["a1", "a2", "b1", "b2", "c"]


def test_a_slow_first_one_keeps_nobody_waiting(tmp_path: Path, screen: int) -> None:
    wait = "while [ ! -e c ]; do sleep 0.01; done; echo a"
    scripts = Scripts(tmp_path, screen, {"a": wait, "b": "echo b", "c": "echo c; touch c"})
    run(scripts)
    assert (tmp_path / "screen").read_text().split() == ["a", "b", "c"]


def test_two_that_use_services_never_run_at_once(tmp_path: Path, screen: int) -> None:
    scripts = Scripts(tmp_path, screen, dict.fromkeys("abc", "true"))
    run(scripts, services="ab")
    assert scripts.events.index("finish a") < scripts.events.index("begin b")
    assert scripts.events.index("begin c") < scripts.events.index("begin b")


def test_one_lane_is_one_at_a_time(tmp_path: Path, screen: int) -> None:
    scripts = Scripts(tmp_path, screen, {"a": "true", "b": "true"})
    run(scripts, lanes=1)
    assert scripts.events == ["begin a", "finish a", "begin b", "finish b"]


def test_the_first_failure_is_the_end_where_that_is_asked_for(tmp_path: Path, screen: int) -> None:
    failing = {"a": "exit 3", "b": "true"}
    first = run(Scripts(tmp_path, screen, failing), lanes=1, first_failure=True)
    both = run(Scripts(tmp_path, screen, failing), lanes=1)
    assert [report.name for report in first] == ["a"]
    assert [report.name for report in both] == ["a", "b"]


def test_where_nothing_runs_that_is_the_report(tmp_path: Path, screen: int) -> None:
    reports = run(Scripts(tmp_path, screen, {"b": "true"}))
    assert [(report.name, report.excuse) for report in reports] == [
        ("a", "there is nothing to run"),
        ("b", ""),
    ]


def test_an_interrupt_ends_all_that_run(tmp_path: Path, screen: int) -> None:
    scripts = Scripts(tmp_path, screen, {name: f"touch {name}; exec sleep 600" for name in "ab"})

    def interrupt() -> None:
        wait_until(
            lambda: ((tmp_path / "a").exists() and (tmp_path / "b").exists()) or None,
            timeout=20,
            what="both",
        )
        os.kill(os.getpid(), signal.SIGINT)

    interrupting = threading.Thread(target=interrupt)
    interrupting.start()
    with pytest.raises(KeyboardInterrupt):
        run(scripts)
    interrupting.join()
    assert [one.poll() is not None for one in scripts.processes] == [True, True]
