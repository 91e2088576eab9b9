"""Which old reports a measured run removes, and which files it measures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sixfold.commands.testing.counts import counted, left_out, met
from sixfold.commands.testing.measure import place_of, remove_old
from sixfold.commands.testing.measure_pytest import python_files
from sixfold.commands.testing.report import SuiteReport, read_pytest, read_vitest
from sixfold.config.load import load
from sixfold.core.modes import Part

REPORTS = (
    *("app.json", "app.1-of-2.json", "app.2-of-2.json", "app.1-of-3.json", "app.lcov"),
    *("apple.json", "other.json"),
)


@pytest.mark.parametrize(
    ("shard", "kept"),
    [
        (None, {"apple.json", "other.json"}),
        (Part(1, 2), {"app.2-of-2.json", "apple.json", "other.json"}),
        (Part(3, 3), {"app.1-of-3.json", "apple.json", "other.json"}),
    ],
)
def test_what_could_count_for_this_run_goes_and_a_fellow_shards_stays(
    tmp_path: Path, shard: Part | None, kept: set[str]
) -> None:
    for name in REPORTS:
        (tmp_path / name).write_text("{}")

    remove_old(tmp_path, "app", shard)

    assert {file.name for file in tmp_path.iterdir()} == kept
    assert f"{place_of('app', shard)}.json" not in kept


def test_sources_are_the_repositorys_own_files_without_tests_and_environments(
    tmp_path: Path,
) -> None:
    for name in (
        *("sixfold.toml", "shop/a.py", "shop/inner/b.py", "shop/notes.txt", "tests/test_a.py"),
        *(".venv/pyvenv.cfg", ".venv/lib/c.py", "env/pyvenv.cfg", "env/d.py", ".hidden/e.py"),
        *("node_modules/f/g.py", "h.py"),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "sixfold.toml").write_text('[suites.app]\npaths = ["tests"]\nsource = ["."]\n')

    config = load(tmp_path, environ={})
    found = python_files(config, config.suites[0])

    names = [file.relative_to(tmp_path.resolve()).as_posix() for file in found]
    assert names == ["h.py", "shop/a.py", "shop/inner/b.py"]


def test_an_empty_shard_is_excused_and_an_empty_suite_is_not() -> None:
    nothing = SuiteReport("app", exit_code=5)
    told = {"of": 4, "ran": 0, "left_out": 4}

    assert counted(nothing, told, known=0, shard=Part(2, 9)).good
    assert not counted(nothing, told, known=0, shard=None).good
    assert not counted(nothing, {"of": 0, "ran": 0, "left_out": 0}, known=0, shard=Part(2, 9)).good


def test_a_suite_that_a_selection_does_not_meet_is_left_out_unless_none_is_met() -> None:
    hit = SuiteReport("app", passed=2, of=9)
    miss = SuiteReport("other", exit_code=5, of=3, note="no test was executed")

    assert met([hit, miss], ("-k x",)) == (hit,)
    assert met([miss], ("-k x",)) == (miss,)
    assert met([hit, miss], ()) == (hit, miss)
    assert left_out([hit, miss]) == ["app: 7 of 9 tests", "other: 3 of 3 tests"]


@pytest.mark.parametrize("code", [1, 2, 3, 4, -9])
def test_a_suite_that_broke_down_is_never_taken_for_one_that_was_not_met(
    code: int, tmp_path: Path
) -> None:
    report = tmp_path / "app.json"
    report.write_text(json.dumps({"outcomes": {}, "reasons": {}, "durations": {}}))
    hit = SuiteReport("other", passed=2)
    broken = [
        read_pytest("app", report, code, 1.0, 0),
        read_pytest("app", tmp_path / "absent.json", code, 1.0, 0),
        read_vitest("app", tmp_path / "absent.json", code, 1.0, 2, tmp_path),
    ]
    for one in broken:
        assert met([one, hit], ("scripts",)) == (one, hit)
        assert not one.good
