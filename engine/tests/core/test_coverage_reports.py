"""Reports of three formats, whole or broken, become one model."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sixfold.core.coverage.lcov_write import write_lcov
from sixfold.core.coverage.model import Coverage, FileCoverage
from sixfold.core.coverage.paths import Roots, Source
from sixfold.core.coverage.reports import read_report
from sixfold.core.located import Findings
from tests.core.coverages import COVERAGES

ROOT = "/src/shop"
PYTHON = {
    "meta": {"branch_coverage": True},
    "files": {
        "src/a.py": {
            "executed_lines": [1, 2, 4],
            "missing_lines": [3],
            "executed_branches": [[2, 4]],
            "missing_branches": [[2, 3], [4, -1]],
        }
    },
}
# What vitest's istanbul provider writes, and the lcov file that it writes beside it.
ISTANBUL = {
    f"{ROOT}/ui/a.ts": {
        "path": f"{ROOT}/ui/a.ts",
        "statementMap": {
            "0": {"start": {"line": 1, "column": 0}, "end": {"line": 1, "column": 9}},
            "1": {"start": {"line": 3, "column": 2}, "end": {"line": 3, "column": 9}},
            "2": {"start": {"line": 3, "column": 12}, "end": {"line": 3, "column": 20}},
            "3": {"start": {"line": 5, "column": 2}, "end": {"line": 5, "column": 20}},
        },
        "s": {"0": 2, "1": 0, "2": 1, "3": 0},
        "branchMap": {
            "0": {"loc": {"start": {"line": 3}}, "type": "if", "line": 3, "locations": [{}, {}]},
        },
        "b": {"0": [1, 0]},
        "fnMap": {},
        "f": {},
    }
}
LCOV = """TN:
SF:ui/a.ts
FNF:0
FNH:0
DA:1,2
DA:3,1
DA:5,0
LF:3
LH:2
BRDA:3,0,0,1
BRDA:3,0,1,0
BRF:2
BRH:1
end_of_record
"""


KEYS = st.sampled_from(["files", "meta", "statementMap", "s", "b", "branchMap", "a.py", "0"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.just("x"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
)


def read(text: str) -> tuple[Coverage, Findings]:
    findings = Findings()
    return read_report(text, Source("report", Roots((ROOT,)), findings)), findings


def faults(text: str) -> list[str]:
    return [str(fault) for fault in read(text)[1].faults]


def test_lines_and_branches_of_coverage_py_are_kept() -> None:
    coverage, findings = read(json.dumps(PYTHON))

    assert coverage.files == {
        "src/a.py": FileCoverage.of([1, 2, 4], [3], [(2, "4")], [(2, "3"), (4, "-1")])
    }
    assert not findings.faults
    assert not findings.warnings


def test_istanbul_and_its_lcov_say_the_same() -> None:
    from_json, _ = read(json.dumps(ISTANBUL))
    from_lcov, _ = read(LCOV)

    assert from_json == from_lcov
    assert from_json.files["ui/a.ts"].executed == {1, 3}
    assert from_json | from_lcov == from_json


@pytest.mark.parametrize(
    "path",
    ["src/a.py", f"{ROOT}/src/a.py", "./src/a.py", "src/x/../a.py", f"{ROOT}//src/a.py"],
)
def test_paths_are_taken_from_the_root(path: str) -> None:
    assert Roots((ROOT,)).locate(path) == "src/a.py"


@pytest.mark.parametrize(
    "path",
    ["", ".", "..", "../a.py", "/etc/passwd", f"{ROOT}-other/a.py", "src/../../a.py", "a\0b"],
)
def test_files_outside_of_the_repository_are_left_out_and_told(path: str) -> None:
    coverage, findings = read(LCOV.replace("ui/a.ts", path or " "))

    assert not coverage.files
    assert "outside of the repository" in str(findings.warnings[0])


def test_windows_paths_are_understood() -> None:
    roots = Roots(("C:\\src\\shop",))

    assert roots.locate("C:\\src\\shop\\ui\\a.ts") == "ui/a.ts"
    assert roots.locate("ui\\a.ts") == "ui/a.ts"
    assert roots.locate("D:\\src\\shop\\ui\\a.ts") is None


@pytest.mark.parametrize("whole", [json.dumps(PYTHON), json.dumps(ISTANBUL), LCOV.strip()])
def test_a_report_that_was_cut_off_is_a_fault(whole: str) -> None:
    for cut in range(0, len(whole) - 1, 7):
        assert faults(whole[:cut]), whole[:cut]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is empty"),
        ("hello", "is neither"),
        ("[]", "is neither"),
        ('{"totals": 1}', "is neither"),
        ("{" * 100_000, "is not whole JSON"),
        ("SF:a.py\nDA:one,1\nend_of_record", "not written as lcov"),
        ("DA:1,1\nSF:a.py\nend_of_record", "outside of a file"),
        ("SF:a.py\nBRDA:1,0,0,x\nend_of_record", "not written as lcov"),
        ('{"files": {"a.py": {"executed_lines": [1]}}}', "missing_lines"),
        ('{"files": {"a.py": {"executed_lines": ["1"], "missing_lines": []}}}', "number"),
        ('{"files": {"a.py": []}}', "not written as coverage.py"),
        ('{"a.ts": {"statementMap": {}, "s": {"0": 1}}}', "not written as istanbul"),
        ('{"a.ts": {"statementMap": {"0": 3}, "s": {"0": 1}}}', "not written as istanbul"),
    ],
)
def test_what_is_wrong_is_said(text: str, told: str) -> None:
    assert told in faults(text)[0]


def test_one_broken_file_does_not_lose_the_others() -> None:
    report: dict[str, Any] = {**PYTHON, "files": {**PYTHON["files"], "b.py": {}}}  # type: ignore[dict-item]  # a literal of mixed values
    coverage, findings = read(json.dumps(report))

    assert list(coverage.files) == ["src/a.py"]
    assert len(findings.faults) == 1


def test_records_that_lcov_does_not_have_are_passed_over_with_one_word() -> None:
    coverage, findings = read(LCOV.replace("DA:1,2", "XY:1\nDA:1,2,checksum\nXY:2"))

    assert coverage.files["ui/a.ts"].executed == {1, 3}
    assert [str(one) for one in findings.warnings] == [
        "report:5: records 'XY' are unknown, and passed over"
    ]
    assert not findings.faults


def test_a_line_that_ran_in_any_test_of_a_tracefile_has_run() -> None:
    twice = LCOV + LCOV.replace("DA:1,2", "DA:1,0").replace("DA:5,0", "DA:5,7")

    assert read(twice)[0].files["ui/a.ts"].executed == {1, 3, 5}


@given(st.text() | JSON.map(json.dumps))
def test_nothing_makes_reading_fail_otherwise_than_by_a_fault(text: str) -> None:
    coverage, findings = read(text)

    assert coverage.files or findings.faults or findings.warnings or text.strip() == "{}"


@given(COVERAGES)
def test_what_is_written_as_lcov_says_the_same_when_read(coverage: Coverage) -> None:
    again, findings = read(write_lcov(coverage) or LCOV)

    for path, file in coverage.files.items():
        assert again.files[path].executed == file.executed
        assert again.files[path].missed == file.missed
        assert again.files[path].counts == file.counts
    assert not findings.faults
    assert not findings.warnings
