"""The reference says of each error, verb, decision and key what somebody needs who looks it up."""

from __future__ import annotations

import re

import pytest
from sixfold.core.environment import ENVIRONMENTS
from sixfold.core.reference.keys import Key, Meaning, key_sections, unexplained
from sixfold.core.reference.markdown import table, text
from sixfold.core.reference.pages import (
    VerbText,
    decision_list,
    environments,
    error_kinds,
    error_sections,
    paragraphs,
    verb_sections,
)
from sixfold.errors import SixfoldError


@pytest.mark.parametrize("kind", error_kinds(), ids=lambda kind: kind.__name__)
def test_every_error_says_what_why_and_what_to_do(kind: type[SixfoldError]) -> None:
    said = paragraphs(kind)
    assert len(said) == 3
    assert all(part.endswith(".") for part in said)


def test_errors_come_by_exit_code() -> None:
    codes = re.findall(r"^## (\d+): ", error_sections(), re.MULTILINE)
    assert codes == sorted(codes, key=int)
    assert {"1", "2", "70", "130"} <= set(codes)


def test_each_environment_is_in_both_tables() -> None:
    for one in ENVIRONMENTS.values():
        assert environments().count(f"**{one.title}**") == 2


def test_markup_in_a_text_means_itself_and_code_stays_code() -> None:
    assert text("a <b> *c* `d <e>`\nf") == "a &lt;b> \\*c\\* `d <e>` f"


def test_a_cell_does_not_end_its_row() -> None:
    assert table(("a",), [("x|y",)]).endswith("| x\\|y |")
    assert table(("a",), [(text("`x|<y>`"),)]).endswith("| <code>x&#124;&lt;y&gt;</code> |")


def test_a_verb_is_followed_by_those_below_it() -> None:
    inner = VerbText("env add", "sixfold env add NAME", "Add one.", (("--json", "As JSON."),))
    told = verb_sections([VerbText("env", "sixfold env", "All of them.", below=(inner,))])
    assert told.index("## `sixfold env`") < told.index("### `sixfold env add`")
    assert "| `--json` | As JSON. |" in told


def test_decisions_are_links_from_their_page() -> None:
    files = {"docs/decisions/0002-b.md": "# 2. Second\n", "docs/decisions/index.md": "# D\n"}
    told = decision_list(files, files.get, "docs/decisions/index.md")
    assert told == "- 0002 · [Second](0002-b.md)"
    assert "(docs/decisions/0002-b.md)" in decision_list(files, files.get, "README.md")


KEYS = [Key("a", "x", "text", "1"), Key("a", "y", "text", ""), Key("", "free", "table", "")]
MEANINGS = {"a": Meaning("About.", {"y": "Why.", "x": "Ex."}), "free": Meaning("Free ones.")}


def test_keys_come_in_the_order_of_their_words() -> None:
    told = key_sections(KEYS, MEANINGS)
    assert told.index("`y`") < told.index("`x`")
    assert "| `x` | text | `1` | Ex. |" in told


def test_a_key_without_a_word_and_a_word_without_a_key_are_told() -> None:
    assert unexplained(KEYS, MEANINGS) == []
    new = Key("a", "z", "text", "")
    assert unexplained([*KEYS, new], MEANINGS) == ["a.z is read, and nothing says what it means"]
    assert unexplained(KEYS[1:], MEANINGS) == ["a.x is explained, and nobody reads it"]
