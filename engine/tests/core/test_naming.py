"""The grammar of names: a hash tells everything apart, and a mark says that there is one."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sixfold.core.naming import digest, fit, is_mark, mark, sanitize_namespace, stem

PARTS = st.lists(st.sampled_from(["", "a", "b", "ab", "1:a", "é", "\udce9"]), max_size=3)


@given(PARTS, PARTS)
def test_a_digest_tells_where_one_part_ends_and_the_next_begins(
    one: list[str], two: list[str]
) -> None:
    assume(one != two)
    assert digest(*one) != digest(*two)


@pytest.mark.parametrize("length", [8, 12, 16])
def test_a_digest_is_as_long_as_asked(length: int) -> None:
    assert re.fullmatch(f"[0-9a-f]{{{length}}}", digest("a", length=length))


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("feature/auth-v2", "feature_auth_v2"),
        ("Fête--Größe", "fete_grosse"),
        ("__a__", "a"),
        ("日本", ""),
        ("", ""),
    ],
)
def test_sanitising_keeps_what_can_be_read(name: str, clean: str) -> None:
    assert sanitize_namespace(name) == clean


@given(st.text(), st.integers(10, 63))
def test_a_marked_name_fits_and_ends_in_its_mark(text: str, room: int) -> None:
    name = mark(text, room, text)
    parts = name.split("_")
    assert len(name) <= room
    assert [is_mark(part) for part in parts] == [False] * (len(parts) - 1) + [True]


def test_banned_parts_do_not_stay_even_where_cutting_makes_them() -> None:
    assert mark("tested", 14, "tested", banned={"test"}) == mark("", 14, "tested")


@given(st.from_regex(r"[a-z0-9]{1,9}(_[a-z0-9]{1,9}){0,9}", fullmatch=True), st.integers(10, 40))
def test_what_fits_is_kept_and_what_does_not_is_marked(slug: str, room: int) -> None:
    name = fit(slug, room)
    assert len(name) <= room
    assert name == slug or is_mark(name.split("_")[-1])


def test_a_stem_is_kept_only_as_it_is() -> None:
    assert stem("finance_report", 20) == "finance_report"
    for changed in ("Finance_report", "finance-report", "finance__report", "_finance"):
        assert is_mark(stem(changed, 24).split("_")[-1])
    assert stem("finance-report", 30) != stem("finance.report", 30)
