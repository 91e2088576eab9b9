"""git's own answers about a change, whatever a person's settings and files' names are."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from sixfold.clients.git_history import History
from sixfold.core.coverage.diff import read_diff

ODD = 'ü "q"\tand\\ blank.py'
# Settings under which a person's own `git diff` looks otherwise.
PERSONAL = """
[user]
name = Ann
email = ann@example.test
[diff]
noprefix = true
mnemonicPrefix = true
external = false
context = 7
[color]
ui = always
[core]
quotePath = true
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two commits of one file, for somebody with settings of their own."""
    settings = tmp_path / "settings"
    settings.write_text(PERSONAL)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    root = tmp_path / "shop"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    lines(root / ODD, range(1, 31))
    commit(root, "Begin")
    return root


def git(root: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(root: Path, message: str) -> str:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", message)
    return git(root, "rev-parse", "HEAD")


def lines(file: Path, names: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(f"line {name}\n" for name in names))  # type: ignore[attr-defined]  # any iterable


def test_lines_are_followed_through_every_kind_of_edit(root: Path) -> None:
    base = git(root, "rev-parse", "HEAD")
    old = [f"line {n}" for n in range(1, 31)]
    new = ["new", *old[:4], "--- a/x", "+++ b/x", *old[9:20], "changed", *old[21:], "@@ -1 +1 @@"]
    (root / ODD).write_text("\n".join(new))

    file = read_diff(History(root).diff(base)).file(ODD)

    found = [file.origin(number) for number in range(1, len(new) + 1)]
    assert found == [old.index(line) + 1 if line in old else None for line in new]


def test_a_renamed_file_is_known_by_its_old_name(root: Path) -> None:
    base = git(root, "rev-parse", "HEAD")
    git(root, "mv", ODD, "plain.py")
    lines(root / "plain.py", [0, *range(1, 31)])

    diff = read_diff(History(root).diff(base))

    assert (diff.file("plain.py").old, diff.gone) == (ODD, {ODD})
    assert diff.file("plain.py").origin(31) == 30


def test_paths_are_relative_to_the_root_of_the_configuration(root: Path) -> None:
    lines(root / "apps" / "a.py", [1])
    lines(root / "other.py", [1])
    base = commit(root, "Add")
    lines(root / "apps" / "a.py", [1, 2])
    lines(root / "apps" / "b c.py", [1])
    lines(root / "other.py", [1, 2])
    history = History(root / "apps")

    assert list(read_diff(history.diff(base)).files) == ["a.py"]
    assert history.untracked() == ("b c.py",)
    assert history.show(base, "a.py") == "line 1\n"
    assert history.last_change("HEAD", "a.py") == base


def test_reasons_come_from_trailers_and_nothing_else(root: Path) -> None:
    base = git(root, "rev-parse", "HEAD")
    git(root, "commit", "-q", "--allow-empty", "-m", "Coverage-Reset: not in a subject\n\nText.")
    git(root, "commit", "-q", "--allow-empty", "-m", "Empty\n\nCoverage-Reset:")
    git(root, "commit", "-q", "--allow-empty", "-m", "Say\n\nCoverage-Reset: a long\n  reason")

    assert History(root).trailers(base, "Coverage-Reset") == ("a long reason",)


def test_a_hook_s_variables_do_not_lead_elsewhere(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))

    assert History(root).commit("main") is not None


@pytest.mark.parametrize("reference", ["nobody", "--help", "", "main:x"])
def test_what_is_no_commit_is_none(root: Path, reference: str) -> None:
    assert History(root).commit(reference) is None


def test_outside_of_git_there_is_nothing(tmp_path: Path) -> None:
    history = History(tmp_path)

    assert history.commit("HEAD") is None
    assert history.diff("HEAD") == ""
    assert history.untracked() == ()
    assert history.recorded("x", most=3) == []
    assert not history.clean()


def test_what_a_file_was_is_told_from_the_oldest_on(root: Path) -> None:
    for text in ("one", "two", "three"):
        (root / "note").write_text(text)
        commit(root, f"Write {text}")

    told = [(one.subject, one.text) for one in History(root).recorded("note", most=2)]

    assert told == [("Write two", "two"), ("Write three", "three")]
