"""What MkDocs does not do by itself: anchors for the glossary's words, decisions in the navigation.

mkdocs.yml names this file; MkDocs calls the functions by their names.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

_WORDS = re.compile(r"^- \*\*(.+?)\*\*", re.MULTILINE)
_DECISIONS = "Decisions"


def on_config(config: Any) -> Any:
    """Put every decision behind their index, so that a new one needs no line in mkdocs.yml."""
    folder = Path(config["docs_dir"]) / "decisions"
    pages = [f"decisions/{path.name}" for path in sorted(folder.glob("[0-9]*.md"))]
    for entry in config["nav"]:
        if _DECISIONS in entry:
            entry[_DECISIONS] = ["decisions/index.md", *pages]
    return config


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Give each word of the glossary its anchor: `glossary.md#lease`."""
    return anchored(markdown) if page.file.src_uri == "glossary.md" else markdown


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
