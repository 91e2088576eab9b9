"""What matching has to look at grows with what there is, however often one amount comes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from src.reconciliation.index import MOST_CANDIDATES
from src.reconciliation.matching import matched
from src.reconciliation.rules import Item, Problem
from src.reconciliation.scoring import Scorer

from .problems import line, problem, side

CURRENCIES = {1: "EUR", 2: "EUR"}
Shape = Callable[[int], int]
DAILY = pytest.param(lambda n: n, id="every day")
WEEKLY = pytest.param(lambda n: 7 * n, id="every week")
OFTEN = pytest.param(lambda n: n // 10, id="ten times a day")
TOGETHER = pytest.param(lambda _: 100, id="all on one day")


def subscription(count: int, day: Shape, amount: Callable[[int], int]) -> Problem:
    """So many lines of one amount, and twice as many entries."""
    lines = [line(n, day(n), -390, "COFFEE SHOP") for n in range(count)]
    sides = [side(n, day(n // 2), amount(n), "Coffee") for n in range(2 * count)]
    return problem(lines, sides)


@pytest.mark.parametrize("day", [DAILY, WEEKLY, OFTEN, TOGETHER])
def test_each_line_is_scored_with_a_bounded_number_of_entries(
    day: Shape, monkeypatch: pytest.MonkeyPatch
) -> None:
    scored: list[tuple[Item, Item]] = []
    score = Scorer.score

    def noted(self: Scorer, one: Item, other: Item) -> float:
        scored.append((one, other))
        return score(self, one, other)

    monkeypatch.setattr(Scorer, "score", noted)
    count = 200

    found = matched(subscription(count, day, lambda _: -390), CURRENCIES)

    # Scored once to be weighed, and once more where it is told why.
    assert 0 < len(scored) <= MOST_CANDIDATES * count + len(found)
    assert len(set(scored)) >= count


@pytest.mark.parametrize("day", [DAILY, WEEKLY, OFTEN, TOGETHER])
@pytest.mark.parametrize(
    "amount",
    [
        pytest.param(lambda _: -390, id="equal"),
        pytest.param(lambda n: -391 - n % 5, id="nearly equal"),
        pytest.param(lambda n: -10 - n % 300, id="parts"),
    ],
)
def test_twice_as_many_lines_are_twice_the_work(day: Shape, amount: Callable[[int], int]) -> None:
    few = work(subscription(60, day, amount))
    many = work(subscription(120, day, amount))

    assert many <= 2.3 * few


def work(asked: Problem) -> int:
    """How many lines of the program a run goes through: the same on every machine."""
    count = 0

    def counted(_frame: FrameType, event: str, _arg: object) -> Any:
        nonlocal count
        count += event == "line"
        return counted

    before = sys.gettrace()
    sys.settrace(counted)
    try:
        matched(asked, CURRENCIES)
    finally:
        sys.settrace(before)
    return count
