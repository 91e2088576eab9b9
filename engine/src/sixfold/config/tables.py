"""The tables of sixfold.toml that describe what the repository itself brings along."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sixfold.config import looks
from sixfold.config.roles import SERVED
from sixfold.config.settings import App, Build, Migration, Suite
from sixfold.config.table import Table
from sixfold.core.service import Role

_KINDS: Final = ("pytest", "vitest")
_STATEMENT_TIMEOUT: Final = 60.0
_LOCK_TIMEOUT: Final = 20.0
_KEPT: Final = 5
_ROLES: Final = tuple(str(role) for role in SERVED)


def read_database(table: Table, root: Path) -> Migration | None:
    """`[database]` without its name; None where it has no command that migrates."""
    command = table.texts("migrate")
    migration = Migration(
        command=command,
        directory=_directory(table, root),
        inputs=table.texts("inputs"),
        seed=table.texts("seed"),
        statement_timeout=table.duration("statement_timeout", _STATEMENT_TIMEOUT),
        lock_timeout=table.duration("lock_timeout", _LOCK_TIMEOUT),
        kept=table.count("templates_kept", _KEPT, most=100),
    )
    if command and not migration.inputs:
        table.fault("inputs", "is missing: which files is the schema made of?")
    return migration if command else None


def read_suites(table: Table, root: Path) -> tuple[Suite, ...]:
    """`[suites.<name>]`, in the file's order."""
    return tuple(_suite(name, inner, root) for name, inner in table.tables())


def _suite(name: str, table: Table, root: Path) -> Suite:
    suite = Suite(
        name=name,
        kind=table.choice("kind", _KINDS, "pytest"),
        directory=_directory(table, root),
        paths=table.texts("paths"),
        command=table.texts("command"),
        source=table.texts("source"),
        e2e=table.texts("e2e"),
        services=tuple(Role(word) for word in table.choices("services", _ROLES)),
        eager=table.truth("eager"),
        waits=table.truth("waits"),
        variables=table.mapping("variables"),
        unwatched=table.texts("unwatched"),
    )
    for key, paths in (("source", suite.source), ("e2e", suite.e2e)):
        _check_paths(table, key, root / suite.directory, paths, root)
    return suite


def _check_paths(table: Table, key: str, home: Path, paths: tuple[str, ...], root: Path) -> None:
    """A fault for each path that is not there, or outside of the repository."""
    for path in paths:
        place = looks.resolved(home / path)
        if not place.is_relative_to(looks.resolved(root)):
            table.fault(key, f"has {path!r}, which is outside of the repository")
        elif not looks.exists(place):
            table.fault(key, f"has {path!r}, which is not there")


def check_services(toml: Table, suites: tuple[Suite, ...], roles: tuple[Role, ...]) -> None:
    """A fault for every service that a suite needs and no compose file has in use."""
    for suite in suites:
        for role in suite.services:
            if role not in roles:
                table = toml.table("suites").table(suite.name)
                table.fault("services", f"has {str(role)!r}, which no service in use plays")


def read_apps(table: Table, root: Path) -> tuple[App, ...]:
    """`[apps.<name>]`, in the file's order, which is the order of their start."""
    return tuple(_app(name, inner, root) for name, inner in table.tables())


def _app(name: str, table: Table, root: Path) -> App:
    app = App(
        name=name,
        command=table.texts("command"),
        directory=_directory(table, root),
        port=table.count("port", 0, least=1, most=65535) or None,
        ready=table.text("ready"),
        links=table.mapping("links"),
        build=_build(table.table("build"), root) if "build" in table else None,
        variables=table.mapping("variables"),
    )
    if not app.command:
        table.fault("command", "is missing: how is the application started?")
    for key, path in (("ready", app.ready), *((f"links.{t}", p) for t, p in app.links.items())):
        if path and not path.startswith("/"):
            table.fault(key, f"is {path!r}; a path begins with /")
    return app


def _build(table: Table, root: Path) -> Build:
    build = Build(
        command=table.texts("command"),
        directory=_directory(table, root),
        inputs=table.texts("inputs"),
        output=table.text("output"),
    )
    for key in ("command", "inputs", "output"):
        if not getattr(build, key):
            table.fault(key, "is missing")
    return build


def _directory(table: Table, root: Path) -> str:
    """A folder of the repository, relative to its root."""
    directory = table.text("directory", ".")
    folder = looks.resolved(root / directory)
    if not folder.is_relative_to(root):
        table.fault("directory", f"is {directory!r}, which is outside of the repository")
    elif not looks.is_dir(folder):
        table.fault("directory", f"is {directory!r}, and there is no such folder")
    return directory
