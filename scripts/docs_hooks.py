"""What MkDocs does not do by itself: anchors of words, decisions in the navigation, flows as boxes.

mkdocs.yml names this file; MkDocs calls the functions by their names. A flow is a fenced block,
which other readers of Markdown show as it is written: each line is a step, ` | ` stands between
what happens side by side, and what follows a colon explains it.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any

from markdown.extensions import Extension  # type: ignore[import-untyped]  # it has no types

_WORDS = re.compile(r"^- \*\*(.+?)\*\*", re.MULTILINE)
_FLOW = re.compile(r"^```flow\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_DECISIONS = "Decisions"


class _IndentedLikeText(Extension):  # type: ignore[misc]  # likewise
    """What belongs to `1. ` begins under its text; Python-Markdown alone wants a fourth space."""

    def extendMarkdown(self, md: Any) -> None:
        md.tab_length = 3
        md.build_parser()


def on_config(config: Any) -> Any:
    """Put every decision behind their index, so that a new one needs no line in mkdocs.yml.

    And read lists as everybody else does; that has to come before all other extensions.
    """
    config["markdown_extensions"].insert(0, _IndentedLikeText())
    folder = Path(config["docs_dir"]) / "decisions"
    pages = [f"decisions/{path.name}" for path in sorted(folder.glob("[0-9]*.md"))]
    for entry in config["nav"]:
        if _DECISIONS in entry:
            entry[_DECISIONS] = ["decisions/index.md", *pages]
    return config


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Draw the flows of a page, and give each word of the glossary its anchor."""
    drawn = _FLOW.sub(lambda match: flow(match[1]), markdown)
    return anchored(drawn) if page.file.src_uri == "glossary.md" else drawn


def flow(text: str) -> str:
    """A flow as a list of steps, each with the boxes that are side by side in it."""
    steps = [line.split(" | ") for line in text.splitlines() if line.strip()]
    items = (f"<li>{''.join(map(_box, step))}</li>" for step in steps)
    return f'<ol class="flow">{"".join(items)}</ol>\n'


def _box(said: str) -> str:
    title, colon, note = said.strip().partition(": ")
    small = f"<small>{escape(note)}</small>" if colon else ""
    return f"<span><b>{escape(title)}</b>{small}</span>"


def anchored(markdown: str) -> str:
    """The glossary with an anchor before each word that it explains; of two alike the first."""
    seen: set[str] = set()

    def anchor(match: re.Match[str]) -> str:
        fresh = [slug for word in match[1].split(", ") if (slug := _slug(word)) not in seen]
        seen.update(fresh)
        return f"- {''.join(f'<a id="{slug}"></a>' for slug in fresh)}**{match[1]}**"

    return _WORDS.sub(anchor, markdown)


def _slug(word: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", word.lower()).strip("-")
