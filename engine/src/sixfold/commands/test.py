"""`sixfold test`: run the suites, each isolated, and answer with one summary."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from sixfold import shell
from sixfold.commands import stack
from sixfold.commands.context import hand_over
from sixfold.commands.report import SuiteReport, TestReport, read_pytest, read_vitest
from sixfold.commands.runs import (
    RUN_FOLDER,
    RUN_SUITE,
    Run,
    end_processes,
    hold_run,
    write_whole,
)
from sixfold.config import Config, Suite
from sixfold.core.selection import Share, route, split, workers
from sixfold.core.service import Endpoint, Purpose, Role
from sixfold.errors import RequestError, SixfoldError


@dataclass(frozen=True, slots=True)
class TestRequest:
    """What the user asked for. `words` are paths and pytest's own options, in their order."""

    __test__ = False

    words: tuple[str, ...] = ()
    fast: bool = False
    suite: str | None = None
    workers: str | None = None
    wait: bool = False


def test(
    config: Config,
    request: TestRequest,
    *,
    folder: Path,
    say: Callable[[str], None],
    progress: int | None,
) -> TestReport:
    """Run what was asked for and report it.

    `folder` is where relative paths start; `progress` is the file descriptor that the suites
    write to (default: ours). Raises LeaseHeld when another run holds the namespace, RequestError
    for paths that no suite holds.
    """
    begun = time.monotonic()
    if not config.suites:
        raise RequestError("sixfold.toml names no suite to run", hint="sixfold init")
    taken = split(request.words, exists=lambda word: _exists(config, folder, word))
    shares, left_out = route(
        config.suites,
        taken,
        locate=lambda suite, path: _locate(config, folder, suite, path),
        only=request.suite,
    )
    for line in left_out:
        say(f"left out: {line}")
    wait = None if request.wait else 0.0
    words = " ".join(("sixfold test", *request.words))
    with hold_run(config, words, wait=wait) as run, ExitStack() as held:
        say(first_line(config))
        hand_over(config, run.folder)
        services = _Services(config, _roles(config, shares), run)
        held.callback(services.release)
        held.callback(_settle, config, services, run, say)
        reports = []
        for share in shares:
            reports.append(_run_suite(config, share, request, run, say, progress))
            if request.fast and not reports[-1].good:
                break
    return TestReport(
        suites=tuple(reports),
        left_out=tuple(left_out),
        namespace=config.namespace.slug,
        seconds=time.monotonic() - begun,
    )


# pytest collects what is called test_* or Test*; this is a verb.
test.__test__ = False  # type: ignore[attr-defined]  # pytest's own mark


def first_line(config: Config) -> str:
    """Which database, bucket and Redis scope this run uses."""
    names, namespace = config.names, config.namespace
    return (
        f"namespace {namespace.slug}: database {names.test_database(namespace)},"
        f" bucket {names.test_bucket(namespace, 'master')},"
        f" redis scope {names.redis_scope(namespace, 'master')}"
    )


class _Services:
    """The run's servers, started beside the suites, which wait only for what they use."""

    def __init__(self, config: Config, roles: Sequence[Role], run: Run) -> None:
        self.endpoints: dict[Role, Endpoint] = {}
        self._config = config
        self._roles = roles
        self._run = run
        self._over = threading.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._hold, name="sixfold-services")
        self._thread.start()

    def settle(self) -> None:
        """Wait until the servers are up, or have failed to come up."""
        self._ready.wait()

    def release(self) -> None:
        """Give the lease back."""
        self._over.set()
        self._thread.join()

    def _hold(self) -> None:
        try:
            with stack.hold(
                self._config, Purpose.TEST, self._roles, command="sixfold test"
            ) as running:
                self.endpoints = dict(running.endpoints)
                write_whole(self._run.folder / "stack.json", stack.encode(running))
                self._ready.set()
                self._over.wait()
        except SixfoldError as error:
            told = {"message": error.message, "hint": error.hint, "reference": error.reference}
            write_whole(self._run.folder / "failure.json", told)
        finally:
            self._ready.set()


