"""Locks and leases: kept by the kernel, told by name, never outliving who held them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sixfold import locks, shell
from sixfold.errors import LeaseHeld
from sixfold.web import wait_until

ME = shell.this_process("the test")
Holds = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def holds() -> Iterator[Holds]:
    """Starts processes that hold something until they are killed."""
    started = []

    def start(code: str, *arguments: object) -> subprocess.Popen[str]:
        program = f"""
        import sys, time
        from pathlib import Path
        from sixfold import locks, shell
        place = Path(sys.argv[1])
        with {code}:
            print("held", flush=True)
            time.sleep(600)
        """
        process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(program), *map(str, arguments)],
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


EXCLUSIVE = "locks.exclusive(place, owner=shell.this_process('sixfold test'))"
LEASE = "locks.lease(place, owner=shell.this_process('sixfold dev'))"


def test_the_second_is_told_who_holds_it_and_since_when(tmp_path: Path, holds: Holds) -> None:
    other = holds(EXCLUSIVE, tmp_path / "run.lock")
    message = rf"`sixfold test` \(process {other.pid}\) holds this since \d\d:\d\d:\d\d"
    with (
        pytest.raises(LeaseHeld, match=message),
        locks.exclusive(tmp_path / "run.lock", owner=ME),
    ):
        pass
    told = locks.holder(tmp_path / "run.lock")
    assert told is not None
    assert told.owner.pid == other.pid
    with (
        pytest.raises(LeaseHeld) as caught,
        locks.exclusive(tmp_path / "run.lock", owner=ME, hint="ask it"),
    ):
        pass
    assert caught.value.hint == "ask it"


def test_a_killed_holder_leaves_nothing_stuck(tmp_path: Path, holds: Holds) -> None:
    other = holds(EXCLUSIVE, tmp_path / "run.lock")
    other.send_signal(signal.SIGKILL)
    other.wait()
    with locks.exclusive(tmp_path / "run.lock", owner=ME):
        told = locks.holder(tmp_path / "run.lock")
    assert told is not None
    assert told.owner.pid == os.getpid()
    assert locks.holder(tmp_path / "run.lock") is None


def test_who_waits_gets_it_when_the_holder_ends(tmp_path: Path, holds: Holds) -> None:
    other = holds(EXCLUSIVE, tmp_path / "run.lock")
    threading.Timer(0.2, other.kill).start()
    with locks.exclusive(tmp_path / "run.lock", owner=ME, wait=30):
        assert other.wait(timeout=10) == -signal.SIGKILL


def test_who_waited_for_a_removed_lock_holds_one_that_others_see(tmp_path: Path) -> None:
    path = tmp_path / "server" / "start.lock"
    held = threading.Event()
    done = threading.Event()

    def wait_for_it() -> None:
        with locks.exclusive(path, owner=ME, wait=30):
            held.set()
            done.wait(30)

    waiting = threading.Thread(target=wait_for_it)
    with locks.exclusive(path, owner=ME):
        waiting.start()
        wait_until(lambda: _opened_by_two(path) or None, timeout=10, what="the second one")
        shutil.rmtree(path.parent)
    try:
        assert held.wait(10)
        assert locks.is_held(path)
    finally:
        done.set()
        waiting.join()


def test_a_program_started_meanwhile_does_not_inherit_the_lock(tmp_path: Path) -> None:
    with locks.exclusive(tmp_path / "run.lock", owner=ME):
        child = shell.spawn(["sleep", "600"])
    try:
        assert not locks.is_held(tmp_path / "run.lock")
    finally:
        shell.end(child, grace=0.3)


def test_two_who_only_look_do_not_see_each_other(tmp_path: Path) -> None:
    path = tmp_path / "run.lock"
    path.touch()
    seen = []

    def look() -> None:
        seen.extend(locks.is_held(path) for _ in range(500))

    lookers = [threading.Thread(target=look) for _ in range(3)]
    for looker in lookers:
        looker.start()
    for looker in lookers:
        looker.join()
    assert not any(seen)


def test_shares_are_held_side_by_side_and_named_in_order(tmp_path: Path, holds: Holds) -> None:
    first, second = holds(LEASE, tmp_path), holds(LEASE, tmp_path)
    assert [held.owner.pid for held in locks.living(tmp_path)] == [first.pid, second.pid]
    with locks.last_one(tmp_path) as nobody_left:
        assert not nobody_left


def test_all_is_free_once_the_last_share_is_killed(tmp_path: Path, holds: Holds) -> None:
    for other in (holds(LEASE, tmp_path), holds(LEASE, tmp_path)):
        other.kill()
        other.wait()
    assert locks.living(tmp_path) == []
    with locks.last_one(tmp_path) as nobody_left:
        assert nobody_left


def test_a_share_waits_while_somebody_holds_all(tmp_path: Path) -> None:
    shared = threading.Event()

    def share() -> None:
        with locks.lease(tmp_path, owner=ME):
            shared.set()

    sharing = threading.Thread(target=share)
    with locks.last_one(tmp_path) as nobody_left:
        assert nobody_left
        sharing.start()
        wait_until(
            lambda: _opened_by_two(tmp_path / locks.LEASE) or None, timeout=10, what="the share"
        )
        assert not shared.is_set()
    assert shared.wait(10)
    sharing.join()


def test_a_pin_ends_with_the_boot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locks.pin(tmp_path)
    assert locks.pinned(tmp_path)
    monkeypatch.setattr(shell, "boot_id", lambda: "the next boot")
    assert not locks.pinned(tmp_path)
    monkeypatch.undo()
    locks.unpin(tmp_path)
    assert not locks.pinned(tmp_path)


def _opened_by_two(path: Path) -> bool:
    """Whether two file descriptors of this process are open on a file."""
    opened = 0
    for handle in Path("/proc/self/fd").iterdir():
        try:
            opened += handle.readlink() == path
        except OSError:
            continue
    return opened > 1
