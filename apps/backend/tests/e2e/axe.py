"""What axe finds on a page as it stands."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.ui import FRONTEND, ROOT

# Of rows that are built alike, but for their words and addresses, two are shown meanwhile: axe
# takes most of its time for the colours of the other hundred, which cannot differ.
_RUN = """async (inside) => {
  const seen = new Map();
  const repeated = [...document.querySelectorAll("tr, li")].filter((row) => {
    const built = row.outerHTML
      .replace(/>[^<]+/g, ">.")
      .replace(/ (id|href|for|value|d|datetime|title|aria-label|aria-\\w+by)="[^"]+"/g, " $1");
    seen.set(built, (seen.get(built) ?? 0) + 1);
    return seen.get(built) > 2;
  });
  for (const row of repeated) row.style.display = "none";
  const place = document.querySelector(inside);
  const { violations } = await axe.run(place, { resultTypes: ["violations"], preload: false });
  for (const row of repeated) row.style.display = "";
  return violations;
}"""


def faults(page: Page, where: str, *, inside: str = "html") -> list[str]:
    """What is serious or critical, each with its first place. Of rows built alike, two count.

    What is `inside` a selector is judged; `where` is how the faults name it. Skips the test where
    axe is not installed.
    """
    if page.evaluate("window.axe === undefined"):
        page.evaluate(_source())
    found: list[dict[str, Any]] = page.evaluate(_RUN, inside)
    return [
        f"{where}: {each['id']} at {place['target']}: {place['failureSummary']}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for place in each["nodes"][:1]
    ]


@cache
def _source() -> str:
    for root in (FRONTEND, ROOT):
        file: Path = root / "node_modules/axe-core/axe.min.js"
        if file.is_file():
            return file.read_text()
    pytest.skip("axe-core is not installed: npm ci")
