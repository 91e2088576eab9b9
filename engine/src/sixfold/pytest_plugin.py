"""Fixtures for tests: a worker's own database, bucket and Redis scope, and fresh databases.

In a repository with a `sixfold.toml` the plugin sets the application's environment variables
before any conftest is imported. Databases, buckets and scopes are made when a test first asks.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import psycopg

    from sixfold.commands.isolation.attach import Attachment
    from sixfold.commands.isolation.resources import Resources, TestBucket, TestDatabase, TestScope

_ATTACHMENT: pytest.StashKey[Attachment] = pytest.StashKey()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Join the run that started this process, or hold the services for it alone."""
    from sixfold.commands.isolation.attach import attach
    from sixfold.commands.isolation.membership import RUN_FOLDER
    from sixfold.errors import SixfoldError
    from sixfold.interrupts import end_without_a_word

    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if RUN_FOLDER in os.environ:
        end_without_a_word(at_once=bool(worker))
    known = early_config.known_args_namespace
    spreads = not worker and bool(getattr(known, "numprocesses", None) or getattr(known, "tx", []))
    if getattr(known, "help", False) or getattr(known, "version", 0):
        return
    try:
        attachment = attach(
            early_config.invocation_params.dir,
            worker=worker,
            spreads=spreads,
            paths=getattr(known, "file_or_dir", []),
        )
    except SixfoldError as error:
        hint = f"\n  try: {error.hint}" if error.hint else ""
        raise pytest.UsageError(f"sixfold: {error.message}{hint}") from None
    if attachment is not None:
        early_config.stash[_ATTACHMENT] = attachment
        os.environ.update(attachment.environment)


@pytest.hookimpl(wrapper=True)
def pytest_cmdline_main(config: pytest.Config) -> Generator[None, object, object]:
    """Let workers that are done take from others; hold back interrupts while a session begins.

    pytest shows a trace of an interrupt that comes while it configures its plugins, and ends a
    session that is interrupted at its start without its plugins' ends: xdist's workers, which are
    started there, would be left behind.
    """
    from sixfold.commands.isolation.membership import RUN_FOLDER
    from sixfold.interrupts import hold_back

    if RUN_FOLDER in os.environ:
        hold_back()
    spread = config.getoption("numprocesses", None)
    if spread and config.stash.get(_ATTACHMENT, None) and config.option.dist == "no":
        config.option.dist = "worksteal"
    return (yield)


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Which namespace the tests run in."""
    attachment = config.stash.get(_ATTACHMENT, None)
    return [attachment.header] if attachment is not None else []


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Count outcomes where the runner asked for a report."""
    attachment = session.config.stash.get(_ATTACHMENT, None)
    if attachment is not None and attachment.report is not None:
        session.config.pluginmanager.register(Tally(attachment.report), "sixfold-tally")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """From here on pytest answers interrupts in good order."""
    from sixfold.commands.isolation.membership import RUN_FOLDER
    from sixfold.interrupts import answer_as_usual

    if RUN_FOLDER in os.environ:
        answer_as_usual()
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Give back what this process holds; a report of what stayed is for the next sweep."""
    attachment = config.stash.get(_ATTACHMENT, None)
    if attachment is not None:
        del config.stash[_ATTACHMENT]
        for left in attachment.close():
            print(f"sixfold: not given back: {left} (the next run or `sixfold clean` takes it)")


class Tally:
    """Counts outcomes and writes them where the runner reads them, for its one summary."""

    def __init__(self, report: Path) -> None:
        self._report = report
        self._begun = time.time()
        self._outcomes: dict[str, str] = {}
        self._reasons: dict[str, str] = {}
        self._durations: dict[str, float] = {}

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A module that cannot be collected counts as failed; one that skips itself as skipped."""
        if report.failed:
            self._outcomes[report.nodeid] = "failed"
        elif report.skipped:
            self._outcomes[report.nodeid] = "skipped"
            self._reasons[report.nodeid] = _reason(report)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """The worst of a test's three phases is its outcome."""
        name = report.nodeid
        self._durations[name] = self._durations.get(name, 0.0) + report.duration
        if report.failed:
            self._outcomes[name] = "failed"
        elif report.skipped:
            self._outcomes[name] = "skipped"
            self._reasons[name] = _reason(report)
        elif report.when == "call":
            self._outcomes.setdefault(name, "passed")

    def pytest_sessionfinish(self, exitstatus: int) -> None:
        """Write the report whole or not at all."""
        report = {
            "outcomes": self._outcomes,
            "reasons": self._reasons,
            "durations": self._durations,
            "exit": int(exitstatus),
            "seconds": time.time() - self._begun,
        }
        half = self._report.with_suffix(".half")
        half.write_text(json.dumps(report))
        half.replace(self._report)


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    if isinstance(report.longrepr, tuple):
        return str(report.longrepr[2]).removeprefix("Skipped: ")
    return getattr(report, "wasxfail", "") or "expected failure"


@contextmanager
def explained() -> Iterator[None]:
    """Fail with what sixfold says, without a trace: it is nothing that the test did."""
    from sixfold.errors import SixfoldError

    try:
        yield
    except SixfoldError as error:
        hint = f"\n  try: {error.hint}" if error.hint else ""
        see = f"\n  see: {error.reference}" if error.reference else ""
        pytest.fail(f"sixfold: {error.message}{hint}{see}", pytrace=False)


@pytest.fixture(scope="session")
def sixfold_session(request: pytest.FixtureRequest) -> Resources:
    """The resources of this test process."""
    attachment = request.config.stash.get(_ATTACHMENT, None)
    if attachment is None:
        pytest.fail("no sixfold.toml was found from here up; run: sixfold init", pytrace=False)
    return attachment.resources


@pytest.fixture(scope="session")
def worker_database(sixfold_session: Resources) -> TestDatabase:
    """This worker's database, at the head of the migrations; shared by the worker's tests.

    What a test commits here stays for the next one: roll back, or ask for `fresh_database`.
    """
    with explained():
        return sixfold_session.database()


@pytest.fixture(scope="session")
def _connection(worker_database: TestDatabase) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    with worker_database.connect() as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def database(
    _connection: psycopg.Connection[tuple[object, ...]],
) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A connection to the worker database inside a transaction that is rolled back afterwards."""
    import psycopg

    with _connection.transaction(force_rollback=True):
        yield _connection
        if _connection.info.transaction_status == psycopg.pq.TransactionStatus.INERROR:
            raise psycopg.Rollback


@pytest.fixture
def fresh_database(
    sixfold_session: Resources, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestDatabase]:
    """A database of this test's own; the application's variables point to it meanwhile."""
    with explained():
        fresh = sixfold_session.fresh()
    for name, value in sixfold_session.environment(database=fresh.name).items():
        monkeypatch.setenv(name, value)
    yield fresh
    sixfold_session.give_back(fresh.name)


@pytest.fixture(scope="session")
def worker_bucket(sixfold_session: Resources) -> TestBucket:
    """This worker's S3 bucket; what a test puts there stays for the next one."""
    with explained():
        return sixfold_session.bucket()


@pytest.fixture
def bucket(sixfold_session: Resources, worker_bucket: TestBucket) -> Iterator[TestBucket]:
    """This worker's S3 bucket, emptied after the test."""
    yield worker_bucket
    sixfold_session.empty_bucket()


@pytest.fixture
def redis_scope(sixfold_session: Resources) -> Iterator[TestScope]:
    """This worker's numbered Redis database, emptied after the test."""
    with explained():
        scope = sixfold_session.scope()
    yield scope
    sixfold_session.flush_scope()
