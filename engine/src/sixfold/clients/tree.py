"""The files of a checkout: those that git tracks, and those that it would if they were added."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from sixfold.errors import ToolMissing
from sixfold.shell import run

# Where no git says what is not the repository's own.
_FOREIGN: Final = frozenset({"node_modules", "__pycache__", "build", "dist", "venv"})


def files(root: Path) -> list[str]:
    """Every file that is there and not ignored, as posix paths from the root, in order.

    Without git or outside of a repository: every file but those in hidden folders and in the usual
    folders of installed packages.
    """
    listed = _listed(root)
    if listed is None:
        listed = _walked(root)
    return sorted(name for name in set(listed) if (root / name).is_file())


def _listed(root: Path) -> list[str] | None:
    argv = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        result = run(argv, cwd=root, check=False)
    except ToolMissing:
        return None
    return [name for name in result.out.split("\0") if name] if result.code == 0 else None


def _walked(root: Path) -> list[str]:
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [one for one in folders if one not in _FOREIGN and not one.startswith(".")]
        found += [(Path(folder) / name).relative_to(root).as_posix() for name in names]
    return found
