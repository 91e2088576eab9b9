"""The application as its users meet it: the pages built, the server a process, a real browser."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.server import serve
from tests.e2e.ui import UI, CannotBuild, NotBuilt, build

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

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


@pytest.fixture
def browser() -> Iterator[Browser]:
    """A headless Chromium of this machine, else the one Playwright has; none is downloaded.

    It lasts for one test, because asynchronous tests cannot run while Playwright's loop does.
    """
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=_PATIENCE)
    # Chromium's sandbox refuses to run as root.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, _BROWSERS)), None)
        executable = found or playwright.chromium.executable_path
        if not Path(executable).exists():
            pytest.skip(f"no browser was found: none of {', '.join(_BROWSERS)} is on PATH")
        browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def origin(
    fresh_database: object, bucket: object, redis_scope: object, built_ui: Path, tmp_path: Path
) -> Iterator[str]:
    """Where the application serves the pages and the API, on services that are this test's own."""
    with serve(os.environ | {"UI_DIRECTORY": str(built_ui)}, tmp_path / "server.log") as origin:
        yield origin


@pytest.fixture
def page(browser: Browser, origin: str) -> Iterator[Page]:
    """A page of the application. What the browser complains of fails the test."""
    context = browser.new_context(base_url=origin, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(_PATIENCE)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    assert complaints == []
