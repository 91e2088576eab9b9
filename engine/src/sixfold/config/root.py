"""Which folder a configuration is of: one for every folder of a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sixfold.config import looks
from sixfold.config.compose_files import usual_files
from sixfold.errors import RequestError

FILE: Final = "sixfold.toml"


def find_root(start: Path) -> Path:
    """The folder of the nearest sixfold.toml at or above `start`, else of a compose file.

    The search ends at the root of the checkout. Raises RequestError where there is neither.
    """
    start = looks.resolved(start)
    folders = []
    for folder in (start, *start.parents):
        folders.append(folder)
        if looks.exists(folder / ".git"):
            break
    for folder in folders:
        if looks.is_file(folder / FILE):
            return folder
    for folder in folders:
        if usual_files(folder):
            return folder
    raise RequestError(
        f"there is no {FILE} and no compose file in {start} or above it",
        hint=f"sixfold init writes a {FILE} for this repository",
    )
