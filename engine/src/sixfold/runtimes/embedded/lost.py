"""Servers whose home somebody deleted while they ran: their own mark is all that tells of them."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from sixfold import shell
from sixfold.core.places import Places
from sixfold.core.service import Purpose
from sixfold.runtimes.embedded.home import MARK, homes_of, memory_of


def end_lost(places: Places, project: str, purpose: Purpose) -> list[str]:
    """End the servers of a project that have no record any more; returns the homes they had.

    One that is just being started has a record already.
    """
    ended = []
    for home, processes in shell.marks(MARK, f"{homes_of(places, project, purpose)}/").items():
        if (Path(home) / "server.json").exists():
            continue
        for process in processes:
            shell.end(process, grace=3.0)
        memory = memory_of(places, Path(home))
        if memory is not None:
            shutil.rmtree(memory, ignore_errors=True)
            with contextlib.suppress(OSError):
                memory.parent.rmdir()  # unless others have data there, too
        ended.append(home)
    return ended
