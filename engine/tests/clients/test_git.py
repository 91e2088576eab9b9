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


# --- what was changed ------------------------------------------------------------------------


@pytest.fixture
def branched(repository: Path, ask: Git) -> Path:
    """A branch off `main` with one file of every kind of change, and main moved on since."""
    for name in ("kept", "changed", "staged", "unstaged", "deleted", "dropped", "moved"):
        (repository / f"{name}.py").write_text(f"{name} = 1\n" * 5)
    ask(repository, "add", ".")
    ask(repository, "commit", "-q", "-m", "files")
    ask(repository, "checkout", "-q", "-b", "feature")
    (repository / "changed.py").write_text("changed = 2\n")
    (repository / "a folder").mkdir()
    (repository / "a folder" / "é new.py").write_text("")
    ask(repository, "rm", "-q", "deleted.py")
    ask(repository, "mv", "moved.py", "renamed.py")
    ask(repository, "add", ".")
    ask(repository, "commit", "-q", "-m", "change")
    ask(repository, "checkout", "-q", "main")
    (repository / "theirs.py").write_text("")
    ask(repository, "add", ".")
    ask(repository, "commit", "-q", "-m", "somebody else's")
    ask(repository, "checkout", "-q", "feature")
    (repository / "staged.py").write_text("staged = 2\n")
    ask(repository, "add", "staged.py")
    (repository / "unstaged.py").write_text("unstaged = 2\n")
    (repository / " untracked.py").write_text("")
    (repository / "dropped.py").unlink()
    (repository / ".gitignore").write_text("ignored.py\n")
    (repository / "ignored.py").write_text("")
    return repository


CHANGED = (
    *(" untracked.py", ".gitignore", "a folder/é new.py", "changed.py", "renamed.py"),
    *("staged.py", "unstaged.py"),
)


def test_changed_are_committed_staged_unstaged_and_new_files(branched: Path) -> None:
    found = git.changed_files(branched, ("origin/main", "main"))

    assert found.files == CHANGED
    assert (found.base, found.note) == ("main", "")


def test_the_users_own_settings_of_git_change_nothing(branched: Path, ask: Git) -> None:
    for key, value in {
        "diff.noprefix": "true",
        "diff.mnemonicPrefix": "true",
        "diff.external": "false",
        "diff.renames": "copies",
        "core.quotePath": "true",
        "status.showUntrackedFiles": "no",
        "diff.relative": "true",
    }.items():
        ask(branched, "config", key, value)

    assert git.changed_files(branched, ("main",)).files == CHANGED


def test_names_are_relative_to_the_folder_that_asks(branched: Path) -> None:
    (branched / "a folder" / "more.py").write_text("")

    found = git.changed_files(branched / "a folder", ("main",))

    assert found.files == ("more.py", "é new.py")


def test_what_was_deleted_after_it_was_changed_is_gone(branched: Path) -> None:
    (branched / "changed.py").unlink()

    assert "changed.py" not in git.changed_files(branched, ("main",)).files


def test_without_a_base_only_what_is_not_committed_counts_and_that_is_said(branched: Path) -> None:
    found = git.changed_files(branched, ("trunk",))

    assert found.files == (" untracked.py", ".gitignore", "staged.py", "unstaged.py")
    assert found.base == ""
    assert "trunk" in found.note


def test_before_the_first_commit_every_file_is_new(tmp_path: Path, ask: Git) -> None:
    ask(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "first.py").write_text("")

    assert git.changed_files(tmp_path, ("main",)).files == ("first.py",)


def test_outside_of_a_repository_nothing_has_changed(tmp_path: Path) -> None:
    found = git.changed_files(tmp_path, ("main",))

    assert found.files == ()
    assert "no git repository" in found.note
