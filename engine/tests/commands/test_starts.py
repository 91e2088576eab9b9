"""How a suite of vitest is started: with as many workers as the engine decides."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sixfold import shell
from sixfold.commands.context import load_config
from sixfold.commands.testing.suite import start_vitest
from sixfold.core.selection import Share


@pytest.mark.parametrize(
    ("asked", "options", "told"),
    [
        (None, (), ["--maxWorkers=4"]),
        ("3", (), ["--maxWorkers=3"]),
        (None, ("--maxWorkers", "1"), ["--maxWorkers"]),
    ],
)
def test_vitest_gets_the_cores_or_what_was_asked_for(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    asked: str | None,
    options: tuple[str, ...],
    told: list[str],
) -> None:
    monkeypatch.setattr(shell, "cores", lambda: 4)
    monkeypatch.setattr(shell, "free_memory", lambda: 16 << 30)
    (tmp_path / "sixfold.toml").write_text(
        '[project]\nname = "shop"\n[suites.ui]\nkind = "vitest"\n'
    )
    config = load_config(tmp_path)
    share = Share(replace(config.suites[0], command=("vitest",)), (), options)

    start = start_vitest(
        config, share, first_failure=False, asked=asked, report=tmp_path / "report.json"
    )

    assert [word for word in start.argv if word.startswith("--maxWorkers")] == told
