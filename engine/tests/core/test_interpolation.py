"""Expressions mean what Compose means by them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sixfold.core.compose.interpolation import InterpolationFault, interpolate

KNOWN = {"SET": "value", "EMPTY": "", "OTHER": "another"}


def resolve(text: str) -> str:
    return interpolate(text, KNOWN.get)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("$SET", "value"),
        ("a${SET}b", "avalueb"),
        ("${SET-default}", "value"),
        ("${EMPTY-default}", ""),
        ("${EMPTY:-default}", "default"),
        ("${ABSENT-default}", "default"),
        ("${ABSENT:-}", ""),
        ("${ABSENT:-$SET}", "value"),
        ("${ABSENT:-${ALSO_ABSENT:-${OTHER}}}", "another"),
        ("${SET:-${ABSENT:?never looked at}}", "value"),
        ("${SET:+instead}", "instead"),
        ("${EMPTY:+instead}", ""),
        ("${EMPTY+instead}", "instead"),
        ("${ABSENT+instead}", ""),
        ("${SET:?must be set}", "value"),
        ("${EMPTY?must be set}", ""),
        ("${ABSENT:-a}b}", "ab}"),
        ("$$SET", "$SET"),
        ("$$$SET", "$value"),
        ("$${SET}", "${SET}"),
        ("costs 5$", "costs 5$"),
        ("$1 $-", "$1 $-"),
        ("$SET-$OTHER", "value-another"),
    ],
)
def test_expressions_have_composes_meaning(text: str, meaning: str) -> None:
    assert resolve(text) == meaning


@pytest.mark.parametrize("text", ["${}", "${1st}", "${SET/a/b}", "${SET", "${ SET }", "${A:-${B}"])
def test_what_is_no_expression_is_refused(text: str) -> None:
    with pytest.raises(InterpolationFault):
        resolve(text)


@pytest.mark.parametrize("text", ["${ABSENT:?ask Ann}", "${EMPTY:?ask Ann}", "${ABSENT?ask Ann}"])
def test_a_required_variable_says_what_its_author_wrote(text: str) -> None:
    with pytest.raises(InterpolationFault, match="is required: ask Ann"):
        resolve(text)


def test_the_reason_for_a_required_variable_is_interpolated() -> None:
    with pytest.raises(InterpolationFault, match="ABSENT is required: see value"):
        resolve("${ABSENT:?see $SET}")


def test_names_that_nothing_stands_for_are_told() -> None:
    told: list[str] = []

    interpolate("$ABSENT ${GONE} ${FINE:-x} $EMPTY", KNOWN.get, unset=told.append)

    assert told == ["ABSENT", "GONE"]


@given(st.text())
def test_a_doubled_dollar_is_every_texts_escape(text: str) -> None:
    assert interpolate(text.replace("$", "$$"), KNOWN.get) == text


@given(st.text(), st.text())
def test_a_value_is_never_read_as_an_expression(before: str, value: str) -> None:
    escaped = before.replace("$", "$$")

    assert interpolate(f"{escaped}${{X}}", {"X": value}.get) == before + value
