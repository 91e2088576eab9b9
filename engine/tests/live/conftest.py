"""One home of sixfold's for the live tests, on servers of its own that end with the session."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.live.projects import Project, make


def open_folder() -> Path:
    """A temporary folder that an unprivileged server account can reach, too."""
    folder = Path(tempfile.mkdtemp(prefix="sixfold-test-"))
    folder.chmod(0o755)
    return folder


@pytest.fixture(scope="session")
def home() -> Iterator[Path]:
    """A home shared by all tests of this process: its test servers are started once."""
    folder = open_folder()
    yield folder / "home"
    ended = make(folder / "end", folder / "home").run("down", "--all")
    shutil.rmtree(folder, ignore_errors=True)
    assert ended.returncode == 0, ended.stdout


@pytest.fixture
def own_home() -> Iterator[Path]:
    """A home for one test that breaks things."""
    folder = open_folder()
    yield folder / "home"
    ended = make(folder / "end", folder / "home").run("down", "--all")
    shutil.rmtree(folder, ignore_errors=True)
    assert ended.returncode == 0, ended.stdout


@pytest.fixture
def project(tmp_path: Path, home: Path) -> Project:
    """A repository whose one suite uses PostgreSQL."""
    return make(tmp_path / "shop", home)


@pytest.fixture
def make_project(tmp_path: Path, home: Path) -> Callable[..., Project]:
    """Makes repositories that share the session's home."""

    def make_one(name: str, **options: object) -> Project:
        return make(tmp_path / name, home, **options)  # type: ignore[arg-type]

    return make_one
