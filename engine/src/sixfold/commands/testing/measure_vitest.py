"""Coverage of a vitest suite: measured by vitest itself, its reports named from the root."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sixfold.commands.whole_files import write_json, write_text
from sixfold.config import Config, Suite

_SCRIPTS: Final = "{ts,tsx,js,jsx,mts,mjs}"


@dataclass(frozen=True, slots=True)
class VitestMeasure:
    """What V8 counts of the files of these globs, left by vitest in `folder`."""

    config: Config
    suite: Suite
    folder: Path
    globs: tuple[str, ...]

    @property
    def variables(self) -> Mapping[str, str]:
        """None: all is said by words."""
        return {}

    @property
    def words(self) -> tuple[str, ...]:
        """Measure these sources, imported by a test or not, whatever the suite's settings say."""
        return (
            "--coverage.enabled",
            "--coverage.provider=v8",
            "--coverage.clean",
            f"--coverage.reportsDirectory={self.folder}",
            "--coverage.reporter=lcovonly",
            "--coverage.reporter=json",
            *(f"--coverage.include={glob}" for glob in self.globs),
        )

    def write(self, folder: Path, name: str, meta: Mapping[str, Any]) -> tuple[str, ...]:
        """Write `<name>.lcov` and `<name>.istanbul.json`, with names relative to the root.

        Neither format has a place for `meta`.
        """
        del meta
        lcov, istanbul = self.folder / "lcov.info", self.folder / "coverage-final.json"
        if not lcov.is_file() or not istanbul.is_file():
            return (f"{self.suite.name}: vitest left no coverage",)
        lines = lcov.read_text(encoding="utf-8").splitlines()
        home = self.config.root / self.suite.directory
        lcov_text = "\n".join(
            f"SF:{self._from_root(home / line[3:])}" if line.startswith("SF:") else line
            for line in lines
        )
        told = {
            self._from_root(Path(path)): file | {"path": self._from_root(Path(path))}
            for path, file in json.loads(istanbul.read_text(encoding="utf-8")).items()
        }
        write_json(folder / f"{name}.istanbul.json", told)
        write_text(folder / f"{name}.lcov", lcov_text + "\n")
        return ()

    def _from_root(self, file: Path) -> str:
        return Path(os.path.normpath(file)).relative_to(self.config.root).as_posix()


def measure_vitest(
    config: Config, suite: Suite, folder: Path, only: Collection[str] | None
) -> VitestMeasure | None:
    """Begin to measure; None where nothing of `only` (files, from the root) is its source."""
    home = config.root / suite.directory
    places = [(home / source, source.removesuffix("/")) for source in suite.source]
    if only is None:
        globs = [
            _literally(source) if place.is_file() else f"{source}/**/*.{_SCRIPTS}"
            for place, source in places
        ]
    else:
        files = [config.root / name for name in only]
        globs = [
            _literally(file.relative_to(home).as_posix())
            for file in files
            if any(file.is_relative_to(place) for place, _ in places)
        ]
    return VitestMeasure(config, suite, folder, tuple(globs)) if globs else None


def _literally(path: str) -> str:
    """A glob that means exactly this path: routes have brackets in their names."""
    return re.sub(r"([][(){}!*?+@|])", r"\\\1", path)
