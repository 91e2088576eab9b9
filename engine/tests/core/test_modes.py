"""Modes that contradict one another are refused, and what leaves tests out is known as that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sixfold.core.modes import Mode, Part, check, parse_shard, partial, selecting
from sixfold.errors import RequestError


@pytest.mark.parametrize(
    ("mode", "selected"),
    [
        (Mode(fast=True, smart=True), ()),
        (Mode(smart=True, affected=True), ()),
        (Mode(smart=True, e2e=True), ()),
        (Mode(smart=True, shard=Part(1, 2)), ()),
        (Mode(affected=True, e2e=True), ()),
        (Mode(affected=True, shard=Part(1, 2)), ()),
        (Mode(affected=True, record=True), ()),
        (Mode(e2e=True, record=True), ()),
        (Mode(smart=True), ("tests/accounting",)),
        (Mode(affected=True), ("-k reversal",)),
        (Mode(record=True), ("-m slow",)),
    ],
)
def test_what_contradicts_itself_is_refused_in_a_sentence(
    mode: Mode, selected: tuple[str, ...]
) -> None:
    with pytest.raises(RequestError) as refused:
        check(mode, selected)

    assert refused.value.exit_code == 2
    assert "--" in refused.value.message


@pytest.mark.parametrize(
    ("mode", "selected"),
    [
        (Mode(), ("tests/accounting", "-k x")),
        (Mode(fast=True, e2e=True), ()),
        (Mode(fast=True, affected=True), ()),
        (Mode(fast=True, shard=Part(2, 4)), ("-m slow",)),
        (Mode(fast=True, record=True), ()),
        (Mode(record=True, shard=Part(1, 4)), ()),
        (Mode(smart=True), ()),
    ],
)
def test_what_goes_together_is_let_through(mode: Mode, selected: tuple[str, ...]) -> None:
    check(mode, selected)


def test_only_a_fast_run_measures_nothing() -> None:
    assert not Mode(fast=True).measured
    assert Mode(smart=True).measured
    assert Mode().measured


@given(st.integers(1, 500), st.integers(1, 500))
def test_a_shard_is_read_as_it_is_written(number: int, count: int) -> None:
    if number > count:
        with pytest.raises(RequestError):
            parse_shard(f"{number}/{count}")
    else:
        assert str(parse_shard(f"{number}/{count}")) == f"{number}/{count}"


@pytest.mark.parametrize("text", ["", "1", "0/4", "5/4", "1/0", "-1/4", "1/4/2", "a/b", "01/4"])
def test_what_is_no_shard_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(RequestError) as refused:
        parse_shard(text)

    assert refused.value.hint == "sixfold test --shard 1/4"


@pytest.mark.parametrize(
    ("options", "selected"),
    [
        (("-v", "-s", "--tb=short", "-p", "no:cacheprovider", "-ra"), ()),
        (("-k", "a or b", "-v"), ("-k a or b",)),
        (("-kreversal", "-mslow"), ("-kreversal", "-mslow")),
        (("-m", "not slow"), ("-m not slow",)),
        (("--lf", "--ignore=tests/e2e"), ("--lf", "--ignore=tests/e2e")),
        (("--ignore", "tests/e2e", "--maxfail", "3"), ("--ignore tests/e2e",)),
        (("--last-failed", "-x"), ("--last-failed",)),
    ],
)
def test_options_that_leave_tests_out_are_known(
    options: tuple[str, ...], selected: tuple[str, ...]
) -> None:
    assert selecting(options, ()) == selected


def test_a_part_says_why_it_is_one_and_a_whole_says_nothing() -> None:
    assert partial(Mode(), ()) == ""
    assert partial(Mode(smart=True), ()) == ""
    assert "shard 2/4" in partial(Mode(shard=Part(2, 4)), ())
    assert "-k x, tests/a" in partial(Mode(), ("-k x", "tests/a"))
    assert "can reach" in partial(Mode(affected=True), ())
    assert "browser" in partial(Mode(e2e=True), ())
