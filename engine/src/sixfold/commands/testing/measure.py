"""Coverage of one suite: measured while it runs, and written as its report."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Protocol

from sixfold.commands.coverage.gather import FOLDER
from sixfold.config import Config, Suite
from sixfold.core.modes import Part


class Measure(Protocol):
    """How one suite is measured: by words and variables for its runner, and what is made of it."""

    @property
    def words(self) -> tuple[str, ...]:
        """For the runner's command line."""
        ...

    @property
    def variables(self) -> Mapping[str, str]:
        """For the runner's environment."""
        ...

    def write(self, folder: Path, name: str, meta: Mapping[str, Any]) -> tuple[str, ...]:
        """Write the report into a folder under this name; returns what is to be known about it."""
        ...


def measure(
    config: Config, suite: Suite, folder: Path, only: Collection[str] | None
) -> Measure | None:
    """Make ready to measure a suite, with notes in a folder of the run's that is not there yet.

    None where the suite has no sources, or none of them is in `only` (files, from the root).
    Raises ToolMissing without coverage.py.
    """
    if not suite.source:
        return None
    if suite.kind == "pytest":
        from sixfold.commands.testing.measure_pytest import measure_pytest

        return measure_pytest(config, suite, folder, only)
    from sixfold.commands.testing.measure_vitest import measure_vitest

    return measure_vitest(config, suite, folder, only)


def reports(config: Config, within: str) -> Path:
    """Where reports are left: those of whole suites, or others `within` a folder of their own."""
    return config.root / FOLDER / within


def place_of(suite: str, shard: Part | None) -> str:
    """What a suite's report is called, without its ending."""
    return f"{suite}.{shard.number}-of-{shard.count}" if shard else suite


def remove_old(folder: Path, suite: str, shard: Part | None) -> None:
    """Remove what an earlier run left of a suite, so that it never counts for this one.

    A run of one shard leaves those of its fellows; the report of the whole suite goes.
    """
    for file in folder.glob(f"{suite}.*"):
        middle = file.name.removeprefix(f"{suite}.").partition(".")[0]
        number, of, count = middle.partition("-of-")
        fellow = shard and of and count == str(shard.count) and number != str(shard.number)
        if not fellow:
            file.unlink(missing_ok=True)
