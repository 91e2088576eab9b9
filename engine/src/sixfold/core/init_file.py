"""The commented sixfold.toml that `sixfold init` writes, from what was found in a repository."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sixfold.core.service import Role

_PYTEST_DJANGO: Final = (
    "# pytest-django makes and migrates a database of its own beside the given one. To use the",
    "# given one, which is migrated already, have this in the uppermost conftest.py:",
    '#     @pytest.fixture(scope="session")',
    "#     def django_db_setup(): pass",
)


@dataclass(frozen=True, slots=True)
class FoundMigration:
    """How the repository migrates: `tool` is `Alembic` or `Django`, `place` where that is seen."""

    tool: str
    place: str
    directory: str
    command: tuple[str, ...]
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundSuite:
    """One suite of tests; `place` is the file that says so.

    `source` is what it seems to test, `e2e` where its tests drive a browser.
    """

    name: str
    kind: str
    place: str
    directory: str
    paths: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    e2e: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundVariable:
    """One environment variable: its template, and the file that reads it."""

    name: str
    template: str
    place: str


@dataclass(frozen=True, slots=True)
class FoundRepository:
    """Everything that a sixfold.toml can be written from.

    `services` are the names by role; `chosen` the roles that more than one service could play.
    """

    project: str
    compose_files: tuple[str, ...]
    profiles: tuple[str, ...] = ()
    services: Mapping[Role, str] = field(default_factory=dict)
    chosen: Mapping[Role, str] = field(default_factory=dict)
    migration: FoundMigration | None = None
    suites: tuple[FoundSuite, ...] = ()
    uses_pytest_django: bool = False
    variables: tuple[FoundVariable, ...] = ()


def render_file(found: FoundRepository) -> str:
    """The whole text of a sixfold.toml; what could not be found is a comment that shows how."""
    parts = [
        _lines(_project(found)),
        _lines(_services(found)) if found.chosen else "",
        _lines(_database(found.migration)) if Role.POSTGRES in found.services else "",
        _lines(_storage(found)) if Role.S3 in found.services else "",
        _lines(_variables(found)),
        *(_lines(_suite(suite, found)) for suite in found.suites),
        "" if found.suites else _lines(_no_suite()),
    ]
    return "\n".join(filter(None, parts))


def _lines(lines: Iterator[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _project(found: FoundRepository) -> Iterator[str]:
    yield "# Written by `sixfold init` from what it found here; it is yours to change."
    yield "# `sixfold config` prints every value and who set it."
    yield ""
    yield "[project]"
    yield "# What the names of databases and buckets begin with."
    yield f"name = {_text(found.project)}"
    files = " and ".join(found.compose_files)
    yield f"# Services come from {files}."
    if found.profiles:
        yield f"profiles = {_list(found.profiles)}"


def _services(found: FoundRepository) -> Iterator[str]:
    yield "# More than one service could play these roles."
    yield "[services]"
    for role, name in found.chosen.items():
        yield f"{role} = {_text(name)}"


def _database(migration: FoundMigration | None) -> Iterator[str]:
    yield "[database]"
    if migration is None:
        yield "# No Alembic and no Django was found. How is the schema made?"
        yield '# migrate = ["{python}", "migrate.py"]'
        yield '# inputs = ["migrate.py", "schema/**/*.sql"]'
        return
    yield f"# {migration.tool}, as {migration.place} says."
    if migration.directory != ".":
        yield f"directory = {_text(migration.directory)}"
    yield f"migrate = {_list(migration.command)}"
    yield "# A change in any of these files makes a new template database."
    yield f"inputs = {_list(migration.inputs)}"
    yield '# seed = ["{python}", "seed.py"]'


def _storage(found: FoundRepository) -> Iterator[str]:
    yield "[storage]"
    yield f"bucket = {_text(found.project.replace('_', '-'))}"


def _variables(found: FoundRepository) -> Iterator[str]:
    yield "# What every process of the application and its tests is given."
    yield "[variables]"
    if not found.variables:
        yield "# Nothing here seems to read where its services are. Under which names does it?"
        yield '# DATABASE_URL = "{postgres.url}"'
    for variable in found.variables:
        yield f"{variable.name} = {_text(variable.template)}  # {variable.place}"


def _suite(suite: FoundSuite, found: FoundRepository) -> Iterator[str]:
    yield f"# {suite.place}"
    yield f"[suites.{_key(suite.name)}]"
    yield f"kind = {_text(suite.kind)}"
    if suite.directory != ".":
        yield f"directory = {_text(suite.directory)}"
    if suite.paths:
        yield f"paths = {_list(suite.paths)}"
    if suite.command:
        yield f"command = {_list(suite.command)}"
    if suite.e2e:
        yield "# Its tests in a browser, which --e2e runs alone."
        yield f"e2e = {_list(suite.e2e)}"
    if suite.source:
        yield "# With it, `sixfold test` measures coverage (pip install 'sixfold[coverage]')."
        yield f"# source = {_list(suite.source)}"
    if suite.kind == "pytest" and found.services:
        yield f"services = {_list(tuple(map(str, found.services)))}"
        yield "# Each worker's database, bucket and Redis scope are there before its first test."
        yield "# Remove this when tests ask for them: worker_database, bucket, redis_scope, ..."
        yield "eager = true"
        if found.uses_pytest_django:
            yield from _PYTEST_DJANGO


def _no_suite() -> Iterator[str]:
    yield "# No suite of tests was found."
    yield "# [suites.tests]"
    yield '# kind = "pytest"'
    yield '# paths = ["tests"]'


def _text(value: str) -> str:
    """A TOML basic string; JSON's escapes are among its own."""
    return json.dumps(value, ensure_ascii=False)


def _list(values: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"


def _key(name: str) -> str:
    bare = name.replace("-", "").replace("_", "")
    return name if bare.isascii() and bare.isalnum() else _text(name)
