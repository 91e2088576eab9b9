"""Every page, in light and dark, on a desk and on a phone: axe finds nothing serious."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright", reason="playwright is not installed")

from playwright.sync_api import Page, expect

from tests.e2e.person import WALLET, confirm_columns, import_into, load_demo, upload
from tests.e2e.ui import FRONTEND, ROOT

PAGES = (
    "/",
    "/statements",
    "/review",
    "/reconciliation",
    "/reconciliation?statement={statement}",
    "/accounts",
    "/accounts/register?id={account}",
    "/journal",
    "/journal/entry?id={entry}",
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
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
STATEMENT = """Date,Text,Amount
2026-03-02,BOOKSHOP BRAS BASAH,-34.90
2026-03-03,STAR FERRY,-3.90
2026-03-04,STAR FERRY,-3.90
"""


def test_no_page_shuts_anybody_out(page: Page) -> None:
    axe = _axe()
    page.goto("/")
    expect(page.get_by_role("button", name="Create an account")).to_be_visible()
    faults = _faults(page, axe, "sign in")
    load_demo(page)
    upload(page, "wallet.csv", STATEMENT)
    expect(page.get_by_role("status").filter(has_text="can be read")).to_be_visible()
    faults += _faults(page, axe, "mapping")
    confirm_columns(page)
    expect(page.get_by_label("Is of the account")).to_be_visible()
    faults += _faults(page, axe, "preview")
    # What waits for a decision is looked at full, not empty.
    import_into(page, WALLET, lines=3)
    faults += _faults(page, axe, "imported")
    ids = {
        "account": _first(page, "accounts?limit=1")["id"],
        "entry": _first(page, "entries?limit=1")["id"],
        "statement": _first(page, "reconciliation/statements")["statement_id"],
    }
    # Without motion: a colour is what the scheme says at once, and not on its way there.
    page.emulate_media(reduced_motion="reduce")
    for address in PAGES:
        page.goto(address.format(**ids))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_text("Loading")).to_have_count(0)
        for size, scheme in ((DESK, "light"), (PHONE, "dark")):
            page.set_viewport_size(size)  # type: ignore[arg-type] # a plain dict serves as ViewportSize
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of its words
            faults += _faults(page, axe, f"{address} {scheme}")
            wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
            faults += [f"{address} is wider than {size['width']} px"] * wide
    assert faults == []


def _first(page: Page, path: str) -> dict[str, Any]:
    """The first thing of a list of the API, in the person's books."""
    found: dict[str, Any] = page.request.get(f"/api/{path}").json()["items"][0]
    return found


def _axe() -> str:
    for root in (FRONTEND, ROOT):
        file: Path = root / "node_modules/axe-core/axe.min.js"
        if file.is_file():
            return file.read_text()
    pytest.skip("axe-core is not installed: npm ci")


def _faults(page: Page, axe: str, where: str) -> list[str]:
    """What is serious or critical, each with its first place."""
    if page.evaluate("window.axe === undefined"):
        page.evaluate(axe)
    found: list[dict[str, Any]] = page.evaluate(
        "axe.run({ resultTypes: ['violations'], preload: false })"
        ".then(({ violations }) => violations)"
    )
    return [
        f"{where}: {each['id']} at {place['target']}: {place['failureSummary']}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for place in each["nodes"][:1]
    ]
