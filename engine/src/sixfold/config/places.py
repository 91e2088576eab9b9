"""Where this machine keeps what sixfold makes; asking creates nothing."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sixfold.core.places import Places

_RAM_DISK: Final = Path("/dev/shm")  # noqa: S108  # a folder of our own is made in it, 0700
_ENOUGH: Final = 1 << 30


def find_places(environ: Mapping[str, str], *, user: int | None = None) -> Places:
    """SIXFOLD_HOME with everything below it, else the system's own places for user `user`.

    Root's are below /var: PostgreSQL refuses root, and the account that its server runs as
    cannot reach root's home.
    """
    user = os.geteuid() if user is None else user
    home = environ.get("SIXFOLD_HOME")
    if home:
        below = Path(home).expanduser().absolute()
        mark = "-" + hashlib.sha256(os.fsencode(below)).hexdigest()[:8]
        memory = _memory(user, mark)
        return Places(below / "data", below / "cache", below / "state", memory)
    data, cache, state = _defaults(environ, user)
    return Places(
        data=_folder(environ, "XDG_DATA_HOME") or data,
        cache=_folder(environ, "XDG_CACHE_HOME") or cache,
        state=_folder(environ, "XDG_STATE_HOME") or state,
        memory=_memory(user),
    )


def _folder(environ: Mapping[str, str], name: str) -> Path | None:
    """A base folder that the user has set; a relative one counts as unset, as XDG demands."""
    value = environ.get(name, "")
    return Path(value) / "sixfold" if Path(value).is_absolute() else None


def _defaults(environ: Mapping[str, str], user: int) -> tuple[Path, Path, Path]:
    if user == 0:
        data = Path("/var/lib/sixfold")
        return data, Path("/var/cache/sixfold"), data / "state"
    home = Path(environ.get("HOME") or Path.home())
    if sys.platform == "darwin":
        data = home / "Library/Application Support/sixfold"
        return data, home / "Library/Caches/sixfold", data / "state"
    share = home / ".local"
    return share / "share/sixfold", home / ".cache/sixfold", share / "state/sixfold"


def _memory(user: int, mark: str = "") -> Path | None:
    """A folder on the RAM disk, if there is one with enough room.

    One that is there already stays the answer: running servers have their data in it.
    """
    folder = _RAM_DISK / f"sixfold-{user}{mark}"
    if folder.is_dir():
        return folder
    try:
        disk = os.statvfs(_RAM_DISK)
    except OSError:
        return None
    roomy = disk.f_bavail * disk.f_frsize >= _ENOUGH
    return folder if roomy and os.access(_RAM_DISK, os.W_OK) and _is_tmpfs() else None


def _is_tmpfs() -> bool:
    try:
        mounts = Path("/proc/self/mounts").read_text()
    except OSError:
        return False
    return any(line.split()[1:3] == [str(_RAM_DISK), "tmpfs"] for line in mounts.splitlines())
