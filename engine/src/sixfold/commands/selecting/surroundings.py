"""The checkout as recordings compare it: its files, what is in them, what all tests stand on."""

from __future__ import annotations

import fnmatch
import hashlib
import os
import platform
import sysconfig
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

from sixfold.clients.git import present_files
from sixfold.config import Config, Suite
from sixfold.core.affected.code_table import CodeTable, read_code
from sixfold.recorder.events import passing
from sixfold.recorder.watch import APART

_PACKAGE: Final = Path(__file__).parents[2]
# What decides what is run: when it changes, nothing that it decided before counts.
_SELF: Final = ("recorder/*.py", "core/affected/*.py", "commands/selecting/*.py")
_SETTINGS: Final = ("pyproject.toml", "pytest.ini", "pytest.toml", "tox.ini", "setup.cfg")
_PINS: Final = ("requirements*.txt", "constraints*.txt")
_PATTERNS: Final = ("test_*.py", "*_test.py")
_ABSENT: Final = "absent"


class Surroundings:
    """One suite's checkout now. Everything is looked up when it is first asked for, once."""

    def __init__(self, config: Config, suite: Suite, options: Sequence[str] = ()) -> None:
        self._config = config
        self._suite = suite
        self._options = tuple(options)
        self.root = config.root

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Every file of the checkout that is not ignored, from the root."""
        return tuple(
            file
            for file in present_files(self.root) or _walk(self.root)
            if APART.isdisjoint(file.split("/"))
        )

    @cached_property
    def listing(self) -> frozenset[str]:
        """Every Python file of the checkout."""
        return frozenset(file for file in self.files if file.endswith(".py"))

    @cached_property
    def test_files(self) -> frozenset[str]:
        """The files that pytest would collect tests from."""
        home = "" if self._suite.directory == "." else f"{self._suite.directory}/"
        starts = [os.path.normpath(f"{home}{path}") for path in self._suite.paths or (".",)]
        return frozenset(
            file
            for file in self.listing
            if any(start == "." or f"{file}/".startswith(f"{start}/") for start in starts)
            and any(fnmatch.fnmatchcase(file.rpartition("/")[2], one) for one in self._patterns)
        )

    @cached_property
    def world(self) -> dict[str, str]:
        """What all tests of the suite stand on, by the name that a person knows it by."""
        folders = dict.fromkeys((self.root, self.root / self._suite.directory))
        return {
            "Python": f"{platform.python_implementation()} {platform.python_version()}",
            "the set of installed packages": _hash(
                sorted(path.name for path in Path(_site()).glob("*.dist-info"))
            ),
            "pins of packages": self._digests(folders, _PINS),
            "pytest's configuration": self._digests(folders, _SETTINGS),
            "the suite's part of sixfold.toml": _hash(
                (self._suite, sorted(self._config.variables.items()), self._config.migrate)
            ),
            "the options": " ".join(self._options),
            "what selects": _hash(
                [_content(file) for one in _SELF for file in sorted(_PACKAGE.glob(one))]
            ),
        }

    def digest(self, read: str) -> str:
        """What a read would find now."""
        kind, _, rest = read.partition(":")
        if kind == "e":
            return self._variable(rest)
        if kind == "t":
            return self._template
        if kind == "x":
            return self._anything
        path = self.root / rest
        if kind in ("f", "s"):
            return _content(path)
        if kind == "l":
            return _names_in(path)
        return _kind(path)

    def code(self, file: str) -> CodeTable | None:
        """The table of a Python file; None where it is gone or is no Python."""
        try:
            return read_code((self.root / file).read_bytes())
        except OSError:
            return None

    @cached_property
    def _patterns(self) -> tuple[str, ...]:
        for folder in (self.root / self._suite.directory, self.root):
            try:
                told = tomllib.loads((folder / "pyproject.toml").read_text())
            except (OSError, ValueError):
                continue
            table = told.get("tool", {}).get("pytest", {})
            named = table.get("python_files") or table.get("ini_options", {}).get("python_files")
            if named:
                return tuple(named.split() if isinstance(named, str) else named)
        return _PATTERNS

    @cached_property
    def _environment(self) -> Mapping[str, str]:
        return {**os.environ, **self._suite.variables}

    def _variable(self, name: str) -> str:
        """A digest: values may be secrets, and none is written down."""
        if name != "*":
            value = self._environment.get(name)
            return _ABSENT if value is None else _hash((name, value))
        return _hash(sorted(pair for pair in self._environment.items() if not passing(pair[0])))

    @cached_property
    def _template(self) -> str:
        """What the template database is made of; an engine in the checkout counts, too."""
        migrate = self._config.migrate
        inputs = [
            (path.as_posix(), _content(path))
            for pattern in (migrate.inputs if migrate else ())
            for path in sorted(self.root.glob(pattern))
            if path.is_file() and "__pycache__" not in path.parts
        ]
        engine: list[str] = []
        if _PACKAGE.is_relative_to(self.root) and APART.isdisjoint(
            _PACKAGE.relative_to(self.root).parts
        ):
            engine = [_content(file) for file in sorted(_PACKAGE.rglob("*.py"))]
        return _hash((inputs, engine))

    @cached_property
    def _anything(self) -> str:
        """All that a program may read that cannot be watched."""
        globs = self._suite.unwatched or ("*",)
        chosen = (file for file in self.files if any(fnmatch.fnmatchcase(file, g) for g in globs))
        return _hash([(file, _content(self.root / file)) for file in sorted(chosen)])

    def _digests(self, folders: Iterable[Path], patterns: Iterable[str]) -> str:
        files = [file for f in folders for one in patterns for file in sorted(f.glob(one))]
        return _hash([(str(file.relative_to(self.root)), _content(file)) for file in files])


def _site() -> str:
    return sysconfig.get_path("purelib")


def _walk(root: Path) -> list[str]:
    """Where there is no git to ask: everything but what is made or installed."""
    found = []
    for folder, inner, files in os.walk(root):
        inner[:] = [name for name in inner if name not in APART and name != ".git"]
        place = os.path.relpath(folder, root)
        found += [name if place == "." else f"{place}/{name}" for name in files]
    return found


def _content(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()[:20]
    except IsADirectoryError:
        return "folder"
    except (FileNotFoundError, NotADirectoryError):
        return _ABSENT
    except OSError as error:
        return f"unreadable: {error.strerror}"


def _kind(path: Path) -> str:
    if path.is_symlink():
        return f"link to {path.readlink()}"
    return "folder" if path.is_dir() else "file" if path.exists() else _ABSENT


def _names_in(path: Path) -> str:
    try:
        with os.scandir(path) as entries:
            return _hash(
                sorted(
                    f"{entry.name}/" if entry.is_dir() else entry.name
                    for entry in entries
                    if entry.name not in APART and not entry.name.startswith(".coverage")
                )
            )
    except OSError:
        return _ABSENT


def _hash(value: object) -> str:
    return hashlib.sha256(repr(value).encode(errors="surrogateescape")).hexdigest()[:20]
