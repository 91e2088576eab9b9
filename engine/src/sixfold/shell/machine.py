"""What this machine has: an account for servers, cores, memory."""

from __future__ import annotations

import contextlib
import os
import pwd
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sixfold.errors import ToolMissing


@dataclass(frozen=True, slots=True)
class Account:
    """An unprivileged user of this machine."""

    uid: int
    gid: int
    name: str


@cache
def account() -> Account | None:
    """The unprivileged user that servers run as when we are root; None when we are not.

    SIXFOLD_ACCOUNT names another one than `postgres` or `nobody`. Raises ToolMissing when that
    one, or both of these, are not there.
    """
    if os.geteuid() != 0:
        return None
    asked = os.environ.get("SIXFOLD_ACCOUNT")
    names = [asked] if asked else ["postgres", "nobody"]
    for name in names:
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(entry.pw_uid, entry.pw_gid, name)
    raise ToolMissing(
        f"we are root, servers need an unprivileged user, and there is no {' or '.join(names)}",
        hint="name one that there is: SIXFOLD_ACCOUNT=...",
    )


def memory(pids: Iterable[int]) -> int:
    """The proportional set size of some processes in bytes; what cannot be read counts 0."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            total += _kibibytes(Path(f"/proc/{pid}/smaps_rollup"), "Pss:")
    return total


def free_memory() -> int:
    """Bytes of memory that can be had without swapping."""
    with contextlib.suppress(OSError):
        return _kibibytes(Path("/proc/meminfo"), "MemAvailable:")
    import psutil

    return int(psutil.virtual_memory().available)


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def may_write(folder: Path) -> bool:
    """Whether this user may write into a folder (on a file system that can be written)."""
    return os.access(folder, os.W_OK)


def python() -> str:
    """The interpreter that runs us."""
    return sys.executable


def _kibibytes(file: Path, field: str) -> int:
    """The bytes that a field of the kernel's counts, which are lines of `Field:  123 kB`."""
    for line in file.read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1]) * 1024
    return 0
