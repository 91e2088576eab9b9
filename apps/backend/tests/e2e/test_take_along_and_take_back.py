"""What a person takes along is what the pages show; what they take back is told by its history."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="playwright is not installed")

from playwright.sync_api import Page, expect

from tests.e2e.person import CURRENT, SALARY, begin_books, load_demo, write_entry

REPORT = "/reports?report=income-statement&from=2026-01-01&to=2026-06-30"


def saved(page: Page, name: str) -> Path:
    """Choose a file of the menu, and wait until the browser has it."""
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name=name).click()
    return Path(download.value.path())


def test_reports_and_books_are_taken_along_in_each_format(page: Page) -> None:
    load_demo(page)
    page.goto(REPORT)
    row = page.get_by_role("row").filter(has_text="Kept, in SGD")
    shown = Decimal(row.get_by_role("cell").inner_text().replace(",", "").replace("\u2212", "-"))

    told = json.loads(saved(page, "This report as JSON").read_bytes())
    assert Decimal(told["net"]) == shown
    cells = [cell for row in _rows(saved(page, "This report as CSV")) for cell in row]
    assert told["net"] in cells
    assert saved(page, "This report as PDF").read_bytes().startswith(b"%PDF-")

    page.goto("/journal")
    journal = _rows(saved(page, "The whole journal as CSV"))
    assert ["Salary" in " ".join(row) for row in journal].count(True) > 12
    beancount = saved(page, "The books in Beancount").read_text()
    assert 'option "operating_currency" "SGD"' in beancount


def test_a_posted_entry_is_taken_back_and_its_history_tells_both(page: Page) -> None:
    begin_books(page)
    page.get_by_role("button", name="New entry").click()
    write_entry(page, "Salary for March", (CURRENT, "7200"), (SALARY, "7200"))
    page.get_by_role("button", name="Post entry").click()

    page.get_by_role("button", name="Reverse Salary for March", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Reverse entry").click()
    balance = page.get_by_role("region", name="Trial balance")
    expect(balance.get_by_text("there is nothing to balance")).to_be_visible()

    page.get_by_role("link", name="Salary for March", exact=True).click()
    page.get_by_role("link", name="History of this entry").click()
    expect(page.get_by_role("list", name="Changes").get_by_role("listitem")).to_have_count(4)
    for text in ("posted → reversed", "draft → posted", "Lines of entry", "statusdraft"):
        expect(page.get_by_text(text).first).to_be_visible()


def _rows(file: Path) -> list[list[str]]:
    with file.open(newline="", encoding="utf-8-sig") as content:
        return list(csv.reader(content))
