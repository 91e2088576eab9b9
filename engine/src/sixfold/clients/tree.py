"""The files of a checkout, those that git would take if they were added included."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sixfold.clients.git import REDIRECTING
from sixfold.errors import ToolMissing
from sixfold.shell import run

# Where no git says what is not the repository's own.
_FOREIGN: Final = frozenset({"node_modules", "__pycache__", "build", "dist", "venv"})


@dataclass(frozen=True, slots=True)
class TreeState:
    """What lies in a checkout: git's hash of it with all that is not committed, and the commit.

    Both are empty outside of a repository. `dirty` is whether the tree is another than the
    commit's.
    """

    tree: str = ""
    commit: str = ""
    dirty: bool = False


def files(root: Path) -> list[str]:
    """Every file that is there and not ignored, as posix paths from the root, in order.

    Without git or outside of a repository: every file but those in hidden folders and in the usual
    folders of installed packages.
    """
    listed = _git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = _walked(root) if listed is None else listed.split("\0")
    return sorted(name for name in set(names) if name and (root / name).is_file())


def state(root: Path) -> TreeState:
    """The tree as it is now. Nothing of the repository is changed: not its index, no object."""
    index = _git(root, "rev-parse", "--path-format=absolute", "--git-path", "index")
    objects = _git(root, "rev-parse", "--path-format=absolute", "--git-path", "objects")
    commit = (_git(root, "rev-parse", "--verify", "--quiet", "HEAD") or "").strip()
    if index is None or objects is None:
        return TreeState()
    with tempfile.TemporaryDirectory(prefix="sixfold-tree-") as folder:
        own = Path(folder)
        (own / "objects").mkdir()
        if Path(index.strip()).exists():
            # With what the index knows of times and sizes, only changed files are read.
            shutil.copyfile(index.strip(), own / "index")
        apart = {
            "GIT_INDEX_FILE": str(own / "index"),
            "GIT_OBJECT_DIRECTORY": str(own / "objects"),
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": objects.strip(),
        }
        if _git(root, "add", "--all", ".", more=apart) is None:
            return TreeState(commit=commit, dirty=True)
        tree = (_git(root, "write-tree", more=apart) or "").strip()
    committed = (_git(root, "rev-parse", "--verify", "--quiet", "HEAD^{tree}") or "").strip()
    return TreeState(tree, commit, dirty=tree != committed)


def _git(root: Path, *words: str, more: Mapping[str, str] | None = None) -> str | None:
    """What git answers about the checkout, None where there is no git or it refuses."""
    environ = {name: value for name, value in os.environ.items() if name not in REDIRECTING}
    try:
        result = run(
            ["git", *words], cwd=root, env={**environ, **(more or {})}, check=False, brief=True
        )
    except ToolMissing:
        return None
    return result.out if result.code == 0 else None


def _walked(root: Path) -> list[str]:
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [one for one in folders if one not in _FOREIGN and not one.startswith(".")]
        found += [(Path(folder) / name).relative_to(root).as_posix() for name in names]
    return found
