"""Where the bytecode of a suite's processes goes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sixfold.commands.testing.bytecode import with_bytecode

FORBIDDEN = {"PYTHONDONTWRITEBYTECODE": "1"}


def test_what_is_forbidden_beside_the_sources_is_kept_apart(tmp_path: Path) -> None:
    source, folder = tmp_path / "source", tmp_path / "bytecode"
    source.mkdir()
    (source / "imported.py").touch()
    system = {name: value for name, value in os.environ.items() if name != "PYTHONPYCACHEPREFIX"}
    environment = with_bytecode({**system, **FORBIDDEN}, folder)
    subprocess.run(
        [sys.executable, "-c", "import imported"], cwd=source, env=environment, check=True
    )
    assert [file.name for file in source.iterdir()] == ["imported.py"]
    assert [*folder.rglob("imported.*.pyc")]


@pytest.mark.parametrize(
    "environment",
    [{}, {"PYTHONDONTWRITEBYTECODE": ""}, {**FORBIDDEN, "PYTHONPYCACHEPREFIX": "/elsewhere"}],
)
def test_a_place_that_is_there_stays(environment: dict[str, str], tmp_path: Path) -> None:
    assert with_bytecode(environment, tmp_path / "bytecode") == environment
    assert not (tmp_path / "bytecode").exists()


def test_what_is_older_than_a_day_goes(tmp_path: Path) -> None:
    old = tmp_path / "bytecode" / "old.pyc"
    old.parent.mkdir()
    old.touch()
    with_bytecode(FORBIDDEN, old.parent)
    assert old.exists()
    os.utime(old.parent, (0, 0))
    with_bytecode(FORBIDDEN, old.parent)
    assert not old.exists()
