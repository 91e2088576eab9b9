"""What git would make of two commits together, and its files in a folder of their own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sixfold.errors import RequestError
from sixfold.shell import Result, run

# Set by git in its hooks; they would make it answer for another repository than the folder's.
_REDIRECTING: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE")
_LIMIT: Final = 120.0


@dataclass(frozen=True, slots=True)
class Merge:
    """The result of a merge that nobody has made: its tree, and the files it could not merge."""

    tree: str
    conflicts: tuple[str, ...]


def merge(checkout: Path, ref: str) -> Merge:
    """What merging `ref` into what is committed here would give; nothing is changed.

    Raises RequestError where git does not know `ref`, has no common history, or is too old.
    """
    commit(checkout, ref)
    told = _git(checkout, "merge-tree", "--write-tree", "--name-only", "--no-messages", "HEAD", ref)
    lines = told.out.splitlines()
    if told.code not in (0, 1) or not lines:
        reason = told.err.strip().splitlines()[-1:] or ["git merge-tree said nothing"]
        raise RequestError(
            f"git cannot merge {ref} into HEAD: {reason[0]}",
            hint="fetch its history; git 2.38 or newer is needed",
        )
    return Merge(lines[0], tuple(dict.fromkeys(filter(None, lines[1:]))))


def commit(checkout: Path, ref: str) -> str:
    """The full hash of a commit; RequestError where git does not know it."""
    told = _git(checkout, "rev-parse", "--quiet", "--verify", f"{ref}^{{commit}}")
    if told.code != 0:
        raise RequestError(f"git knows no commit {ref!r} here", hint="git fetch origin")
    return told.out.strip()


@contextmanager
def extracted(checkout: Path, tree: str) -> Iterator[Path]:
    """The files of a commit or tree in a temporary folder, which goes with the block.

    The repository gets no worktree and no branch of it.
    """
    with TemporaryDirectory(prefix="sixfold-tree-") as folder:
        archive = Path(folder) / "files.tar"
        told = _git(checkout, "archive", "--format=tar", f"--output={archive}", tree)
        if told.code != 0:
            raise RequestError(f"git cannot read {tree}: {told.err.strip()}", hint="git fsck")
        files = Path(folder) / "files"
        files.mkdir()
        run(["tar", "-xf", str(archive), "-C", str(files)], timeout=_LIMIT)
        archive.unlink()
        yield files


def _git(checkout: Path, *words: str) -> Result:
    environment = {name: value for name, value in os.environ.items() if name not in _REDIRECTING}
    return run(["git", *words], cwd=checkout, env=environment, timeout=_LIMIT, check=False)
