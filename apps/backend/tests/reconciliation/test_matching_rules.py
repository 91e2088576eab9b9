"""Which lines and entries belong together: examples of each way, and what always holds."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from src.reconciliation.delays import Delays
from src.reconciliation.matching import matched
from src.reconciliation.rivals import Rivals, hanging_together, scores
from src.reconciliation.rules import Factor, Found, Item, Problem, Thresholds, match_key
from src.reconciliation.scoring import Scorer

from .problems import line, problem, side, told

CURRENCIES = {1: "EUR", 2: "EUR", 3: "USD"}


def run(asked: Problem) -> list[Found]:
    """What is found."""
    return matched(asked, CURRENCIES)


def test_the_same_payee_amount_and_day_is_automatic() -> None:
    found = run(
        problem([line(1, 5, -6217, "TRADER JOES #542")], [side(7, 4, -6217, "Trader Joe's")])
    )

    assert told(found) == [([1], [7], True)]


def test_a_round_amount_without_a_word_in_common_waits() -> None:
    found = run(problem([line(1, 5, -5000, "ATM")], [side(7, 4, -5000, "Birthday")]))

    assert told(found) == [([1], [7], False)]


def test_a_name_that_others_have_speaks_against_a_pair() -> None:
    known = [side(8, 200, -1, "netflix"), side(9, 300, -2, "netflix")]
    found = run(problem([line(1, 5, -1598, "NETFLIX.COM")], [side(7, 8, -1598, "Spotify"), *known]))

    assert told(found) == [([1], [7], False)]
    (text,) = [each for each in found[0].reasons if each.factor is Factor.TEXT]
    assert text.contribution < 0


@pytest.mark.parametrize(("apart", "is_found"), [(10, True), (11, False)])
def test_entries_further_away_than_the_days_are_not_looked_at(apart: int, is_found: bool) -> None:
    found = run(problem([line(1, 50, -6217, "SHOP")], [side(7, 50 - apart, -6217, "Shop")]))

    assert bool(found) is is_found


def test_two_that_fit_equally_well_are_left_to_a_person() -> None:
    sides = [side(7, 5, -450, "Cafe"), side(8, 5, -450, "Cafe", counter=3)]
    found = run(problem([line(1, 5, -450, "CAFE")], sides))

    assert [each.automatic for each in found] == [False]
    assert found[0].reasons[-1].factor is Factor.RIVAL


def test_equal_coffees_of_equal_number_are_matched_as_a_group() -> None:
    lines = [line(1, 5, -450, "CAFE"), line(2, 6, -450, "CAFE")]
    sides = [side(7, 4, -450, "Cafe"), side(8, 5, -450, "Cafe")]

    assert told(run(problem(lines, sides))) == [([1, 2], [7, 8], True)]


def test_what_a_day_of_delay_would_swap_is_a_group() -> None:
    lines = [line(1, 8, -450, "CAFE"), line(2, 11, -450, "CAFE")]
    said = [side(7, 8, -450, "Cafe"), side(8, 10, -450, "Cafe")]
    named = [side(7, 8, -450, "Cafe"), side(8, 10, -450, "Breakfast")]

    assert told(run(problem(lines, said))) == [([1, 2], [7, 8], True)]
    assert len(run(problem(lines, named))) == 2


def test_an_entry_that_is_called_like_another_payee_is_no_twin() -> None:
    lines = [line(1, 8, -600, "TIAN TIAN"), line(2, 11, -600, "TIAN TIAN")]
    sides = [side(7, 10, -600, "Maxwell"), side(8, 11, -600, "Coffee")]
    named = [(n, -500 - 101 * n) for n in range(1, 9)]
    known = [line(10 + n, 60 * n, amount, "TIAN TIAN") for n, amount in named]
    told_of = [side(110 + n, 60 * n, amount, "Maxwell") for n, amount in named]
    others = [line(20 + n, 60 * n, amount - 50, "COMMON MAN") for n, amount in named]
    coffee = [side(120 + n, 60 * n, amount - 50, "Coffee") for n, amount in named]

    known_of_one = run(problem([*lines, *known], [*sides, *told_of]))
    known_of_both = run(problem([*lines, *known, *others], [*sides, *told_of, *coffee]))

    assert ([1, 2], [7, 8], True) in told(known_of_one)
    assert not any(8 in sides and automatic for _, sides, automatic in told(known_of_both))


def test_twins_of_one_day_pair_one_by_one() -> None:
    lines = [line(1, 5, -450, "CAFE"), line(2, 5, -450, "CAFE")]
    sides = [side(7, 5, -450, "Cafe"), side(8, 5, -450, "Cafe")]

    assert told(run(problem(lines, sides))) == [([1], [7], True), ([2], [8], True)]


def test_a_line_is_the_sum_of_several_entries_and_the_other_way_round() -> None:
    one = [line(1, 5, 30_000, "DEPOSIT CHEQUES")]
    parts = [side(7, 4, 12_345, "Deposit Bob"), side(8, 5, 17_655, "Deposit Eve")]
    assert told(run(problem(one, parts))) == [([1], [7, 8], True)]

    lines = [line(1, 5, -1_999, "LAZADA"), line(2, 6, -3_050, "LAZADA")]
    assert told(run(problem(lines, [side(7, 4, -5_049, "Lazada")]))) == [([1, 2], [7], True)]


def test_sums_that_add_up_in_two_ways_are_left_to_a_person() -> None:
    parts = [side(number, 5, amount, "Deposit") for number, amount in enumerate((10, 20, 5, 25), 7)]
    found = run(problem([line(1, 5, 30, "DEPOSIT")], parts))

    assert [each.automatic for each in found] == [False]


@pytest.mark.parametrize(
    ("fee", "is_found"), [(200, True), (330, False), (-1, False)], ids=["fee", "too much", "gain"]
)
def test_a_fee_within_the_tolerance_is_proposed_and_never_automatic(
    fee: int, is_found: bool
) -> None:
    sides = [side(7, 4, -10_000, "Hotel")]
    found = run(problem([line(1, 5, -10_000 - fee, "HOTEL")], sides))

    assert [each.automatic for each in found] == [False] * is_found
    assert [each.difference for each in found] == [-fee * 100] * is_found


def test_opposite_lines_of_two_accounts_are_a_transfer_within_a_currency() -> None:
    out = line(1, 5, -25_000, "TRANSFER", account=1)

    assert told(run(problem([out, line(2, 6, 25_000, "X", account=2)], []))) == [
        ([1, 2], [], False)
    ]
    assert run(problem([out, line(2, 6, 25_000, "X", account=3)], [])) == []
    assert run(problem([out, line(2, 6, 25_000, "X", account=1)], [])) == []


def test_nothing_is_matched_across_the_end_of_a_closed_period() -> None:
    closed = replace(side(7, 4, -6217, "Shop"), period=0)
    open_ = replace(line(1, 5, -6217, "SHOP"), period=1)

    assert run(problem([open_], [closed])) == []


def test_pairs_that_could_be_swapped_are_left_to_a_person_where_their_accounts_differ() -> None:
    lines = [line(1, 8, -450, "CAFE"), line(2, 9, -450, "CAFE")]
    sides = [side(7, 8, -450, "Cafe", counter=3), side(8, 9, -450, "Cafe", counter=4)]

    found = run(problem(lines, sides))

    assert [each.automatic for each in found] == [False, False]
    assert all(each.reasons[-1].factor is Factor.RIVAL for each in found)


def test_what_another_line_nearly_fits_is_doubtful() -> None:
    lines, sides = [line(1, 8, -6_000, "HOTEL SOL")], [side(7, 10, -6_000, "Hotel Sol")]
    for n in range(9):
        lines.append(line(20 + n, 8 + n, -713 - n, f"SHOP{n}"))
        sides.append(side(40 + n, 8 + n, -713 - n, f"shop{n}"))
    abroad = line(2, 10, -6_081, "HOTEL SOL")

    def automatic(asked: Problem) -> bool:
        return next(each.automatic for each in run(asked) if each.sides[0].id == 7)

    assert automatic(problem(lines, sides))
    assert not automatic(problem([*lines, abroad], sides))


def test_a_run_learns_how_long_the_bank_takes() -> None:
    lines = [line(n, 7 * n + 3, -1_000 - 37 * n, f"SHOP{n}") for n in range(1, 40)]
    sides = [side(100 + n, 7 * n, -1_000 - 37 * n, f"shop{n}") for n in range(1, 40)]
    late, prompt = side(201, 707, -555, "bar"), side(202, 710, -555, "bar")

    found = run(problem([*lines, line(99, 710, -555, "BAR")], [*sides, late, prompt]))

    assert [each.sides[0].id for each in found if each.lines[0].id == 99] == [201]


def test_a_weekend_is_no_distance_for_a_bank() -> None:
    saturday, monday = (dt.date(2024, 6, day).toordinal() for day in (1, 3))
    delays = Delays(())

    assert delays.share(monday, saturday) == delays.share(monday, monday)
    assert delays.share(monday + 2, monday) < delays.share(monday, monday)


def test_what_was_rejected_is_not_found_again() -> None:
    one, other = line(1, 5, -6217, "SHOP"), side(7, 5, -6217, "Shop")
    key = match_key([one.key], [other.key])

    assert run(problem([one], [other], rejected=frozenset([key]))) == []


def test_decisions_of_the_past_decide_between_accounts() -> None:
    sides = [side(7, 5, -2_000, "a", counter=3), side(8, 5, -2_000, "b", counter=4)]
    history = {"grab": {3: 8}}
    found = run(problem([line(1, 5, -2_000, "GRAB")], sides, history=history))

    assert [item.id for item in found[0].sides] == [7]
    assert Factor.HISTORY in {each.factor for each in found[0].reasons}


def test_a_run_learns_what_a_payee_is_called() -> None:
    amounts = [-501, -602, -703, -804]
    lines = [line(n, 40 * n, amount, "TIAN TIAN") for n, amount in enumerate(amounts, 1)]
    sides = [side(9 + n, 40 * n, amount, "Maxwell") for n, amount in enumerate(amounts, 1)]
    others = [line(50 + n, 7 * n, -n, f"OTHER{'ABCDEFGH'[n]} SHOP") for n in range(1, 8)]
    paid = [side(70 + n, 7 * n, -n, f"Other{'abcdefgh'[n]}") for n in range(1, 8)]

    found = {each.lines[0].id: each for each in run(problem([*lines, *others], [*sides, *paid]))}

    text = next(each for each in found[1].reasons if each.factor is Factor.TEXT)
    assert found[1].automatic
    assert text.contribution > 0.05
    assert text.sentence.startswith("Lines of this payee")


NAMES = st.sampled_from(["NETFLIX", "Cafe am Markt", "GRAB RIDE", "ATM", "Rent Tan", ""])
AMOUNTS = st.sampled_from([-450, -500, -950, 950, -5_000, 1_400, 5_000, -1_598, -1_610])


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """A few lines and entries that have much in common."""

    def items(count: int) -> list[tuple[int, int, str, int]]:
        one = st.tuples(st.integers(1, 20), AMOUNTS, NAMES, st.sampled_from([1, 2]))
        return draw(st.lists(one, max_size=count))

    lines = [line(n, day, amount, text, account)
             for n, (day, amount, text, account) in enumerate(items(9), 1)]  # fmt: skip
    sides = [side(100 + n, day, amount, text, account)
             for n, (day, amount, text, account) in enumerate(items(9), 1)]  # fmt: skip
    return problem(lines, sides)


@given(asked=problems())
def test_an_item_is_in_one_match_at_most(asked: Problem) -> None:
    found = run(asked)

    used = Counter(item.key for each in found for item in (*each.lines, *each.sides))
    assert set(used.values()) <= {1}


@given(asked=problems())
def test_sums_tie_exactly_but_for_a_fee_within_the_tolerance(asked: Problem) -> None:
    limits = asked.thresholds
    for each in run(asked):
        lines = sum(item.amount for item in each.lines)
        off = lines - sum(item.amount for item in each.sides)
        if each.sides:
            assert off == each.difference
            assert -abs(lines) * limits.fee_share <= off <= 0
            assert len({item.account for item in (*each.lines, *each.sides)}) == 1
        else:
            assert lines == 0


@given(asked=problems())
def test_only_what_ties_exactly_and_scores_high_is_automatic(asked: Problem) -> None:
    for each in run(asked):
        assert asked.thresholds.propose_at <= each.score <= 1
        if each.automatic:
            assert each.score >= asked.thresholds.accept_at
            assert each.difference == 0
            assert each.sides


@given(asked=problems(), seed=st.integers(0, 2**16))
def test_the_order_of_the_input_changes_nothing(asked: Problem, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - shuffles, guards nothing
    lines, sides = list(asked.lines), list(asked.sides)
    dice.shuffle(lines)
    dice.shuffle(sides)

    assert told(run(problem(lines, sides))) == told(run(asked))


def _turned(asked: Problem) -> Problem:
    """Lines and entries with their parts exchanged; what only one of them has, none has."""
    lines = [replace(each, counters=frozenset(), payee="") for each in asked.sides]
    sides = [replace(each, counters=frozenset(), payee="") for each in asked.lines]
    return Problem(tuple(lines), tuple(sides))


def _chances(asked: Problem) -> dict[tuple[str, str], float]:
    every = scores(asked, Scorer(asked))
    return {
        (pair.line.key, pair.side.key): pair.chance
        for lines in hanging_together(every)
        for pair in Rivals.of({each: every[each] for each in lines}).pairs()
    }


@given(asked=problems())
def test_chances_are_the_same_from_both_sides(asked: Problem) -> None:
    turned = _turned(asked)

    there = {(line, side): chance for (side, line), chance in _chances(turned).items()}

    assert there == pytest.approx(_chances(_turned(turned)))


@given(asked=problems())
def test_stricter_thresholds_accept_no_more(asked: Problem) -> None:
    strict = replace(asked, thresholds=Thresholds(accept_at=0.999))

    def accepted(found: list[Found]) -> set[Item]:
        return {item for each in found if each.automatic for item in each.lines}

    assert len(accepted(run(strict))) <= len(accepted(run(asked)))
