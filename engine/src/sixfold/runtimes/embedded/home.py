"""Where a server lives: its folder, its data, its log."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sixfold.core.places import Places
from sixfold.core.service import Purpose
from sixfold.errors import RequestError
from sixfold.runtimes.base import ServerPlan

# What a server's process has its home in, in its environment.
MARK: Final = "SIXFOLD_SERVER"
_PASSABLE: Final = 0o755


@dataclass(frozen=True, slots=True)
class Home:
    """`folder` holds the record and the lock, and names the server on this machine."""

    folder: Path
    data: Path
    log: Path

    @property
    def lock(self) -> Path:
        """Held by whoever starts or stops the server."""
        return self.folder / "start.lock"

    @property
    def record(self) -> Path:
        """What is known of the server while nobody holds the lock."""
        return self.folder / "server.json"


def home_of(plan: ServerPlan) -> Home:
    """The home that a plan's server has; nothing is made.

    Servers of two major versions have two homes: worktrees that ask for different ones do not
    meet. Development data is durable; that of tests lies on the RAM disk, where there is one.
    """
    places, purpose = plan.places, plan.purpose
    name = f"{plan.service.role}-{plan.service.major or 'latest'}"
    durable = plan.purpose is Purpose.DEV
    folder = homes_of(places, plan.project, plan.purpose) / name
    memory = None if durable else memory_of(places, folder)
    data = (memory or folder) / "data"
    return Home(folder, data, places.cache / "logs" / plan.project / f"{purpose}-{name}.log")


def homes_of(places: Places, project: str, purpose: Purpose) -> Path:
    """The folder of the homes of a project's servers of one purpose."""
    base = places.data if purpose is Purpose.DEV else places.cache
    return base / "servers" / project / str(purpose)


def memory_of(places: Places, folder: Path) -> Path | None:
    """The folder on the RAM disk of the server whose home is `folder`; None where there is none."""
    if places.memory is None:
        return None
    # One RAM disk serves all homes of this user.
    mark = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    return places.memory / f"{folder.name}-{mark}"


def make_folder(folder: Path) -> None:
    """Make a folder, and what is missing above it, such that a server's account may pass.

    Only root's servers have another account than their user's; anybody else's folders stay as
    private as the user's mask makes them.
    """
    for part in (*reversed(folder.parents), folder):
        if part.exists():
            continue
        part.mkdir(exist_ok=True)
        if os.geteuid() == 0:
            part.chmod(_PASSABLE)


def make_data(home: Home) -> None:
    """Make the data folder, which only its server may read.

    Raises RequestError when somebody else made the folder first that it lies in, as everybody
    can on a RAM disk.
    """
    make_folder(home.data.parent)
    if home.data.parent.stat().st_uid != os.geteuid():
        raise RequestError(
            f"{home.data.parent} belongs to another user, who could read or replace the data",
            hint="remove it, or set SIXFOLD_HOME to a folder of your own",
        )
    home.data.mkdir(mode=0o700, exist_ok=True)
