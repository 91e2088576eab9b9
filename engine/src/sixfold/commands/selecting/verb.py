"""`sixfold test --affected`: what tests read is recorded, and decides which must run again."""

from __future__ import annotations

import os
import sysconfig
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sixfold import locks, shell
from sixfold.commands.selecting import recordings
from sixfold.commands.selecting.record import Recorder, present, record
from sixfold.commands.selecting.surroundings import Surroundings
from sixfold.config import Config, Suite
from sixfold.core.affected.changes import Recording
from sixfold.core.affected.reads import Outcome
from sixfold.core.affected.selection import Selection, decide
from sixfold.recorder.watch import FOLDER, ROOT

# Lets each Python program of this environment tell what it reads, where a run asks for it.
HOOK: Final = "sixfold_reads.pth"
HOOK_TEXT: Final = (
    "import os; os.environ.get('SIXFOLD_READS') and"
    " __import__('sixfold.recorder.child', fromlist=['begin']).begin()\n"
)
_WHOLE: Final = "the whole suite"


def start_recording(config: Config, suite: Suite, run: Path) -> Recorder:
    """Make ready to record what a suite's tests read in the run with this folder."""
    folder = run / f"{suite.name}.reads"
    folder.mkdir(mode=0o700, exist_ok=True)
    if suite.kind != "pytest":
        return Recorder(folder, time.time(), (), {})
    _install_hook()
    return Recorder(
        folder,
        time.time(),
        ("-p", "sixfold.recorder.plugin"),
        {FOLDER: str(folder), ROOT: str(config.root)},
    )


def select(config: Config, suite: Suite, *, options: Sequence[str] = ()) -> Selection:
    """The tests of a suite that a change since their recording can reach.

    `options` are those that may change how tests go; a recording counts only under the same.
    """
    recording, damage = recordings.load(recordings.place_of(config, suite.name))
    now = Surroundings(config, suite, options)
    if suite.kind != "pytest":
        return _select_whole(recording, now, suite, damage)
    if recording is None:
        return Selection(0, why_all=damage)
    return decide(recording, present(recording, now), damage=damage)


def arguments(config: Config, suite: Suite, selection: Selection) -> tuple[str, ...]:
    """A selection as paths and node ids for pytest, relative to the suite's directory."""
    recording, _ = recordings.load(recordings.place_of(config, suite.name))
    tests = recording.tests if recording is not None else {}
    home = config.root / suite.directory
    files = (os.path.relpath(config.root / file, home) for file in selection.files)
    return (*files, *(tests[node].argument for node in selection.tests))


def keep(
    config: Config,
    suite: Suite,
    recorder: Recorder,
    *,
    options: Sequence[str] = (),
    complete: bool,
    passed: bool,
) -> int:
    """Keep what a run has recorded; returns how many tests are known by it now.

    `complete` says that all of the suite was asked for, `passed` that all tests were good. What is
    known of tests that did not run stays as long as it is true of the checkout as it is now.
    """
    path = recordings.place_of(config, suite.name)
    now = Surroundings(config, suite, options)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    owner = shell.this_process("sixfold test")
    with locks.exclusive(path.with_suffix(".lock"), owner=owner, wait=None):
        if suite.kind != "pytest":
            recording = _record_whole(now, suite) if passed else None
        else:
            old = recordings.load(path)[0]
            recording = record(config, suite, recorder, now, old, complete=complete)
        if recording is None:
            path.unlink(missing_ok=True)
            return 0
        recordings.save(path, recording)
        return len(recording.tests)


def explain(selection: Selection, suite: str) -> str:
    """One line: how many run of how many, and why."""
    if selection.everything:
        return f"{suite}: all tests run: {selection.why_all}"
    if selection.nothing:
        return f"{suite}: {selection.proof}"
    whys = ", ".join(f"{count} for {why}" for why, count in selection.counts.items())
    return f"{suite}: {selection.selected} of {selection.total} known tests run: {whys}"


def _select_whole(
    recording: Recording | None, now: Surroundings, suite: Suite, damage: str
) -> Selection:
    """A suite whose tests are not told apart: all of it, or none."""
    if recording is None:
        return Selection(0, why_all=damage)
    if recording.world != now.world or recording.values != _whole_values(now, suite):
        return Selection(0, why_all="something changed in what its tests can read")
    return Selection(0)


def _record_whole(now: Surroundings, suite: Suite) -> Recording:
    return Recording(
        world=now.world,
        sources={},
        listing=frozenset(),
        values=_whole_values(now, suite),
        search=(),
        scopes={},
        tied={},
        tests={_WHOLE: Outcome("", suite.directory, passed=True)},
        collected=frozenset(),
        ignored=frozenset(),
    )


def _whole_values(now: Surroundings, suite: Suite) -> dict[str, str]:
    """The suite's folder, and the files at the root, which its tools look for."""
    home = "" if suite.directory == "." else f"{suite.directory}/"
    return {
        f"f:{file}": now.digest(f"f:{file}")
        for file in now.files
        if file.startswith(home) or "/" not in file
    }


def _install_hook() -> None:
    """Put the hook where Python looks; where that is not ours to write, programs stay unknown."""
    place = Path(sysconfig.get_path("purelib")) / HOOK
    try:
        if not place.is_file() or place.read_text() != HOOK_TEXT:
            half = place.with_suffix(f".{os.getpid()}")
            half.write_text(HOOK_TEXT)
            half.replace(place)
    except OSError:
        return
