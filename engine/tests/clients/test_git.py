"""What is read of a checkout's files is what git itself says of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from sixfold.clients import git
from sixfold.errors import ToolMissing

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

Git = Callable[..., str]


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """Run git in a folder, away from the user's own settings."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Ann")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "ann@example.org")

    def run(folder: Path, *arguments: str | bytes) -> str:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=True)
        return os.fsdecode(done.stdout).removesuffix("\n")

    return run


@pytest.fixture
def repository(tmp_path: Path, ask: Git) -> Path:
    """A repository with one commit on `main`."""
    folder = tmp_path / "repository"
    folder.mkdir()
    ask(folder, "init", "-q", "-b", "main")
    ask(folder, "commit", "-q", "--allow-empty", "-m", "first")
    return folder


@pytest.fixture
def no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail the test when git is run."""

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("git was run although the files say it all")

    monkeypatch.setattr(git, "run", refuse)


def test_branch_commit_and_root_are_read_without_a_process(
    repository: Path, ask: Git, no_process: None
) -> None:
    below = repository / "apps" / "backend"
    below.mkdir(parents=True)
    assert git.current_branch(below) == "main"
    assert git.checkout_root(below) == repository
    assert git.head_commit(below) == ask(repository, "rev-parse", "HEAD")


@pytest.mark.parametrize(
    "branch", ["feature/auth-v2", "日本語/ü", "a;b$(c)'\"", "a\u3000", "x" * 200, "refs/heads/x"]
)
def test_any_branch_that_git_allows(
    repository: Path, ask: Git, no_process: None, branch: str
) -> None:
    ask(repository, "checkout", "-q", "-b", branch)
    assert git.current_branch(repository) == branch
    assert git.head_commit(repository) == ask(repository, "rev-parse", "HEAD")


def test_a_branch_that_is_no_text_of_utf8(repository: Path, ask: Git, no_process: None) -> None:
    ask(repository, "checkout", "-q", "-b", b"caf\xe9")
    assert git.current_branch(repository) == "caf\udce9"


def test_an_unborn_branch_has_a_name_and_no_commit(tmp_path: Path, ask: Git) -> None:
    ask(tmp_path, "init", "-q", "-b", "trunk")
    assert git.current_branch(tmp_path) == "trunk"
    assert git.head_commit(tmp_path) is None


def test_a_detached_head_is_told_from_no_repository(
    repository: Path, tmp_path: Path, ask: Git, no_process: None
) -> None:
    ask(repository, "checkout", "-q", "--detach")
    assert git.current_branch(repository) is None
    assert git.head_name(repository) == "HEAD"
    assert git.head_commit(repository) == ask(repository, "rev-parse", "HEAD")
    assert git.head_name(tmp_path) is None


def test_each_worktree_has_its_own_root_and_branch(
    repository: Path, tmp_path: Path, ask: Git, no_process: None
) -> None:
    other = tmp_path / "other"
    ask(repository, "worktree", "add", "-q", "-b", "feature/x", str(other))
    ask(other, "commit", "-q", "--allow-empty", "-m", "second")
    assert git.checkout_root(other) == other
    assert git.current_branch(other) == "feature/x"
    assert git.head_commit(other) == ask(other, "rev-parse", "HEAD")
    assert git.current_branch(repository) == "main"


def test_a_packed_commit_is_found(repository: Path, ask: Git, no_process: None) -> None:
    ask(repository, "tag", "-a", "v1", "-m", "annotated")
    ask(repository, "pack-refs", "--all")
    assert not (repository / ".git/refs/heads/main").exists()
    assert git.head_commit(repository) == ask(repository, "rev-parse", "HEAD")


def test_a_submodule_is_a_checkout_of_its_own(
    repository: Path, tmp_path: Path, ask: Git, no_process: None
) -> None:
    outer = tmp_path / "outer"
    outer.mkdir()
    ask(outer, "init", "-q", "-b", "outer")
    allow = ("-c", "protocol.file.allow=always")
    ask(outer, *allow, "submodule", "--quiet", "add", str(repository), "inner")
    assert git.checkout_root(outer / "inner") == outer / "inner"
    assert git.current_branch(outer / "inner") == "main"


def test_a_folder_reached_through_a_link_is_the_same_checkout(
    repository: Path, tmp_path: Path, no_process: None
) -> None:
    link = tmp_path / "link"
    link.symlink_to(repository)
    assert git.checkout_root(link) == repository


def test_an_unpacked_archive_is_no_repository(tmp_path: Path, no_process: None) -> None:
    assert git.checkout_root(tmp_path) is None
    assert git.current_branch(tmp_path) is None
    assert git.head_commit(tmp_path) is None


@pytest.mark.parametrize("content", ["", "gitdir: /nowhere/.git\n", "no pointer\n"])
def test_a_broken_git_file_is_no_repository(tmp_path: Path, content: str, no_process: None) -> None:
    (tmp_path / ".git").write_text(content)
    assert git.head_name(tmp_path) is None


def test_an_empty_git_folder_is_passed_by(repository: Path, no_process: None) -> None:
    inner = repository / "unpacked"
    (inner / ".git").mkdir(parents=True)
    assert git.checkout_root(inner) == repository


def test_a_head_that_is_a_link_is_followed(repository: Path, no_process: None) -> None:
    head = repository / ".git" / "HEAD"
    head.unlink()
    head.symlink_to("refs/heads/main")
    assert git.current_branch(repository) == "main"


def test_git_is_asked_where_the_files_do_not_say(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / ".git" / "HEAD").write_text("ref: refs/heads/.invalid\n")
    asked: list[list[str]] = []

    class Answer:
        code, out, err = 0, "refs/heads/in-a-table\n", ""

    def answer(argv: list[str], **_: object) -> Answer:
        asked.append(argv)
        return Answer()

    monkeypatch.setattr(git, "run", answer)
    assert git.current_branch(repository) == "in-a-table"
    assert asked == [["git", "symbolic-ref", "--quiet", "HEAD"]]


def test_the_folder_counts_and_not_what_a_hook_was_given(
    repository: Path, tmp_path: Path, ask: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    unborn = tmp_path / "unborn"
    unborn.mkdir()
    ask(unborn, "init", "-q", "-b", "trunk")
    monkeypatch.setenv("GIT_DIR", str(repository / ".git"))
    assert git.current_branch(unborn) == "trunk"
    assert git.head_commit(unborn) is None


def test_without_git_on_the_machine_what_only_git_knows_is_absent(
    tmp_path: Path, ask: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(tmp_path, "init", "-q", "-b", "trunk")

    def missing(*_: object, **__: object) -> None:
        raise ToolMissing("git is not on this machine")

    monkeypatch.setattr(git, "run", missing)
    assert git.current_branch(tmp_path) == "trunk"
    assert git.head_commit(tmp_path) is None
