"""Findings that name a place within a document get its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from sixfold.commands.linting.lines import located
from sixfold.core.lint.model import LintFinding

DOCUMENT = """\
jobs:
  test:
    steps:
      - run: one
      - run: two
        odd: key
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("$.jobs.test.steps[1]", 5),
        ("$.jobs['test'].steps[1].odd", 6),
        ("$.jobs.test.gone.deeper", 2),
        ("$.jobs.test.steps[7]", 3),
    ],
)
def test_a_place_is_found_as_far_as_it_goes(tmp_path: Path, path: str, line: int) -> None:
    (tmp_path / "ci.yml").write_text(DOCUMENT)

    (found,) = located([LintFinding("ci.yml", 0, 0, "schema", f"{path}: is odd")], tmp_path)

    assert found.line == line


def test_what_cannot_be_found_keeps_no_line(tmp_path: Path) -> None:
    (tmp_path / "ci.yml").write_text("- broken: [")
    findings = [
        LintFinding("ci.yml", 0, 0, "schema", "$.jobs: is odd"),
        LintFinding("gone.yml", 0, 0, "schema", "$.jobs: is odd"),
        LintFinding("ci.yml", 0, 0, "syntax", "cannot be read"),
    ]

    assert [found.line for found in located(findings, tmp_path)] == [0, 0, 0]
