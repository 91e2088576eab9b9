"""Revisions of Alembic as their files tell them: which follows which, and where they end."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sixfold.core.located import Finding

_FIELDS: Final = ("revision", "down_revision", "depends_on")


@dataclass(frozen=True, slots=True)
class Revision:
    """One migration: `place` is the line of its file that names it, `title` what it is about."""

    name: str
    parents: tuple[str, ...]
    depends: tuple[str, ...]
    place: str
    title: str

    @property
    def path(self) -> str:
        """The file."""
        return self.place.rpartition(":")[0]


@dataclass(frozen=True, slots=True)
class History:
    """All revisions of a repository, and what is wrong with how they hang together."""

    revisions: tuple[Revision, ...]
    faults: tuple[Finding, ...]

    @property
    def heads(self) -> tuple[Revision, ...]:
        """The revisions that no other follows."""
        followed = {parent for one in self.revisions for parent in one.parents}
        return tuple(one for one in self.revisions if one.name not in followed)

    def find(self, name: str) -> Revision | None:
        """The revision of that name."""
        return next((one for one in self.revisions if one.name == name), None)

    def line(self) -> tuple[Revision, ...]:
        """Every revision behind those that it follows and depends on; faults are passed by."""
        ordered: dict[str, Revision] = {}
        waiting = list(self.revisions)
        while waiting:
            ready = [one for one in waiting if set(_before(one)) <= ordered.keys()]
            # What is in a circle, or follows what is missing, has no place; it is a fault already.
            for one in ready or waiting:
                ordered[one.name] = one
            waiting = [one for one in waiting if one.name not in ordered]
        return tuple(ordered.values())


def revision_in(text: str, path: str) -> Revision | None:
    """The revision that a file is; None where it names none.

    Raises SyntaxError for a text that is not Python.
    """
    tree = ast.parse(text)
    found: dict[str, tuple[object, int]] = {}
    for node in tree.body:
        for name, value in _assignments(node):
            if name in _FIELDS:
                found[name] = (_literal(value), node.lineno)
    revision, line = found.get("revision", (None, 0))
    if not isinstance(revision, str):
        return None
    return Revision(
        name=revision,
        parents=_names(found.get("down_revision", (None, 0))[0]),
        depends=_names(found.get("depends_on", (None, 0))[0]),
        place=f"{path}:{line}",
        title=(ast.get_docstring(tree) or "").partition("\n")[0],
    )


def history(revisions: Iterable[Revision]) -> History:
    """The revisions with every fault: two of one name, one that follows nothing, a circle."""
    listed = tuple(sorted(revisions, key=lambda one: (one.name, one.place)))
    return History(listed, (*_twins(listed), *_orphans(listed), *_circles(listed)))


def two_heads(heads: Sequence[Revision]) -> str:
    """What several heads are, each with its file, and what ends that."""
    told = "\n".join(f"{head.place}: {head.name}, {head.title}" for head in heads)
    return f"{len(heads)} heads; a database can be at one only:\n{told}"


def remedy(heads: Collection[Revision], command: str) -> str:
    """The command that makes one head of several."""
    return f'{command} merge -m "Merge" {" ".join(head.name for head in heads)}'


def _twins(revisions: Sequence[Revision]) -> Iterator[Finding]:
    first: dict[str, Revision] = {}
    for one in revisions:
        if one.name in first:
            other = first[one.name]
            yield Finding(one.place, f"the revision {one.name} is in {other.path}, too")
        first.setdefault(one.name, one)


def _orphans(revisions: Sequence[Revision]) -> Iterator[Finding]:
    names = {one.name for one in revisions}
    for one in revisions:
        for parent in _before(one):
            # Alembic takes the beginning of a name for the name.
            if not any(name.startswith(parent) for name in names):
                yield Finding(one.place, f"{one.name} follows {parent}, which is no revision here")


def _circles(revisions: Sequence[Revision]) -> Iterator[Finding]:
    by_name = {one.name: one for one in revisions}
    for one in revisions:
        seen: set[str] = set()
        waiting = list(_before(one))
        while waiting:
            name = waiting.pop()
            if name == one.name:
                yield Finding(one.place, f"{one.name} follows itself, through others")
                break
            if name not in seen and name in by_name:
                seen.add(name)
                waiting += _before(by_name[name])


def _before(one: Revision) -> tuple[str, ...]:
    return (*one.parents, *one.depends)


def _assignments(node: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Name):
                yield target.id, node.value
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
        yield node.target.id, node.value


def _literal(node: ast.expr) -> object:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, tuple | list | set):
        return tuple(name for name in value if isinstance(name, str))
    return ()
