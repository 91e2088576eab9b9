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
from sixfold.config import Config
from sixfold.core.lease import Owner

# The environment variable that every process of a run carries: the run's folder.
RUN_FOLDER: Final = "SIXFOLD_RUN"
# A test process that holds something keeps a file of this name and its pid in the run's folder.
OPEN: Final = "open-"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a namespace: its folder, and whether the run before it was killed."""

    folder: Path
    after_a_crash: bool

    def needs_sweep(self) -> bool:
        """Whether a process of this run, or the run before, may have left something behind."""
        return self.after_a_crash or any(self.folder.glob(f"{OPEN}*"))


@contextmanager
def hold_run(config: Config, command: str, *, wait: float | None) -> Iterator[Run]:
    """Hold this namespace for one run and give it a folder of its own, gone afterwards.

    `wait` is how many seconds to wait for the run that holds it: 0 not at all, None for ever.
    Raises LeaseHeld with who holds it and since when.
    """
    folder = claim(config)
    with locks.exclusive(folder / "run.lock", owner=shell.this_process(command), wait=wait):
        run = folder / "run"
        crashed = run.exists()
        end_stragglers(run)
        run.mkdir(mode=0o700)
        try:
            yield Run(run, crashed)
        finally:
            shutil.rmtree(run, ignore_errors=True)


def end_stragglers(run: Path) -> list[Owner]:
    """End every process that a run of this folder started and that outlived it.

    They carry the folder in their environment. The caller holds the namespace, so no living run
    can have started them.
    """
    if not run.exists():
        return []
    left = shell.marked(RUN_FOLDER, str(run))
    for process in left:
        shell.end(process, grace=1.0)
    shutil.rmtree(run, ignore_errors=True)
    return left


def write_whole(path: Path, value: object) -> None:
    """Write JSON so that a reader sees all of it or nothing; readable by this user only."""
    half = path.with_suffix(".half")
    half.touch(mode=0o600)
    half.write_text(json.dumps(value))
    half.replace(path)
