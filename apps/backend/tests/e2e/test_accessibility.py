"""Every page, in light and dark, on a desk and on a phone: axe finds nothing serious."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

pytest.importorskip("playwright", reason="playwright is not installed")

from playwright.sync_api import Page, expect

from tests.e2e import axe
from tests.e2e.person import WALLET, confirm_columns, import_into, load_demo, upload

# What a file that was just imported changes.
AFTER_AN_IMPORT = (
    "/statements",
    "/review",
    "/reconciliation",
    "/reconciliation?statement={statement}",
    "/accounts",
    "/accounts/register?id={account}",
    "/journal",
    "/journal/entry?id={entry}",
)
OTHERS = (
    "/",
    "/audit",
    "/audit?kind=account&id={account}",
    "/reports?report=income-statement",
    "/reports?report=balance-sheet",
    "/reports?report=cash-flow",
    "/reports?report=categories",
    "/reports?report=net-worth",
    "/settings",
    "/settings?part=rates",
    "/settings?part=rules",
    "/settings?part=matching",
    "/settings?part=files",
    "/settings?part=person",
    "/ping-pong",
)
# Where the things are listed that addresses are about.
LISTS = {
    "account": "accounts?limit=1",
    "entry": "entries?limit=1",
    "statement": "reconciliation/statements",
}
_SETTLED = 5_000.0  # milliseconds
# Playwright's own waiting compiles its condition in the page, which forbids that.
_FITS = """(patience) => new Promise((tell) => {
  const until = performance.now() + patience;
  const look = () => {
    const fits = document.documentElement.scrollWidth <= window.innerWidth;
    if (fits || performance.now() > until) tell(fits);
    else requestAnimationFrame(look);
  };
  look();
})"""
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
STATEMENT = """Date,Text,Amount
2026-03-02,BOOKSHOP BRAS BASAH,-34.90
2026-03-03,STAR FERRY,-3.90
2026-03-04,STAR FERRY,-3.90
"""


def test_no_step_from_a_file_to_the_books_shuts_anybody_out(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("button", name="Create an account")).to_be_visible()
    faults = axe.faults(page, "sign in")
    load_demo(page)
    upload(page, "wallet.csv", STATEMENT)
    expect(page.get_by_role("status").filter(has_text="can be read")).to_be_visible()
    faults += axe.faults(page, "mapping")
    confirm_columns(page)
    expect(page.get_by_label("Is of the account")).to_be_visible()
    faults += axe.faults(page, "preview")
    # What waits for a decision is looked at full, not empty.
    import_into(page, WALLET, lines=3)
    faults += axe.faults(page, "imported")
    assert faults + _faults_of_pages(page, AFTER_AN_IMPORT) == []


def test_no_other_page_shuts_anybody_out(page: Page) -> None:
    load_demo(page)
    assert _faults_of_pages(page, OTHERS) == []


def _faults_of_pages(page: Page, addresses: Sequence[str]) -> list[str]:
    """What axe finds on pages that were loaded anew, and which are wider than the screen."""
    asked = "".join(addresses)
    ids = {name: _first(page, path) for name, path in LISTS.items() if f"{{{name}}}" in asked}
    # Without motion: a colour is what the scheme says at once, and not on its way there.
    page.emulate_media(reduced_motion="reduce")
    faults = []
    for address in addresses:
        page.goto(address.format(**ids))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_text("Loading")).to_have_count(0)
        for size, scheme in ((DESK, "light"), (PHONE, "dark")):
            page.set_viewport_size(size)  # type: ignore[arg-type] # a plain dict serves as ViewportSize
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of its words
            if not _fits(page):
                faults.append(f"{address} is wider than {size['width']} px")
            faults += axe.faults(page, f"{address} {scheme}")
    return faults


def _fits(page: Page) -> bool:
    """Whether the page is no wider than the screen, once charts have taken their new size."""
    fits: bool = page.evaluate(_FITS, _SETTLED)
    return fits


def _first(page: Page, path: str) -> int:
    """The id of the first thing of a list of the API, in the person's books."""
    first: dict[str, int] = page.request.get(f"/api/{path}").json()["items"][0]
    return first["statement_id"] if "statement_id" in first else first["id"]
