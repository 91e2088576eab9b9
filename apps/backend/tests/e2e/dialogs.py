"""What opens above a page: entered, walked through and left by keyboard."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.e2e import axe

_OPEN = "dialog[open], [role=dialog], [role=menu]"
_CONTROLS = "button, a[href], input, select, textarea, [role=menuitem]"
# A browser's own controls, to which Tab leads from the last of a dialog, are `body` to the page.
_IS_OUTSIDE = """(opened) => {
  const focused = document.activeElement;
  return focused !== document.body && !opened.contains(focused);
}"""


def faults_of_what_opens(page: Page, opener: Locator) -> list[str]:
    """Open it by Enter, judge it, try to leave it by Tab, then by Escape; the page is as before.

    The focus is in it at once, stays until it closes, and is the opener's again afterwards.
    """
    opener.focus()
    page.keyboard.press("Enter")
    opened = page.locator(_OPEN)
    expect(opened).to_be_visible()
    where = opened.get_attribute("aria-labelledby") or ""
    expect(page.locator(":focus")).to_have_count(1)
    outside = [opened.evaluate(_IS_OUTSIDE)]
    faults = axe.faults(page, f"{page.url} {where}", inside=_OPEN)
    for _ in range(opened.locator(_CONTROLS).count() + 1):
        page.keyboard.press("Tab")
        outside.append(opened.evaluate(_IS_OUTSIDE))
    if any(outside):
        faults.append(f"{page.url} {where}: the focus left it at Tab {outside.index(True)}")
    page.keyboard.press("Escape")
    expect(opened).to_have_count(0)
    expect(opener).to_be_focused()
    return faults
