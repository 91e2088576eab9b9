"""Fingerprints change with what a template is made of, and only the templates in use are kept."""

from __future__ import annotations

import re
from dataclasses import fields, replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sixfold.core.lease import Kind, Owner, Record
from sixfold.core.schemas.template import Ingredients, fingerprint, retire

FIRST = ("migrations/0001_accounts.py", "a" * 64)
SECOND = ("migrations/0002_entries.py", "b" * 64)
MADE_OF = Ingredients(
    inputs=(FIRST, SECOND),
    command=("alembic", "upgrade", "head"),
    server="18.6",
    extensions=("pg_trgm", "citext"),
    role="app",
    seeds=("python", "seed.py"),
    tools=(("alembic", "1.20"), ("sqlalchemy", "2.1")),
)


def record(name: str, *, used: float = 0.0, born: float = 0.0, complete: bool = True) -> Record:
    return Record(
        kind=Kind.TEMPLATE,
        name=name,
        project="shop",
        namespace="main",
        raw="git main /src",
        owner=Owner(pid=1, started=1.0, boot="boot", host="host"),
        born=born,
        complete=complete,
        used=used,
    )


def test_a_fingerprint_is_short_and_the_same_each_time() -> None:
    assert re.fullmatch(r"[0-9a-f]{16}", fingerprint(MADE_OF))
    assert fingerprint(MADE_OF) == fingerprint(replace(MADE_OF))


@pytest.mark.parametrize(
    "changed",
    [
        {"inputs": (FIRST,)},
        {"inputs": (FIRST, ("migrations/0002_entries.py", "c" * 64))},
        {"inputs": (FIRST, ("migrations/0003_entries.py", "b" * 64))},
        {"command": ("alembic", "upgrade", "heads")},
        {"command": ("alembic", "head", "upgrade")},
        {"server": "17.9"},
        {"extensions": ("citext",)},
        {"role": "other"},
        {"seeds": ()},
        {"seeds": ("seed.py", "python")},
        {"tools": (("alembic", "1.21"), ("sqlalchemy", "2.1"))},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_whatever_changes_what_is_in_it_makes_a_new_template(changed: dict[str, object]) -> None:
    assert fingerprint(replace(MADE_OF, **changed)) != fingerprint(MADE_OF)  # type: ignore[arg-type] # of its field


def test_the_order_in_which_files_are_listed_does_not_matter() -> None:
    listed = replace(
        MADE_OF,
        inputs=(SECOND, FIRST, SECOND),
        extensions=("citext", "pg_trgm"),
        tools=MADE_OF.tools[::-1],
    )
    assert fingerprint(listed) == fingerprint(MADE_OF)


WORDS = st.lists(st.sampled_from(["", "a", "b", "a,b", '"', "a b"]), max_size=3).map(tuple)


@given(WORDS, WORDS, WORDS, WORDS)
def test_no_word_can_move_from_one_ingredient_to_the_next(
    command: tuple[str, ...], seeds: tuple[str, ...], words: tuple[str, ...], more: tuple[str, ...]
) -> None:
    assume((command, seeds) != (words, more))
    one, two = Ingredients(command=command, seeds=seeds), Ingredients(command=words, seeds=more)
    assert fingerprint(one) != fingerprint(two)


@pytest.mark.parametrize("field", [field.name for field in fields(Ingredients)])
def test_every_ingredient_counts(field: str) -> None:
    empty = type(getattr(MADE_OF, field))()
    assert fingerprint(replace(MADE_OF, **{field: empty})) != fingerprint(MADE_OF)


def test_the_current_template_and_the_last_used_stay() -> None:
    records = [record(name, used=used) for name, used in [("a", 40), ("b", 10), ("c", 30)]]
    kept = retire([*records, record("now", used=1)], current="now", keep=3, now=100)
    assert kept == {"now", "a", "c"}


@pytest.mark.parametrize("keep", [-1, 0, 1])
def test_the_current_template_stays_however_few_are_kept(keep: int) -> None:
    assert retire([record("a", used=9)], current="now", keep=keep, now=100) == {"now"}


def test_a_template_that_was_made_and_not_yet_used_counts_from_its_birth() -> None:
    records = [record("new", born=50), record("old", born=1, used=20)]
    assert retire(records, current="now", keep=2, now=100) == {"now", "new"}


def test_a_half_made_template_takes_nobodys_place() -> None:
    records = [record("half", used=90, complete=False), record("whole", used=10)]
    assert retire(records, current="now", keep=2, now=100) == {"now", "whole"}


def test_a_database_that_is_no_template_takes_nobodys_place() -> None:
    worker = replace(record("worker", used=90), kind=Kind.WORKER)
    assert retire([worker, record("a", used=10)], current="now", keep=2, now=100) == {"now", "a"}


def test_a_clock_that_was_set_back_keeps_nobody_for_ever() -> None:
    records = [record("z-future", used=10_000), record("a-just-now", used=100)]
    assert retire(records, current="now", keep=2, now=100) == {"now", "a-just-now"}


@given(
    st.dictionaries(st.text(min_size=1), st.floats(0, 100), max_size=8),
    st.text(min_size=1),
    st.integers(1, 6),
)
def test_as_many_stay_as_asked_and_none_older_than_one_that_goes(
    uses: dict[str, float], current: str, keep: int
) -> None:
    kept = retire(
        [record(name, used=used) for name, used in uses.items()],
        current=current,
        keep=keep,
        now=100,
    )
    assert current in kept
    assert len(kept) == min(keep, len(uses.keys() | {current}))
    gone = uses.keys() - kept
    stayed = kept - {current}
    assert all(uses[name] >= uses[other] for name in stayed for other in gone)
