"""From the journals of a run to a recording, with what is still true of the one before."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from sixfold.commands.selecting.surroundings import Surroundings
from sixfold.config import Config, Suite
from sixfold.core.affected.changes import Changes, Present, Recording
from sixfold.core.affected.code_table import CodeTable
from sixfold.core.affected.reads import AMBIENT, Journals, Outcome, settle, tie
from sixfold.core.affected.selection import decide

_OURS: Final = "sixfold_session"


@dataclass(frozen=True, slots=True)
class Recorder:
    """A recording that is under way: words for pytest's command line, and variables for it."""

    folder: Path
    began: float
    words: tuple[str, ...]
    variables: Mapping[str, str]


def present(recording: Recording, now: Surroundings) -> Present:
    """The checkout now, as far as a recording speaks of it."""
    values = {read: now.digest(read) for read in recording.values}
    changed = [
        read[2:]
        for read, value in recording.values.items()
        if read.startswith("s:") and values[read] != value
    ]
    return Present(
        world=now.world,
        sources={file: now.code(file) for file in changed},
        listing=now.listing,
        values=values,
        test_files=now.test_files,
    )


def record(
    config: Config,
    suite: Suite,
    recorder: Recorder,
    now: Surroundings,
    old: Recording | None,
    *,
    complete: bool,
) -> Recording:
    """What the run of this recorder has read, with what is true of `old` unless it is complete."""
    journals = Journals()
    for file in sorted(recorder.folder.glob("*.reads")):
        journals.read(file.read_text(errors="surrogateescape"))
    kept = None if complete else _still_true(old, now, journals)
    sources = _sources(now, old)
    moving = {file for file in sources if _touched(config.root / file, recorder.began)}
    search = _search(config.root, journals.search, kept)
    scopes = {name: _in_full(reads, sources) for name, reads in journals.scopes.items()}
    ties = {name: set(others) for name, others in tie(journals.scopes).items()}
    tests = {
        node: Outcome("", os.path.relpath(path, config.root), passed=False)
        for node, path in journals.known.items()
    }
    for node, told in journals.tests.items():
        test = _outcome(config, suite, told)
        own = scopes.setdefault(f"test:{node}", frozenset())
        if test.draws:
            own |= {f"p:{read[2:].partition('::')[0]}" for read in own if read.startswith("c:")}
        if _uses_template(config, suite, test, own):
            own |= {"t:"}
        scopes[f"test:{node}"] = own
        # One that a mark skips never comes to its own code: what the mark looked at decides.
        skipped = told["outcome"] == "skipped"
        seen = skipped or any(read[2:].partition("::")[0] == test.file for read in own)
        known = seen and told["outcome"] != "unknown" and not _moved(own, moving, test)
        tests[node] = test if known else replace(test, passed=False)
    if kept is not None:
        for name, reads in kept.scopes.items():
            scopes[name] = scopes.get(name, frozenset()) | reads
        for name, others in kept.tied.items():
            ties.setdefault(name, set()).update(others)
        tests = {**tests, **kept.tests, **{node: tests[node] for node in journals.tests}}
    values = {
        read: now.digest(read)
        for read in {read for reads in scopes.values() for read in reads}
        if read[0] in "fklext"
    }
    values |= {f"s:{file}": now.digest(f"s:{file}") for file in sources}
    return Recording(
        world=now.world,
        sources=sources,
        listing=now.listing,
        values=values,
        search=search,
        scopes=scopes,
        tied={name: frozenset(others) for name, others in ties.items()},
        tests=tests,
        collected=_collected(config.root, journals, kept),
        ignored=_ignored(now, journals, kept, complete=complete),
    )


def _sources(now: Surroundings, old: Recording | None) -> dict[str, CodeTable]:
    """The table of each Python file, compiled only where its content is another than before."""
    found = {}
    for file in now.listing:
        same = old is not None and old.values.get(f"s:{file}") == now.digest(f"s:{file}")
        table = old.sources.get(file) if same and old is not None else now.code(file)
        if table is not None:
            found[file] = table
    return found


