"""One process told from every other: its pid, its start time and the boot it runs in."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import time
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from sixfold.core.lease import Owner

_PROC: Final = Path("/proc")
_BOOT_ID: Final = _PROC / "sys/kernel/random/boot_id"
# Fields of /proc/PID/stat after the program's name, which may itself hold spaces and brackets.
_STATE, _PARENT, _STARTED = 0, 1, 19
# Column values of /proc/net/tcp.
_LISTENING: Final = "0A"
_SOCKET: Final = re.compile(r"socket:\[(\d+)\]")


def this_process(command: str) -> Owner:
    """The owner that this process is."""
    return Owner(os.getpid(), _own_start(os.getpid()), boot_id(), socket.gethostname(), command)


def identify(pid: int) -> Owner | None:
    """The process that has this pid now, or None."""
    started = start_time(pid)
    if started is None:
        return None
    return Owner(pid, started, boot_id(), socket.gethostname())


def alive(owner: Owner) -> bool | None:
    """Whether that very process still runs; None when it is on a machine out of our sight."""
    if owner.host != socket.gethostname():
        return None
    now = identify(owner.pid)
    return now is not None and owner.same_process(now)


def start_time(pid: int) -> float | None:
    """When a process started, in seconds since the boot (Linux) or the epoch.

    None when there is no such process, or only what its parent has not collected yet.
    """
    if not _has_proc():
        return _start_time_elsewhere(pid)
    fields = _stat(pid)
    if not fields or fields[_STATE] in "ZX":
        return None
    return int(fields[_STARTED]) / os.sysconf("SC_CLK_TCK")


def started_at(pid: int) -> float:
    """When a process started, in seconds since the epoch; 0 when there is none."""
    started = start_time(pid)
    if started is None or not _has_proc():
        return started or 0.0
    return time.time() - (time.clock_gettime(time.CLOCK_BOOTTIME) - started)


@cache
def boot_id() -> str:
    """What names this boot of this machine."""
    with contextlib.suppress(OSError):
        return _BOOT_ID.read_text().strip()
    import psutil

    return f"boot-{psutil.boot_time():.0f}"


def marked(name: str, value: str) -> list[Owner]:
    """The other processes whose environment carries `name=value`, as far as we may look."""
    mark = f"{name}={value}".encode()
    found = []
    for pid in _pids():
        with contextlib.suppress(OSError):
            if mark in (_PROC / str(pid) / "environ").read_bytes().split(b"\0"):
                found.append(identify(pid))
    return [owner for owner in found if owner is not None and owner.pid != os.getpid()]


def marks(name: str, below: str) -> dict[str, list[Owner]]:
    """The processes whose environment gives `name` a value that begins with `below`, by value."""
    start = f"{name}={below}".encode()
    found: dict[str, list[Owner]] = {}
    for pid in _pids():
        with contextlib.suppress(OSError):
            for entry in (_PROC / str(pid) / "environ").read_bytes().split(b"\0"):
                if entry.startswith(start) and (owner := identify(pid)) is not None:
                    value = os.fsdecode(entry).partition("=")[2]
                    found.setdefault(value, []).append(owner)
    return found


def working_in(folder: Path, programs: Sequence[str]) -> list[Owner]:
    """The processes of these programs whose working directory is this folder.

    A server's children are found by it when the server itself was killed.
    """
    found = []
    for pid in _pids():
        with contextlib.suppress(OSError):
            where = (_PROC / str(pid) / "cwd").readlink()
            if where == folder and program_of(pid) in programs:
                found.append(identify(pid))
    return [owner for owner in found if owner is not None]


def program_of(pid: int) -> str:
    """The name of a process's program; empty when there is no such process, or none of ours."""
    try:
        # It may have been replaced on disk since.
        return (_PROC / str(pid) / "exe").readlink().name.removesuffix(" (deleted)")
    except OSError:
        return ""


def with_children(pid: int) -> tuple[int, ...]:
    """The pid itself, then those of all its descendants."""
    children: dict[int, list[int]] = {}
    for other in _pids():
        if fields := _stat(other):
            children.setdefault(int(fields[_PARENT]), []).append(other)
    found = [pid]
    for parent in found:
        found += sorted(children.get(parent, []))
    return tuple(found)


def listens(pid: int, port: int) -> bool | None:
    """Whether this process listens on a TCP port; None where the kernel does not tell."""
    try:
        sockets = _listening(port)
        handles = list((_PROC / str(pid) / "fd").iterdir())
    except OSError:
        return None
    for handle in handles:
        with contextlib.suppress(OSError):
            match = _SOCKET.fullmatch(str(handle.readlink()))
            if match is not None and match[1] in sockets:
                return True
    return False


def _listening(port: int) -> set[str]:
    """The inodes of the IPv4 sockets that listen on a port."""
    lines = (_PROC / "net/tcp").read_text().splitlines()[1:]
    columns = [line.split() for line in lines]
    return {
        words[9]
        for words in columns
        if words[3] == _LISTENING and int(words[1].rpartition(":")[2], 16) == port
    }


def _pids() -> Iterator[int]:
    if _has_proc():
        yield from (int(entry.name) for entry in _PROC.glob("[0-9]*"))


def _stat(pid: int) -> list[str]:
    """What the kernel tells of a process; empty when there is none."""
    try:
        return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


@cache
def _has_proc() -> bool:
    return (_PROC / "self/stat").exists()


@cache
def _own_start(pid: int) -> float:
    return start_time(pid) or 0.0


def _start_time_elsewhere(pid: int) -> float | None:
    import psutil

    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else process.create_time()
    except psutil.Error:
        return None
