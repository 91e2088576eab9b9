"""Ranges of lines survive being written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sixfold.core.ranges import read_ranges, show_ranges, write_ranges


@given(st.frozensets(st.integers(1, 60)))
def test_what_is_written_is_read_again(lines: frozenset[int]) -> None:
    assert read_ranges(write_ranges(lines)) == lines


def test_neighbours_become_one_range() -> None:
    assert write_ranges([9, 3, 5, 4, 3]) == "3-5,9"
    assert write_ranges([]) == ""


def test_a_long_list_is_cut_for_people_and_says_so() -> None:
    assert show_ranges([1, 2, 4, 6, 7, 8], most=2) == "1-2,4 and 3 more lines"
    assert show_ranges([1, 2, 4], most=2) == "1-2,4"


@pytest.mark.parametrize("text", ["x", "3-", "-3", "5-3", "0", "1,,2", "1-99999999", "1 2"])
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no range"):
        read_ranges(text)
