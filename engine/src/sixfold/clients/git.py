"""What git says of a checkout: its root, its branch, its commit, and which files were changed.

All but the last are read from its files: that takes a fraction of a millisecond where a process
takes several. git itself is asked only where the files are not conclusive (references in a
reftable), and for what was changed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from sixfold.core.changes import Changes, listed
from sixfold.core.namespace import DETACHED
from sixfold.errors import ToolMissing
from sixfold.shell import run

_COMMIT: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_BRANCHES: Final = "refs/heads/"
# What HEAD says where the real reference is in a table that git alone reads.
_ELSEWHERE: Final = "refs/heads/.invalid"
# Set by git in its hooks; they would make it answer for another repository than the folder's.
REDIRECTING: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE")
# The names of files that are added, changed or renamed, whatever the user's own settings are.
_DIFF: Final = (
    *("diff", "--name-only", "-z", "--relative", "--diff-filter=d"),
    *("--no-renames", "--no-ext-diff", "--ignore-submodules"),
)


def checkout_root(folder: Path) -> Path | None:
    """The root of the checkout (or worktree) that `folder` is in; None outside of one."""
    found = _find(folder)
    return found.root if found else None


def current_branch(folder: Path) -> str | None:
    """The checked out branch, born or not; None without git or repository, or on a detached head.

    A name that is not UTF-8 comes with surrogates, as names of files do.
    """
    name = head_name(folder)
    return None if name == DETACHED else name


def head_name(folder: Path) -> str | None:
    """The checked out branch, `HEAD` on a detached head, None without git or repository.

    This is what a namespace is decided from: a detached head is not a missing repository.
    """
    found = _find(folder)
    head = _head(found) if found else None
    if found is None or head is None:
        return None
    if head == _ELSEWHERE:
        head = _ask(found, "symbolic-ref", "--quiet", "HEAD") or ""
    return head.removeprefix(_BRANCHES) if head.startswith(_BRANCHES) else DETACHED


def head_commit(folder: Path) -> str | None:
    """The checked out commit's full hash; None where there is no repository or no commit yet."""
    found = _find(folder)
    head = _head(found) if found else None
    if found is None or head is None:
        return None
    if _COMMIT.fullmatch(head):
        return head
    known = _loose(found, head) or _packed(found, head)
    return known or _ask(found, "rev-parse", "--quiet", "--verify", "HEAD")


def changed_files(folder: Path, bases: Sequence[str]) -> Changes:
    """What differs from the first of `bases` that is known: branch, staged, unstaged, untracked.

    Paths are relative to `folder`, files outside of it are left out, and so is what is gone.
    Without a repository nothing has changed; without a base only what is not committed counts.
    """
    found = _find(folder)
    if found is None:
        return Changes((), note="there is no git repository, so nothing counts as changed")
    base, fork = _fork(found, bases)
    ask = partial(_ask, found, at=folder)
    outputs = [
        ask(*_DIFF, fork, "HEAD") if fork else None,
        ask(*_DIFF, "--cached"),
        ask(*_DIFF),
        ask("ls-files", "--others", "--exclude-standard", "-z"),
    ]
    files = listed(filter(None, outputs), exists=lambda name: os.path.lexists(folder / name))
    note = "" if fork else f"none of {', '.join(bases)} is known here: only what is not committed"
    return Changes(files, base, note)


def present_files(folder: Path) -> tuple[str, ...] | None:
    """Every file below `folder` that is not ignored, committed or not; None without a repository.

    A file that is committed and gone is named, too.
    """
    found = _find(folder)
    options = ("--cached", "--others", "--exclude-standard", "--deduplicate", "-z")
    told = _ask(found, "ls-files", *options, at=folder) if found else None
    return tuple(filter(None, told.split("\0"))) if told is not None else None


def _fork(found: _Checkout, bases: Sequence[str]) -> tuple[str, str]:
    """The first base that is known, and the commit where this branch left it; else empty texts."""
    for base in bases:
        fork = _ask(found, "merge-base", base, "HEAD")
        if fork:
            return base, fork
    return "", ""


def commit_time(folder: Path) -> str | None:
    """When the checked out commit was made, in seconds since 1970; None without a commit."""
    found = _find(folder)
    return _ask(found, "log", "-1", "--format=%ct") if found else None


@dataclass(frozen=True, slots=True)
class _Checkout:
    """A working tree: its root, its own git folder, and the one it shares with other worktrees."""

    root: Path
    git: Path
    common: Path


def _find(folder: Path) -> _Checkout | None:
    """The innermost checkout around `folder`; a `.git` that is none is passed by, as git does."""
    start = folder.resolve()
    for root in (start, *start.parents):
        git = _git_folder(root / ".git")
        if git is not None:
            shared = _read(git / "commondir")
            return _Checkout(root, git, git / shared if shared else git)
    return None


def _git_folder(entry: Path) -> Path | None:
    """The folder that `.git` is or points to, if it holds a repository."""
    if entry.is_file():
        pointer = _read(entry) or ""
        if not pointer.startswith("gitdir: "):
            return None
        entry = entry.parent / pointer.removeprefix("gitdir: ")
    return entry if os.path.lexists(entry / "HEAD") else None


def _head(found: _Checkout) -> str | None:
    """The reference that HEAD names, or the commit that it is; None where it cannot be read."""
    head = found.git / "HEAD"
    if head.is_symlink():
        return os.fspath(head.readlink())
    text = _read(head)
    # Only what git writes: a branch's own name may end in a blank of Unicode.
    return text.removeprefix("ref:").strip(" \t\r\n") if text is not None else None


def _loose(found: _Checkout, reference: str) -> str | None:
    text = _read(found.common / reference) or ""
    return text if _COMMIT.fullmatch(text) else None


def _packed(found: _Checkout, reference: str) -> str | None:
    for line in (_read(found.common / "packed-refs") or "").split("\n"):
        commit, _, name = line.partition(" ")
        if name == reference and _COMMIT.fullmatch(commit):
            return commit
    return None


def _ask(found: _Checkout, *arguments: str, at: Path | None = None) -> str | None:
    environment = {name: value for name, value in os.environ.items() if name not in REDIRECTING}
    try:
        result = run(
            ["git", *arguments],
            cwd=at or found.root,
            env=environment,
            timeout=10,
            check=False,
            brief=True,
        )
    except ToolMissing:
        return None
    return result.out.removesuffix("\n") or None if result.code == 0 else None


def _read(path: Path) -> str | None:
    """The text without its last line end, or None where there is no such file."""
    try:
        return os.fsdecode(path.read_bytes()).removesuffix("\n")
    except OSError:
        return None
