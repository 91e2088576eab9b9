"""Which tests a change can reach, decided from what each has read: unknown means run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sixfold.core.affected.changes import Changes, Present, Reason, Recording, within
from sixfold.core.affected.reads import AMBIENT, Outcome

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

    @property
    def proof(self) -> str:
        """Why none must run, where none must."""
        if not self.total:
            return "no test runs: nothing that its tests can read has changed"
        return f"none of {self.total} tests runs: nothing that any of them read has changed"

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
        if new and any(within(file, folder) for folder in folders):
            return file
        if file in recording.ignored and any(one in changes.tainted for one in _conftests(file)):
            return file
    return None


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
