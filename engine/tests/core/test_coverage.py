"""Coverage: shards together are the whole run, in whatever order they are read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from sixfold.core.coverage.model import Counts, Coverage, FileCoverage, disagreements, unite
from tests.core.coverages import BRANCHES, COVERAGES, FILES, LINES


@given(COVERAGES, COVERAGES, COVERAGES)
def test_reading_in_another_order_or_twice_changes_nothing(
    one: Coverage, two: Coverage, three: Coverage
) -> None:
    assert (one | two) | three == one | (two | three)
    assert one | two == two | one
    assert one | one == one
    assert unite([three, one, two, one]) == unite([one, two, three])


@given(st.data(), LINES, BRANCHES)
def test_shards_together_are_the_unsharded_run_line_for_line(
    data: st.DataObject, lines: frozenset[int], branches: frozenset[tuple[int, str]]
) -> None:
    tests = data.draw(st.lists(st.tuples(_subset(lines), _subset(branches)), max_size=8))
    homes = data.draw(st.lists(st.integers(0, 2), min_size=len(tests), max_size=len(tests)))

    def run(chosen: list[int]) -> Coverage:
        ran = frozenset[int]().union(*(tests[index][0] for index in chosen))
        took = frozenset[tuple[int, str]]().union(*(tests[index][1] for index in chosen))
        return Coverage({"a.py": FileCoverage.of(ran, lines, took, branches)})

    shards = [[i for i, home in enumerate(homes) if home == shard] for shard in range(3)]

    assert unite(map(run, shards)) == run(list(range(len(tests))))


def _subset[T](whole: frozenset[T]) -> st.SearchStrategy[frozenset[T]]:
    return st.frozensets(st.sampled_from(sorted(whole))) if whole else st.just(whole)  # type: ignore[type-var]  # lines and branches both have an order


@given(FILES)
def test_nothing_is_both_covered_and_missed(file: FileCoverage) -> None:
    assert not file.executed & file.missed
    assert not file.taken & file.not_taken
    assert file.counts.total == len(file.lines) + len(file.branches)


def test_lines_and_branches_count_alike() -> None:
    file = FileCoverage.of([1, 2, 3], [4], [(2, "3")], [(2, "4")])

    assert file.counts == Counts(covered=4, total=6)
    assert file.counts.percent == 66.67


def test_reports_of_different_sources_are_found() -> None:
    before = Coverage({"a.py": FileCoverage.of([1, 2], [3]), "b.py": FileCoverage.of([1])})
    after = Coverage({"a.py": FileCoverage.of([1], [4])})

    (found,) = disagreements([("one.json", before), ("two.json", after)])

    assert (found.path, found.first, found.second) == ("a.py", "one.json", "two.json")
    assert found.lines == (2, 3, 4)
