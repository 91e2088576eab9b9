"""The last one out: a keeper stops what nobody holds any more, and nothing that somebody holds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sixfold import locks, shell
from sixfold.core.lease import Owner
from sixfold.web import wait_until

MARK = "KEPT_BY_A_TEST"
ME = shell.this_process("the test")
HOLDER = """
import sys, time
from pathlib import Path
from sixfold import locks, shell
folder = Path(sys.argv[1])
with locks.lease(folder, owner=shell.this_process("sixfold dev")):
    linger, mark, *stop_command = sys.argv[2:]
    locks.ensure_keeper(folder, linger=float(linger), mark=mark, stop_command=stop_command)
    print("held", flush=True)
    time.sleep(600)
"""


class Stack:
    """A folder of leases whose stop command writes a line into `stopped`."""

    def __init__(self, folder: Path, cleanup: ExitStack) -> None:
        self.folder = folder
        self.cleanup = cleanup
        self.stopped = folder / "stopped"
        # A keeper has something to stop where a plan lies.
        (folder / "plan-postgres.json").touch()

    def stop_command(self, before: str = "true") -> list[str]:
        return ["sh", "-c", f"{before}; echo stopped >> {self.stopped}"]

    def hold(
        self, linger: float = 0.0, before: str = "true", command: list[str] | None = None
    ) -> subprocess.Popen[str]:
        """Another process that holds a share, and saw to it that there is a keeper."""
        command = command or self.stop_command(before)
        argv = [sys.executable, "-c", HOLDER, self.folder, linger, f"{MARK}={self.folder}/"]
        argv += command
        holder = subprocess.Popen([str(word) for word in argv], stdout=subprocess.PIPE, text=True)
        self.cleanup.callback(holder.communicate)
        self.cleanup.callback(holder.kill)
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        return holder

    def keeper(self) -> Owner:
        """The living keeper, which may be just starting."""
        return wait_until(lambda: locks.keeper(self.folder), timeout=20, what="the keeper")

    def wait_until_stopped(self) -> None:
        wait_until(lambda: self.stopped.exists() or None, timeout=30, what="the stop command")


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    with ExitStack() as cleanup:
        cleanup.callback(lambda: [shell.end(one, grace=0) for one in _keepers(tmp_path)])
        yield Stack(tmp_path, cleanup)


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()


def test_the_servers_stop_when_their_last_holder_is_killed(stack: Stack) -> None:
    first, second = stack.hold(), stack.hold()
    keeper = stack.keeper()
    end(first)
    with locks.last_one(stack.folder) as nobody_left:
        assert not nobody_left
    assert not stack.stopped.exists()
    end(second)
    stack.wait_until_stopped()
    assert shell.wait_for_end(keeper, timeout=20)
    assert stack.stopped.read_text() == "stopped\n"


def test_one_keeper_serves_all_holders_and_outlives_who_started_it(stack: Stack) -> None:
    first = stack.hold()
    keeper = stack.keeper()
    second = stack.hold()
    end(first)
    assert stack.keeper() == keeper
    assert [one.pid for one in _keepers(stack.folder)] == [keeper.pid]
    end(second)


def test_a_killed_keeper_is_replaced_by_the_next_command(stack: Stack) -> None:
    first = stack.hold()
    keeper = stack.keeper()
    shell.signal_one(keeper, signal.SIGKILL)
    assert shell.wait_for_end(keeper, timeout=20)
    second = stack.hold()
    assert stack.keeper() != keeper
    end(first)
    end(second)
    stack.wait_until_stopped()


def test_pinned_servers_stay_up_without_a_holder(stack: Stack) -> None:
    locks.pin(stack.folder)
    end(stack.hold())
    keeper = stack.keeper()
    _wait_for_a_look(keeper)
    assert shell.alive(keeper)
    assert not stack.stopped.exists()
    locks.unpin(stack.folder)
    stack.wait_until_stopped()


def test_who_comes_back_in_time_finds_the_servers_up(stack: Stack) -> None:
    end(stack.hold(linger=3))
    keeper = stack.keeper()
    again = stack.hold(linger=3)
    assert stack.keeper() == keeper
    assert not stack.stopped.exists()
    end(again)
    stack.wait_until_stopped()


def test_who_comes_while_they_are_stopped_waits_and_starts_anew(stack: Stack) -> None:
    stopping, proceed = stack.folder / "stopping", stack.folder / "proceed"
    wait = f"touch {stopping}; while [ ! -e {proceed} ]; do sleep 0.05; done"
    end(stack.hold(before=wait))
    wait_until(lambda: stopping.exists() or None, timeout=20, what="the stop command")
    seen: list[bool] = []

    def come() -> None:
        with locks.lease(stack.folder, owner=ME):
            seen.append(stack.stopped.exists())

    coming = threading.Thread(target=come)
    coming.start()
    wait_until(lambda: _waits_for(stack.folder / locks.LEASE) or None, timeout=20, what="it")
    assert seen == []
    proceed.touch()
    coming.join(20)
    assert seen == [True]


def test_when_its_checkout_is_deleted_the_latest_holder_s_stops_the_servers(stack: Stack) -> None:
    first = stack.hold(command=[str(stack.folder / "deleted/python"), "retire"])
    second = stack.hold()
    end(first)
    end(second)
    stack.wait_until_stopped()


def test_when_every_checkout_is_deleted_the_servers_are_ended_by_their_mark(stack: Stack) -> None:
    ours = _server(stack, f"{stack.folder}/postgres-18")
    another = _server(stack, f"{stack.folder}-of-another/postgres-18")
    end(stack.hold(command=[str(stack.folder / "deleted/python"), "retire"]))
    assert ours.wait(timeout=30) == -signal.SIGINT
    assert another.poll() is None


def _server(stack: Stack, home: str) -> subprocess.Popen[bytes]:
    """A process that carries a server's mark."""
    server = subprocess.Popen(["sleep", "600"], env={**os.environ, MARK: home})
    stack.cleanup.callback(server.wait)
    stack.cleanup.callback(server.kill)
    return server


def test_a_keeper_carries_no_mark_of_the_run_that_started_it(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIXFOLD_RUN", "this run")
    monkeypatch.setenv("PGPASSWORD", "secret")
    end(stack.hold(linger=600))
    environment = Path(f"/proc/{stack.keeper().pid}/environ").read_bytes()
    assert b"SIXFOLD_RUN" not in environment
    assert b"PGPASSWORD" not in environment


def _keepers(folder: Path) -> list[Owner]:
    """The processes that keep this folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if os.fsencode(folder) in words and any(word.endswith(b"keeper.py") for word in words):
            owner = shell.identify(int(entry.name))
            if owner is not None:
                found.append(owner)
    return found


def _wait_for_a_look(keeper: Owner) -> None:
    """Wait until the keeper has woken up and gone to sleep again, twice: it has decided then."""
    status = Path(f"/proc/{keeper.pid}/status")
    before = _sleeps(status)
    wait_until(lambda: _sleeps(status) >= before + 2 or None, timeout=20, what="the keeper's look")


def _sleeps(status: Path) -> int:
    return int(status.read_text().partition("\nvoluntary_ctxt_switches:")[2].split()[0])


def _waits_for(path: Path) -> bool:
    """Whether somebody waits for the lock of a file, as the kernel tells."""
    inode = path.stat().st_ino
    lines = Path("/proc/locks").read_text().splitlines()
    return any("->" in line and f":{inode} " in line for line in lines)
