"""Which files a change touches, from what git lists; paths are relative to the root, posix."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """The files that differ from `base`, sorted, without those that are gone.

    `base` names what the branch was compared with; it is empty where that is not known here, and
    then only what is not committed was looked at: `note` says why.
    """

    files: tuple[str, ...]
    base: str = ""
    note: str = ""


def listed(outputs: Iterable[str], *, exists: Callable[[str], bool]) -> tuple[str, ...]:
    """The union of git's NUL-separated lists (branch, staged, unstaged, untracked), sorted.

    A file that one list has and another deletes is gone: `exists` has the last word.
    """
    names = {name for output in outputs for name in output.split("\0") if name}
    return tuple(sorted(name for name in names if exists(name)))


def bases(asked: str | None, pull_request: str | None, branch: str) -> tuple[str, ...]:
    """What to compare with, best first: the one asked for, the pull request's, the main branch.

    What a remote has comes before a local branch of that name, which may be old; a base that was
    asked for is taken as it is given.
    """
    if asked:
        return (asked,)
    names = dict.fromkeys(filter(None, (pull_request, branch)))
    return tuple(place for name in names for place in (f"origin/{name}", name))
