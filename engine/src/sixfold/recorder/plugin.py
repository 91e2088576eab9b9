"""The pytest plugin that tells whose reads are whose: each test's, each shared fixture's."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Generator, Iterator, Sequence

import pytest

from sixfold.recorder import watch

_WATCH = watch.begin()


class _Recorder:
    """Gives every test and every shared fixture a scope of its own."""

    def __init__(self, watching: watch.Watch) -> None:
        self._watch = watching
        self._outcomes: dict[str, str] = {}
        self._modules: set[str] = set()
        self._uncollected: set[str] = set()
        self._left_out: list[pytest.Item] = []
        watching.base.name = watch.AMBIENT
        watching.journal.hold()

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        """A test file was collected, or could not be; its neighbours are only looked at."""
        report = yield
        inside = next((one for one in collector.listchain() if isinstance(one, pytest.File)), None)
        if inside is not None:
            (self._uncollected if report.failed else self._modules).add(str(inside.path))
        return report

    def pytest_deselected(self, items: Sequence[pytest.Item]) -> None:
        """These are there, too, though they do not run this time."""
        self._left_out += items

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Tell which tests there are, so that one that never ends is not forgotten."""
        told = {
            "failed": sorted(self._uncollected),
            "files": sorted(self._modules - self._uncollected - _in_part(session.config)),
            "tests": [[item.nodeid, str(item.path)] for item in (*session.items, *self._left_out)],
        }
        self._watch.journal.tell(f"C {json.dumps(told)}\n")
        self._watch.journal.flush()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """One test, its function-scoped fixtures, and what it tears down."""
        self._watch.enter(f"test:{item.nodeid}")
        self._outcomes.pop(item.nodeid, None)
        try:
            return (yield)
        finally:
            self._watch.leave()
            told = {
                "id": item.nodeid,
                "path": str(item.path),
                "outcome": self._outcomes.pop(item.nodeid, "unknown"),
                "fixtures": sorted(set(_shared(item))),
                "names": sorted(_names(item)),
                "draws": hasattr(getattr(item, "obj", None), "hypothesis"),
            }
            self._watch.journal.tell(f"T {json.dumps(told)}\n")
            self._watch.journal.flush()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[object]
    ) -> Generator[None, object, object]:
        """A fixture that several tests share: what it reads belongs to all of them."""
        if fixturedef.scope == "function":
            return (yield)
        self._watch.enter(_name(fixturedef))
        try:
            return (yield)
        finally:
            self._watch.leave()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """The worst of a test's phases is its outcome; an expected failure is as good as a pass."""
        before = self._outcomes.get(report.nodeid, "")
        if report.failed or before == "failed":
            self._outcomes[report.nodeid] = "failed"
        elif report.skipped:
            expected = hasattr(report, "wasxfail")
            self._outcomes[report.nodeid] = "passed" if expected else "skipped"
        elif report.when == "call":
            self._outcomes[report.nodeid] = "passed"

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self) -> None:
        """Tell what the process read outside of tests."""
        self._watch.journal.tell(f"P {json.dumps(_search_path())}\n")
        self._watch.journal.flush()

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self) -> None:
        """What comes after the session is told as it happens."""
        self._watch.journal.flush()


def pytest_configure(config: pytest.Config) -> None:
    """Record where the runner asked for it."""
    if _WATCH is not None:
        config.pluginmanager.register(_Recorder(_WATCH), "sixfold-recorder")


def _in_part(config: pytest.Config) -> set[str]:
    """Files of which only single tests were asked for."""
    folder = config.invocation_params.dir
    whole = [(folder / word).resolve() for word in config.args if "::" not in word]
    parts = {(folder / word.partition("::")[0]).resolve() for word in config.args if "::" in word}
    return {str(part) for part in parts if not any(part.is_relative_to(one) for one in whole)}


def _search_path() -> list[str]:
    return [os.path.abspath(place) for place in sys.path]


def _name(fixture: pytest.FixtureDef[object]) -> str:
    return f"fixture:{fixture.baseid}::{fixture.argname}"


def _names(item: pytest.Item) -> set[str]:
    """Every fixture that a test used, those included that it asked for while it ran."""
    request = getattr(item, "_request", None)
    return {*getattr(item, "fixturenames", ()), *getattr(request, "_fixture_defs", {})}


def _shared(item: pytest.Item) -> Iterator[str]:
    known = getattr(getattr(item, "_fixtureinfo", None), "name2fixturedefs", {})
    asked = getattr(getattr(item, "_request", None), "_fixture_defs", {})
    for fixture in (*(one for some in known.values() for one in some), *asked.values()):
        if fixture.scope != "function":
            yield _name(fixture)
