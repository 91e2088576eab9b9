"""How a repository migrates its database: with Alembic or with Django."""

from __future__ import annotations

import configparser
import tomllib
from pathlib import Path
from typing import Any, Final

from sixfold.core.init_file import FoundMigration

_ALEMBIC: Final = ("{python}", "-m", "alembic", "upgrade", "head")
_DJANGO: Final = ("{python}", "manage.py", "migrate", "--noinput")


def find_migration(root: Path, files: list[Path]) -> FoundMigration | None:
    """The migration command nearest to the root; None where there is none of these tools."""
    found = [
        migration
        for file in files
        if (migration := _alembic(root, file) or _django(root, file)) is not None
    ]
    return min(found, key=lambda one: one.directory.count("/"), default=None)


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


def _django(root: Path, file: Path) -> FoundMigration | None:
    if file.name != "manage.py" or "django" not in file.read_text(errors="replace"):
        return None
    directory = _relative(file.parent, root)
    prefix = "" if directory == "." else f"{directory}/"
    return FoundMigration(
        tool="Django",
        place=_relative(file, root),
        directory=directory,
        command=_DJANGO,
        inputs=(f"{prefix}**/migrations/*.py",),
    )


def pyproject(file: Path) -> dict[str, Any]:
    """The tables of a pyproject.toml; none where it cannot be read."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()
