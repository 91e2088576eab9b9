"""Chances of pairs are exact: they are those of writing every way down."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from src.reconciliation import chances as counted
from src.reconciliation.chances import Odds, Ways

Way = frozenset[tuple[int, int]]

odds_of_lines = st.lists(
    st.dictionaries(st.integers(0, 4), st.floats(0.01, 1_000), max_size=4), max_size=5
)


def chances(odds: Odds) -> list[dict[int, float]]:
    """The chances of pairs that are few enough to be counted."""
    found = Ways.of(odds)
    assert found is not None
    return found.chances()


def chance_of_group(odds: Odds, lines: set[int], sides: set[int]) -> float:
    """That of a group among them."""
    found = Ways.of(odds)
    assert found is not None
    return found.of_group(lines, sides)


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

    assert [round(chance, 3) for each in found for chance in each.values()] == [0.5] * 4
    assert chance_of_group(odds, {0, 1}, {0, 1}) > 0.999


@pytest.mark.parametrize("odd", [1e-9, 1.0, 1e9])
def test_years_of_daily_coffees_stay_within_the_range_of_numbers(odd: float) -> None:
    odds = [{day: 1e3 * odd, day + 1: odd} for day in range(4_000)]

    found = chances(odds)

    assert all(0 <= chance <= 1 for each in found for chance in each.values())
    assert found[2_000][2_000] == pytest.approx(found[2_001][2_001])
    assert 0 <= chance_of_group(odds, {2_000, 2_001}, {2_000, 2_001}) <= 1


def test_an_entry_is_remembered_only_as_long_as_a_line_wants_it() -> None:
    odds = [{day: 9.0, day + 1: 1.0} for day in range(1_000)]

    counted_ = Ways.of(odds)

    assert counted_ is not None
    assert max(state for states in counted_.ahead for state in states) < 4


@pytest.mark.parametrize("limit", ["_MOST_STATES", "_MOST_IN_ALL"])
def test_more_ways_than_can_be_counted_are_none(
    monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    odds = [dict.fromkeys(range(6), 10.0) for _ in range(6)]
    assert Ways.of(odds) is not None

    monkeypatch.setattr(counted, limit, 8)

    assert Ways.of(odds) is None
