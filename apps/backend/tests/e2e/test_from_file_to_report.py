"""A bank's file becomes lines, entries, a locked statement and a figure that leads back to it."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright", reason="playwright is not installed")

from playwright.sync_api import Page, expect

from tests.e2e.dialogs import faults_of_what_opens
from tests.e2e.person import (
    WALLET,
    book_on,
    confirm_columns,
    import_into,
    load_demo,
    put_statement_aside,
    upload,
)

STATEMENT = """Date;Text;Betrag;Saldo
02.03.2026;BOOKSHOP BRAS BASAH;-34,90;965,10
03.03.2026;KOPITIAM 0042;-61,23;903,87
04.03.2026;KOPITIAM 0042;-51,17;852,70
"""
LATER = """Date;Text;Betrag;Saldo
05.03.2026;FERRY TO BATAM;-50,00;802,70
"""


def test_a_file_is_imported_reviewed_by_keyboard_reconciled_and_found_again_from_a_report(
    page: Page,
) -> None:
    load_demo(page)
    put_statement_aside(page)
    upload(page, "wallet-2026-03.csv", STATEMENT)
    confirm_columns(page)
    import_into(page, WALLET, lines=3)

    page.get_by_role("link", name="Review lines").click()
    expect(page.get_by_text("3 lines that nothing explains")).to_be_visible()
    book_on(page, "Clothes and things (SGD)")
    expect(page.get_by_text("2 lines that nothing explains")).to_be_visible()
    book_on(page, "Hawker centres and restaurants (SGD)")
    # What was decided once is suggested for the next line of the same payee.
    expect(page.get_by_text("Book on Hawker centres and restaurants").first).to_be_visible()
    page.keyboard.press("a")
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()

    page.get_by_role("link", name="Reconcile", exact=True).click()
    page.get_by_role("link", name="Wallet").click()
    expect(page.get_by_role("status").filter(has_text="Difference")).to_contain_text("0.00")
    page.get_by_role("button", name="Lock the statement").click()
    expect(page.get_by_text("Locked: its lines and their entries stay")).to_be_visible()
    assert faults_of_what_opens(page, page.get_by_role("button", name="Reopen")) == []

    page.goto("/reports?report=income-statement&from=2026-03-01&to=2026-03-31")
    page.get_by_role("link", name="Clothes and things").click()
    page.get_by_role("link", name="BOOKSHOP BRAS BASAH", exact=True).click()
    said = page.get_by_role("region", name="What the bank said")
    said.get_by_role("link", name="BOOKSHOP BRAS BASAH").click()
    page.get_by_role("link", name="wallet-2026-03.csv").click()
    expect(page.get_by_role("heading", name="wallet-2026-03.csv")).to_be_visible()


def test_an_import_is_taken_back_and_the_same_file_is_known(page: Page) -> None:
    load_demo(page)
    put_statement_aside(page)
    upload(page, "wallet.csv", LATER)
    confirm_columns(page)
    import_into(page, WALLET, lines=1)
    address = page.url

    upload(page, "the same again.csv", LATER)
    expect(page.get_by_text("This file was already imported")).to_be_visible()

    page.goto(address)
    page.get_by_role("button", name="Undo import").click()
    page.get_by_role("dialog").get_by_role("button", name="Undo import").click()
    expect(page.get_by_text("Your books are as they were before")).to_be_visible()
    page.goto("/review")
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()


def test_a_hundred_lines_are_emptied_by_keyboard(page: Page) -> None:
    days = [f"{month:02}.{day:02}" for month in range(1, 5) for day in range(1, 26)]
    rows = [f"2026.{day},COFFEE CORNER {at:03},-{4 + at}.10" for at, day in enumerate(days)]
    load_demo(page)
    put_statement_aside(page)
    upload(page, "coffee.csv", "\n".join(["Date,Text,Amount", *rows]) + "\n")
    confirm_columns(page)
    import_into(page, WALLET, lines=100)
    page.goto("/review")
    expect(page.get_by_text("100 lines that nothing explains")).to_be_visible()

    page.keyboard.press("m")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("These words").fill("coffee corner")
    dialog.get_by_label("Are booked on").select_option(label="Hawker centres and restaurants (SGD)")
    expect(dialog.get_by_text("100 lines fit")).to_be_visible()
    dialog.get_by_role("button", name="Make the rule").click()
    # The queue behind the dialog may be told sooner than all else: until it closes, keys are its.
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("Book on Hawker centres and restaurants").last).to_be_visible()

    for _ in range(100):
        page.keyboard.press("a")
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()


def test_the_demonstration_brings_a_statement_that_waits_for_its_reader(page: Page) -> None:
    load_demo(page)
    page.goto("/review")
    expect(page.get_by_text("4 lines that nothing explains")).to_be_visible()
    expect(page.get_by_text("The amounts differ by what may be a fee.").first).to_be_visible()

    page.goto("/reconciliation")
    page.get_by_role("link", name="Current account").click()
    difference = page.get_by_role("status").filter(has_text="Difference")
    expect(difference).to_be_visible()
    expect(difference).not_to_contain_text(" 0.00")
    expect(page.get_by_role("button", name="Lock the statement")).to_be_disabled()
