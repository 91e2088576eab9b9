"""Two branches that are each good alone are looked at together before they are merged."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from sixfold.commands.change_base import named_commit
from sixfold.commands.migrating.verb import alembic, heads, one_head
from sixfold.commands.variables.verb import check
from sixfold.config import Config
from sixfold.config.load import load
from sixfold.errors import NotPassed, RequestError

CONFIGURATION = """
[project]
name = "shop"
[database]
directory = "api"
migrate = ["{python}", "-m", "alembic", "upgrade", "head"]
inputs = ["api/**/*.py"]
[env]
settings = ["api/settings.py"]
"""
SETTINGS = """from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    size: int = 1
"""
IDENTITY = {
    name: value
    for who in ("AUTHOR", "COMMITTER")
    for name, value in ((f"GIT_{who}_NAME", "Ann"), (f"GIT_{who}_EMAIL", "ann@example.test"))
}


class Repository:
    """A checkout with one revision and one setting, committed on `main`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.git("init", "-q", "-b", "main")
        self.write("sixfold.toml", CONFIGURATION)
        self.write("api/alembic.ini", "[alembic]\nscript_location = %(here)s/migrations\n")
        self.write("api/settings.py", SETTINGS)
        self.write(".env.example", "#SIZE=1\n")
        self.revision("0001", None)
        self.commit("Begin")

    def git(self, *words: str) -> None:
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.root), **IDENTITY}
        subprocess.run(["git", *words], cwd=self.root, env=environment, check=True, timeout=30)

    def write(self, name: str, text: str) -> None:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def revision(self, name: str, parent: str | None) -> None:
        text = f'"""Add {name}."""\n\nrevision = "{name}"\ndown_revision = {parent!r}\n'
        self.write(f"api/migrations/versions/{name}.py", text)

    def commit(self, message: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def config(self) -> Config:
        return load(self.root, environ={"HOME": "/"})


@pytest.fixture
def shop(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def test_two_branches_that_each_add_a_revision_are_found_on_their_merge(shop: Repository) -> None:
    for branch in ("ann", "ben"):
        shop.git("switch", "-q", "-c", branch, "main")
        shop.revision(f"0002_{branch}", "0001")
        shop.commit(f"Add what {branch} needs")
        assert one_head(shop.config(), heads(shop.config())).name == f"0002_{branch}"
    worktrees = set((shop.root / ".git").iterdir())

    with pytest.raises(NotPassed, match="on the merge with ann 2 heads") as caught:
        one_head(shop.config(), heads(shop.config(), ref="ann"))

    for branch in ("ann", "ben"):
        assert f"api/migrations/versions/0002_{branch}.py:3" in caught.value.message
    assert caught.value.hint.startswith("cd api && ")
    assert caught.value.hint.endswith('alembic merge -m "Merge" 0002_ann 0002_ben')
    assert set((shop.root / ".git").iterdir()) == worktrees, "the repository got something"
    shop.git("merge", "-q", "-m", "Merge", "ann")
    shop.write(
        "api/migrations/versions/0003.py",
        '"""Merge."""\n\nrevision = "0003"\ndown_revision = ("0002_ann", "0002_ben")\n',
    )
    assert one_head(shop.config(), heads(shop.config())).name == "0003"


def test_two_branches_that_disagree_about_a_variable_are_found_on_their_merge(
    shop: Repository,
) -> None:
    shop.git("switch", "-q", "-c", "ann", "main")
    shop.write("api/jobs.py", SETTINGS)
    shop.write("sixfold.toml", CONFIGURATION.replace('s.py"]', 's.py", "api/jobs.py"]'))
    shop.commit("Read the size elsewhere, too")
    assert check(shop.config()).gaps == ()
    shop.git("switch", "-q", "-c", "ben", "main")
    shop.write("api/settings.py", SETTINGS.replace("size: int = 1", 'colour: str = "red"'))
    shop.write(".env.example", "#COLOUR=red\n")
    shop.commit("Ask for a colour in place of a size")
    assert check(shop.config()).gaps == ()

    told = check(shop.config(), ref="ann").gaps

    assert [(gap.rule, gap.name, gap.place) for gap in told] == [
        ("setting-undocumented", "SIZE", "api/jobs.py:5")
    ]


def test_a_conflict_is_named(shop: Repository) -> None:
    for branch in ("ann", "ben"):
        shop.git("switch", "-q", "-c", branch, "main")
        shop.write("api/settings.py", SETTINGS.replace("1", str(len(branch) + ord(branch[0]))))
        shop.commit(branch)

    found = heads(shop.config(), ref="ann")

    assert found.conflicts == ("api/settings.py",)
    assert [head.name for head in found.heads] == ["0001"]


def test_the_base_of_a_change_is_found_by_itself(shop: Repository) -> None:
    shop.revision("0002_main", "0001")
    shop.commit("Go on")
    shop.git("switch", "-q", "-c", "ann", "main~1")
    shop.revision("0002_ann", "0001")
    shop.commit("Add what Ann needs")

    assert named_commit(shop.config(), "base", {}) == "main"
    assert named_commit(shop.config(), "base", {"GITHUB_BASE_REF": "main"}) == "main"
    assert len(heads(shop.config(), ref="base").heads) == 2
    shop.git("switch", "-q", "main")
    assert named_commit(shop.config(), "base", {}) == "HEAD^1"
    assert one_head(shop.config(), heads(shop.config(), ref="base")).name == "0002_main"
    shop.git("switch", "-q", "-c", "first", "main~1")
    shop.git("branch", "-q", "-D", "main")
    assert named_commit(shop.config(), "base", {}) == ""


def test_a_commit_that_git_does_not_know_is_said(shop: Repository) -> None:
    with pytest.raises(RequestError, match="no commit 'nowhere'"):
        heads(shop.config(), ref="nowhere")


def test_a_revision_that_is_no_python_is_a_fault_at_its_line(shop: Repository) -> None:
    shop.write("api/migrations/versions/0002.py", "revision = '0002'\ndef upgrade(:\n")

    with pytest.raises(NotPassed, match=r"0002\.py:2: is no Python"):
        one_head(shop.config(), heads(shop.config()))


def test_another_tool_is_not_rehearsed(shop: Repository) -> None:
    shop.write(
        "sixfold.toml", CONFIGURATION.replace('"-m", "alembic", "upgrade", "head"', '"x.py"')
    )

    with pytest.raises(RequestError, match="does not call Alembic"):
        alembic(shop.config())
