"""The modes of `sixfold test` as their users meet them: measured, divided, limited, refused."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.live.projects import Project

SOURCE = """
    def price(count):
        if count > 10:
            return count * 9
        return count * 10

    def unused():
        return 0
"""
TESTS = """
    import subprocess, sys
    import pytest
    from shop.prices import price

    @pytest.mark.slow
    def test_few():
        assert price(1) == 10

    def test_many():
        code = "from shop.prices import price; assert price(20) == 180"
        subprocess.run([sys.executable, "-c", code], check=True)

    @pytest.mark.parametrize("number", range(6))
    def test_number(number):
        assert price(number) == number * 10
"""


@pytest.fixture
def shop(make_project: Callable[..., Project]) -> Project:
    """A repository with a source, and a suite that needs no service."""
    project = make_project("shop", services=())
    project.write("shop/__init__.py", "")
    project.write("shop/prices.py", SOURCE)
    project.write("shop/never.py", "VALUE = 1\n")
    project.write("tests/test_prices.py", TESTS)
    project.write(
        "pytest.ini",
        "[pytest]\naddopts = -p no:cacheprovider\npythonpath = .\nmarkers = slow\n",
    )
    configuration = project.root / "sixfold.toml"
    text = configuration.read_text().replace(
        'paths = ["tests"]', 'paths = ["tests"]\nsource = ["shop"]'
    )
    configuration.write_text(text)
    return project


def report(project: Project, name: str = "app.json") -> dict[str, Any]:
    file = project.root / "reports" / "coverage" / name
    told: dict[str, Any] = json.loads(file.read_text())
    return told["files"]


def test_a_plain_run_measures_all_processes_and_is_held_to_its_net(shop: Project) -> None:
    done = shop.run("test", COVERAGE_THRESHOLD="90")

    files = report(shop)
    assert sorted(files) == ["shop/__init__.py", "shop/never.py", "shop/prices.py"]
    prices = files["shop/prices.py"]
    assert prices["executed_lines"] == [1, 2, 3, 4, 6]
    assert prices["missing_lines"] == [7]
    assert prices["executed_branches"] == [[2, 3], [2, 4]]
    assert files["shop/never.py"]["missing_lines"] == [1]
    assert "app 77.78%" in done.stdout
    assert "shop/prices.py: 1 of 8 not covered, lines 7" in done.stdout
    assert done.returncode == 1, done.stdout
    assert done.stdout.splitlines()[-1] == "8 passed, 0 failed, 0 skipped"


def test_a_fast_run_measures_nothing_and_stops_at_the_first_failure(shop: Project) -> None:
    shop.write("tests/test_a_bad_one.py", "def test_bad():\n    assert False\n")

    done = shop.run("test", "--fast", "-n", "0", "--durations", "2")

    assert done.returncode == 1
    assert not (shop.root / "reports/coverage").exists()
    assert "SLOW app: " in done.stdout
    assert done.stdout.splitlines()[-1] == "0 passed, 1 failed, 0 skipped"
    told = json.loads((shop.root / "reports/run.json").read_text())
    assert (shop.root / "reports/.gitignore").read_text().endswith("*\n")
    assert (told["good"], told["suites"][0]["failed"]) == (False, 1)
    assert list(told["suites"][0]["durations"]) == ["tests/test_a_bad_one.py::test_bad"]


def test_an_old_report_never_counts_for_a_run_that_fails(shop: Project) -> None:
    old = shop.write("reports/coverage/app.json", "{}")
    other = shop.write("reports/coverage/other.json", "{}")
    shop.write("tests/test_bad.py", "def test_bad():\n    assert False\n")

    done = shop.run("test")

    assert done.returncode == 1
    assert not old.exists()
    assert other.exists()
    assert "coverage is not judged" in done.stdout


@pytest.mark.parametrize(
    ("words", "last", "left_out"),
    [
        (("-m", "slow"), "1 passed, 0 failed, 0 skipped", "left out: app: 7 of 8 tests"),
        (("tests/test_prices.py", "-k", "many"), "1 passed, 0 failed, 0 skipped", "7 of 8 tests"),
    ],
)
def test_a_part_is_measured_apart_and_not_judged(
    shop: Project, words: tuple[str, ...], last: str, left_out: str
) -> None:
    done = shop.run("test", *words, COVERAGE_THRESHOLD="100")

    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines()[-1] == last
    assert left_out in done.stdout
    assert "is not judged: some tests were left out" in done.stdout
    assert report(shop, "part/app.json")
    assert not (shop.root / "reports/coverage/app.json").exists()


def test_shards_are_the_whole_line_for_line_and_each_test_is_in_one(shop: Project) -> None:
    whole = shop.json("test", "--record-durations")
    assert isinstance(whole, dict)
    assert whole["good"], whole
    files = report(shop)
    ran: list[str] = []
    united: dict[str, dict[str, set[str]]] = {}
    for number in (1, 2):
        told = shop.json("test", "-n", "2", "--shard", f"{number}/2")
        assert isinstance(told, dict)
        assert told["good"], told
        ran += told["suites"][0]["durations"]
        for path, file in report(shop, f"app.{number}-of-2.json").items():
            for key in ("executed_lines", "executed_branches"):
                united.setdefault(path, {}).setdefault(key, set()).update(map(str, file[key]))

    assert sorted(ran) == sorted(whole["suites"][0]["durations"])
    assert len(ran) == 8
    assert not (shop.root / "reports/coverage/app.json").exists()
    assert united == {
        path: {key: set(map(str, file[key])) for key in ("executed_lines", "executed_branches")}
        for path, file in files.items()
    }


def test_an_empty_shard_passes_and_broken_durations_do_no_harm(shop: Project) -> None:
    (shop.root / "tests/test_prices.py").unlink()
    shop.write("tests/test_one.py", "def test_one():\n    pass\n")
    shop.write("test-durations.json", '{"app": {"tests/test_pri')

    done = [shop.run("test", "--fast", "--shard", f"{number}/2") for number in (1, 2)]

    texts = [one.stdout for one in done]
    assert [one.returncode for one in done] == [0, 0], texts
    assert sorted(text.splitlines()[-1] for text in texts) == [
        "0 passed, 0 failed, 0 skipped",
        "1 passed, 0 failed, 0 skipped",
    ]
    assert any("holds none of its tests" in text for text in texts)
    assert all("test-durations.json cannot be read" in text for text in texts)


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def test_a_smart_run_is_held_to_the_lines_that_were_changed(shop: Project) -> None:
    with (shop.root / "sixfold.toml").open("a") as file:
        file.write("\n[coverage]\ndiff = 99\n")
    git(shop.root, "init", "-q", "-b", "main")
    shop.write(".gitignore", "reports/\n__pycache__/\n")
    git(shop.root, "add", ".")
    git(shop.root, "commit", "-q", "-m", "first")
    git(shop.root, "checkout", "-q", "-b", "feature")
    shop.write("shop/never.py", "VALUE = 1\nOTHER = 2\n")
    uncovered = shop.run("test", "--smart")
    shop.write("tests/test_never.py", "from shop import never\n\ndef test_it():\n    never.OTHER\n")
    covered = shop.run("test", "--smart")

    assert uncovered.returncode == 1, uncovered.stdout
    assert "  shop/never.py" in uncovered.stdout.splitlines()
    assert "shop/never.py:2" in uncovered.stdout
    assert covered.returncode == 0, covered.stdout
    assert list(report(shop, "changed/app.json")) == ["shop/never.py"]
    assert not (shop.root / "reports/coverage/app.json").exists()


def test_only_the_tests_in_a_browser_run_where_there_are_any(shop: Project) -> None:
    refused = shop.run("test", "--e2e")
    shop.write("tests/e2e/test_page.py", "def test_page():\n    pass\n")
    configuration = shop.root / "sixfold.toml"
    configuration.write_text(
        configuration.read_text().replace("source =", 'e2e = ["tests/e2e"]\nsource =')
    )
    done = shop.run("test", "--e2e", "--fast")

    assert refused.returncode == 2
    assert "has tests in a browser" in refused.stdout
    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines()[-1] == "1 passed, 0 failed, 0 skipped"


def test_what_contradicts_itself_is_refused_before_anything_runs(shop: Project) -> None:
    done = shop.run("test", "--smart", "tests")

    assert done.returncode == 2, done.stdout
    assert "passed" not in done.stdout


def test_a_run_without_a_test_is_no_success(shop: Project) -> None:
    unmatched = shop.run("test", "-k", "nothing_like_this")
    shop.write(
        "tests/test_prices.py",
        "import pytest\n\ndef test_skipped():\n    pytest.skip('no reason')\n",
    )
    skipped = shop.run("test", "--fast")

    assert (unmatched.returncode, skipped.returncode) == (1, 1)
    assert "no test was executed" in unmatched.stdout
    assert "no test was executed" in skipped.stdout
