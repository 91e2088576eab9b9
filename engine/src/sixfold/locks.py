"""Locks and leases of the kernel's: they end with their process, however that ends."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from sixfold import shell
from sixfold.core.lease import Owner
from sixfold.errors import LeaseHeld

LEASE: Final = "lease.lock"
_HOLDERS: Final = "holders"
_KEEPER: Final = "keeper.lock"
_PIN: Final = "pinned"
_STOP: Final = "stop.json"
_LOOK_AGAIN: Final = 0.05
_LOOK_LASTS: Final = 0.2
_WAIT_OR_RENAME: Final = "wait for it with --wait, or work under another name: BRANCH_NAME=..."


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock, and since when (seconds since the epoch)."""

    owner: Owner
    since: float


@contextmanager
def exclusive(
    path: Path, *, owner: Owner, wait: float | None = 0, hint: str = _WAIT_OR_RENAME
) -> Iterator[None]:
    """Hold a file's lock alone. It is never inherited by a program that we start.

    `wait` is how many seconds to wait for whoever holds it: 0 not at all, None for ever. Raises
    LeaseHeld with who that is and since when, and `hint` for what to do.
    """
    # Somebody who only looks who holds it has the lock for a moment, too.
    handle = _lock(path, fcntl.LOCK_EX, None if wait is None else max(wait, _LOOK_LASTS))
    if handle is None:
        raise _held(path, hint)
    try:
        _write(handle, owner)
        yield
    finally:
        # The name stays in the file for messages; the lock alone says that somebody is alive.
        os.close(handle)


@contextmanager
def folder(path: Path) -> Iterator[None]:
    """Hold a folder that is there alone; waits for whoever holds it. Nothing is written in it."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        _take(handle, fcntl.LOCK_EX, None)
        yield
    finally:
        os.close(handle)


def is_held(path: Path) -> bool:
    """Whether somebody alive holds the lock of a file."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        # Shared, so that those who look do not see each other.
        return not _take(handle, fcntl.LOCK_SH, 0)
    finally:
        os.close(handle)


def holder(path: Path) -> Holder | None:
    """Who holds the lock of a file now, or None."""
    return _read(path) if is_held(path) else None


@contextmanager
def lease(folder: Path, *, owner: Owner) -> Iterator[None]:
    """Hold a share of what a folder stands for; its keeper acts when the last share ends.

    While the keeper is stopping what nobody held, this waits until it is done.
    """
    with _locked(folder / LEASE, fcntl.LOCK_SH):
        name = folder / _HOLDERS / f"{os.urandom(16).hex()}.json"
        with _locked(name, fcntl.LOCK_EX) as own:
            try:
                _write(own, owner)
                yield
            finally:
                name.unlink(missing_ok=True)


def living(folder: Path) -> list[Holder]:
    """Who holds a share of a folder; what the dead left there is removed."""
    found = []
    for file in sorted((folder / _HOLDERS).glob("*.json")):
        if is_held(file):
            told = _read(file)
            if told is not None:
                found.append(told)
        elif _is_old(file):
            file.unlink(missing_ok=True)
    return sorted(found, key=lambda one: one.since)


@contextmanager
def last_one(folder: Path) -> Iterator[bool]:
    """Hold all of a folder, so that nobody can take a share: True when there is none left."""
    # A keeper that looks whether it has to act has the lock for a moment, too.
    handle = _lock(folder / LEASE, fcntl.LOCK_EX, 0 if living(folder) else 5.0)
    try:
        yield handle is not None
    finally:
        if handle is not None:
            os.close(handle)


def pin(folder: Path) -> None:
    """Keep what a folder stands for without a holder, until `unpin` or the next boot."""
    half = folder / f"{_PIN}.{os.getpid()}"
    half.write_text(shell.boot_id())
    half.replace(folder / _PIN)


def unpin(folder: Path) -> None:
    """Take the pin away."""
    (folder / _PIN).unlink(missing_ok=True)


