"""One suite of a run: its command line, its process, and what its runner reports."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from sixfold import shell
from sixfold.commands.isolation.membership import RUN_FOLDER, RUN_SUITE
from sixfold.commands.testing.bytecode import with_bytecode
from sixfold.commands.testing.report import SuiteReport, read_pytest, read_vitest
from sixfold.commands.testing.runs import Run
from sixfold.config import Config, Suite
from sixfold.core.budget import Machine, max_connections, workers
from sixfold.core.selection import Share
from sixfold.core.service import Role

_PYTEST: Final = ("{python}", "-m", "pytest")
_VITEST: Final = ("npx", "--no-install", "vitest", "run")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run's suites run, and where they speak.

    `progress` is the file descriptor that they write to (None: ours).
    """

    config: Config
    run: Run
    say: Callable[[str], None]
    progress: int | None


@dataclass(frozen=True, slots=True)
class Start:
    """How a suite is started: by these words, with these variables, as so many workers."""

    argv: tuple[str, ...]
    variables: Mapping[str, str]
    workers: int = 0
    why: str = ""


def run_suite(place: Place, suite: Suite, start: Start) -> SuiteReport:
    """Run a suite to its end and read its report."""
    spread = f", {start.workers} workers ({start.why})" if start.workers else ""
    alone = f", one process ({start.why})" if start.why and not start.workers else ""
    place.say(f"suite {suite.name}{spread}{alone}")
    begun = time.monotonic()
    environment = {
        **os.environ,
        **suite.variables,
        **start.variables,
        RUN_FOLDER: str(place.run.folder),
        RUN_SUITE: suite.name,
    }
    process = shell.spawn(
        start.argv,
        cwd=place.config.root / suite.directory,
        env=with_bytecode(environment, place.run.folder.with_name("bytecode")),
        stdout=place.progress,
        die_with_parent=True,
        # Our plugin asks for them; another program may not.
        interrupts_held_back=suite.kind == "pytest" and not suite.command,
    )
    code = shell.wait(process)
    seconds = time.monotonic() - begun
    report = report_of(place.run, suite)
    if suite.kind != "pytest":
        home = place.config.root / suite.directory
        return read_vitest(suite.name, report, code, seconds, start.workers, home)
    return read_pytest(suite.name, report, code, seconds, start.workers)


def report_of(run: Run, suite: Suite) -> Path:
    """Where a suite's runner writes its report for us."""
    return run.folder / f"{suite.name}.json"


def start_pytest(
    config: Config,
    share: Share[Suite],
    *,
    first_failure: bool,
    asked: str | None,
    words: Sequence[str] = (),
) -> Start:
    """How a pytest suite is started, spread over workers where that pays.

    `asked` is how many workers the user wants; with `first_failure` the first one ends the suite;
    `words` are options of ours.
    """
    suite = share.suite
    argv = [shell.python() if word == "{python}" else word for word in suite.command or _PYTEST]
    argv += ["-p", "sixfold"]
    count, why = 0, ""
    if find_spec("xdist") is not None and not _spreads_itself(share.options):
        machine = _machine(config, suite)
        count, why = workers(machine, asked=asked, paths=share.paths, waits=suite.waits)
    if count:
        argv += ["-p", "xdist", "-n", str(count)]
    if first_failure:
        argv += ["-x"]
    paths = share.paths or suite.paths
    return Start((*argv, *words, *share.options, *paths), {}, count, why)


def start_vitest(
    config: Config,
    share: Share[Suite],
    *,
    first_failure: bool,
    asked: str | None,
    report: Path,
    words: Sequence[str] = (),
) -> Start:
    """How a vitest suite is started, with a report for us beside the one that people read.

    `asked` is how many workers the user wants: left alone, vitest leaves a core to an editor.
    """
    argv = [*(share.suite.command or _VITEST)]
    argv += ["--reporter=default", "--reporter=json", f"--outputFile.json={report}"]
    count, why = 0, ""
    if not any(word.startswith("--maxWorkers") for word in share.options):
        count, why = workers(_machine(config, share.suite), asked=asked, paths=())
    if count:
        argv += [f"--maxWorkers={count}"]
    if first_failure:
        argv += ["--bail=1"]
    return Start((*argv, *words, *share.options, *share.paths), {}, count, why)


def _spreads_itself(options: tuple[str, ...]) -> bool:
    return any(word.startswith(("-n", "--numprocesses")) for word in options)


def _machine(config: Config, suite: Suite) -> Machine:
    """What there is for a suite's processes to share."""
    connections = None
    if Role.POSTGRES in suite.services:
        connections = max_connections(config.service(Role.POSTGRES).command)
    return Machine(shell.cores(), shell.free_memory(), connections)
