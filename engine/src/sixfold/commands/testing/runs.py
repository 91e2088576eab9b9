"""One test run at a time in a namespace, and what to do about one that was killed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sixfold import locks, shell
from sixfold.commands.context import claim
from sixfold.commands.isolation.membership import RUN_FOLDER
from sixfold.config import Config
from sixfold.core.lease import Owner

# A test process that holds something keeps a file of this name and its pid in the run's folder.
OPEN: Final = "open-"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a namespace, and its folder."""

    folder: Path

    def needs_sweep(self) -> bool:
        """Whether a process of this run, or the run before, may have left something behind."""
        return any(self.folder.glob(f"{OPEN}*"))

    def swept(self) -> None:
        """Note that nothing is left behind any more."""
        for file in self.folder.glob(f"{OPEN}*"):
            file.unlink(missing_ok=True)


@contextmanager
def hold_run(config: Config, command: str, *, wait: float | None) -> Iterator[Run]:
    """Hold this namespace for one run and give it a folder of its own.

    The folder goes afterwards, unless the run needs a sweep that it could not have: then the next
    run finds it, as it finds the folder of a run that was killed.

    `wait` is how many seconds to wait for the run that holds it: 0 not at all, None for ever.
    Raises LeaseHeld with who holds it and since when.
    """
    folder = claim(config)
    with locks.exclusive(folder / "run.lock", owner=shell.this_process(command), wait=wait):
        run = folder / "run"
        killed = run.exists()
        end_stragglers(run)
        run.mkdir(mode=0o700)
        if killed:
            (run / f"{OPEN}before").touch()
        held = Run(run)
        try:
            yield held
        finally:
            if not held.needs_sweep():
                shutil.rmtree(run, ignore_errors=True)


def end_stragglers(run: Path) -> list[Owner]:
    """End every process that a run of this folder started and that outlived it.

    The caller holds the namespace, so no living run can have started them.
    """
    if not run.exists():
        return []
    left = end_processes(run)
    shutil.rmtree(run, ignore_errors=True)
    return left


def end_processes(run: Path) -> list[Owner]:
    """End every process that carries this run's folder in its environment; returns which."""
    left = shell.marked(RUN_FOLDER, str(run))
    for process in left:
        shell.end(process, grace=1.0)
    return left


def write_whole(path: Path, value: object) -> None:
    """Write JSON so that a reader sees all of it or nothing; readable by this user only."""
    half = path.with_suffix(".half")
    half.touch(mode=0o600)
    half.write_text(json.dumps(value))
    half.replace(path)