def pinned(folder: Path) -> bool:
    """Whether a folder is pinned since this boot."""
    try:
        return (folder / _PIN).read_text() == shell.boot_id()
    except OSError:
        return False


def ensure_keeper(folder: Path, *, linger: float, mark: str, stop_command: list[str]) -> None:
    """See to it that a keeper waits for the last holder of a folder; call it holding a share.

    Called by two at once it starts two, of which one finds the other and ends. `mark` is how an
    entry of each server's environment begins, for when no holder's stop command can run any more.
    """
    # Read when nobody holds a share any more; one that a kill cut short is not JSON and is left.
    (folder / _STOP).write_text(json.dumps(stop_command))
    if is_held(folder / _KEEPER):
        return
    script = Path(__file__).with_name("keeper.py")
    shell.spawn(
        [sys.executable, "-I", "-S", str(script), str(folder), str(linger), mark, *stop_command],
        cwd=Path("/"),
        # Of our environment the keeper and what it starts get only what says where things are:
        # a run's marks must not stick to something that outlives the run.
        env={
            name: value
            for name, value in os.environ.items()
            if name in ("PATH", "HOME", "LANG", "TMPDIR", "USER", "DOCKER_HOST")
            or (name.startswith(("XDG_", "SIXFOLD_HOME", "SIXFOLD_ACCOUNT")))
        },
        stdout=folder / "keeper.log",
        detach=True,
    )


def keeper(folder: Path) -> Owner | None:
    """The living keeper of a folder."""
    held = holder(folder / _KEEPER)
    return held.owner if held is not None else None


@contextmanager
def _locked(path: Path, how: int) -> Iterator[int]:
    """A lock that is waited for as long as it takes."""
    handle = _lock(path, how, None)
    assert handle is not None  # noqa: S101 - only who waits for a limited time can get none
    try:
        yield handle
    finally:
        os.close(handle)


def _lock(path: Path, how: int, wait: float | None) -> int | None:
    """Lock a file, made with its folder when it is not there; None when time ran out."""
    while True:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = _open(path)
        except FileNotFoundError:
            continue
        if not _take(handle, how, wait):
            os.close(handle)
            return None
        if _is_at(handle, path):
            return handle
        # Removed by the one that we waited for: nobody else would see our lock.
        os.close(handle)


def _open(path: Path) -> int:
    """Open a lock file. No program that we start inherits it."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _take(handle: int, how: int, wait: float | None) -> bool:
    if wait is None:
        fcntl.flock(handle, how)
        return True
    deadline = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(handle, how | fcntl.LOCK_NB)
            return True
        except OSError as error:
            if error.errno not in (errno.EWOULDBLOCK, errno.EAGAIN):
                raise
        if time.monotonic() >= deadline:
            return False
        time.sleep(min(_LOOK_AGAIN, max(0.0, deadline - time.monotonic())))


def _write(handle: int, owner: Owner) -> None:
    text = json.dumps({**asdict(owner), "since": time.time()}).encode()
    os.ftruncate(handle, 0)
    os.pwrite(handle, text, 0)


def _read(path: Path) -> Holder | None:
    try:
        told = json.loads(path.read_text())
        return Holder(since=told.pop("since"), owner=Owner(**told))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _held(path: Path, hint: str) -> LeaseHeld:
    told = _read(path)
    if told is None:
        return LeaseHeld(f"{path} is held by a process that did not say who it is")
    since = time.strftime("%H:%M:%S", time.localtime(told.since))
    return LeaseHeld(
        f"`{told.owner.command}` (process {told.owner.pid}) holds this since {since}",
        hint=hint,
    )


def _is_old(file: Path) -> bool:
    """Whether a holder's file is not just about to be locked by its maker."""
    with contextlib.suppress(OSError):
        return time.time() - file.stat().st_mtime > 10
    return False
