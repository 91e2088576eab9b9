"""What tests have read, in the words of their journals: parsed, tied together, kept small.

A read is a text whose first letter is its kind: `c` a function, `m` a module's import, `f` a
file's content, `k` whether a path is there, `l` what a folder holds, `e` a variable (`*` all),
`t` the template database, `x` anything at all (a program that cannot be watched), `p` a source
whole. Journals also have `w` (a path that was written), `r` and `d` (a path and a folder outside
that were read: what another scope wrote there ties the two), `n` and `b` (programs started,
programs that told), `q` (a program that has no way into the checkout).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

AMBIENT: Final = "ambient"
_SILENT: Final = "x:a Python program that told nothing"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one test went: `file` and `argument` are relative to the root and to the suite.

    `fixtures` are the scopes of the shared fixtures that it used, `names` all its fixtures.
    `draws` says that it draws examples, and may reach other code next time.
    """

    argument: str
    file: str
    passed: bool
    fixtures: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    draws: bool = False


@dataclass(slots=True)
class Journals:
    """All journals of a run, together.

    `collected` are the test files that were collected whole, `failed` those that could not be;
    `known` leads from each collected test's node id to its file; `search` is where modules are
    looked for. Paths are absolute.
    """

    scopes: dict[str, set[str]] = field(default_factory=dict)
    tests: dict[str, dict[str, Any]] = field(default_factory=dict)
    search: list[str] = field(default_factory=list)
    collected: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
    known: dict[str, str] = field(default_factory=dict)

    def read(self, text: str) -> None:
        """Add one process's journal; a last line that a kill has cut counts as not written."""
        whole = text[: text.rfind("\n") + 1].split("\n")
        names = dict(line[2:].split(" ", 1) for line in whole if line.startswith("S "))
        for line in whole:
            kind, _, rest = line.partition(" ")
            if kind[:1].isdigit():
                self.scopes.setdefault(names[kind], set()).add(rest)
            elif kind == "T":
                told = json.loads(rest)
                self.tests[told["id"]] = told
            elif kind == "C":
                told = json.loads(rest)
                self.collected.update(told["files"])
                self.failed.update(told["failed"])
                self.known.update(told["tests"])
            elif kind == "P":
                self.search += [place for place in json.loads(rest) if place not in self.search]


def tie(scopes: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    """For each scope the scopes that it depends on: those that wrote what it read."""
    writers: dict[str, set[str]] = {}
    for name, reads in scopes.items():
        if name == AMBIENT or name.startswith("import:"):
            continue
        for read in reads:
            if read.startswith("w:"):
                path = read[2:]
                writers.setdefault(f"r:{path}", set()).add(name)
                writers.setdefault(f"d:{path.rpartition('/')[0]}", set()).add(name)
    tied = {}
    for name, reads in scopes.items():
        others = {writer for read in reads for writer in writers.get(read, ()) if writer != name}
        # What runs between tests reads what each leaves, and is no test.
        if others and name != AMBIENT:
            tied[name] = frozenset(others)
    return tied


def settle(reads: Iterable[str]) -> set[str]:
    """The reads that decide: a Python program that was started and told nothing may be anything."""
    reads = set(reads)
    started = sum(read.startswith("n:") for read in reads)
    told = sum(read.startswith("b:") for read in reads)
    if started > told:
        reads.add(_SILENT)
    return {read for read in reads if not read.startswith(("n:", "b:", "w:", "r:", "d:", "q:"))}
