"""How a repository migrates its database: with Alembic or with Django."""

from __future__ import annotations

import configparser
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from sixfold.core.init_file import FoundMigration

_ALEMBIC: Final = ("{python}", "-m", "alembic", "upgrade", "head")
_LOCKS: Final = ("requirements.txt", "uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock")
_SETTINGS: Final = re.compile(r"DJANGO_SETTINGS_MODULE[\"']\s*,\s*[\"']([\w.]+)")
_DJANGO: Final = ("{python}", "manage.py", "migrate", "--noinput")


def find_migration(root: Path, files: list[Path]) -> FoundMigration | None:
    """The migration command nearest to the root; None where there is none of these tools."""
    found = [
        migration
        for file in files
        if (migration := _alembic(root, file) or _django(root, file, files)) is not None
    ]
    nearest = min(found, key=lambda one: one.directory.count("/"), default=None)
    return replace(nearest, inputs=(*nearest.inputs, *_pins(root))) if nearest else None


def _pins(root: Path) -> list[str]:
    """The files that say which versions are installed: packages bring migrations of their own."""
    return [name for name in _LOCKS if (root / name).is_file()]


def _alembic(root: Path, file: Path) -> FoundMigration | None:
    """Alembic keeps its settings in an alembic.ini or in pyproject.toml."""
    if file.name == "alembic.ini":
        location = _location_in_ini(file)
    elif file.name == "pyproject.toml":
        location = pyproject(file).get("tool", {}).get("alembic", {}).get("script_location")
    else:
        return None
    if not isinstance(location, str):
        return None
    folder = (file.parent / location.replace("%(here)s/", "")).resolve()
    if not folder.is_dir() or not folder.is_relative_to(root):
        return None
    return FoundMigration(
        tool="Alembic",
        place=_relative(file, root),
        directory=_relative(file.parent, root),
        command=_ALEMBIC,
        inputs=(f"{_relative(folder, root)}/**/*.py", _relative(file, root)),
    )


def _location_in_ini(file: Path) -> str | None:
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(file.read_text(encoding="utf-8"))
    except (configparser.Error, UnicodeDecodeError):
        return None
    return parser.get("alembic", "script_location", fallback=None)


def _django(root: Path, file: Path, files: list[Path]) -> FoundMigration | None:
    text = file.read_text(errors="replace") if file.name == "manage.py" else ""
    if "django" not in text:
        return None
    folder = file.parent
    return FoundMigration(
        tool="Django",
        place=_relative(file, root),
        directory=_relative(folder, root),
        command=_DJANGO,
        inputs=tuple(
            _relative(folder / pattern, root)
            for pattern in (*_migration_folders(folder, files), *_settings(folder, text))
        ),
    )


def _migration_folders(folder: Path, files: list[Path]) -> list[str]:
    """Globs over the migrations of every app, those that are still to be written too.

    Not `**`: that would walk through virtual environments and node_modules at each run.
    """
    deep = {
        _relative(file.parent, folder)
        for file in files
        if file.parent.name == "migrations" and file.is_relative_to(folder)
    }
    usual = [f"{'*/' * depth}migrations/*.py" for depth in (1, 2)]
    return [*usual, *sorted(f"{place}/*.py" for place in deep if place.count("/") > 2)]


def _settings(folder: Path, manage: str) -> list[str]:
    """The settings that manage.py names: which apps there are decides what is migrated."""
    named = _SETTINGS.search(manage)
    if named is None:
        return []
    place = named[1].replace(".", "/")
    if (folder / f"{place}.py").is_file():
        return [f"{place}.py"]
    return [f"{place}/*.py"] if (folder / place).is_dir() else []


def pyproject(file: Path) -> dict[str, Any]:
    """The tables of a pyproject.toml; none where it cannot be read."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()
