"""What is generated in a page is renewed and held against the code; what is around it stays."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from sixfold.core.drift.model import DriftRules, Sources
from sixfold.core.drift_decisions import decisions
from sixfold.core.located import Node
from sixfold.core.reference.generated import pages, renewed, stale

PIECES = {"one": lambda page: f"| made for {page} |", "two": lambda _: "second"}
PAGE = """# Title

<!-- generated: one -->
old
<!-- /generated -->

by hand
"""


def test_a_stale_piece_is_told_with_its_line_and_how_to_renew_it() -> None:
    (drift,) = stale("a.md", PAGE, PIECES)
    assert (drift.path, drift.line) == ("a.md", 3)
    assert drift.fix == "sixfold docs check --fix"


def test_renewing_changes_what_is_between_the_marks_alone() -> None:
    fresh = renewed("a.md", PAGE, PIECES)
    assert "| made for a.md |" in fresh
    assert "old" not in fresh
    assert fresh.startswith("# Title\n")
    assert fresh.endswith("\nby hand\n")
    assert list(stale("a.md", fresh, PIECES)) == []


def test_a_piece_that_nothing_makes_is_told_with_those_that_there_are() -> None:
    text = PAGE.replace("generated: one", "generated: oen")
    (drift,) = stale("a.md", text, PIECES)
    assert "'one'" in drift.message
    assert renewed("a.md", text, PIECES) == text


def test_a_piece_without_an_end_swallows_nothing() -> None:
    text = f"<!-- generated: two -->\nby hand\n\n{PAGE}"
    first, _ = stale("a.md", text, PIECES)
    assert "no end" in first.message
    assert "by hand\n\n# Title" in renewed("a.md", text, PIECES)


parts = st.lists(
    st.sampled_from(
        [
            "by hand\n",
            "<!-- generated: one -->\n",
            "<!-- generated: two -->\n",
            "<!-- generated: three -->\n",
            "<!-- /generated -->\n",
            "\n",
        ]
    )
).map("".join)


@given(parts)
def test_a_renewed_page_stays_as_it_is(text: str) -> None:
    fresh = renewed("a.md", text, PIECES)
    assert renewed("a.md", fresh, PIECES) == fresh
    assert not [one for one in stale("a.md", fresh, PIECES) if "code says" in one.message]


@given(parts)
def test_no_mark_and_no_line_outside_of_pieces_is_lost(text: str) -> None:
    marks = re.compile(r"<!-- .*-->")
    fresh = renewed("a.md", text, PIECES)
    assert marks.findall(fresh) == marks.findall(text)
    outside = re.compile(r"<!-- generated: (?:one|two) -->\n(?:(?!<!--).*\n)*<!-- /generated -->")
    assert outside.sub("", fresh) == outside.sub("", text)


def test_drift_looks_at_every_markdown_file() -> None:
    files = {"docs/a.md": PAGE, "b.txt": PAGE}
    sources = Sources(
        listed=tuple(files),
        text=files.get,
        document=lambda path: Node("", path),
        rules=DriftRules(),
        pieces=PIECES,
    )
    assert [one.path for one in pages(sources)] == ["docs/a.md"]


def numbered(*files: tuple[str, str]) -> list[str]:
    texts = dict(files)
    sources = Sources(
        listed=tuple(texts),
        text=texts.get,
        document=lambda path: Node("", path),
        rules=DriftRules(),
    )
    return [f"{one.path}: {one.message}" for one in decisions(sources)]


def test_two_decisions_do_not_share_a_number() -> None:
    first, second = "docs/decisions/0012-a.md", "docs/decisions/0012-b.md"
    assert numbered((first, "# 12. A\n"), ("docs/decisions/0013-c.md", "# 13. C\n")) == []
    assert numbered((first, "# 12. A\n"), (second, "# 12. B\n")) == [
        f"{second}: {first} is decision 12, too"
    ]


def test_a_decision_has_one_number_in_its_name_and_its_title() -> None:
    assert numbered(("docs/decisions/0011-a.md", "# 14. A\n")) == [
        "docs/decisions/0011-a.md: the title has number 14, the file 11"
    ]
