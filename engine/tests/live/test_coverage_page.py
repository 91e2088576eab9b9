"""The page of coverage in a real browser, opened as a file."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sixfold.commands.coverage.gather import FOLDER, gather
from sixfold.commands.coverage.page import page as written
from sixfold.commands.coverage.verb import examine
from sixfold.config.load import load
from sixfold.core.located import Findings

if TYPE_CHECKING:
    from playwright.sync_api import Page

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
TOML = "[coverage]\nall = { suites = ['all'] }\n[suites.all]\n"
NAMES = ["src/pay/tax.py", "src/pay/fees.py", 'src/ui/<b> "odd" & #1:2.ts', "top.py"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A page over four files, of which one has a name that is hard to escape."""
    (tmp_path / "sixfold.toml").write_text(TOML)
    files = {}
    for name in NAMES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("".join(f"line('</script>', {n})\n" for n in range(1, 61)))
        files[name] = {
            "executed_lines": [n for n in range(1, 61) if n not in (30, 31, 50)],
            "missing_lines": [30, 31, 50],
            "executed_branches": [[5, 6]],
            "missing_branches": [[5, 9]],
        }
    (tmp_path / FOLDER).mkdir(parents=True)
    report = {"meta": {"branch_coverage": True}, "files": files}
    (tmp_path / FOLDER / "all.json").write_text(json.dumps(report))
    config = load(tmp_path, environ={"HOME": str(tmp_path)})
    findings = Findings()
    outcome = examine(config, gather(config, ["all"], findings), findings, {})
    made = tmp_path / "index.html"
    made.write_text(written(config, outcome))
    return made


@pytest.fixture
def page(file: Path) -> Iterator[Page]:
    """The page, opened; it fails the test if a script fails or anything else is asked for."""
    sync_api = pytest.importorskip("playwright.sync_api")
    browser_path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser_path is None:
        pytest.skip(f"no browser was found: none of {', '.join(BROWSERS)} is on PATH")
    faults: list[str] = []
    with sync_api.sync_playwright() as playwright:
        # Chromium's sandbox refuses to run as root.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=browser_path, args=arguments)
        page: Page = browser.new_page(viewport={"width": 390, "height": 844})
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: faults.append(request.url))
        page.goto(file.as_uri())
        yield page
        browser.close()
    assert [fault for fault in faults if not fault.startswith(("file:", "data:"))] == []


def test_from_the_overview_to_an_uncovered_line_and_back(page: Page) -> None:
    assert page.locator("#treemap .file").count() == len(NAMES)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.fill("#filter", "odd")
    assert page.locator("#files tbody tr").count() == 1
    page.click("#files tbody a")
    page.wait_for_selector("#code tr.here")

    assert page.inner_text("#source-title") == NAMES[2]
    assert page.locator("#code tr").count() == 60
    assert page.inner_text("#code tr.here td:last-child") == "line('</script>', 5)"
    page.keyboard.press("n")
    assert page.get_attribute("#code tr.here", "id") == "L30"
    page.keyboard.press("n")
    assert page.get_attribute("#code tr.here", "id") == "L50"
    assert page.locator("#code tr.missed").count() == 3
    assert page.locator("#code tr.partial").count() == 1

    page.go_back()
    page.wait_for_selector("#overview:not([hidden])")
    page.fill("#filter", "")
    page.click("#treemap .folder b")
    assert page.locator("#crumbs button").count() > 1
