"""Every dialog and menu by keyboard: axe finds nothing serious, and the focus comes back."""

from __future__ import annotations

import re
from datetime import date
from re import Pattern

import pytest

pytest.importorskip("playwright", reason="playwright is not installed")

from playwright.sync_api import Page, expect

from src.auth.forgery import HEADER
from tests.e2e.dialogs import faults_of_what_opens
from tests.e2e.person import WALLET, confirm_columns, import_into, load_demo, upload

STATEMENT = """Date,Text,Amount
2026-03-02,BOOKSHOP BRAS BASAH,-34.90
"""
OPENERS: dict[str, tuple[str | Pattern[str], ...]] = {
    "/review": ("Keys", "Choose account", "Split", "Make a rule"),
    "/accounts": ("Add account", re.compile("^Change ")),
    "/journal": ("Export", re.compile("^Reverse "), "Post Umbrella", "Delete Umbrella"),
    "/reports": ("Export",),
    "/settings": ("Remove demonstration data",),
    "/settings?part=rules": ("Make a rule", "Change umbrellas"),
}


def test_what_opens_by_keyboard_shuts_nobody_out_and_gives_the_focus_back(page: Page) -> None:
    load_demo(page)
    upload(page, "wallet.csv", STATEMENT)
    confirm_columns(page)
    expect(page.get_by_label("Is of the account")).to_be_visible()
    faults = _faults(page, "Discard")
    import_into(page, WALLET, lines=1)
    faults += _faults(page, "Undo import")
    _leave_a_draft_and_a_rule(page)
    for address, openers in OPENERS.items():
        page.goto(address)
        for opener in openers:
            faults += _faults(page, opener)
    page.set_viewport_size({"width": 390, "height": 844})
    faults += _faults(page, "Menu")
    assert faults == []


def _leave_a_draft_and_a_rule(page: Page) -> None:
    """As a person who was at it before: dialogs about these open only where there are any."""
    accounts = page.request.get("/api/accounts").json()["items"]
    first, second = [one["id"] for one in accounts if one["currency"] == "SGD"][:2]
    amounts = ((first, "12.00"), (second, "-12.00"))
    lines = [{"account_id": id_, "amount": amount, "currency": "SGD"} for id_, amount in amounts]
    draft = {"date": date.today().isoformat(), "description": "Umbrella", "lines": lines}
    rule = {"pattern": "umbrellas", "account_id": first}
    for path, body in (("/api/entries", draft), ("/api/review/rules", rule)):
        assert page.request.post(path, data=body, headers={HEADER: "journeys"}).ok


def _faults(page: Page, name: str | Pattern[str]) -> list[str]:
    opener = page.get_by_role("button", name=name).first
    expect(opener).to_be_enabled()
    return faults_of_what_opens(page, opener)
