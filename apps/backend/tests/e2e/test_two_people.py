"""Two people at one server, side by side: neither sees anything of the other's."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("playwright", reason="playwright is not installed")

from playwright.sync_api import Browser, Page, expect

from tests.e2e.person import load_demo, register


def test_two_people_side_by_side_see_their_own_books(
    page: Page, browser: Browser, origin: str
) -> None:
    load_demo(page, "Ada")
    page.goto("/accounts")
    page.get_by_role("link", name="Current account").click()
    expect(page.get_by_role("heading", name="Current account")).to_be_visible()
    expect(page).to_have_url(re.compile("/accounts/register"))

    context = browser.new_context(base_url=origin)
    other = context.new_page()
    other.goto("/")
    register(other, "Ben")
    expect(other.get_by_role("heading", name="Welcome, Ben")).to_be_visible()
    other.goto(page.url.removeprefix(origin))
    expect(other.get_by_role("alert").filter(has_text="There is no account")).to_be_visible()
    expect(other.get_by_text("Current account")).to_have_count(0)
    context.close()

    page.reload()
    expect(page.get_by_role("heading", name="Current account")).to_be_visible()
