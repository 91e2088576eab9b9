"""Entries are entered in the browser and come out in the trial balance."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright", reason="playwright is not installed")

from playwright.sync_api import Page, expect

from tests.e2e.person import CURRENT, SALARY, begin_books, write_entry


def test_an_entry_of_the_first_minute_appears_in_the_trial_balance(page: Page) -> None:
    begin_books(page)
    page.get_by_role("button", name="New entry").click()
    write_entry(page, "Salary for March", (CURRENT, "7,200.10"), (SALARY, "7200"))

    post = page.get_by_role("button", name="Post entry")
    expect(page.get_by_text("0.10 SGD more credit needed")).to_be_visible()
    expect(post).to_be_disabled()
    page.get_by_label("Credit of line 2").fill("7200.10")
    post.click()

    expect(page.get_by_text("Posted: Salary for March")).to_be_visible()
    trial_balance = page.get_by_role("region", name="Trial balance")
    for name, debit, credit in (
        ("Current account", "7,200.10", ""),
        ("Salary", "", "7,200.10"),
        ("Total SGD", "7,200.10", "7,200.10"),
    ):
        row = trial_balance.get_by_role("row").filter(has_text=name)
        expect(row.get_by_role("cell")).to_have_text([debit, credit])


def test_what_an_exchange_will_gain_is_told_before_it_is_booked_and_is_what_is_booked(
    page: Page,
) -> None:
    begin_books(page)
    page.get_by_role("button", name="Add account").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Code").fill("1110")
    dialog.get_by_label("Name").fill("Travel money")
    dialog.get_by_label("Currency").fill("EUR")
    dialog.get_by_role("button", name="Add account").click()
    expect(dialog).to_be_hidden()
    euros = "1110 Travel money (EUR)"

    page.get_by_role("button", name="New entry").click()
    exchange = page.get_by_role("region", name="Exchange")
    write_entry(page, "Euros for the journey", (euros, "100"), (CURRENT, "145"))
    exchange.get_by_role("checkbox").check()
    expect(exchange.get_by_text("None")).to_be_visible()
    page.get_by_role("button", name="Post entry").click()
    expect(page.get_by_text("Posted: Euros for the journey")).to_be_visible()

    write_entry(page, "What was left of them", (CURRENT, "60"), (euros, "40"))
    exchange.get_by_role("checkbox").check()
    # Forty euros had cost 58.00.
    told = exchange.get_by_role("definition").filter(has_text="+2.00")
    expect(exchange.get_by_text("Gain it realises")).to_be_visible()
    expect(told).to_contain_text("SGD")
    page.get_by_role("button", name="Post entry").click()
    expect(page.get_by_text("Posted: What was left of them")).to_be_visible()
    balance = page.get_by_role("region", name="Trial balance")
    gain = balance.get_by_role("row").filter(has_text="Gain or loss on exchange")
    expect(gain.get_by_role("cell")).to_have_text(["", "2.00"])
