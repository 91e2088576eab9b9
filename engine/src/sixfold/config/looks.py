"""The only place of this room that looks at a checkout's files; what it saw can be seen again.

A configuration follows from these looks, the environment, the flags and the branch. As long as
every look would see the same, reading it again gives the same.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Final

# By kind of look and path, what was seen.
Seen = dict[tuple[str, str], object]

_seen: ContextVar[Seen | None] = ContextVar("seen", default=None)


def text(path: Path, *, errors: str = "strict") -> str | None:
    """What is in a file of UTF-8; None where there is no such file. Raises UnicodeDecodeError."""
    found = _content(path)
    _note("content", path, _digest(found))
    if found is None:
        return None
    return io.TextIOWrapper(io.BytesIO(found), encoding="utf-8", errors=errors).read()


def is_file(path: Path) -> bool:
    """Whether there is such a file."""
    return bool(_noted("file", path))


def is_dir(path: Path) -> bool:
    """Whether there is such a folder."""
    return bool(_noted("folder", path))


def exists(path: Path) -> bool:
    """Whether anything is there."""
    return bool(_noted("anything", path))


def resolved(path: Path) -> Path:
    """The path without links and dots."""
    return Path(str(_noted("resolved", path)))


@contextmanager
def noted() -> Iterator[Seen]:
    """Note every look of this block."""
    seen: Seen = {}
    token = _seen.set(seen)
    try:
        yield seen
    finally:
        _seen.reset(token)


def same(seen: Seen) -> bool:
    """Whether every look would see the same now."""
    return all(_LOOKS[kind](Path(path)) == was for (kind, path), was in seen.items())


def _noted(kind: str, path: Path) -> object:
    saw = _LOOKS[kind](path)
    _note(kind, path, saw)
    return saw


def _note(kind: str, path: Path, saw: object) -> None:
    seen = _seen.get()
    if seen is not None:
        seen[kind, str(path)] = saw


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return None


def _digest(found: bytes | None) -> str | None:
    return None if found is None else hashlib.sha256(found).hexdigest()


_LOOKS: Final[Mapping[str, Callable[[Path], object]]] = {
    "content": lambda path: _digest(_content(path)),
    "file": Path.is_file,
    "folder": Path.is_dir,
    "anything": Path.exists,
    "resolved": lambda path: str(path.resolve()),
}
