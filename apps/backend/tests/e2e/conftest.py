"""The application as its users meet it: the pages built, the server a process, a real browser."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.server import serve
from tests.e2e.ui import UI, CannotBuild, NotBuilt, build

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

_BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_PATIENCE = 20_000.0  # milliseconds


def pytest_collection_finish(session: pytest.Session) -> None:
    """Begin to build the pages beside the tests that come before those that need them."""
    workers = getattr(session.config, "workerinput", {"workerid": "gw0"})
    journeys = any(Path(__file__).parent in item.path.parents for item in session.items)
    if journeys and workers["workerid"] == "gw0" and not session.config.option.collectonly:
        threading.Thread(target=_build_ahead, name="pages", daemon=True).start()


def _build_ahead() -> None:
    # What goes wrong is told by the fixture, which tries again.
    with suppress(CannotBuild, NotBuilt):
        build()


@pytest.fixture(scope="session")
def built_ui() -> Path:
    """The exported pages, built first where they are missing or older than their sources."""
    try:
        build()
    except CannotBuild as error:
        pytest.skip(str(error))
    except NotBuilt as error:
        pytest.fail(str(error), pytrace=False)
    return UI


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A headless Chromium of this machine, else the one Playwright has; none is downloaded.

    The journeys share it, each in a context of its own. It does not outlast them, because
    asynchronous tests cannot run while Playwright's loop does.
    """
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=_PATIENCE)
    # A page lives for a second here: compiling its scripts well costs more than it gains.
    arguments = ["--js-flags=--no-maglev --no-turbofan"]
    if os.geteuid() == 0:
        arguments += ["--no-sandbox"]  # which refuses to run as root
    with sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, _BROWSERS)), None)
        executable = found or playwright.chromium.executable_path
        if not Path(executable).exists():
            pytest.skip(f"no browser was found: none of {', '.join(_BROWSERS)} is on PATH")
        browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def origin(
    sixfold_session: Any,
    worker_bucket: object,
    built_ui: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """Where the application serves the pages and the API, to all journeys of this process.

    Its database is the journeys' own, and Redis and bucket are as empty for it as for each test. A
    journey registers people of its own, who see nothing of the others'.
    """
    fresh = sixfold_session.fresh()
    sixfold_session.scope()
    environment = os.environ | sixfold_session.environment(database=fresh.name)
    log = tmp_path_factory.mktemp("journeys") / "server.log"
    with serve(environment | {"UI_DIRECTORY": str(built_ui)}, log) as origin:
        yield origin
    sixfold_session.give_back(fresh.name)
    sixfold_session.flush_scope()
    sixfold_session.empty_bucket()


@pytest.fixture
def page(browser: Browser, origin: str) -> Iterator[Page]:
    """A page of the application. What the browser complains of fails the test."""
    context = browser.new_context(base_url=origin, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(_PATIENCE)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.extend(_complaint(said)))
    yield page
    context.close()
    assert complaints == []


def _complaint(said: ConsoleMessage) -> Iterator[str]:
    """What was said, and where, if it is an error."""
    if said.type == "error":
        yield f"{said.text} ({said.location['url']})"
