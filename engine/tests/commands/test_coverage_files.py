"""What `sixfold coverage` leaves behind: the page, the badge, the summary, lcov, the trend."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from sixfold.commands.coverage.files import write_files
from sixfold.commands.coverage.gather import FOLDER, gather
from sixfold.commands.coverage.trend import RUN, TREND, read_trend
from sixfold.commands.coverage.verb import Outcome, examine
from sixfold.config import Config
from sixfold.config.load import load
from sixfold.core.coverage.badge import badge
from sixfold.core.located import Findings
from sixfold.core.run_record import RunRecord, read_records

TOML = "[project]\nname = 'shop'\n[coverage]\nall = { suites = ['all'], min = 80 }\n[suites.all]\n"
HOSTILE = '"</script><script>alert(1)</script> {{facts}} {{script}}"\nx = 1\n'
RUN_TOLD = {
    "seconds": 12.5,
    "suites": [
        {
            "name": "all",
            "passed": 3,
            "failed": 1,
            "skipped": 1,
            "seconds": 12.0,
            "durations": {"test_a": 0.5, "test_b|c": 3.25},
        }
    ],
}


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "sixfold.toml").write_text(TOML)
    (tmp_path / "a.py").write_text(HOSTILE)
    report = {
        "meta": {"branch_coverage": True},
        "files": {"a.py": {"executed_lines": [1], "missing_lines": [2]}},
    }
    (tmp_path / FOLDER).mkdir(parents=True)
    (tmp_path / FOLDER / "all.json").write_text(json.dumps(report))
    return load(tmp_path, environ={"HOME": str(tmp_path)})


def examined(config: Config) -> Outcome:
    findings = Findings()
    return examine(config, gather(config, ["all"], findings), findings, {})


def written(config: Config, name: str) -> str:
    write_files(config, examined(config), environ={})
    return (config.root / FOLDER / name).read_text()


def test_the_page_needs_nothing_from_elsewhere(config: Config) -> None:
    page = written(config, "index.html")

    assert not re.search(r"(src|href)=[\"']?(https?:)?//", page)
    assert "@import" not in page
    assert "default-src 'none'" in page
    assert "{{" not in page.split('id="sources"')[0]


def test_a_source_cannot_end_the_element_that_it_stands_in(config: Config) -> None:
    page = written(config, "index.html")

    assert "alert(1)</script>" not in page
    found = re.search(r'id="sources">(.*?)</script>', page, re.DOTALL)
    assert found
    assert json.loads(found[1]) == {"a.py": HOSTILE}


def test_the_page_knows_what_ran_and_what_did_not(config: Config) -> None:
    found = re.search(r'id="facts">(.*?)</script>', written(config, "index.html"), re.DOTALL)
    assert found
    facts: dict[str, Any] = json.loads(found[1])

    (file,) = facts["files"]
    assert (file["path"], file["ran"], file["missed"]) == ("a.py", "1", "2")
    assert file["components"] == ["all"]
    assert facts["good"] is False


def test_each_component_is_left_as_lcov_and_not_read_as_a_suite(config: Config) -> None:
    lcov = written(config, "components/all.lcov")

    assert "SF:a.py\nDA:1,1\nDA:2,0\n" in lcov
    assert examined(config).gate.verdicts[0].counts.total == 2


def test_the_summary_has_the_components_the_reasons_and_the_times(config: Config) -> None:
    (config.root / RUN).write_text(json.dumps(RUN_TOLD))
    text = written(config, "summary.md")

    assert "| all | 50.00% | none |  | 1 of 2 | ❌ |" in text
    assert "❌ all coverage 50.00% is below the minimum 80.00% ([coverage] all.min)" in text
    assert "**5 tests in 12.5 s**: 3 passed, 1 failed, 1 skipped, 2500 ms each" in text
    assert text.index(r"`all: test_b\|c` | 3.25") < text.index("`all: test_a` | 0.50")


def test_the_summary_is_added_to_the_one_of_the_ci_run(config: Config, tmp_path: Path) -> None:
    page = tmp_path / "step.md"
    page.write_text("before\n")

    write_files(config, examined(config), environ={"GITHUB_STEP_SUMMARY": str(page)})

    assert page.read_text().startswith("before\n## ❌ Coverage\n")


def test_a_run_is_recorded_once(config: Config) -> None:
    (config.root / RUN).write_text(json.dumps(RUN_TOLD))
    for _ in range(2):
        write_files(config, examined(config), environ={})

    (run,) = read_trend(config)
    assert (run.tests, run.failed, run.seconds) == (5, 1, 12.5)
    assert run.coverage == {"unified": 50.0, "all": 50.0}
    assert run.slowest[0] == ("all: test_b|c", 3.25)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"suites": 3}', '{"seconds": "x"}'])
def test_a_run_that_cannot_be_read_is_recorded_without_its_times(config: Config, text: str) -> None:
    (config.root / RUN).write_text(text)
    write_files(config, examined(config), environ={})

    (run,) = read_trend(config)
    assert (run.tests, run.seconds) == (0, 0.0)


def test_broken_lines_of_the_trend_are_passed_over(config: Config) -> None:
    run = RunRecord(when=1, commit="c", coverage={"unified": 1.0}, slowest=(("t", 0.5),))
    lines = ["", "{", "3", '{"when": 1}', run.line(), run.line()[:-4]]

    assert read_records(lines) == [run]
    (config.root / TREND).write_bytes(b"\xff\n" + run.line().encode() + b"\n")
    assert read_trend(config) == [run]


@pytest.mark.parametrize(
    ("percent", "text"), [(None, "unknown"), (0.0, "0.00%"), (100.0, "100.00%")]
)
def test_the_badge_says_the_number(percent: float | None, text: str) -> None:
    assert f"<title>coverage: {text}</title>" in badge(percent)
