"""Chances of pairs are exact: they are those of writing every way down."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from src.reconciliation import chances as counted
from src.reconciliation.chances import Odds, chance_of_group, chances

Way = frozenset[tuple[int, int]]

odds_of_lines = st.lists(
    st.dictionaries(st.integers(0, 4), st.floats(0.01, 1_000), max_size=4), max_size=5
)


def ways(odds: Odds) -> Iterator[tuple[Way, float]]:
    """Every way to pair lines with entries, none twice, and its weight."""
    if not odds:
        yield frozenset(), 1.0
        return
    *before, last = odds
    for way, weight in ways(before):
        yield way, weight
        for side, odd in last.items():
            if all(side != taken for _, taken in way):
                yield way | {(len(before), side)}, weight * odd


@given(odds=odds_of_lines)
def test_a_chance_is_the_share_of_the_ways_that_have_the_pair(odds: Odds) -> None:
    every = list(ways(odds))
    total = sum(weight for _, weight in every)

    found = chances(odds)

    assert found is not None
    assert [each.keys() for each in found] == [each.keys() for each in odds]
    for line, each in enumerate(found):
        for side, chance in each.items():
            having = sum(weight for way, weight in every if (line, side) in way)
            assert chance == pytest.approx(having / total)


@given(odds=odds_of_lines, count=st.integers(1, 3))
def test_a_group_is_as_likely_as_the_ways_in_which_it_keeps_to_itself(
    odds: Odds, count: int
) -> None:
    lines, sides = set(range(count)), set(range(count))
    if len(odds) < count:
        return
    orders = [
        frozenset(zip(sorted(lines), order, strict=True)) for order in permutations(sorted(sides))
    ]
    every = list(ways(odds))
    total = sum(weight for _, weight in every)
    alone = sum(weight for way, weight in every if any(order <= way for order in orders))

    assert chance_of_group(odds, lines, sides) == pytest.approx(alone / total)


def test_twins_share_what_is_certain_together() -> None:
    odds = [{0: 1e6, 1: 1e6}, {0: 1e6, 1: 1e6}]

    found = chances(odds)

    assert found is not None
    assert [round(chance, 3) for each in found for chance in each.values()] == [0.5] * 4
    assert chance_of_group(odds, {0, 1}, {0, 1}) > 0.999


def test_a_year_of_daily_coffees_stays_within_the_range_of_numbers() -> None:
    odds = [{day: 1e9, day + 1: 1e3} for day in range(400)]

    found = chances(odds)

    assert found is not None
    assert min(each[day] for day, each in enumerate(found)) > 0.99


def test_more_ways_than_can_be_counted_are_no_chances(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counted, "_MOST_STATES", 8)
    odds = [dict.fromkeys(range(6), 10.0) for _ in range(6)]

    assert chances(odds) is None
    assert chance_of_group(odds, {0}, {0}) == 0.0
