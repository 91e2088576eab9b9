"""`sixfold init` and `sixfold test` in repositories that know nothing of sixfold.

Their tests commit rows under names that are unique: a second run on the same database, or two runs
at once on one, would fail.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.live.projects import Project

FIXTURES = Path(__file__).parents[1] / "fixtures"
PROJECTS = {"django_shop": 9, "alembic_notes": 8}

type Copy = Callable[..., Project]


@pytest.fixture
def copied(tmp_path: Path, home: Path) -> Copy:
    """Copies one of the fixture projects and writes its sixfold.toml."""

    def copy(name: str, folder: str = "checkout") -> Project:
        root = Path(shutil.copytree(FIXTURES / name, tmp_path / folder / name))
        # The plugins of our own environment are none of theirs, and take seconds to import.
        extra = {"SIXFOLD_RUNTIME": "embedded", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        project = Project(root, home, extra=extra)
        done = project.run("init")
        assert done.returncode == 0, done.stdout
        return project

    return copy


@pytest.mark.parametrize("name", PROJECTS)
def test_a_suite_passes_in_two_checkouts_at_once_and_again(copied: Copy, name: str) -> None:
    projects = [copied(name, folder) for folder in ("one", "two")]

    runs = [
        project.start("test", "-n", count) for project, count in zip(projects, "10", strict=True)
    ]
    ended = [(run.communicate(timeout=180)[0], run.returncode) for run in runs]

    for output, code in ended:
        assert code == 0, output
        assert f"{PROJECTS[name]} passed" in output
    again = projects[0].run("test", "-n", "0")
    assert again.returncode == 0, again.stdout
    assert f"{PROJECTS[name]} passed" in again.stdout


def test_a_broken_migration_is_named_with_its_own_words(copied: Copy) -> None:
    project = copied("alembic_notes")
    project.write("database/migrations/versions/0002_broken.py", "raise RuntimeError('no table')")

    done = project.run("test", "-n", "2")

    assert done.returncode != 0
    assert "no table" in done.stdout
