"""`sixfold test`: run the suites, each isolated, and answer with one summary."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from sixfold.commands.report import TestReport
from sixfold.commands.runs import hold_run
from sixfold.commands.steward import Steward, settle
from sixfold.commands.test_suite import (
    Place,
    Start,
    report_of,
    run_suite,
    start_pytest,
    start_vitest,
)
from sixfold.config import Config, Suite
from sixfold.core.selection import Share, route, split
from sixfold.core.service import Role
from sixfold.errors import RequestError


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
        steward = Steward(config, _roles(config, shares), run, say)
        held.callback(steward.release)
        held.callback(settle, config, steward, run, say)
        place = Place(config, run, say, progress)
        reports = []
        for share in shares:
            reports.append(run_suite(place, share.suite, _start(place, share, request)))
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


def _start(place: Place, share: Share[Suite], request: TestRequest) -> Start:
    if share.suite.kind == "pytest":
        return start_pytest(place.config, share, first_failure=request.fast, asked=request.workers)
    report = report_of(place.run, share.suite)
    return start_vitest(share, first_failure=request.fast, report=report)


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
