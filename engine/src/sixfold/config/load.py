"""From files, environment and flags to one Config; each value remembers who set it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from sixfold.config import looks
from sixfold.config.build import read_build
from sixfold.config.chosen import Chosen
from sixfold.config.ci import read_ci
from sixfold.config.compose_files import ComposeReader
from sixfold.config.coverage import read_coverage
from sixfold.config.defaults import usual_suites, usual_variables
from sixfold.config.drift import read_drift
from sixfold.config.env import read_env
from sixfold.config.lint import read_lint
from sixfold.config.migrations import read_migrations
from sixfold.config.places import find_places
from sixfold.config.roles import SERVED, assign_roles
from sixfold.config.root import FILE, find_root
from sixfold.config.settings import App, Config, Migration, Suite
from sixfold.config.table import Table
from sixfold.config.tables import check_services, read_apps, read_database, read_suites
from sixfold.config.templates import check_templates
from sixfold.config.toml_file import parse_toml
from sixfold.core.located import Findings
from sixfold.core.namespace import Names, sanitize_namespace
from sixfold.core.service import Role, Service


def load(
    start: Path,
    *,
    flags: Mapping[str, str] | None = None,
    environ: Mapping[str, str] | None = None,
    git_branch: Callable[[Path], str | None] | None = None,
    parse: Callable[[str, str, Findings, dict[str, str]], Table] = parse_toml,
) -> Config:
    """Read the configuration of the checkout that `start` is in.

    `flags` are given on the command line, by dotted key (`runtime.use`). A flag wins over the
    environment, that over sixfold.toml, that over the default. `git_branch` tells the branch of a
    folder; `parse` makes tables of the file's text. Raises RequestError with every fault as
    `path:line: rule`.
    """
    root = find_root(start)
    environ = os.environ if environ is None else environ
    findings, sources = Findings(), dict[str, str]()
    toml = parse(_text(root, findings), FILE, findings, sources)
    chosen = Chosen(root, flags or {}, environ, findings, sources)
    runtime, linger = chosen.runtime(toml.table("runtime"))
    stack = _stack(toml, chosen)
    names = _names(toml, stack.name or root.name)
    work = _work(toml, root, stack.roles)
    lint = read_lint(toml.table("lint"))
    ci = read_ci(toml.table("ci"))
    drift = read_drift(toml.table("drift"))
    build = read_build(toml.table("build"))
    env = read_env(toml.table("env"))
    rehearsing = read_migrations(toml.table("migrations"))
    coverage = read_coverage(toml.table("coverage"), work.suites)
    toml.close()
    check_services(toml, work.suites, stack.roles)
    check_templates(work.variables, work.apps, work.migrate, sources, findings)
    namespace = chosen.namespace(git_branch(root) if git_branch else None)
    external = chosen.external()
    if environ.get("SIXFOLD_HOME"):
        sources["places"] = "environment SIXFOLD_HOME"
    findings.stop_at_faults()
    return Config(
        root=root,
        project=names.project,
        database=names.database,
        bucket=names.bucket,
        services=stack.services,
        compose_files=stack.files,
        profiles=stack.profiles,
        namespace=namespace,
        names=names,
        places=find_places(environ),
        runtime=runtime,
        linger=linger,
        migrate=work.migrate,
        variables=MappingProxyType(work.variables),
        suites=work.suites,
        apps=work.apps,
        env=env,
        rehearsing=rehearsing,
        external=external,
        coverage=coverage,
        sources=MappingProxyType(sources),
        warnings=tuple(findings.warnings),
        lint=lint,
        ci=ci,
        drift=drift,
        build=build,
    )


def _text(root: Path, findings: Findings) -> str:
    """The text of sixfold.toml; an empty one where there is none, which is worth a word."""
    try:
        text = looks.text(root / FILE)
    except UnicodeDecodeError:
        findings.fault(FILE, "is not UTF-8")
        return ""
    if text is None:
        findings.warn(FILE, "is not there; `sixfold init` writes one to be adapted")
    return text or ""


@dataclass(frozen=True, slots=True)
class _Stack:
    """What the compose files say."""

    files: tuple[Path, ...]
    profiles: tuple[str, ...]
    name: str
    services: tuple[Service, ...]

    @property
    def roles(self) -> tuple[Role, ...]:
        return tuple(service.role for service in self.services if service.role in SERVED)


def _stack(toml: Table, chosen: Chosen) -> _Stack:
    project = toml.table("project")
    files, profiles, environ = chosen.compose(project)
    folder = files[0].parent if files else chosen.root
    reader = ComposeReader(chosen.root, folder, environ, chosen.findings)
    composition = reader.read(files, profiles)
    services = assign_roles(toml.table("services"), composition.services, chosen.findings)
    if composition.name and "name" not in project:
        chosen.sources["project.name"] = f"`name` in {files[0].name}"
    return _Stack(files, profiles, project.text("name", composition.name), services)


def _names(toml: Table, name: str) -> Names:
    """What names begin with; the project's own name where nothing else is said."""
    project = sanitize_namespace(name) or "project"
    database = sanitize_namespace(toml.table("database").text("name", project))
    bucket = toml.table("storage").text("bucket", project.replace("_", "-"))
    return Names(project, database or project, bucket)


@dataclass(frozen=True, slots=True)
class _Work:
    """What the repository itself brings along."""

    migrate: Migration | None
    variables: dict[str, str]
    suites: tuple[Suite, ...]
    apps: tuple[App, ...]


def _work(toml: Table, root: Path, roles: tuple[Role, ...]) -> _Work:
    if not looks.is_file(root / FILE):
        return _Work(None, usual_variables(roles), usual_suites(root, roles), ())
    return _Work(
        migrate=read_database(toml.table("database"), root),
        variables=toml.mapping("variables"),
        suites=read_suites(toml.table("suites"), root),
        apps=read_apps(toml.table("apps"), root),
    )
