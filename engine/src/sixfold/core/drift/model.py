"""Drift: one thing stated in two files that no longer say the same.

A check is a function from Sources to the drifts that it finds. To add one, write it beside the
others and put it into `drift_checks.CHECKS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from sixfold.core.build import BuildTarget
from sixfold.core.located import Node
from sixfold.core.plan import Pipeline


@dataclass(frozen=True, slots=True, order=True)
class Drift:
    """Where two files part, what is wrong there, and the edit that mends it; `line` from 1."""

    path: str
    line: int
    rule: str
    message: str
    fix: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.rule} {self.message}"


@dataclass(frozen=True, slots=True)
class DriftRules:
    """`[drift]`: what is compared beyond what every repository has.

    `docs` and `code` are globs of the files whose commands must exist. `versions` has for each
    thing the files that state its version, each with the expression that finds it there: all
    groups of a match, joined by dots, are the version, and the first file's word counts.
    """

    docs: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    versions: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb: the options it has (None for one that takes any) and the verbs below it."""

    options: frozenset[str] | None = None
    verbs: Mapping[str, Verb] = field(default_factory=lambda: MappingProxyType({}))


# A generated piece of a document, from the path of the page that it stands in.
type Piece = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything that checks may look at.

    `text` gives a file's text, None for one that is not there; `document` the same as nodes.
    `listed` are all files of the tree; `tasks` are those of moon, `:task` and `project:task`;
    `build` is what is built, and `compose` are the compose files, the first one first; `pieces`
    are what is generated in documents, by name.
    """

    listed: tuple[str, ...]
    text: Callable[[str], str | None]
    document: Callable[[str], Node]
    rules: DriftRules
    pipeline: Pipeline = field(default_factory=Pipeline)
    verbs: Mapping[str, Verb] = field(default_factory=lambda: MappingProxyType({}))
    tasks: frozenset[str] = frozenset()
    build: tuple[BuildTarget, ...] = ()
    compose: tuple[str, ...] = ()
    pieces: Mapping[str, Piece] = field(default_factory=lambda: MappingProxyType({}))

    def is_there(self, path: str) -> bool:
        """Whether a file or a folder of that name is in the tree."""
        inside = f"{path.rstrip('/')}/"
        return path in self.listed or any(file.startswith(inside) for file in self.listed)


type Check = Callable[[Sources], Iterator[Drift]]


def line_of(text: str, position: int) -> int:
    """The line, from 1, on which a position of a text is."""
    return text.count("\n", 0, position) + 1


def drift_at(node: Node, rule: str, message: str, fix: str) -> Drift:
    """A drift at a node's file and line."""
    path, _, line = node.place.rpartition(":")
    at, number = (path, int(line)) if line.isdigit() else (node.place, 1)
    return Drift(at, number, rule, message, fix)


def jobs_of(document: Node) -> Mapping[str, Node]:
    """The jobs of a workflow, by name."""
    return document.mapping.get("jobs", Node(None, document.place)).mapping


def steps_of(document: Node) -> Iterator[Node]:
    """Every step of a workflow, or of an action that is made of steps."""
    nothing = Node(None, document.place)
    for job in (*jobs_of(document).values(), document.mapping.get("runs", nothing)):
        yield from job.mapping.get("steps", nothing).items
