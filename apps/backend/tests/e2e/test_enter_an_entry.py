"""An entry is entered in the browser and comes out in the trial balance."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright", reason="playwright is not installed")

from playwright.sync_api import Page, expect

from tests.e2e.person import register


def test_an_entry_of_the_first_minute_appears_in_the_trial_balance(page: Page) -> None:
    page.goto("/journal")
    register(page)
    page.get_by_role("button", name="Create starter accounts").click()

    page.get_by_role("button", name="New entry").click()
    page.get_by_label("Description").fill("Salary for March")
    page.get_by_label("Account of line 1").select_option(label="1100 Current account (SGD)")
    page.get_by_label("Debit of line 1").fill("7,200.10")
    page.get_by_label("Account of line 2").select_option(label="4000 Salary (SGD)")
    page.get_by_label("Credit of line 2").fill("7200")

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
