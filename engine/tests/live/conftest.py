"""One home of sixfold's for the live tests, on servers of its own that end with the session."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sixfold.commands.down import down
from sixfold.config.places import find_places

from tests.live.projects import Project, make
from tests.runtimes.places import open_folder, swift_disk
from tests.runtimes.prepared import prepared_programs


@contextmanager
def a_home(programs: Path) -> Iterator[Path]:
    """A home of sixfold's; afterwards its servers are down and nothing of it is left.

    The servers' programs, more than a thousand files, are kept in the folder `programs`.
    """
    folder = open_folder(swift_disk())
    home = folder / "home"
    (home / "cache").mkdir(parents=True)
    (home / "cache" / "installations").symlink_to(programs)
    try:
        yield home
        for project in sorted((home / "state" / "stacks").glob("*")):
            with make(folder / "end", home, project=project.name).entered() as config:
                down(config, both=True)
    finally:
        memory = find_places({"SIXFOLD_HOME": str(home)}).memory
        if memory is not None:
            shutil.rmtree(memory, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def programs() -> Iterator[Path]:
    """The servers' programs, put within reach once for all homes of this process."""
    with prepared_programs() as folder:
        yield folder


@pytest.fixture(scope="session")
def home(programs: Path) -> Iterator[Path]:
    """A home shared by all tests of this process: its test servers are started once."""
    with a_home(programs) as folder:
        yield folder


@pytest.fixture
def own_home(programs: Path) -> Iterator[Path]:
    """A home for one test that breaks things."""
    with a_home(programs) as folder:
        yield folder


@pytest.fixture
def project(tmp_path: Path, home: Path) -> Project:
    """A repository whose one suite uses PostgreSQL."""
    return make(tmp_path / "shop", home)


@pytest.fixture
def make_project(tmp_path: Path, home: Path) -> Callable[..., Project]:
    """Makes repositories that share the session's home."""

    def make_one(name: str, **options: object) -> Project:
        return make(tmp_path / name, home, **options)  # type: ignore[arg-type] # as make takes them

    return make_one
