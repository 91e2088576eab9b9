"""The house's import directions hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
IMPURE = ("os", "subprocess", "socket", "time", "random", "shutil", "tempfile", "threading")


def test_imports_go_one_way() -> None:
    result = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-1000:]


def test_core_imports_nothing_that_acts() -> None:
    guilty = [
        f"{file.name}: {line}"
        for file in sorted((ROOT / "engine/src/sixfold/core").glob("*.py"))
        for line in file.read_text().splitlines()
        if line.startswith(tuple(f"import {name}" for name in IMPURE))
        or line.startswith(tuple(f"from {name} import" for name in IMPURE))
    ]

    assert guilty == []
