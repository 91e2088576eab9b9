"""Which tests a change can reach, decided from what each has read: unknown means run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from sixfold.core.code_table import ANY, CodeTable
from sixfold.core.reads import AMBIENT, Outcome

_IMPORT: Final = "import:"
_KINDS: Final = {
    "c": "code that it ran",
    "m": "a module that it imports",
    "p": "code that its examples can reach",
    "f": "a file that it read",
    "k": "a file that it looked for",
    "l": "a folder that it listed",
    "e": "an environment variable that it read",
    "t": "the template database",
    "x": "a program that it started and that cannot be watched",
}


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
class Selection:
    """What must run: `everything`, or `files` whole and single `tests` (node ids) of others.

    `reasons` has a sentence for each test and file that must run; `total` counts the tests that
    are known. `why_all` says why everything must run.
    """

    total: int
    files: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    selected: int = 0
    why_all: str = ""

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return bool(self.why_all)

    def as_json(self) -> dict[str, object]:
        """How many run of how many, and for what."""
        return {
            "total": self.total,
            "selected": self.total if self.everything else self.selected,
            "files": list(self.files),
            "why": dict(self.counts),
            "why_all": self.why_all,
        }

    @property
    def nothing(self) -> bool:
        """Whether it is proved that no test can see the change."""
        return not (self.why_all or self.files or self.tests)


def decide(recording: Recording | None, present: Present, *, damage: str = "") -> Selection:
    """The tests that must run. `damage` says why there is no recording."""
    if recording is None or not recording.tests:
        return Selection(0, why_all=damage or "nothing was recorded yet")
    total = len(recording.tests)
    for name in sorted({*recording.world, *present.world}):
        if recording.world.get(name) != present.world.get(name):
            return Selection(total, why_all=f"another {name} than when they last ran")
    changes = Changes(recording, present)
    ambient = changes.reason(AMBIENT)
    if ambient is not None:
        return Selection(total, why_all=f"what runs for all tests changed: {ambient.text}")
    unclear = _unclear(recording, present, changes)
    if unclear:
        return Selection(total, why_all=f"whether {unclear} is collected, collecting decides")
    return _select(recording, present, changes)


def _unclear(recording: Recording, present: Present, changes: Changes) -> str | None:
    """A test file that may be ignored or not: new beside ignored ones, or its conftest changed."""
    folders = {file.rpartition("/")[0] for file in recording.ignored}
    for file in sorted(present.test_files):
        new = file not in recording.collected and file not in recording.ignored
        if new and any(_within(file, folder) for folder in folders):
            return file
        if file in recording.ignored and any(one in changes.tainted for one in _conftests(file)):
            return file
    return None


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
        folders = [folder for folder in self._search if _within(stem, folder)]
        names = [stem if folder == "." else stem[len(folder) + 1 :] for folder in folders]
        # pytest imports a test file from the folder above its outermost package.
        return [name.replace("/", ".") for name in {*names, stem.rpartition("/")[2]} if name]


def _within(path: str, folder: str) -> bool:
    return folder == "." or path.startswith(folder + "/")


def _select(recording: Recording, present: Present, changes: Changes) -> Selection:
    reasons: dict[str, str] = {}
    kinds: Counter[str] = Counter()
    whole = _files_to_run(recording, present, changes)
    by_file: dict[str, list[str]] = {}
    chosen: dict[str, list[str]] = {}
    selected = 0
    for node, test in recording.tests.items():
        if test.file not in present.test_files:
            continue
        by_file.setdefault(test.file, []).append(node)
        why = whole.get(test.file) or _test_reason(node, test, changes)
        if why is not None:
            selected += 1
            kinds[why.kind] += 1
            reasons[node] = _sentence(why)
            chosen.setdefault(test.file, []).append(node)
    for file, why in whole.items():
        if file not in by_file:
            kinds[why.kind] += 1
            reasons[file] = _sentence(why)
    for file, nodes in chosen.items():
        if len(nodes) == len(by_file[file]):
            whole.setdefault(file, Reason("", ""))
    single = [node for file, nodes in chosen.items() if file not in whole for node in nodes]
    return Selection(
        total=sum(map(len, by_file.values())),
        files=tuple(sorted(whole)),
        tests=tuple(single),
        reasons=reasons,
        counts={_KINDS.get(kind, kind): count for kind, count in kinds.most_common()},
        selected=selected,
    )


def _files_to_run(recording: Recording, present: Present, changes: Changes) -> dict[str, Reason]:
    """Test files that must be collected anew: their set of tests may be another one now."""
    found = {}
    for file in sorted(present.test_files - recording.ignored):
        above = _conftests(file)
        cause = next((one for one in (file, *above) if one in changes.tainted), None)
        if file not in recording.collected:
            found[file] = Reason("a new file, or one that could not be collected", file)
        elif cause is not None:
            found[file] = Reason("m", changes.tainted[cause])
        else:
            why = changes.reason(_IMPORT + file)
            if why is not None:
                found[file] = why
    return found


def _conftests(file: str) -> list[str]:
    """Where pytest looks for what holds for a test file."""
    folders = file.split("/")[:-1]
    return ["/".join((*folders[:depth], "conftest.py")) for depth in range(len(folders) + 1)]


def _test_reason(node: str, test: Outcome, changes: Changes) -> Reason | None:
    if not test.passed:
        return Reason("it did not pass when it last ran", node)
    for scope in (f"test:{node}", *test.fixtures):
        why = changes.reason(scope)
        if why is not None:
            return why
    return None


def _sentence(why: Reason) -> str:
    return f"{_KINDS.get(why.kind, why.kind)}: {why.text}"
