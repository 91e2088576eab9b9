"""The scripts that people know by name are doors: they add their mode and hand on every word."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[1]


def script(name: str, *words: str, folder: Path = SCRIPTS) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "GITHUB_BASE_REF"}
    return subprocess.run(
        [sys.executable, SCRIPTS / name, *words], cwd=folder, env=environment, check=False,
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "other", "told"),
    [
        ("fast_test.py", "--smart", "--fast and --smart exclude one another"),
        ("smart_test.py", "--e2e", "--smart and --e2e exclude one another"),
    ],
)
def test_a_script_adds_its_mode_to_the_words(name: str, other: str, told: str) -> None:
    done = script(name, other)

    assert done.returncode == 2
    assert told in done.stderr


def test_changed_python_files_are_listed_one_a_line(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        who = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org")
        subprocess.run(["git", *who, *words], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    (tmp_path / "gone.py").write_text("")
    (tmp_path / "old.py").write_text("")
    git("add", ".")
    git("commit", "-q", "-m", "first")
    git("checkout", "-q", "-b", "feature")
    (tmp_path / "gone.py").unlink()
    (tmp_path / "new file.py").write_text("")
    (tmp_path / "notes.txt").write_text("")

    python = script("get_changed_files.py", folder=tmp_path)
    everything = script("get_changed_files.py", "--all", "main", folder=tmp_path)
    wrong = script("get_changed_files.py", "--nothing", folder=tmp_path)

    assert (python.returncode, python.stdout.splitlines()) == (0, ["new file.py"])
    assert everything.stdout.splitlines() == ["new file.py", "notes.txt"]
    assert wrong.returncode == 2
