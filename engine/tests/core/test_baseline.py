"""The baseline's file: the same text for the same coverage, and all of it again when read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sixfold.core.coverage.baseline import Baseline, FileBaseline, decode, encode
from sixfold.core.coverage.model import Coverage, FileCoverage
from sixfold.core.located import Findings
from tests.core.coverages import COVERAGES


@given(COVERAGES, COVERAGES)
def test_what_is_written_is_read_again(one: Coverage, two: Coverage) -> None:
    baseline = Baseline.of({"a": one, "b": two}, one | two)
    findings = Findings()

    assert decode(encode(baseline), "baseline", findings) == baseline
    assert not findings.faults


@given(COVERAGES)
def test_counts_survive(coverage: Coverage) -> None:
    for file in coverage.files.values():
        assert FileBaseline.of(file).counts == file.counts


def test_each_file_has_a_line_of_its_own_in_a_stable_order() -> None:
    files = {"b.py": FileCoverage.of([1], [2, 3]), "a.py": FileCoverage.of([1], [], [], [(1, "x")])}
    text = encode(Baseline.of({"backend": Coverage(files)}, Coverage(files)))

    assert text == (
        '{\n  "backend": 40.0,\n  "unified": 40.0,\n  "files": {\n    "backend": {\n'
        '      "a.py": [2, "", "1"],\n      "b.py": [3, "2-3", ""]\n    }\n  }\n}\n'
    )


def test_percentages_alone_are_a_baseline_without_files() -> None:
    baseline = decode('{"unified": 91.5, "backend": 90}', "baseline", Findings())

    assert baseline is not None
    assert baseline.percentages == {"unified": 91.5, "backend": 90.0}
    assert baseline.files("unified") is None


@given(st.lists(st.lists(st.tuples(st.integers(1, 9), st.booleans()), max_size=6), max_size=3))
def test_a_file_of_two_components_misses_what_neither_covered(
    runs: list[list[tuple[int, bool]]],
) -> None:
    lines = range(1, 10)
    parts = {
        f"c{index}": Coverage({"a.py": FileCoverage.of([n for n, ran in run if ran], lines)})
        for index, run in enumerate(runs)
    }
    unified = Coverage()
    for part in parts.values():
        unified |= part
    files = Baseline.of(parts, unified).files("unified") or {}

    assert {path: file.missed for path, file in files.items()} == {
        path: file.missed for path, file in unified.files.items()
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '"x"',
        '{"unified": "91"}',
        '{"unified": 101}',
        '{"unified": true}',
        '{"files": []}',
        '{"files": {"backend": {"a.py": 3}}}',
        '{"files": {"backend": {"a.py": [3, "x"]}}}',
        '{"files": {"backend": {"a.py": [-3]}}}',
        '{"files": {"backend": {"a.py": [3, "1", "x"]}}}',
        '{"files": {"backend": {"a.py": [3, 1]}}}',
        "<<<<<<< HEAD",
    ],
)
def test_what_is_no_baseline_is_a_fault(text: str) -> None:
    findings = Findings()

    assert decode(text, "unified-coverage.json of main", findings) is None
    assert findings.faults[0].place == "unified-coverage.json of main"


def test_the_file_is_json_for_others() -> None:
    coverage = Coverage({'odd "name".py': FileCoverage.of([1])})

    assert json.loads(encode(Baseline.of({"a": coverage}, coverage)))["unified"] == 100.0
