"""Coverage of a pytest suite: every Python process that its tests start notes what it runs."""

from __future__ import annotations

import marshal
import os
import shutil
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Any, Final

from sixfold import measuring
from sixfold.clients import coverage_py
from sixfold.commands.whole_files import write_json
from sixfold.config import Config, Suite
from sixfold.core.measuring.arcs import Arc, arcs_of
from sixfold.core.measuring.notes import unite

_HOOK: Final = "sitecustomize.py"
# Folders without sources of the repository's own.
_FOREIGN: Final = frozenset({"node_modules", "__pycache__", "site-packages"})


@dataclass(frozen=True, slots=True)
class PytestMeasure:
    """A recording into `folder`; `files` are measured, each by its resolved path."""

    config: Config
    suite: Suite
    folder: Path
    files: tuple[Path, ...]
    words: tuple[str, ...] = ()

    @property
    def variables(self) -> Mapping[str, str]:
        """The hook's folder comes first on the path that the suite has anyway."""
        before = self.suite.variables.get("PYTHONPATH") or os.environ.get("PYTHONPATH", "")
        return {"PYTHONPATH": os.pathsep.join(filter(None, (str(self.folder), before)))}

    def write(self, folder: Path, name: str, meta: Mapping[str, Any]) -> tuple[str, ...]:
        """Write `<name>.json`, coverage.py's own kind of report, whole or not at all."""
        root = self.config.root.resolve()
        arcs, notes = self._arcs()
        told = coverage_py.report(
            arcs,
            [str(file) for file in self.files],
            root=root,
            settings=coverage_py.find_settings((root / self.suite.directory, root)),
        )
        told["meta"]["sixfold"] = dict(meta)
        write_json(folder / f"{name}.json", told)
        return tuple(notes)

    def _arcs(self) -> tuple[dict[str, frozenset[Arc]], list[str]]:
        """The arcs that ran, by resolved path, and what keeps them from being the whole truth."""
        pages = {
            file.name: file.read_bytes()
            for file in self.folder.iterdir()
            if ".names." in file.name or ".hits." in file.name
        }
        kept = {int(file.stem): _load(file) for file in self.folder.glob("*.code")}
        recording = unite(pages)
        notes = [] if recording or not self.files else ["no line of its sources ran"]
        arcs: dict[str, frozenset[Arc]] = {}
        for path, ran in recording.items():
            try:
                found = arcs_of(Path(path).read_bytes(), path, ran, kept)
            except (OSError, SyntaxError, ValueError) as error:
                notes.append(f"{path} was changed while tests ran: {error}")
                continue
            place = str(Path(path).resolve())
            arcs[place] = arcs.get(place, frozenset()) | found.arcs
            if found.unplaced:
                notes.append(f"{path} was changed while tests ran: measure again")
        return arcs, notes


def measure_pytest(
    config: Config, suite: Suite, folder: Path, only: Collection[str] | None
) -> PytestMeasure | None:
    """Begin a recording; None where nothing of `only` (files, from the root) is a source.

    Raises ToolMissing where coverage.py, which reports it, is not there.
    """
    coverage_py.require()
    root = config.root.resolve()
    files = [
        file
        for file in python_files(config, suite)
        if only is None or file.relative_to(root).as_posix() in only
    ]
    if not files and only is not None:
        return None
    # A root that is a symbolic link is known to the interpreter by either name.
    names = [str(file) for file in files]
    names += [str(config.root / file.relative_to(root)) for file in files]
    folder.mkdir(mode=0o700)
    # Written first: who finds the hook finds what it reads.
    (folder / "sources").write_text("\n".join(names), encoding="utf-8", errors="surrogateescape")
    shutil.copyfile(measuring.__file__, folder / _HOOK)
    return PytestMeasure(config, suite, folder, tuple(files))


def python_files(config: Config, suite: Suite) -> list[Path]:
    """The Python files below a suite's sources, its tests left out; resolved and sorted."""
    home = config.root.resolve() / suite.directory
    tests = [(home / path).resolve() for path in suite.paths]
    found = {
        file
        for source in suite.source
        for file in _below((home / source).resolve())
        if not any(file.is_relative_to(place) for place in tests)
    }
    return sorted(found)


def _below(place: Path) -> Iterable[Path]:
    if place.is_file():
        yield place
        return
    for folder, inner, names in os.walk(place):
        here = Path(folder)
        inner[:] = [name for name in inner if _is_own(here / name)]
        yield from (here / name for name in names if name.endswith(".py"))


def _is_own(folder: Path) -> bool:
    """Whether a folder may hold sources: not what is hidden, installed or cached."""
    name = folder.name
    return not (name.startswith(".") or name in _FOREIGN or (folder / "pyvenv.cfg").exists())


def _load(file: Path) -> CodeType:
    code = marshal.loads(file.read_bytes())  # noqa: S302  # written by this run, into its own folder
    if not isinstance(code, CodeType):
        raise TypeError(f"{file} holds no code")
    return code
