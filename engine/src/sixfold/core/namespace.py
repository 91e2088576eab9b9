"""The identity of a checkout: which namespace isolates whoever works in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from urllib.parse import quote

from sixfold.core.names import Names
from sixfold.core.naming import digest, sanitize_namespace
from sixfold.errors import RequestError

__all__ = ["DETACHED", "Names", "Namespace", "Source", "decide_namespace", "sanitize_namespace"]

# How git names the branch of a checkout that is on none; it refuses a branch of that name.
DETACHED: Final = "HEAD"

_SLUG: Final = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
# With the longest suffix of a worker and a fresh database it still fits PostgreSQL's 63 bytes.
_SLUG_LIMIT: Final = 28
_HASHES: Final = (8, 12, 16)
_NOBODY: Final[Mapping[str, str]] = MappingProxyType({})


class Source(StrEnum):
    """What a namespace was decided by."""

    EXPLICIT = "explicit"
    GIT = "git"
    FALLBACK = "fallback"


@dataclass(frozen=True, slots=True)
class Namespace:
    """What isolates one user of an environment.

    `slug` is its database form: lower-case letters and digits, parts joined by one `_`.
    `raw` is the unshortened name that makes it unique, in printable ASCII.
    """

    slug: str
    raw: str
    source: Source

    def __post_init__(self) -> None:
        if not _SLUG.fullmatch(self.slug):
            raise RequestError(
                f"{self.slug!r} is not a namespace: only a-z, 0-9 and single _ between them are",
                hint="set BRANCH_NAME, from which one is made",
            )


def decide_namespace(
    *,
    branch_name: str | None,
    workspace_id: str | None,
    git_branch: str | None,
    checkout: str,
    taken: Mapping[str, str] = _NOBODY,
) -> Namespace:
    """Decide whose names a checkout uses: explicit ones, else its git branch's, else its path's.

    `checkout` is the absolute path of the checkout. `git_branch` is None without git and `HEAD` on
    a detached head: there the path alone is the identity, as the commit changes under one's work.
    `taken` maps the slugs in use to the raw name of whoever has them: nobody is given another's
    slug, and whoever has one keeps it.
    """
    branch, workspace = _given(branch_name), _given(workspace_id)
    if branch:
        names, source = [branch, workspace], Source.EXPLICIT
        raw = _raw(source, *names)
        slugs = [*_as_given(branch, workspace), *_hashed(names, raw)]
    elif git_branch:
        names, source = [_branch_word(git_branch), workspace], Source.GIT
        raw = _raw(source, git_branch, checkout, workspace)
        slugs = list(_hashed(names, raw))
    else:
        names, source = ["default", workspace], Source.FALLBACK
        raw = _raw(source, checkout, workspace)
        slugs = list(_hashed(names, raw))
    return Namespace(_choose(slugs, raw, taken), raw, source)


def _given(name: str | None) -> str:
    """The name, or nothing where it is blank: a variable set to nothing is not set."""
    return name if name and name.strip() else ""


def _branch_word(git_branch: str) -> str:
    return "detached" if git_branch == DETACHED else git_branch


def _raw(source: Source, *names: str) -> str:
    """The names with a blank between them; blanks, `%` and all but ASCII are escaped."""
    escaped = [quote(name, safe="/:@+=,~", errors="surrogatepass") for name in names]
    return " ".join([source.value, *escaped]).rstrip()


def _as_given(branch: str, workspace: str) -> Iterator[str]:
    """The plain slug of explicit names, if it is short enough and whole.

    A workspace of one part only: (`feature`, `auth_x`) would read like (`feature_auth`, `x`).
    """
    parts = [sanitize_namespace(branch), *([sanitize_namespace(workspace)] if workspace else [])]
    slug = "_".join(parts)
    if all(parts) and not any("_" in part for part in parts[1:]) and len(slug) <= _SLUG_LIMIT:
        yield slug


def _hashed(names: list[str], raw: str) -> Iterator[str]:
    """Slugs with a hash of the raw name, each longer one for the case that the last is taken."""
    words = filter(None, map(sanitize_namespace, names))
    head = "_".join(words) or "branch"
    for length in _HASHES:
        cut = head[: _SLUG_LIMIT - length - 1].rstrip("_")
        yield f"{cut}_{digest(raw, length=length)}"


def _choose(slugs: list[str], raw: str, taken: Mapping[str, str]) -> str:
    for slug in slugs:
        if taken.get(slug) == raw:
            return slug
    for slug in slugs:
        if slug not in taken:
            return slug
    raise RequestError(
        f"every namespace for {raw!r} is held under another name",
        hint="set BRANCH_NAME to a name of your own",
    )
