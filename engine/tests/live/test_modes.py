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


def test_a_plain_run_measures_lines_and_branches_in_all_processes(shop: Project) -> None:
    done = shop.run("test")

    assert done.returncode == 0, done.stdout
    files = report(shop)
    assert sorted(files) == ["shop/__init__.py", "shop/never.py", "shop/prices.py"]
    prices = files["shop/prices.py"]
    assert prices["executed_lines"] == [1, 2, 3, 4, 6]
    assert prices["missing_lines"] == [7]
    assert prices["executed_branches"] == [[2, 3], [2, 4]]
    assert files["shop/never.py"]["missing_lines"] == [1]
    assert "app 77.78%" in done.stdout
    assert done.stdout.splitlines()[-1] == "8 passed, 0 failed, 0 skipped"


def test_a_run_that_is_below_its_net_fails_though_all_tests_pass(shop: Project) -> None:
    done = shop.run("test", COVERAGE_THRESHOLD="90")

    assert done.returncode == 1, done.stdout
    assert "shop/prices.py: 1 of 8 not covered, lines 7" in done.stdout
    assert done.stdout.splitlines()[-1] == "8 passed, 0 failed, 0 skipped"


def test_a_fast_run_measures_nothing_and_stops_at_the_first_failure(shop: Project) -> None:
    shop.write("tests/test_a_bad_one.py", "def test_bad():\n    assert False\n")

    done = shop.run("test", "--fast", "-n", "0")

    assert done.returncode == 1
    assert not (shop.root / "reports/coverage").exists()
    assert done.stdout.splitlines()[-1] == "0 passed, 1 failed, 0 skipped"


def test_old_reports_never_count(shop: Project) -> None:
    shop.run("test")
    assert report(shop)
    shop.write("tests/test_bad.py", "def test_bad():\n    assert False\n")

    done = shop.run("test")

    assert done.returncode == 1
    assert not (shop.root / "reports/coverage/app.json").exists()
    assert "coverage is not judged" in done.stdout


@pytest.mark.parametrize(
    ("words", "counts", "left_out"),
    [
        (("-m", "slow"), "1 passed", "left out: app: 7 of 8 tests"),
        (("-k", "number or many"), "7 passed", "left out: app: 1 of 8 tests"),
        (("tests/test_prices.py::test_few",), "1 passed", ""),
    ],
)
def test_a_part_is_measured_apart_and_not_judged(
    shop: Project, words: tuple[str, ...], counts: str, left_out: str
) -> None:
    done = shop.run("test", *words, COVERAGE_THRESHOLD="100")

    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines()[-1].startswith(counts)
    assert left_out in done.stdout
    assert "is not judged: some tests were left out" in done.stdout
    assert report(shop, "part/app.json")
    assert not (shop.root / "reports/coverage/app.json").exists()


def test_shards_are_the_whole_line_for_line_and_each_test_is_in_one(shop: Project) -> None:
    whole = shop.json("test", "--record-durations")
    assert isinstance(whole, dict)
    files = report(shop)
    ran: list[str] = []
    united: dict[str, dict[str, set[str]]] = {}
    for number in (1, 2, 3):
        told = shop.json("test", "--shard", f"{number}/3")
        assert isinstance(told, dict)
        assert told["good"], told
        ran += told["suites"][0]["durations"]
        for path, file in report(shop, f"app.{number}-of-3.json").items():
            for key in ("executed_lines", "executed_branches"):
                united.setdefault(path, {}).setdefault(key, set()).update(map(str, file[key]))

    assert sorted(ran) == sorted(whole["suites"][0]["durations"])
    assert not (shop.root / "reports/coverage/app.json").exists()
    assert united == {
        path: {key: set(map(str, file[key])) for key in ("executed_lines", "executed_branches")}
        for path, file in files.items()
    }


def test_an_empty_shard_passes_and_says_so(shop: Project) -> None:
    (shop.root / "tests/test_prices.py").unlink()
    shop.write("tests/test_one.py", "def test_one():\n    pass\n")

    codes, texts = [], []
    for number in (1, 2):
        done = shop.run("test", "--fast", "--shard", f"{number}/2")
        codes.append(done.returncode)
        texts.append(done.stdout)

    assert codes == [0, 0], texts
    assert sorted(text.splitlines()[-1] for text in texts) == [
        "0 passed, 0 failed, 0 skipped",
        "1 passed, 0 failed, 0 skipped",
    ]
    assert any("holds none of its tests" in text for text in texts)


def test_shards_of_workers_agree(shop: Project) -> None:
    counts = [
        shop.run("test", "--fast", "-n", "2", "--shard", f"{number}/2").stdout.splitlines()[-1]
        for number in (1, 2)
    ]

    assert sum(int(line.split()[0]) for line in counts) == 8


def test_a_broken_file_of_durations_does_no_harm(shop: Project) -> None:
    shop.write("test-durations.json", '{"app": {"tests/test_pri')

    done = shop.run("test", "--fast", "--shard", "1/1")

    assert done.returncode == 0, done.stdout
    assert "test-durations.json cannot be read" in done.stdout
    assert done.stdout.splitlines()[-1] == "8 passed, 0 failed, 0 skipped"


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def test_a_smart_run_is_held_to_the_lines_that_were_changed(shop: Project) -> None:
    git(shop.root, "init", "-q", "-b", "main")
    shop.write(".gitignore", "reports/\n__pycache__/\n")
    git(shop.root, "add", ".")
    git(shop.root, "commit", "-q", "-m", "first")
    git(shop.root, "checkout", "-q", "-b", "feature")
    with (shop.root / "sixfold.toml").open("a") as file:
        file.write("\n[coverage]\ndiff = 99\n")
    nothing = shop.run("test", "--smart")
    shop.write("shop/never.py", "VALUE = 1\nOTHER = 2\n")
    uncovered = shop.run("test", "--smart")
    shop.write(
        "tests/test_never.py", "from shop import never\n\ndef test_it():\n    assert never.OTHER\n"
    )
    covered = shop.run("test", "--smart")

    assert nothing.returncode == 0, nothing.stdout
    assert "no file whose coverage is measured was changed" in nothing.stdout
    assert uncovered.returncode == 1, uncovered.stdout
    assert "  shop/never.py" in uncovered.stdout.splitlines()
    assert "shop/never.py:2" in uncovered.stdout
    assert covered.returncode == 0, covered.stdout
    assert list(report(shop, "changed/app.json")) == ["shop/never.py"]
    assert not (shop.root / "reports/coverage/app.json").exists()


def test_only_the_tests_in_a_browser_run_and_the_rest_is_said_to_be_left_out(
    shop: Project,
) -> None:
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


@pytest.mark.parametrize(
    "words",
    [("--fast", "--smart"), ("--smart", "tests"), ("--shard", "5/4"), ("--durations", "x")],
)
def test_what_contradicts_itself_is_refused(shop: Project, words: tuple[str, ...]) -> None:
    done = shop.run("test", *words)

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


def test_a_run_leaves_a_record_and_names_its_slowest_tests(shop: Project) -> None:
    done = shop.run("test", "--fast", "--durations", "2")

    told = json.loads((shop.root / "reports/run.json").read_text())
    assert told["good"]
    assert told["suites"][0]["passed"] == 8
    assert len(told["suites"][0]["durations"]) == 8
    slow = [line for line in done.stdout.splitlines() if line.startswith("SLOW app: ")]
    assert len(slow) == 2
    assert "test_many" in slow[0]
