"""The documentation's site is built strictly and offline, and asks nobody else when it is read."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(find_spec("mkdocs") is None, reason="mkdocs is not installed")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built by a process to which every address is a dead proxy's."""
    folder = tmp_path_factory.mktemp("site")
    argv = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    dead = dict.fromkeys(("http_proxy", "https_proxy", "HTTPS_PROXY"), "http://127.0.0.1:1")
    built = subprocess.run(
        argv, cwd=ROOT, env=os.environ | dead, capture_output=True, text=True, timeout=120
    )
    assert built.returncode == 0, built.stderr
    return folder


def test_pages_ask_nobody_else(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 10
    foreign = re.compile(r"""(?:src|<link[^>]+href)=["']?(?:https?:)?//[^"'\s>]+""")
    asked = {f"{page.name}: {hit}" for page in pages for hit in foreign.findall(page.read_text())}
    assert not asked


@pytest.mark.parametrize("word", ["lease", "template-database", "ready", "healthy", "staged-line"])
def test_a_word_of_the_glossary_can_be_linked(site: Path, word: str) -> None:
    assert (site / "glossary.html").read_text().count(f'id="{word}"') == 1


def test_decisions_are_in_the_navigation_by_themselves(site: Path) -> None:
    page = (site / "decisions" / "index.html").read_text()
    for decision in (ROOT / "docs" / "decisions").glob("[0-9]*.md"):
        assert f'href="{decision.stem}.html"' in page


def test_a_flow_is_drawn_as_steps_and_boxes(site: Path) -> None:
    page = (site / "how-it-works.html").read_text()
    assert page.count('<ol class="flow">') >= 6
    assert "<span><b>namespace</b><small>BRANCH_NAME" in page
    assert "```" not in page


def test_what_belongs_to_a_step_does_not_end_the_list(site: Path) -> None:
    page = (site / "getting-started.html").read_text()
    books = page[page.index('id="your-books"') : page.index('id="this-repository"')]
    assert books.count("<ol>") == 1
    assert books.index("<ol>") < books.index("<pre") < books.index("</ol>")