def _collected(root: Path, journals: Journals, kept: Recording | None) -> frozenset[str]:
    new = frozenset(os.path.relpath(file, root) for file in journals.collected)
    return new | (kept.collected if kept is not None else frozenset())


def _ignored(
    now: Surroundings, journals: Journals, kept: Recording | None, *, complete: bool
) -> frozenset[str]:
    """Test files, by their names, that a conftest keeps from being collected."""
    if not complete:
        return kept.ignored if kept is not None else frozenset()
    seen = {os.path.relpath(file, now.root) for file in (*journals.collected, *journals.failed)}
    return now.test_files - seen


def _still_true(old: Recording | None, now: Surroundings, journals: Journals) -> Recording | None:
    """What an earlier recording says that is true of the checkout now.

    A test that it is not true of, and that did not run anew, counts as one that did not pass.
    """
    if old is None or old.world != now.world:
        return None
    anew = {os.path.relpath(file, now.root) for file in journals.collected}
    changes = Changes(old, present(old, now))
    if changes.reason(AMBIENT) is not None:
        return None
    now_true = _passing(old, present(old, now))
    tests = {
        node: test if node in now_true else replace(test, passed=False)
        for node, test in old.tests.items()
        if test.file in now.test_files and test.file not in anew
    }
    return replace(
        old,
        tests=tests,
        collected=frozenset(file for file in old.collected - anew if file not in changes.tainted),
        scopes={name: reads for name, reads in old.scopes.items() if changes.reason(name) is None},
    )


def _passing(old: Recording, present: Present) -> set[str]:
    selection = decide(old, present)
    return set() if selection.everything else set(old.tests) - set(selection.reasons)


def _in_full(reads: set[str], sources: Mapping[str, CodeTable]) -> frozenset[str]:
    """Reads with functions by their keys instead of their lines."""
    found = set()
    for read in settle(reads):
        if read.startswith("c:"):
            file, line, name = read[2:].split(":", 2)
            table = sources.get(file)
            key = table.lines.get((name, int(line))) if table is not None else None
            if key is None:
                # Code that its file does not show was made in another way: all of it counts.
                found.add(f"f:{file}")
            else:
                found.add(f"c:{file}::{key}" if key else f"m:{file}")
        else:
            found.add(read)
    return frozenset(found)


def _outcome(config: Config, suite: Suite, told: Mapping[str, Any]) -> Outcome:
    path = told["path"]
    inside = os.path.relpath(path, config.root / suite.directory)
    node = told["id"].partition("::")[2]
    return Outcome(
        argument=f"{inside}::{node}" if node else inside,
        file=os.path.relpath(path, config.root),
        passed=told["outcome"] in ("passed", "skipped"),
        fixtures=tuple(told["fixtures"]),
        names=tuple(told["names"]),
        draws=told["draws"],
    )


def _uses_template(config: Config, suite: Suite, test: Outcome, reads: frozenset[str]) -> bool:
    if not suite.services:
        return False
    named = {f"e:{name}" for name in config.variables} | {"e:*"}
    return suite.eager or _OURS in test.names or not named.isdisjoint(reads)


def _moved(reads: frozenset[str], moving: set[str], test: Outcome) -> bool:
    """Whether a source that a test read was edited while the tests ran."""
    return test.file in moving or any(
        read[2:].partition("::")[0] in moving for read in reads if read[0] in "cmpf"
    )


def _touched(path: Path, since: float) -> bool:
    try:
        return path.stat().st_ctime >= since
    except OSError:
        return True


def _search(root: Path, places: Sequence[str], kept: Recording | None) -> tuple[str, ...]:
    inside = [
        os.path.relpath(place, root) for place in places if f"{place}/".startswith(f"{root}/")
    ]
    ours = [place for place in inside if not place.startswith((".venv", "node_modules"))]
    return tuple(dict.fromkeys((*ours, *(kept.search if kept else ()), ".")))
