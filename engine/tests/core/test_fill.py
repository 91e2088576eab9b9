"""What is invented passes the check that it was invented for, and copies never collide."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sixfold.core.schemas.fill import (
    CannotFill,
    Column,
    ForeignKey,
    Table,
    copies,
    invented,
    needed,
    parents,
)
from sixfold.core.schemas.fill_text import passing

PIECES = st.sampled_from(["[A-Z]", "[0-9a-f]", "[abc]", r"\d", "x", "-", r"\.", "."])
COUNTS = st.sampled_from(["", "{3}", "{2,5}", "+", "*", "?"])
PATTERNS = st.lists(st.tuples(PIECES, COUNTS).map("".join), min_size=1, max_size=5).map("".join)


@given(PATTERNS, st.integers(0, 9))
def test_a_text_for_a_pattern_is_matched_by_it(pattern: str, variant: int) -> None:
    text = passing("code", [f"CHECK (((code)::text ~ '^{pattern}$'::text))"], variant)

    assert text is not None
    assert re.fullmatch(pattern, text)


def test_two_columns_of_one_pattern_can_differ() -> None:
    check = ["CHECK (((base)::text ~ '^[A-Z]{3}$'::text))"]

    assert passing("base", check, 0) != passing("base", check, 1)
    assert passing("quote", check, 0) is None


def test_a_pattern_with_choices_is_not_guessed_at() -> None:
    assert passing("code", ["CHECK (code ~ '^(a|b)$')"], 0) is None


def test_a_row_names_a_row_of_each_table_that_it_must() -> None:
    table = Table(
        "public.line",
        1,
        (Column("entry", "bigint", required=True), Column("note", "bigint")),
        foreign=(
            ForeignKey(("entry",), "public.entry", ("id",)),
            ForeignKey(("note",), "public.note", ("id",)),
        ),
    )

    assert list(parents(table)) == ["public.entry"]
    assert 'select "id" from "public"."entry"' in invented(table, 0)
    assert "note" not in invented(table, 0)


def test_a_sequence_writes_its_own_column() -> None:
    table = Table(
        "public.item",
        1,
        (Column("id", "bigint", required=True, default=True, counted=True), Column("n", "text")),
        unique=(("id",), ("id", "n")),
    )

    assert copies(table, 10, 3).startswith('insert into "public"."item" ("n") ')


def test_what_no_copy_can_differ_in_is_said() -> None:
    table = Table("public.flag", 1, (Column("on", "boolean", required=True),), unique=(("on",),))

    with pytest.raises(CannotFill, match=r"\(on\), which is unique"):
        copies(table, 10, 1)


def test_a_key_of_references_asks_for_as_many_rows_as_make_the_pairs() -> None:
    table = Table(
        "public.pair",
        1,
        (Column("a", "bigint", required=True), Column("b", "bigint", required=True)),
        unique=(("a", "b"),),
        foreign=(
            ForeignKey(("a",), "public.one", ("id",)),
            ForeignKey(("b",), "public.two", ("id",)),
        ),
    )

    assert needed(table, 10_000) == (("public.one", 100), ("public.two", 100))
    assert "not exists" in copies(table, 10, 1)
