"""A changed file reaches its branch, or the branch has moved on; nothing is forced."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from sixfold.clients.publish import differs, publish
from sixfold.clients.tree import files, state
from sixfold.commands.pipeline.forge import TOKEN, keep_baseline
from sixfold.config.load import load
from sixfold.errors import RemoteRefused
from sixfold.shell import run

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

FILE = "baseline.json"


def git(folder: Path, *words: str) -> str:
    identity = ["-c", "user.name=anna", "-c", "user.email=anna@example.org"]
    argv = ["git", *identity, *words]
    return subprocess.run(argv, cwd=folder, check=True, capture_output=True, text=True).stdout


def commit(folder: Path, file: str, text: str) -> None:
    (folder / file).write_text(text)
    git(folder, "add", file)
    git(folder, "commit", "-q", "-m", f"Change {file}")


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "--bare", "-b", "main", "remote")
    return tmp_path / "remote"


@pytest.fixture
def checkout(tmp_path: Path, remote: Path) -> Path:
    folder = tmp_path / "checkout"
    git(tmp_path, "clone", "-q", str(remote), "checkout")
    git(folder, "checkout", "-q", "-b", "main")
    commit(folder, FILE, "old\n")
    git(folder, "push", "-q", "origin", "main")
    return folder


def push(checkout: Path) -> bool:
    return publish(checkout, FILE, "Keep it", remote="origin", branch="main", token=None)


def test_the_file_alone_is_committed_and_the_checkout_stays_as_it_is(
    checkout: Path, remote: Path
) -> None:
    (checkout / FILE).write_text("new\n")
    (checkout / "other.txt").write_text("not meant\n")
    before = git(checkout, "rev-parse", "HEAD")

    assert differs(checkout, FILE)
    assert push(checkout)

    assert git(remote, "show", f"main:{FILE}") == "new\n"
    assert git(remote, "show", "--name-only", "--format=%an %s", "main").split("\n") == [
        "sixfold Keep it", "", FILE, "",
    ]  # fmt: skip
    assert git(checkout, "rev-parse", "HEAD") == before
    assert "other.txt" in git(checkout, "status", "--porcelain")


def test_a_branch_that_has_moved_on_is_left_alone(
    tmp_path: Path, checkout: Path, remote: Path
) -> None:
    git(tmp_path, "clone", "-q", "-b", "main", str(remote), "another")
    commit(tmp_path / "another", "work.txt", "work\n")
    git(tmp_path / "another", "push", "-q", "origin", "main")
    (checkout / FILE).write_text("new\n")

    assert not push(checkout)

    assert git(remote, "show", f"main:{FILE}") == "old\n"


def test_a_remote_that_refuses_is_told_with_its_words(checkout: Path, remote: Path) -> None:
    hook = remote / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho this branch is protected >&2\nexit 1\n")
    hook.chmod(0o755)
    (checkout / FILE).write_text("new\n")

    with pytest.raises(RemoteRefused, match="protected"):
        push(checkout)


def test_a_measured_baseline_is_kept_by_the_forges_job_and_its_token_is_no_argument(
    checkout: Path, remote: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (checkout / "sixfold.toml").write_text(f'[coverage]\nbaseline = "{FILE}"\n')
    words = []
    monkeypatch.setattr(
        "sixfold.clients.publish.run", lambda argv, **more: words.extend(argv) or run(argv, **more)
    )
    config = load(checkout, environ=os.environ)

    assert not keep_baseline(config, {}).pushed
    (checkout / FILE).write_text("new\n")
    assert TOKEN in keep_baseline(config, {}).told
    assert keep_baseline(config, {TOKEN: "a-secret-token"}).pushed

    assert git(remote, "show", f"main:{FILE}") == "new\n"
    assert "[skip ci]" in git(remote, "log", "-1", "--format=%s", "main")
    assert "push" in words
    assert not any("secret" in word for word in words)


def test_a_file_as_committed_or_not_there_does_not_differ(checkout: Path) -> None:
    assert not differs(checkout, FILE)
    assert not differs(checkout, "gone.json")
    (checkout / "new.json").write_text("{}")
    assert differs(checkout, "new.json")


def test_a_trees_hash_is_the_one_that_committing_it_would_give(checkout: Path) -> None:
    clean = state(checkout)
    assert not clean.dirty
    assert clean.tree == git(checkout, "rev-parse", "HEAD^{tree}").strip()

    (checkout / FILE).write_text("changed\n")
    (checkout / "new.txt").write_text("new\n")
    (checkout / ".gitignore").write_text("*.log\n")
    (checkout / "noise.log").write_text("noise\n")
    status, objects = git(checkout, "status", "--porcelain"), git(checkout, "count-objects")
    dirty = state(checkout)

    assert dirty.dirty
    assert git(checkout, "status", "--porcelain") == status
    assert git(checkout, "count-objects") == objects
    assert files(checkout) == [".gitignore", FILE, "new.txt"]
    git(checkout, "add", "--all")
    assert git(checkout, "write-tree").strip() == dirty.tree


def test_outside_of_a_repository_there_are_files_and_no_hash(tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    for place in ("src/a.py", "node_modules/x/index.js", ".hidden/b.py"):
        (folder / place).parent.mkdir(parents=True)
        (folder / place).write_text("x")

    assert files(folder) == ["src/a.py"]
    assert state(folder).tree == ""
