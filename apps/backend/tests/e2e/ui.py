"""The exported pages that the browser tests look at."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FRONTEND = Path(__file__).parents[3] / "frontend"
ROOT = FRONTEND.parents[1]
UI = FRONTEND / "out"
_INDEX = UI / "index.html"
# As in `inputs` of the application's build in sixfold.toml.
_SOURCES = ("src/**/*", "public/**/*", "*.json", "*.ts", "*.mjs", "../../package-lock.json")
_BUILD = ("npm", "run", "build")
_PATIENCE = 600  # seconds; a cold build takes half a minute on two idle cores


class CannotBuild(Exception):
    """Something that a build needs is not installed; the text names it."""


class NotBuilt(Exception):
    """The pages could not be built; the text says why and what to do."""


def build() -> None:
    """Build the pages unless they are newer than all their sources. One process builds at a time.

    Raises CannotBuild, or NotBuilt with the end of what the build said.
    """
    with _alone():
        if not _is_fresh():
            _check_tools()
            _run()


def _check_tools() -> None:
    if shutil.which("npm") is None:
        raise CannotBuild("the pages are not built, and no npm was found to build them with")
    # npm puts a workspace's packages at the root of the repository.
    if not any((root / "node_modules/.bin/next").exists() for root in (FRONTEND, ROOT)):
        raise CannotBuild("the pages are not built, and their packages are not installed: npm ci")


def _is_fresh() -> bool:
    if not _INDEX.is_file():
        return False
    sources = [file for pattern in _SOURCES for file in FRONTEND.glob(pattern) if file.is_file()]
    return _INDEX.stat().st_mtime >= max(source.stat().st_mtime for source in sources)


def _run() -> None:
    try:
        built = subprocess.run(
            _BUILD,
            cwd=FRONTEND,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotBuilt(f"The pages were not built within {_PATIENCE} s.") from None
    if built.returncode != 0:
        tail = "\n".join(built.stdout.splitlines()[-20:])
        hint = f"Try: cd {FRONTEND} && npm run build"
        raise NotBuilt(f"The pages could not be built:\n{tail}\n{hint}")


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the frontend's folder; the kernel lets go of it whatever becomes of this process."""
    folder = os.open(FRONTEND, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
