"""Shards are an exact cover, the same on every machine, and as long as one another."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sixfold.core.shard import divide, reckon

FILES = st.sampled_from([f"tests/test_{name}.py" for name in "abcdefgh"])
TESTS = st.builds("{}::test_{}".format, FILES, st.integers(0, 60))
SECONDS = st.floats(0, 30) | st.sampled_from([0.0, 0.001, 1e9])


@given(st.lists(TESTS, max_size=120), st.dictionaries(TESTS, SECONDS), st.integers(1, 12))
def test_every_test_is_in_exactly_one_shard(
    tests: list[str], durations: dict[str, float], count: int
) -> None:
    shards = divide(tests, durations, count)

    assert len(shards) == count
    assert sorted(name for shard in shards for name in shard) == sorted(set(tests))


@given(
    st.lists(TESTS, max_size=80),
    st.dictionaries(TESTS, SECONDS),
    st.integers(1, 6),
    st.randoms(use_true_random=False),
)
def test_shards_do_not_depend_on_the_order_in_which_tests_are_found(
    tests: list[str], durations: dict[str, float], count: int, chance: random.Random
) -> None:
    shuffled = list(tests)
    chance.shuffle(shuffled)
    again = dict(sorted(durations.items(), reverse=True))

    assert divide(shuffled, again, count) == divide(tests, durations, count)


@given(
    st.lists(TESTS, min_size=1, max_size=200, unique=True),
    st.dictionaries(TESTS, st.floats(0.01, 30)),
    st.integers(1, 8),
)
def test_no_shard_is_longer_than_need_be(
    tests: list[str], durations: dict[str, float], count: int
) -> None:
    """What is dealt by length is never worse than the mean and one more test, even by halves."""
    reckoned = reckon(tests, durations)
    lengths = [sum(reckoned[name] for name in shard) for shard in divide(tests, durations, count)]
    mean = sum(reckoned.values()) / count

    assert max(lengths) <= mean + max(reckoned.values()) + 1e-6


def test_shards_of_a_usual_suite_are_balanced() -> None:
    chance = random.Random(7)  # noqa: S311  # the same suite in each run
    durations = {
        f"tests/test_{file}.py::test_{number}": chance.lognormvariate(-3, 1.5)
        for file in range(40)
        for number in range(chance.randrange(1, 60))
    }
    for count in (2, 3, 4, 8):
        lengths = [
            sum(durations[t] for t in shard) for shard in divide(durations, durations, count)
        ]
        assert max(lengths) / (sum(lengths) / count) <= 1.05


def test_tests_of_one_file_stay_together_where_that_balances() -> None:
    durations = {f"tests/test_{file}.py::test_{n}": 1.0 for file in "abcd" for n in range(5)}

    shards = divide(durations, durations, 2)

    assert all(len({name.partition("::")[0] for name in shard}) == 2 for shard in shards)


def test_a_file_that_is_longer_than_a_shard_is_cut() -> None:
    durations = {f"tests/test_all.py::test_{number}": 1.0 for number in range(100)}

    assert [len(shard) for shard in divide(durations, durations, 4)] == [25, 25, 25, 25]


def test_a_new_test_counts_as_the_middle_one_of_its_file_else_of_all() -> None:
    known = {"a.py::one": 1.0, "a.py::two": 3.0, "a.py::three": 2.0, "b.py::one": 10.0}

    reckoned = reckon([*known, "a.py::new", "c.py::new"], known)

    assert reckoned["a.py::new"] == 2.0
    assert reckoned["c.py::new"] == 2.5


@pytest.mark.parametrize("wrong", [{}, {"gone.py::one": 5.0}, {"a.py::t0": float("nan")}])
def test_durations_that_say_nothing_do_no_harm(wrong: dict[str, float]) -> None:
    tests = [f"{file}.py::t{number}" for file in "abcd" for number in range(10)]

    assert [len(shard) for shard in divide(tests, wrong, 4)] == [10, 10, 10, 10]


def test_more_shards_than_tests_leave_some_empty() -> None:
    assert sorted(map(len, divide(["a.py::one", "b.py::one"], {}, 4))) == [0, 0, 1, 1]


def test_no_test_at_all_makes_empty_shards() -> None:
    assert divide([], {}, 3) == ((), (), ())
