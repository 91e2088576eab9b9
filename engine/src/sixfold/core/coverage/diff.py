"""What changed since a commit, line by line: git's own diff without context, read into maps."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

_HUNK: Final = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ESCAPE: Final = re.compile(r'\\(?:([abfnrtv"\\])|([0-7]{3}))')
_ESCAPED: Final = dict(zip('abfnrtv"\\', '\a\b\f\n\r\t\v"\\', strict=True))


@dataclass(frozen=True, slots=True)
class Hunk:
    """`old_count` lines from `old` on became `new_count` lines from `new` on."""

    old: int
    old_count: int
    new: int
    new_count: int


@dataclass(frozen=True, slots=True)
class FileDiff:
    """How one file came to be: from `old` (None for a new one), with these hunks in order."""

    old: str | None
    hunks: tuple[Hunk, ...] = ()

    def origin(self, line: int) -> int | None:
        """Which line this one was before; None for one that was added or changed."""
        if self.old is None:
            return None
        position = bisect_right(self.hunks, line, key=_first_line)
        if not position:
            return line
        hunk = self.hunks[position - 1]
        if hunk.new_count and line < hunk.new + hunk.new_count:
            return None
        return line - _behind(hunk.new, hunk.new_count) + _behind(hunk.old, hunk.old_count)


def _first_line(hunk: Hunk) -> int:
    """The first line that the hunk concerns: git names the line before a pure deletion."""
    return hunk.new if hunk.new_count else hunk.new + 1


def _behind(start: int, count: int) -> int:
    """The first line behind a hunk's side."""
    return start + count if count else start + 1


@dataclass(frozen=True, slots=True)
class Diff:
    """What changed, by a file's path as it is now; a path that is not here did not change.

    `gone` are the files that were deleted, or are called otherwise now.
    """

    files: Mapping[str, FileDiff] = field(default_factory=lambda: MappingProxyType({}))
    gone: frozenset[str] = frozenset()

    def file(self, path: str) -> FileDiff:
        """How a file came to be."""
        return self.files.get(path) or FileDiff(path)

    def with_new(self, paths: Iterable[str]) -> Diff:
        """These files, too, are new as a whole: git does not know them yet."""
        return Diff({**self.files, **{path: FileDiff(None) for path in paths}}, self.gone)


def read_diff(text: str) -> Diff:
    """`git diff --unified=0 --src-prefix=a/ --dst-prefix=b/`, as maps of lines."""
    files: dict[str, FileDiff] = {}
    gone: set[str] = set()
    for section in _sections(text):
        old, new, hunks = _section(section)
        gone |= {old} if old is not None and old != new else set()
        if new is not None:
            files[new] = FileDiff(old, hunks)
    return Diff(files, frozenset(gone))


def _sections(text: str) -> Iterator[list[str]]:
    """The lines of each file, without the content of its hunks."""
    section: list[str] = []
    skip = 0
    for line in text.split("\n"):
        if skip and line[:1] in ("-", "+"):
            skip -= 1
            continue
        if line.startswith("diff --git "):
            yield section
            section = []
        match = _HUNK.match(line)
        skip = int(match[2] or "1") + int(match[4] or "1") if match else 0
        section.append(line)
    yield section


def _section(lines: list[str]) -> tuple[str | None, str | None, tuple[Hunk, ...]]:
    old = new = None
    hunks = []
    for line in lines:
        if line.startswith("rename from "):
            old = _unquoted(line.removeprefix("rename from "))
        elif line.startswith("rename to "):
            new = _unquoted(line.removeprefix("rename to "))
        elif line.startswith("--- "):
            old = _name(line, "--- ", "a/")
        elif line.startswith("+++ "):
            new = _name(line, "+++ ", "b/")
        elif match := _HUNK.match(line):
            numbers = (match[1], match[2] or "1", match[3], match[4] or "1")
            hunks.append(Hunk(*map(int, numbers)))
    return old, new, tuple(hunks)


def _name(line: str, mark: str, prefix: str) -> str | None:
    # git ends a name with a blank in it by a tab.
    name = _unquoted(line.removeprefix(mark).removesuffix("\t"))
    return None if name == "/dev/null" else name.removeprefix(prefix)


def _unquoted(name: str) -> str:
    """A name as git writes one that has a quote or a control character in it."""
    if not (name.startswith('"') and name.endswith('"')):
        return name
    return _ESCAPE.sub(
        lambda match: _ESCAPED[match[1]] if match[1] else chr(int(match[2], 8)), name[1:-1]
    )
