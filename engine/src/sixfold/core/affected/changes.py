"""What differs between a recording of what tests read and the present, and who can see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sixfold.core.affected.code_table import ANY, CodeTable
from sixfold.core.affected.reads import Outcome

_IMPORT: Final = "import:"


@dataclass(frozen=True, slots=True)
class Recording:
    """What the tests of one suite read, at one state of the checkout.

    `world` is what all tests stand on (versions, configuration), by name; a difference runs all.
    `sources` are the tables of the Python files that were read, by path; `listing` has every
    Python file that was there. `values` are digests of all other reads. `search` are folders that
    modules are imported from. `scopes` are reads of tests, fixtures and imports; `tied` leads to
    scopes that wrote what one read. `collected` are test files of which every test is known,
    `ignored` those that look like test files and that pytest does not collect.
    """

    world: Mapping[str, str]
    sources: Mapping[str, CodeTable]
    listing: frozenset[str]
    values: Mapping[str, str]
    search: tuple[str, ...]
    scopes: Mapping[str, frozenset[str]]
    tied: Mapping[str, frozenset[str]]
    tests: Mapping[str, Outcome]
    collected: frozenset[str]
    ignored: frozenset[str]


@dataclass(frozen=True, slots=True)
class Present:
    """The checkout as it is: the same things, looked at now.

    `sources` has the files whose content changed (None: gone, or no Python any more); what it does
    not have is as it was recorded.
    """

    world: Mapping[str, str]
    sources: Mapping[str, CodeTable | None]
    listing: frozenset[str]
    values: Mapping[str, str]
    test_files: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a test must run: the kind of read, and which one."""

    kind: str
    text: str


class Changes:
    """What differs between a recording and the present, and which scopes can see it."""

    def __init__(self, recording: Recording, present: Present) -> None:
        self._recording = recording
        self._present = present
        self._names = _Names(recording.search)
        self.reads = self._changed_reads()
        self.tainted = self._tainted_modules()
        self._functions = self._tainted_functions()
        self._found: dict[str, Reason | None] = {}

    def reason(self, scope: str) -> Reason | None:
        """Why a scope, or one that it is tied to, is not what it was; None where it is."""
        waiting, seen = [scope], {scope}
        while waiting:
            name = waiting.pop()
            found = self._own(name)
            if found is not None:
                return found
            for other in self._recording.tied.get(name, ()):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        return None

    def _own(self, scope: str) -> Reason | None:
        if scope not in self._found:
            reads = self._recording.scopes.get(scope, frozenset())
            self._found[scope] = next(filter(None, map(self._seen, sorted(reads))), None)
        return self._found[scope]

    def _seen(self, read: str) -> Reason | None:
        """Why a read is not what it was."""
        kind, _, rest = read.partition(":")
        if read in self.reads:
            return Reason(kind, rest)
        if kind in "cmp":
            module = rest.partition("::")[0]
            if module in self.tainted:
                return Reason("m", self.tainted[module])
            if read in self._functions:
                return Reason("m", self._functions[read])
        return None

    def _changed_reads(self) -> set[str]:
        changed = {
            read
            for read, value in self._recording.values.items()
            if self._present.values.get(read) != value
        }
        for path, now in self._present.sources.items():
            then = self._recording.sources.get(path)
            if then is None:
                continue
            if now is None or (now.module, now.functions) != (then.module, then.functions):
                changed.add(f"p:{path}")
            kept = now.functions if now is not None else {}
            changed |= {
                f"c:{path}::{key}"
                for key, digest in then.functions.items()
                if kept.get(key) != digest
            }
        return changed

    def _tainted_modules(self) -> dict[str, str]:
        """Modules whose import may do something else now, each with the module that it is from."""
        tainted: dict[str, str] = {}
        for path, now in self._present.sources.items():
            then = self._recording.sources.get(path)
            if then is not None and (now is None or now.module != then.module):
                tainted[path] = path
        tainted |= {path: path for path in self._recording.listing ^ self._present.listing}
        grew = True
        while grew:
            grew = False
            named = self._names.of(tainted)
            for path, table in self._recording.sources.items():
                if path in tainted:
                    continue
                cause = self._cause(path, table, named, tainted)
                if cause:
                    tainted[path] = cause
                    grew = True
        return tainted

    def _cause(
        self, path: str, table: CodeTable, named: Mapping[str, str], tainted: Mapping[str, str]
    ) -> str | None:
        for name in self._names.absolute(path, table.imports.get("", ())):
            if name in named:
                return named[name]
        for read in self._recording.scopes.get(_IMPORT + path, ()):
            if read in self.reads:
                return read.partition(":")[2]
            if read[0] in "cm" and read[2:].partition("::")[0] in tainted:
                return tainted[read[2:].partition("::")[0]]
        return None

    def _tainted_functions(self) -> dict[str, str]:
        """Functions that import such a module when they run."""
        named = self._names.of(self.tainted)
        found = {}
        for path, table in self._recording.sources.items():
            for key, imports in table.imports.items():
                hits = (
                    named[name] for name in self._names.absolute(path, imports) if name in named
                )
                hit = next(hits, None)
                if key and hit is not None:
                    found[f"c:{path}::{key}"] = hit
        return found


class _Names:
    """Dotted names of files, and the absolute form of what files import."""

    def __init__(self, search: tuple[str, ...]) -> None:
        self._search = search

    def of(self, paths: Mapping[str, str]) -> dict[str, str]:
        """Every dotted name that these files can be imported by, with each one's cause."""
        named = {name: cause for path, cause in paths.items() for name in self._dotted(path)}
        if paths:
            named[ANY] = next(iter(paths.values()))
        return named

    def absolute(self, path: str, imports: Iterable[str]) -> Iterable[str]:
        """The dotted names that a file imports, packages above each included."""
        for name in imports:
            level = len(name) - len(name.lstrip("."))
            bases = [""]
            if level:
                bases = []
                for own in self._dotted(path):
                    package = own if path.endswith("/__init__.py") else own.rpartition(".")[0]
                    for _ in range(level - 1):
                        package = package.rpartition(".")[0]
                    bases.append(package)
            for base in bases:
                whole = ".".join(filter(None, (base, name[level:])))
                while whole:
                    yield whole
                    whole = whole.rpartition(".")[0]

    def _dotted(self, path: str) -> list[str]:
        stem = path.removesuffix(".py").removesuffix("/__init__")
        folders = [folder for folder in self._search if within(stem, folder)]
        names = [stem if folder == "." else stem[len(folder) + 1 :] for folder in folders]
        # pytest imports a test file from the folder above its outermost package.
        return [name.replace("/", ".") for name in {*names, stem.rpartition("/")[2]} if name]


def within(path: str, folder: str) -> bool:
    """Whether a path lies in a folder; `.` holds all."""
    return folder == "." or path.startswith(folder + "/")
