"""Revisions are read from their files, and every way of not hanging together is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sixfold.core.schemas.migrations import Revision, history, remedy, revision_in, two_heads


def rev(name: str, *parents: str, depends: tuple[str, ...] = ()) -> Revision:
    return Revision(name, parents, depends, f"versions/{name}.py:3", f"About {name}")


@pytest.mark.parametrize(
    ("text", "parents"),
    [
        ('"""T."""\nrevision = "b"\ndown_revision = "a"\n', ("a",)),
        ('"""T."""\nrevision: str = "b"\ndown_revision: Union[str, None] = None\n', ()),
        ('"""T."""\nrevision = "b"\ndown_revision = ("a", "c")\n', ("a", "c")),
        ('"""T."""\nrevision = "b"\ndown_revision = None\n', ()),
    ],
)
def test_a_file_is_read_as_alembic_reads_it(text: str, parents: tuple[str, ...]) -> None:
    found = revision_in(text, "versions/b.py")

    assert found == Revision("b", parents, (), "versions/b.py:2", "T.")


def test_a_file_that_names_no_revision_is_none() -> None:
    assert revision_in("import os\nREVISION = 'x'\n", "versions/tools.py") is None


def test_two_that_follow_one_are_two_heads_with_their_files() -> None:
    made = history([rev("a"), rev("b", "a"), rev("c", "a")])

    assert [head.name for head in made.heads] == ["b", "c"]
    assert "versions/b.py:3: b, About b\nversions/c.py:3: c" in two_heads(made.heads)
    assert remedy(made.heads, "alembic") == 'alembic merge -m "Merge" b c'
    assert not made.faults


def test_a_merge_makes_one_head_of_two() -> None:
    made = history([rev("a"), rev("b", "a"), rev("c", "a"), rev("d", "b", "c")])

    assert [head.name for head in made.heads] == ["d"]


@pytest.mark.parametrize(
    ("revisions", "told"),
    [
        ([rev("a"), rev("a")], "is in versions/a.py, too"),
        ([rev("b", "a")], "follows a, which is no revision here"),
        ([rev("b", depends=("x",))], "follows x, which is no revision here"),
        ([rev("a", "b"), rev("b", "a")], "follows itself"),
    ],
)
def test_what_hangs_on_nothing_is_a_fault_at_its_line(revisions: list[Revision], told: str) -> None:
    faults = history(revisions).faults

    assert told in str(faults[0])
    assert faults[0].place.endswith(".py:3")


@given(st.lists(st.integers(0, 20), max_size=12), st.randoms(use_true_random=False))
def test_the_line_keeps_every_revision_behind_its_parents(
    parents: list[int], random: object
) -> None:
    """A graph made by letting each revision follow an earlier one, listed in any order."""
    made = [
        rev(f"r{n}", *([f"r{parent % n}"] if n else [])) for n, parent in enumerate([0, *parents])
    ]
    random.shuffle(made)  # type: ignore[attr-defined]  # hypothesis' own Random

    line = [one.name for one in history(made).line()]

    assert sorted(line) == sorted(one.name for one in made)
    for one in made:
        assert all(line.index(parent) < line.index(one.name) for parent in one.parents)
    followed = {parent for one in made for parent in one.parents}
    assert {head.name for head in history(made).heads} == {one.name for one in made} - followed
