"""Matching over labelled lives keeps what the benchmark promises over more of them."""

from __future__ import annotations

import pytest

from bench.reconcile_life import life
from bench.reconcile_quality import quality, report


@pytest.mark.parametrize("seed", [3, 11])
def test_automatic_matches_are_right_and_most_are_automatic(seed: int) -> None:
    known = life(seed)

    found = quality(known)

    assert found.lines == len(known.lines) >= 1_000
    assert f"| {found.cells[True, 'accepted right']} |" in report([found])
    assert found.precision >= 0.995
    assert found.recall >= 0.90


def test_a_life_is_the_same_for_the_same_seed() -> None:
    one, other = life(5, months=2), life(5, months=2)

    assert [each.key for each in one.lines] == [each.key for each in other.lines]
    assert one.truth == other.truth
    assert [each.amount for each in life(6, months=2).lines] != [each.amount for each in one.lines]
