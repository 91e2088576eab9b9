"""Values that more than one may set: a flag, else the environment, else sixfold.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sixfold.config.compose_files import read_dotenv, split_files, usual_files
from sixfold.config.roles import SERVED
from sixfold.config.table import Table, parse_duration
from sixfold.core.located import Findings, Node
from sixfold.core.namespace import DETACHED, Namespace, Source, decide_namespace
from sixfold.core.service import Role, Secret

RUNTIMES: Final = ("auto", "embedded", "docker", "podman", "external")
_LINGER: Final = 300.0


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was given to one reading, and who set what so far."""

    root: Path
    flags: Mapping[str, str]
    environ: Mapping[str, str]
    findings: Findings
    sources: dict[str, str]

    def runtime(self, table: Table) -> tuple[str, float]:
        """Which runtime, and how many seconds test servers stay after their last user."""
        runtime = table.choice("use", RUNTIMES, "auto")
        linger = table.duration("linger", _LINGER)
        given = self._given("runtime.use", flag="--runtime", variable="SIXFOLD_RUNTIME")
        if given and given not in RUNTIMES:
            rule = f"{given!r} is no runtime; there are: {', '.join(RUNTIMES)}"
            self.findings.fault(self.sources["runtime.use"], rule)
        waiting = self._given("runtime.linger", flag="--linger", variable="SIXFOLD_LINGER")
        if not waiting and self.environ.get("CI") not in (None, "", "false"):
            # Nobody comes back to a CI runner, and nothing may be left running there.
            waiting = "0s"
            self.sources["runtime.linger"] = "environment CI"
        seconds = parse_duration(waiting) if waiting else linger
        if seconds is None:
            rule = f'{waiting!r} is no duration such as "30s" or "5m"'
            self.findings.fault(self.sources["runtime.linger"], rule)
        return given or runtime, linger if seconds is None else seconds

    def compose(
        self, project: Table
    ) -> tuple[tuple[Path, ...], tuple[str, ...], Mapping[str, str]]:
        """The compose files, the active profiles, and the environment for their variables."""
        dotenv = read_dotenv(self.root, self.root, self.environ, self.findings)
        listed, profiles = project.texts("compose"), project.texts("profiles")
        named = self._named("project.compose", "COMPOSE_FILE", dotenv)
        if named:
            listed = split_files(named, self.environ)
        wanted = self._named("project.profiles", "COMPOSE_PROFILES", dotenv)
        if wanted:
            profiles = tuple(name.strip() for name in wanted.split(",") if name.strip())
        files = tuple((self.root / name).absolute() for name in listed)
        files = files or usual_files(self.root)
        if files and files[0].parent != self.root:
            # Compose reads the file beside the first compose file.
            dotenv = read_dotenv(files[0].parent, self.root, self.environ, self.findings)
        values = {name: node.text for name, node in dotenv.items()}
        return files, profiles, {**values, **self.environ}

    def namespace(self, branch: str | None) -> Namespace:
        """Whose names are used: BRANCH_NAME's, else the branch's, else the checkout's path's."""
        decided = decide_namespace(
            branch_name=self.environ.get("BRANCH_NAME"),
            workspace_id=self.environ.get("WORKSPACE_ID"),
            git_branch=branch,
            checkout=str(self.root),
        )
        told = {
            Source.EXPLICIT: "environment BRANCH_NAME",
            Source.GIT: "git, on no branch" if branch == DETACHED else f"git branch {branch}",
            Source.FALLBACK: f"path {self.root}",
        }
        self.sources["namespace"] = told[decided.source]
        if decided.source is Source.FALLBACK:
            rule = f"no BRANCH_NAME and no git branch: known by its path as {decided.slug}"
            self.findings.warn("namespace", rule)
        return decided

    def external(self) -> Mapping[Role, Secret]:
        """The URLs of services that run elsewhere."""
        found = {}
        for role in SERVED:
            variable = f"SIXFOLD_{role.upper()}_URL"
            if self.environ.get(variable):
                found[role] = Secret(self.environ[variable])
                self.sources[f"external.{role}"] = f"environment {variable}"
        return MappingProxyType(found)

    def _given(self, key: str, *, flag: str, variable: str) -> str:
        """What a flag or the environment says; blank where neither does."""
        if self.flags.get(key):
            self.sources[key] = f"flag {flag}"
            return self.flags[key]
        if self.environ.get(variable):
            self.sources[key] = f"environment {variable}"
            return self.environ[variable]
        return ""

    def _named(self, key: str, variable: str, dotenv: Mapping[str, Node]) -> str:
        """One of Compose's own variables, of the environment or of `.env`."""
        if self.environ.get(variable):
            self.sources[key] = f"environment {variable}"
            return self.environ[variable]
        if variable in dotenv and dotenv[variable].text:
            self.sources[key] = dotenv[variable].place
            return dotenv[variable].text
        return ""
