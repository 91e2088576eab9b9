"""`.env` files mean what Compose means by them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sixfold.core.compose.dotenv import parse_dotenv
from sixfold.core.located import Findings


def read(text: str, **environment: str) -> dict[str, str]:
    findings = Findings()
    found = parse_dotenv(text, ".env", environment.get, findings)
    assert findings.faults == []
    return {name: node.text for name, node in found.items()}


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("X=plain", "plain"),
        ("X = spaced ", "spaced"),
        ("export X=exported", "exported"),
        ("X: as in yaml", "as in yaml"),
        ("X=", ""),
        ("X=value # comment", "value"),
        ("X=value# no comment", "value# no comment"),
        ("X=#fff", "#fff"),
        ("X='$LITERAL ${TOO} # all'", "$LITERAL ${TOO} # all"),
        ("X='it\\'s'", "it's"),
        ("X='a\\nb'", "a\\nb"),
        ('X="a\\nb\\t\\"q\\" \\\\"', 'a\nb\t"q" \\'),
        ('X="value # in" # out', "value # in"),
        ("X=a\\nb", "a\\nb"),
        ('X="two\nlines"', "two\nlines"),
        ('X="5\\$"', "5$"),
        ("X=pa$$word", "pa$word"),
        ("X=${ABSENT:-default}", "default"),
        ("X=a=b", "a=b"),
    ],
)
def test_one_line_gives_one_value(line: str, value: str) -> None:
    assert read(line) == {"X": value}


def test_lines_may_refer_to_earlier_ones() -> None:
    assert read("HOST=db\nURL=postgres://${HOST}/x\n")["URL"] == "postgres://db/x"


def test_the_environment_wins_where_a_line_refers_to_a_variable() -> None:
    assert read("HOST=db\nURL=postgres://${HOST}/x\n", HOST="other")["URL"] == "postgres://other/x"


def test_a_bare_name_takes_its_value_from_the_environment() -> None:
    assert read("HERE\nNOT_HERE\n", HERE="yes") == {"HERE": "yes"}


def test_comments_blank_lines_and_foreign_line_ends_are_skipped() -> None:
    assert read("\ufeff# head\r\n\r\n  \nX=1\r\n# tail") == {"X": "1"}


def test_each_variable_knows_its_line() -> None:
    found = parse_dotenv('# head\n\nX=1\nY="a\nb"\nZ=3', ".env", {}.get, Findings())

    assert [node.place for node in found.values()] == [".env:3", ".env:4", ".env:6"]


@pytest.mark.parametrize("line", ["=value", "two words=1", 'X="never closed', "X=${", "-x=1"])
def test_a_line_that_cannot_be_read_is_named_and_the_others_are_read(line: str) -> None:
    findings = Findings()

    found = parse_dotenv(f"A=1\n{line}\n", ".env", {}.get, findings)

    assert [fault.place for fault in findings.faults] == [".env:2"]
    assert found["A"].text == "1"


@given(st.text(st.characters(exclude_characters="'\\\r", exclude_categories=["Cs"])))
def test_single_quotes_keep_every_text_as_it_is(text: str) -> None:
    assert read(f"X='{text}'\nY=1") == {"X": text, "Y": "1"}
