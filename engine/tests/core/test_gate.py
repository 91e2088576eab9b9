"""The gate: coverage may not fall, deleted code is no loss, and what was lost is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sixfold.core.coverage.baseline import Baseline, FileBaseline
from sixfold.core.coverage.changed_lines import ChangedLines, changed_lines
from sixfold.core.coverage.diff import Diff, FileDiff, Hunk
from sixfold.core.coverage.gate import NO_REGRESSION, Standard, Verdict, closing, judge_component
from sixfold.core.coverage.gate_report import GateReport
from sixfold.core.coverage.model import Coverage, FileCoverage

# Nine of ten lines: what most of these tests start from.
BEFORE = Coverage({"a.py": FileCoverage.of(range(1, 10), [10])})


def held(
    current: Coverage, before: Coverage = BEFORE, diff: Diff | None = None, name: str = "backend"
) -> Verdict:
    baseline = Baseline.of({name: before}, before)
    percent = baseline.percentages[name]
    standard = Standard(name, percent, baseline.files(name))
    return judge_component(current, standard, diff or Diff())


def edited(*hunks: Hunk) -> Diff:
    return Diff({"a.py": FileDiff("a.py", hunks)})


def test_equal_coverage_passes_in_the_words_of_the_document() -> None:
    verdict = held(BEFORE)

    assert verdict.good
    assert closing([verdict]) == ["✅ No regression: all coverage at or above baseline"]


def test_a_rise_is_told_with_the_lines_that_gained_their_cover() -> None:
    current = Coverage({"a.py": FileCoverage.of(range(1, 13))})
    verdict = held(current, diff=edited(Hunk(0, 0, 1, 2)))

    assert verdict.gains == {"a.py": (12,)}
    assert verdict.notes == (
        "backend coverage 100.00% is above baseline 90.00%;"
        " lines that were there and are covered now: 1",
    )


def test_a_line_that_lost_its_cover_fails_and_is_named() -> None:
    verdict = held(Coverage({"a.py": FileCoverage.of(range(1, 9), [9, 10])}))

    assert not verdict.good
    assert verdict.faults == (
        "❌ backend coverage 80.00% is below baseline 90.00%",
        "  a.py:9 no longer covered",
    )
    assert closing([verdict]) == []


def test_all_components_together_are_called_as_in_the_document() -> None:
    verdict = held(Coverage({"a.py": FileCoverage.of([1], [2])}), name="unified")

    assert verdict.faults[0] == "❌ Unified coverage 50.00% is below baseline 90.00%"


def test_there_is_no_tolerance() -> None:
    before = Coverage({"a.py": FileCoverage.of(range(1, 10_000), [10_000])})
    verdict = held(Coverage({"a.py": FileCoverage.of(range(1, 9_999), [9_999, 10_000])}), before)

    assert verdict.faults[0] == "❌ backend coverage 99.98% is below baseline 99.99%"
    assert verdict.may_be_noise


def test_what_two_digits_do_not_show_does_not_count() -> None:
    before = Coverage({"a.py": FileCoverage.of(range(1, 100_000), [100_000])})
    current = Coverage({"a.py": FileCoverage.of(range(1, 99_998), [99_998, 99_999, 100_000])})

    assert held(current, before).good


def test_deleted_covered_code_is_no_loss() -> None:
    # Lines 1 to 5, all covered, are deleted: 80 % of what is left.
    current = Coverage({"a.py": FileCoverage.of(range(1, 5), [5])})
    verdict = held(current, diff=edited(Hunk(1, 5, 0, 0)))

    assert verdict.good
    assert verdict.notes == (
        "backend coverage 80.00% is below baseline 90.00% only because 5 covered lines and branches"
        " are gone: 1 are uncovered, 1 were, and nothing that stayed lost its cover",
    )
    assert closing([verdict]) == ["✅ No regression: what fell is explained by deleted code"]


def test_a_deleted_file_is_no_loss() -> None:
    before = BEFORE | Coverage({"b.py": FileCoverage.of(range(1, 90))})

    assert held(BEFORE, before, Diff(gone=frozenset({"b.py"}))).good


def test_a_file_that_is_there_and_no_longer_measured_explains_nothing() -> None:
    before = BEFORE | Coverage({"b.py": FileCoverage.of(range(1, 90))})
    verdict = held(BEFORE, before)

    assert verdict.faults[1:] == ("  b.py is no longer measured",)


def test_leaving_a_badly_covered_file_out_is_told() -> None:
    before = BEFORE | Coverage({"b.py": FileCoverage.of([], range(1, 90))})
    verdict = held(BEFORE, before)

    assert verdict.notes[1:] == ("backend: b.py is no longer measured",)


def test_deleting_does_not_hide_what_lost_its_cover() -> None:
    # Lines 1 to 5 are deleted, and the old line 9 (now 4) lost its cover, the old 10 gained it.
    current = Coverage({"a.py": FileCoverage.of([1, 2, 3, 5], [4])})
    verdict = held(current, diff=edited(Hunk(1, 5, 0, 0)))

    assert verdict.faults[1:] == ("  a.py:4 no longer covered",)


def test_new_uncovered_code_is_named_as_new() -> None:
    current = Coverage({"a.py": FileCoverage.of(range(4, 13), [1, 2, 3, 13])})
    verdict = held(current, diff=edited(Hunk(0, 0, 1, 3)))

    assert verdict.faults[1:] == ("  a.py:1-3 new, not covered",)


def test_a_new_file_without_cover_is_named() -> None:
    current = BEFORE | Coverage({"b.py": FileCoverage.of([], [1, 2])})
    verdict = held(current, diff=Diff().with_new(["b.py"]))

    assert verdict.faults[1:] == ("  b.py:1-2 new, not covered",)


def test_lines_that_moved_with_their_file_are_the_same_lines() -> None:
    moved = Coverage({"b/a.py": BEFORE.files["a.py"]})
    verdict = held(moved, diff=Diff({"b/a.py": FileDiff("a.py")}))

    assert verdict.losses == ()


def test_a_branch_that_is_no_longer_taken_is_named() -> None:
    before = Coverage({"a.py": FileCoverage.of([1, 2], [], [(1, "2"), (1, "3")], [])})
    verdict = held(Coverage({"a.py": FileCoverage.of([1, 2], [], [(1, "2")], [(1, "3")])}), before)

    assert verdict.faults[1:] == ("  a.py:1 a branch is not taken",)


def test_a_baseline_without_lines_still_holds() -> None:
    standard = Standard("backend", 90.0)
    verdict = judge_component(Coverage({"a.py": FileCoverage.of([1], [2])}), standard, Diff())

    assert verdict.faults[0] == "❌ backend coverage 50.00% is below baseline 90.00%"
    assert "cannot be named" in verdict.faults[1]


def test_a_baseline_that_contradicts_its_own_files_explains_nothing() -> None:
    standard = Standard("backend", 95.0, {"a.py": FileBaseline(10, frozenset({10}))})
    verdict = judge_component(BEFORE, standard, Diff())

    assert verdict.faults == (
        "❌ backend coverage 90.00% is below baseline 95.00%",
        "  the baseline's own files give 90.00%: it was edited",
    )


def test_nothing_measured_is_no_success() -> None:
    assert not judge_component(Coverage(), Standard("backend"), Diff()).good
    assert not GateReport().good


def test_below_the_minimum_the_files_are_named_that_miss_most() -> None:
    current = Coverage({"a.py": FileCoverage.of([1], [2]), "b.py": FileCoverage.of([], [1, 2, 3])})
    verdict = judge_component(current, Standard("backend", minimum=90, source="x"), Diff())

    assert verdict.faults == (
        "❌ backend coverage 20.00% is below the minimum 90.00% (x)",
        "  b.py: 3 of 3 not covered, lines 1-3",
        "  a.py: 1 of 2 not covered, lines 2",
    )


def test_a_target_is_told_and_not_enforced() -> None:
    verdict = judge_component(BEFORE, Standard("unified", target=96), Diff())

    assert verdict.good
    assert verdict.notes == ("Unified coverage 90.00% has not reached its target 96.00% yet",)


@pytest.mark.parametrize(("percent", "noise"), [(89.95, True), (89.94, False), (90.0, False)])
def test_only_a_small_fall_may_be_noise(percent: float, noise: bool) -> None:
    covered = round(percent * 100)
    current = Coverage({"a.py": FileCoverage.of(range(1, covered + 1), range(1, 10_001))})
    verdict = judge_component(current, Standard("backend", 90.0), Diff())

    assert verdict.may_be_noise is noise


PARTS = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30)


@given(PARTS)
def test_deleting_lines_and_nothing_else_always_passes(lines: list[tuple[bool, bool]]) -> None:
    """Each line of the file is covered or not, and deleted or kept."""
    before = _file([covered for covered, _ in lines])
    current = _file([covered for covered, deleted in lines if not deleted])
    gone = 0
    hunks = []
    for number, (_, deleted) in enumerate(lines, 1):
        if deleted:
            hunks.append(Hunk(number, 1, number - 1 - gone, 0))
            gone += 1

    verdict = held(current, before, edited(*hunks))

    assert verdict.good or not current.files["a.py"].lines


@given(st.lists(st.booleans(), min_size=2, max_size=30), st.data())
def test_a_line_that_loses_its_cover_never_passes(lines: list[bool], data: st.DataObject) -> None:
    covered = [index for index, ran in enumerate(lines) if ran]
    if not covered:
        return
    lost = data.draw(st.sampled_from(covered))
    after = [ran and index != lost for index, ran in enumerate(lines)]

    verdict = held(_file(after), _file(lines))

    assert not verdict.good
    assert [loss.lost for loss in verdict.losses] == [(lost + 1,)]


@given(st.lists(st.booleans(), min_size=1, max_size=20), st.lists(st.booleans(), max_size=20))
def test_what_fails_has_fallen_and_names_a_line(before: list[bool], after: list[bool]) -> None:
    verdict = held(_file(after), _file(before), Diff({"a.py": FileDiff(None)}))

    if not verdict.good and after:
        assert verdict.fell
        assert verdict.losses


def _file(lines: list[bool]) -> Coverage:
    ran = [number for number, covered in enumerate(lines, 1) if covered]
    return Coverage({"a.py": FileCoverage.of(ran, range(1, len(lines) + 1))})


def test_changed_lines_are_those_that_were_added() -> None:
    coverage = Coverage({"a.py": FileCoverage.of([1, 2, 5], [3, 4], [(2, "3")], [(2, "4")])})
    changed = changed_lines(coverage, edited(Hunk(1, 0, 2, 2)))

    assert (changed.counts.covered, changed.counts.total) == (2, 4)
    assert [str(file) for file in changed.uncovered] == ["a.py:2-3"]


def test_changed_lines_are_asked_for_only_where_they_alone_were_measured() -> None:
    changed = changed_lines(BEFORE, Diff().with_new(["a.py"]))
    good = judge_component(BEFORE, Standard("backend"), Diff())

    assert GateReport(verdicts=(good,), changed=changed).good
    strict = GateReport(changed=changed, changed_least=99.0)
    assert not strict.good
    assert strict.lines[0].startswith("❌ changed lines: 90.00% of 10 lines and branches covered")
    assert strict.lines[1] == "  a.py:10 not covered"


def test_a_change_without_lines_to_cover_passes_and_says_so() -> None:
    report = GateReport(changed=ChangedLines(), changed_least=99.0)

    assert report.good
    assert report.lines == ("changed lines: none of them is measured",)


def test_changes_that_git_cannot_tell_are_no_success() -> None:
    assert not GateReport(changed=None, changed_least=99.0).good


def test_a_broken_report_is_no_success() -> None:
    good = judge_component(BEFORE, Standard("backend"), Diff())

    report = GateReport(verdicts=(good,), faults=("x.json: is not whole JSON",))

    assert not report.good
    assert report.lines[0] == "❌ x.json: is not whole JSON"


def test_the_last_word_is_the_last_line() -> None:
    good = held(BEFORE)

    assert GateReport(verdicts=(good,)).lines[-1] == NO_REGRESSION


def test_baselines_are_compared_by_two_digits() -> None:
    standard = Standard("backend", 90.004, {"a.py": FileBaseline(10, frozenset({10}))})
    verdict = judge_component(BEFORE, standard, Diff())

    assert closing([verdict]) == [NO_REGRESSION]
