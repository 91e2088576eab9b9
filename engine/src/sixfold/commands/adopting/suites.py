"""Which suites of tests a repository has, as its own configuration of their runners says."""

from __future__ import annotations

import configparser
import json
import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from sixfold.commands.adopting.migrations import pyproject
from sixfold.core.init_file import FoundSuite
from sixfold.core.namespace import sanitize_namespace

_INI: Final = {"pytest.ini": "pytest", ".pytest.ini": "pytest", "tox.ini": "pytest"}
_SPEAKING: Final = (*_INI, "setup.cfg", "pyproject.toml")
_USUAL: Final = ("tests", "test")


def find_suites(root: Path, files: list[Path]) -> tuple[FoundSuite, ...]:
    """A suite for each folder that configures a runner; else for the usual folder of tests."""
    found: dict[str, FoundSuite] = {}
    for suite in (*_configured(root, files), *_unconfigured(root, files)):
        suite = _described(root, suite, files)
        within = any(suite.kind == "pytest" == other.kind and _holds(other, suite)
                     for other in found.values())  # fmt: skip
        if not within:
            found.setdefault(f"{suite.kind} {suite.directory}", suite)
    return tuple(_named(list(found.values())))


def uses_pytest_django(files: list[Path]) -> bool:
    """Whether a file of requirements or of pytest's settings speaks of pytest-django."""
    return any(
        "pytest-django" in (text := file.read_text(errors="replace"))
        or "DJANGO_SETTINGS_MODULE" in text
        for file in files
        if file.name in _SPEAKING or file.match("requirements*.txt")
    )


def _holds(outer: FoundSuite, inner: FoundSuite) -> bool:
    """Whether the outer suite already runs what the inner one would."""
    if outer.directory == inner.directory:
        return True
    home = "" if outer.directory == "." else f"{outer.directory}/"
    reaches = [f"{home}{path}" for path in outer.paths] or [outer.directory]
    return any(reach == "." or f"{inner.directory}/".startswith(f"{reach}/") for reach in reaches)


def _configured(root: Path, files: list[Path]) -> Iterator[FoundSuite]:
    for file in files:
        paths = _pytest_paths(file)
        if paths is not None:
            yield _suite(root, file, "pytest", paths or _usual_paths(file.parent))
        elif file.name == "package.json" and _uses_vitest(file):
            yield _suite(root, file, "vitest", (), ("npx", "--no-install", "vitest", "run"))


def _unconfigured(root: Path, files: list[Path]) -> Iterator[FoundSuite]:
    """Folders with tests in them that nobody has configured."""
    for file in files:
        if file.suffix == ".py" and (file.name.startswith("test_") or file.stem == "tests"):
            above = [parent for parent in file.parents if parent.is_relative_to(root)]
            usual = next((parent for parent in above if parent.name in _USUAL), None)
            if usual is not None and usual != root:
                yield _suite(root, usual, "pytest", (usual.name,))
            elif (root / "manage.py").is_file():
                yield _suite(root, root / "manage.py", "pytest", ())


def _suite(
    root: Path, file: Path, kind: str, paths: tuple[str, ...], command: tuple[str, ...] = ()
) -> FoundSuite:
    return FoundSuite(
        name="tests",
        kind=kind,
        place=file.relative_to(root).as_posix(),
        directory=file.parent.relative_to(root).as_posix(),
        paths=paths,
        command=command,
    )


def _named(suites: list[FoundSuite]) -> Iterator[FoundSuite]:
    """Each suite under the name of its folder, and of its kind where two share one."""
    taken: set[str] = set()
    for suite in suites:
        name = sanitize_namespace(Path(suite.directory).name) or "tests"
        name = f"{name}_{suite.kind}" if name in taken else name
        number = 2
        while name in taken:
            name, number = f"{name}_{number}", number + 1
        taken.add(name)
        yield replace(suite, name=name)


def _described(root: Path, suite: FoundSuite, files: list[Path]) -> FoundSuite:
    """The suite with what it seems to test, and where its tests drive a browser."""
    home = root / suite.directory
    return replace(suite, source=_sources(home, suite), e2e=_journeys(home, suite, files))


def _sources(home: Path, suite: FoundSuite) -> tuple[str, ...]:
    """`src`, where there is one; else the Python packages beside the tests."""
    if (home / "src").is_dir():
        return ("src",)
    if suite.kind != "pytest":
        return ()
    tests = {path.partition("/")[0] for path in (*suite.paths, *_USUAL)}
    found = sorted(file.parent.name for file in home.glob("*/__init__.py"))
    return tuple(name for name in found if name not in tests and name.isidentifier())


def _journeys(home: Path, suite: FoundSuite, files: list[Path]) -> tuple[str, ...]:
    """The uppermost folders below the suite's own whose tests speak of Playwright."""
    if suite.kind != "pytest":
        return ()
    own = [home / path for path in suite.paths]
    found = {
        file.parent.relative_to(home).as_posix()
        for file in files
        if file.match("test_*.py")
        and any(file.parent != folder and file.is_relative_to(folder) for folder in own)
        and b"playwright" in file.read_bytes()
    }
    return tuple(
        sorted(one for one in found if not any(one.startswith(f"{other}/") for other in found))
    )


def _pytest_paths(file: Path) -> tuple[str, ...] | None:
    """The folders that a file tells pytest to look in; None where it is no such file."""
    if file.name == "pyproject.toml":
        tool = pyproject(file).get("tool", {}).get("pytest")
        if not isinstance(tool, dict):
            return None
        paths = tool.get("ini_options", tool).get("testpaths", ())
        return tuple(shlex.split(paths)) if isinstance(paths, str) else tuple(paths)
    if file.name in _INI or file.name == "setup.cfg":
        return _ini_paths(file, "tool:pytest" if file.name == "setup.cfg" else "pytest")
    return None


def _ini_paths(file: Path, section: str) -> tuple[str, ...] | None:
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(file.read_text(encoding="utf-8"))
    except (configparser.Error, UnicodeDecodeError):
        return None
    if not parser.has_section(section):
        return None
    return tuple(parser.get(section, "testpaths", fallback="").split())


def _usual_paths(folder: Path) -> tuple[str, ...]:
    return tuple(name for name in _USUAL if (folder / name).is_dir())


def _uses_vitest(file: Path) -> bool:
    try:
        package = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        return False
    wanted = {**package.get("dependencies", {}), **package.get("devDependencies", {})}
    return "vitest" in wanted