def _settle(config: Config, services: _Services, run: Run, say: Callable[[str], None]) -> None:
    """End what the suites left running, drop what a process that was killed left on the servers.

    Done however the run ends. Where a server is gone by now, the sweep is left to the next run.
    """
    end_processes(run.folder)
    services.settle()
    if not run.needs_sweep() or not services.endpoints:
        return
    try:
        # What talks to the servers takes long to import, and few runs need it here.
        from sixfold.commands.sweep import sweep_namespace

        sweep_namespace(config, services.endpoints)
        run.swept()
    except SixfoldError as error:
        say(f"left for the next run, or `sixfold clean`, to drop: {error.message}")


def _run_suite(
    config: Config,
    share: Share[Suite],
    request: TestRequest,
    run: Run,
    say: Callable[[str], None],
    progress: int | None,
) -> SuiteReport:
    suite = share.suite
    report = run.folder / f"{suite.name}.json"
    count, why = 0, ""
    if suite.kind == "pytest":
        argv, count, why = _pytest_command(share, request)
    else:
        argv = _vitest_command(suite, share, report)
    spread = f", {count} workers ({why})" if count else f", one process ({why})" if why else ""
    say(f"suite {suite.name}{spread}")
    begun = time.monotonic()
    process = shell.spawn(
        argv,
        cwd=config.root / suite.directory,
        env={**os.environ, **suite.variables, RUN_FOLDER: str(run.folder), RUN_SUITE: suite.name},
        stdout=progress,
        die_with_parent=True,
    )
    code = shell.wait(process)
    seconds = time.monotonic() - begun
    if suite.kind != "pytest":
        return read_vitest(suite.name, report, code, seconds)
    return read_pytest(suite.name, report, code, seconds, count)


def _pytest_command(share: Share[Suite], request: TestRequest) -> tuple[list[str], int, str]:
    """The command line of a pytest suite, with its workers and why that many."""
    suite = share.suite
    named = suite.command or ("{python}", "-m", "pytest")
    argv = [shell.python() if word == "{python}" else word for word in named]
    argv += ["-p", "sixfold"]
    given = any(word.startswith(("-n", "--numprocesses")) for word in share.options)
    count, why = 0, ""
    if not given and find_spec("xdist") is not None:
        count, why = workers(
            shell.cores(),
            shell.free_memory(),
            asked=request.workers,
            tests=None,
            paths=share.paths,
        )
        if count:
            argv += ["-p", "xdist", "-n", str(count)]
    if request.fast:
        argv += ["-x"]
    paths = share.paths or suite.paths
    return [*argv, *share.options, *paths], count, why


def _vitest_command(suite: Suite, share: Share[Suite], report: Path) -> list[str]:
    """The suite's own command, with a report for us beside the one that people read."""
    command = suite.command or ("npx", "--no-install", "vitest", "run")
    reporters = ["--reporter=default", "--reporter=json", f"--outputFile.json={report}"]
    return [*command, *reporters, *share.options, *share.paths]


def _roles(config: Config, shares: Sequence[Share[Suite]]) -> list[Role]:
    wanted = {Role(role) for share in shares for role in share.suite.services}
    return [service.role for service in config.services if service.role in wanted]


def _exists(config: Config, folder: Path, word: str) -> bool:
    places = (folder, config.root, *(config.root / suite.directory for suite in config.suites))
    return any((place / word).exists() for place in places)


def _locate(config: Config, folder: Path, suite: Suite, path: str) -> str | None:
    """A path as the suite's own runner takes it, or None where the suite does not hold it."""
    home = (config.root / suite.directory).resolve()
    file, mark, node = path.partition("::")
    for start in (folder, config.root, home):
        found = (start / file).resolve()
        if found.exists() and found.is_relative_to(home):
            return f"{found.relative_to(home).as_posix()}{mark}{node}"
    return None
