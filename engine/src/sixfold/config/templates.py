"""Placeholders are checked when the configuration is read, not when a server is already up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from sixfold.config.roles import SERVED
from sixfold.config.settings import App, Migration
from sixfold.core.located import Findings, nearest
from sixfold.core.variables import placeholders

_EVERYWHERE: Final = frozenset(
    ["namespace", "project", "root", "python", "database", "bucket", "redis.index"]
    + [
        f"{role}.{part}"
        for role in SERVED
        for part in ("host", "port", "address", "user", "password", "url")
    ]
)
# What an application is told of its own socket.
_OF_APPS: Final = frozenset({"port", "fd"})


def check_templates(
    variables: Mapping[str, str],
    apps: Iterable[App],
    migrate: Migration | None,
    sources: Mapping[str, str],
    findings: Findings,
) -> None:
    """A fault for every placeholder that nothing will ever give a value to."""
    apps = tuple(apps)
    urls = frozenset(f"{app.name}.url" for app in apps)
    for key, template in (*_of("variables", variables), *_of_migration(migrate)):
        _check(key, template, _EVERYWHERE, sources, findings)
    for app in apps:
        for key, template in _of_app(app):
            _check(key, template, _EVERYWHERE | _OF_APPS | urls, sources, findings)


def _of(key: str, templates: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, template in templates.items():
        yield f"{key}.{name}", template


def _of_migration(migrate: Migration | None) -> Iterator[tuple[str, str]]:
    if migrate is not None:
        yield "database.migrate", " ".join(migrate.command)
        yield "database.seed", " ".join(migrate.seed)


def _of_app(app: App) -> Iterator[tuple[str, str]]:
    yield f"apps.{app.name}.command", " ".join(app.command)
    if app.build is not None:
        yield f"apps.{app.name}.build.command", " ".join(app.build.command)
    yield from _of(f"apps.{app.name}.variables", app.variables)


def _check(
    key: str,
    template: str,
    known: frozenset[str],
    sources: Mapping[str, str],
    findings: Findings,
) -> None:
    for name in placeholders(template):
        if name not in known:
            rule = f"{key} has {{{name}}}, which stands for nothing{nearest(name, known)}"
            findings.fault(sources.get(key, "sixfold.toml"), rule)
