"""Which suite gets which arguments."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sixfold.core.selection import Words, route, split
from sixfold.errors import RequestError

FILES = {"tests/accounting", "tests/accounting/test_journal.py", "src/lib/money.test.ts"}


@dataclass(frozen=True)
class Suite:
    name: str
    kind: str
    directory: str


BACKEND = Suite("backend", "pytest", "apps/backend")
FRONTEND = Suite("frontend", "vitest", "apps/frontend")


def exists(word: str) -> bool:
    return word.rstrip("/") in FILES


def locate(suite: Suite, path: str) -> str | None:
    return path if path.startswith("tests/") == (suite.kind == "pytest") else None


def test_a_folder_is_a_path() -> None:
    assert split(["tests/accounting/"], exists=exists) == Words(("tests/accounting/",), ())


def test_an_option_keeps_the_value_that_follows_it() -> None:
    words = split(["-k", "a or b", "-v", "tests/accounting"], exists=exists)

    assert words == Words(("tests/accounting",), ("-k", "a or b", "-v"))


def test_a_plugins_option_keeps_its_value() -> None:
    words = split(["--cov-fail-under", "90", "tests/accounting"], exists=exists)

    assert words == Words(("tests/accounting",), ("--cov-fail-under", "90"))


def test_a_flag_before_a_path_does_not_swallow_it() -> None:
    words = split(["--lf", "tests/accounting/test_journal.py::test_x[a b]"], exists=exists)

    assert words == Words(("tests/accounting/test_journal.py::test_x[a b]",), ("--lf",))


def test_a_value_that_is_also_a_path_stays_with_its_option() -> None:
    assert split(["-k", "tests/accounting"], exists=exists).options == ("-k", "tests/accounting")


def test_a_path_that_is_not_there_is_named() -> None:
    with pytest.raises(RequestError, match=r"tests/acounting/"):
        split(["tests/acounting/"], exists=exists)


@given(st.lists(st.sampled_from(["-k", "-v", "--lf", "expr", "tests/accounting", "--tb=short"])))
def test_no_word_is_dropped_and_order_is_kept(words: list[str]) -> None:
    try:
        taken = split(words, exists=exists)
    except RequestError:
        return
    assert sorted(taken.paths + taken.options) == sorted(words)
    rest = iter(words)
    assert all(option in rest for option in taken.options)


def test_every_suite_runs_without_arguments() -> None:
    shares, left_out = route([BACKEND, FRONTEND], Words((), ()), locate=locate)

    assert [share.suite.name for share in shares] == ["backend", "frontend"]
    assert left_out == []


def test_a_python_path_is_not_handed_to_the_frontend() -> None:
    shares, left_out = route([BACKEND, FRONTEND], Words(("tests/accounting",), ()), locate=locate)

    assert [(share.suite.name, share.paths) for share in shares] == [
        ("backend", ("tests/accounting",))
    ]
    assert left_out == ["frontend: none of the paths is in apps/frontend"]


def test_pytest_options_leave_other_runners_out_and_say_so() -> None:
    shares, left_out = route([BACKEND, FRONTEND], Words((), ("-k", "x")), locate=locate)

    assert [share.suite.name for share in shares] == ["backend"]
    assert left_out == ["frontend: pytest's options are not for vitest"]


def test_options_go_with_a_path_to_its_own_runner() -> None:
    words = Words(("src/lib/money.test.ts",), ("--bail",))

    shares, _ = route([BACKEND, FRONTEND], words, locate=locate)

    assert [(share.suite.name, share.options) for share in shares] == [("frontend", ("--bail",))]


def test_an_unknown_suite_is_refused_with_the_known_ones() -> None:
    with pytest.raises(RequestError, match="backend, frontend"):
        route([BACKEND, FRONTEND], Words((), ()), locate=locate, only="bakend")


def test_a_path_in_no_suite_is_refused() -> None:
    with pytest.raises(RequestError, match=r"docs/x\.py"):
        route([FRONTEND], Words(("docs/x.py",), ()), locate=lambda *_: None)
