"""One checkout has one namespace wherever a command starts; no two checkouts share one."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.live.projects import Project
from tests.live.test_runs import COUNTS_ROWS, NEEDS_DATABASE, WAITS, eventually, leftovers

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not on this machine")


def git(folder: Path, *words: str) -> None:
    """Run git as nobody in particular, in a repository without hooks or signatures."""
    settings = ("user.name=Ann", "user.email=ann@example.test", "commit.gpgsign=false")
    options = [word for setting in settings for word in ("-c", setting)]
    subprocess.run(["git", *options, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(make_project: Callable[..., Project]) -> Project:
    """A project in git, on the branch `feature/auth`."""
    project = make_project("main")
    project.write("tests/conftest.py", NEEDS_DATABASE)
    project.write("tests/test_rows.py", COUNTS_ROWS)
    git(project.root, "init", "--initial-branch", "feature/auth")
    git(project.root, "add", "--all")
    git(project.root, "commit", "--message", "A shop")
    return project


def namespace(project: Project, folder: Path | None = None) -> str:
    """The namespace that a command in this folder says it has."""
    there = Project(folder or project.root, project.home, project.extra)
    settings = there.json("config")
    assert isinstance(settings, dict)
    return str(settings["namespace"]["value"])


def test_every_folder_of_a_checkout_has_its_namespace(repository: Project, tmp_path: Path) -> None:
    deep = repository.root / "tests/deep/er"
    deep.mkdir(parents=True)
    link = tmp_path / "link"
    link.symlink_to(repository.root)

    found = {namespace(repository, folder) for folder in (repository.root, deep, link)}

    assert len(found) == 1
    assert found.pop().startswith("feature_auth_")


def test_worktrees_have_namespaces_of_their_own_wherever_they_lie(
    repository: Project, tmp_path: Path
) -> None:
    beside, within = tmp_path / "beside", repository.root / ".worktrees/within"
    git(repository.root, "worktree", "add", "--detach", str(beside))
    git(repository.root, "worktree", "add", "-b", "other", str(within))
    clone = tmp_path / "clone"
    git(tmp_path, "clone", str(repository.root), str(clone))

    places = (repository.root, beside, within, clone)

    assert len({namespace(repository, place) for place in places}) == 4
    assert namespace(repository, within / "tests") == namespace(repository, within)


def test_a_detached_worktree_and_its_main_checkout_run_at_once(
    repository: Project, tmp_path: Path
) -> None:
    git(repository.root, "worktree", "add", "--detach", str(tmp_path / "detached"))
    detached = Project(tmp_path / "detached", repository.home)

    runs = [one.start("test") for one in (repository, detached)]
    said = [run.communicate(timeout=180)[0] for run in runs]

    assert [run.returncode for run in runs] == [0, 0], "\n".join(said)
    first_lines = {text.splitlines()[0].split(",")[0] for text in said}
    assert len(first_lines) == 2
    assert all("database shop_test_" in line for line in first_lines)
    assert leftovers(repository) == leftovers(detached) == []


def test_a_run_that_started_below_blocks_one_from_the_root(repository: Project) -> None:
    below = Project(repository.root / "tests", repository.home)
    repository.write("tests/test_rows.py", WAITS)
    first = below.start("test")
    eventually(lambda: (repository.root / "tests/began").exists() or None, limit=120)
    second = repository.run("test")
    (repository.root / "tests/go").touch()
    said = first.communicate(timeout=120)[0]

    assert second.returncode == 5, second.stdout
    assert first.returncode == 0, said
