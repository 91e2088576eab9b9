"""The configuration as values: what a checkout's services, databases, suites and apps are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sixfold.config.env import EnvFiles
from sixfold.config.migrations import Rehearsing
from sixfold.core.build import BuildTarget
from sixfold.core.coverage.rules import CoverageRules
from sixfold.core.drift.model import DriftRules
from sixfold.core.lint.model import LintTool
from sixfold.core.located import Finding
from sixfold.core.namespace import Names, Namespace
from sixfold.core.places import Places
from sixfold.core.plan import Pipeline
from sixfold.core.service import Role, Secret, Service
from sixfold.errors import RequestError

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Migration:
    """How the repository itself makes its schema.

    `command` and `seed` run in `directory` (relative to the root); `inputs` are globs from the
    root, and a change in any of these files makes another template. Timeouts are in seconds, 0
    means none; `kept` is how many old templates stay.
    """

    command: tuple[str, ...]
    directory: str = "."
    inputs: tuple[str, ...] = ()
    seed: tuple[str, ...] = ()
    statement_timeout: float = 0.0
    lock_timeout: float = 0.0
    kept: int = 1


@dataclass(frozen=True, slots=True)
class Suite:
    """One suite of tests: `kind` is `pytest` or `vitest`, `paths` are relative to `directory`.

    Without a `command` the kind's own is used. `source` are the files and folders whose coverage is
    measured, `e2e` the paths whose tests are those in a browser; both are relative to `directory`.
    `services` are the ones that its tests need. With `eager` the worker's database, bucket and
    Redis scope are there before its first test, for tests that connect by their environment
    variables and ask for none of sixfold's fixtures.
    `unwatched` are globs, from the root, of what its tests' programs may read that cannot be
    watched (a browser, npm); without them that is the whole checkout. A suite that `waits` spends
    much of its time waiting for servers and programs, and gets more workers than there are cores.
    """

    name: str
    kind: str = "pytest"
    directory: str = "."
    paths: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    e2e: tuple[str, ...] = ()
    services: tuple[Role, ...] = ()
    eager: bool = False
    waits: bool = False
    variables: Mapping[str, str] = field(default_factory=lambda: _NONE)
    unwatched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Build:
    """What is built before an application starts, when `inputs` (globs) changed since `output`."""

    command: tuple[str, ...]
    directory: str = "."
    inputs: tuple[str, ...] = ()
    output: str = "."


@dataclass(frozen=True, slots=True)
class App:
    """One process of the application. `ready` is the path that answers once it serves.

    `links` are paths worth showing, by title; `variables` are added to the common ones.
    """

    name: str
    command: tuple[str, ...]
    directory: str = "."
    port: int | None = None
    ready: str = ""
    links: Mapping[str, str] = field(default_factory=lambda: _NONE)
    build: Build | None = None
    variables: Mapping[str, str] = field(default_factory=lambda: _NONE)


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that is configured in one checkout.

    `linger` is in seconds; `variables` are templates (see core/variables.py); `external` has the
    URLs of services that run elsewhere; `sources` says who set each value, by its dotted key.
    """

    root: Path
    project: str
    database: str
    bucket: str
    services: tuple[Service, ...]
    compose_files: tuple[Path, ...]
    profiles: tuple[str, ...]
    namespace: Namespace
    names: Names
    places: Places
    runtime: str
    linger: float
    migrate: Migration | None
    variables: Mapping[str, str]
    suites: tuple[Suite, ...]
    apps: tuple[App, ...]
    env: EnvFiles
    rehearsing: Rehearsing
    external: Mapping[Role, Secret]
    coverage: CoverageRules
    sources: Mapping[str, str]
    warnings: tuple[Finding, ...]
    lint: tuple[LintTool, ...] = ()
    ci: Pipeline = field(default_factory=Pipeline)
    drift: DriftRules = field(default_factory=DriftRules)
    build: tuple[BuildTarget, ...] = ()

    def service(self, role: Role) -> Service:
        """The service of a role; RequestError where there is none."""
        for service in self.services:
            if service.role is role:
                return service
        files = ", ".join(file.name for file in self.compose_files) or "no compose file"
        raise RequestError(
            f"no service in use plays the role {str(role)!r} (read: {files})",
            hint=f'add one, activate its profile, or name it: [services] {role} = "..."',
        )

    def source(self, key: str) -> str:
        """Who set a value: `flag --runtime`, `environment SIXFOLD_RUNTIME`, `sixfold.toml:12`."""
        return self.sources.get(key, "default")
