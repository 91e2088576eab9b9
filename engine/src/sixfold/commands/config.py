"""`sixfold config`: each value of the configuration, and who set it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final

from sixfold.config import App, Config, Suite
from sixfold.config.env import EnvFiles
from sixfold.config.migrations import Rehearsing
from sixfold.core.build import BuildTarget
from sixfold.core.compose.model import credentials
from sixfold.core.drift.model import DriftRules
from sixfold.core.lint.model import LintTool
from sixfold.core.plan import Job, Pipeline
from sixfold.core.redaction import redacted
from sixfold.core.service import Role, Service

# Paths, names and reasons, whatever their keys sound like.
_NO_SECRETS: Final = re.compile(r"(env|lint|ci|drift)\..*|build\.[^.]+\.secrets\..*")


@dataclass(frozen=True, slots=True)
class Setting:
    """One value under its dotted key; secrets in it are redacted."""

    key: str
    value: str
    source: str


def describe(config: Config) -> list[Setting]:
    """Every value in the order of sixfold.toml, the ones that were decided first."""
    return [
        Setting(
            key,
            value if _NO_SECRETS.fullmatch(key) else redacted(key, value),
            source or config.source(key),
        )
        for key, value, source in (
            *_identity(config),
            *_places(config),
            *_project(config),
            *(line for service in config.services for line in _service(service)),
            *_database(config),
            *((f"variables.{name}", value, "") for name, value in config.variables.items()),
            *(line for app in config.apps for line in _app(app)),
            *(line for suite in config.suites for line in _suite(suite)),
            *_coverage(config),
            *_table("env", config.env),
            *_table("migrations", config.rehearsing),
            *(line for target in config.build for line in _table(f"build.{target.name}", target)),
            *_table("ci", config.ci),
            *(line for job in config.ci.jobs for line in _table(f"ci.jobs.{job.name}", job)),
            *(line for tool in config.lint for line in _table(f"lint.{tool.name}", tool)),
            *_drift(config),
            *((f"external.{role}", url.reveal(), "") for role, url in config.external.items()),
        )
    ]


type _Plain = (
    BuildTarget | DriftRules | EnvFiles | Job | LintTool | Pipeline | Rehearsing
)  # every field a text, a number, a truth, a list or a table of texts
# A key, its value, and its source where that is not the one recorded under the key.
type _Line = tuple[str, str, str]


def _identity(config: Config) -> Iterator[_Line]:
    yield "root", str(config.root), "the folder of the configuration"
    yield "namespace", config.namespace.slug, ""
    names, namespace = config.names, config.namespace
    by_namespace = "namespace"
    yield "database.test", names.test_database(namespace), by_namespace
    yield "database.development", names.dev_database(namespace), by_namespace
    if not any(service.role is Role.S3 for service in config.services):
        return
    yield "storage.test", names.test_bucket(namespace, "master"), by_namespace
    yield "storage.development", names.dev_bucket(namespace), by_namespace


def _places(config: Config) -> Iterator[_Line]:
    source = config.source("places")
    for name in ("data", "cache", "state", "memory"):
        yield f"places.{name}", str(getattr(config.places, name) or "none"), source


def _project(config: Config) -> Iterator[_Line]:
    files = [_short(config, str(file)) for file in config.compose_files]
    yield "project.name", config.project, ""
    yield "project.compose", " ".join(files) or "none", ""
    yield "project.profiles", " ".join(config.profiles) or "none", ""
    yield "runtime.use", config.runtime, ""
    yield "runtime.linger", f"{config.linger:g} s", ""


def _short(config: Config, file: str) -> str:
    return file.removeprefix(f"{config.root}/")


def _service(service: Service) -> Iterator[_Line]:
    key = f"services.{service.name}"
    user, _, database = credentials(service)
    yield f"{key}.role", str(service.role), service.source
    yield f"{key}.image", service.image or "built here", service.source
    if user:
        yield f"{key}.user", user, service.source
    if database:
        yield f"{key}.database", database, service.source


def _words(command: Sequence[str]) -> str:
    """A command as one would type it; placeholders need no quotes."""
    return " ".join(word if word and " " not in word else shlex.quote(word) for word in command)


def _database(config: Config) -> Iterator[_Line]:
    yield "database.name", config.database, ""
    yield "storage.bucket", config.bucket, ""
    migrate = config.migrate
    if migrate is None:
        yield "database.migrate", "none", ""
        return
    yield "database.migrate", _words(migrate.command), ""
    yield "database.seed", _words(migrate.seed) or "none", ""
    yield "database.directory", migrate.directory, ""
    yield "database.inputs", " ".join(migrate.inputs), ""
    yield "database.statement_timeout", f"{migrate.statement_timeout:g} s", ""
    yield "database.lock_timeout", f"{migrate.lock_timeout:g} s", ""
    yield "database.templates_kept", str(migrate.kept), ""


def _coverage(config: Config) -> Iterator[_Line]:
    rules = config.coverage
    yield "coverage.baseline", rules.baseline, ""
    yield "coverage.base", rules.base, ""
    yield "coverage.diff", f"{rules.diff:g} %", ""
    for part in rules.components:
        yield f"coverage.{part.name}.suites", " ".join(part.suites), ""
        yield f"coverage.{part.name}.min", f"{part.minimum:g} %", ""
    yield "coverage.unified.min", f"{rules.unified_minimum:g} %", ""
    yield "coverage.unified.target", f"{rules.unified_target:g} %", ""
    for glob, least in rules.floors.items():
        yield f"coverage.floors.{glob}", f"{least:g} %", ""


def _drift(config: Config) -> Iterator[_Line]:
    yield from _table("drift", config.drift)
    for thing, places in config.drift.versions.items():
        for file, pattern in places.items():
            yield f"drift.versions.{thing}.{file}", pattern, ""


def _table(key: str, table: _Plain) -> Iterator[_Line]:
    """Every field of a table that is read as it stands; what is empty is left out.

    The name of a table is in its key, and tables within it are told by themselves.
    """
    for field in fields(table):
        value = getattr(table, field.name)
        if field.name in ("name", "jobs", "versions"):
            continue
        if isinstance(value, Mapping):
            for name, text in value.items():
                yield f"{key}.{field.name}.{name}", text, ""
        elif isinstance(value, bool):
            yield f"{key}.{field.name}", str(value).lower(), ""
        elif value:
            words = (
                _words([str(word) for word in value]) if isinstance(value, tuple) else f"{value}"
            )
            yield f"{key}.{field.name}", words, ""


def _app(app: App) -> Iterator[_Line]:
    key = f"apps.{app.name}"
    yield f"{key}.command", _words(app.command), ""
    yield f"{key}.directory", app.directory, ""
    yield f"{key}.port", str(app.port or "any"), ""
    yield f"{key}.ready", app.ready or "its port answers", ""
    if app.build is not None:
        yield f"{key}.build.command", _words(app.build.command), ""
    for name, value in app.variables.items():
        yield f"{key}.variables.{name}", value, ""


def _suite(suite: Suite) -> Iterator[_Line]:
    key = f"suites.{suite.name}"
    yield f"{key}.kind", suite.kind, ""
    yield f"{key}.directory", suite.directory, ""
    yield f"{key}.paths", " ".join(suite.paths) or "all", ""
    if suite.command:
        yield f"{key}.command", _words(suite.command), ""
    yield f"{key}.services", " ".join(suite.services) or "none", ""
    if suite.services:
        yield f"{key}.eager", str(suite.eager).lower(), ""
    if suite.kind == "pytest":
        yield f"{key}.waits", str(suite.waits).lower(), ""
        yield f"{key}.unwatched", " ".join(suite.unwatched) or "the whole checkout", ""
    for name, value in suite.variables.items():
        yield f"{key}.variables.{name}", value, ""
