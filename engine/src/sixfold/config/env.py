"""`[env]`: which files speak of environment variables, and what part each of them plays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from sixfold.config.table import Table

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class EnvFiles:
    """Paths and globs from the root; an empty one plays no part.

    `settings` are modules with a settings class, `example` documents every variable, `secrets` is
    the template that an agent renders. `public` are the frontend's sources, in which variables
    that begin with `prefix` are baked. `runtime` and `baked` are the services of the compose files
    that the settings and the public variables belong to; `dockerfile` is the one that bakes them,
    where no service says it. `development` is the dictionary of the settings module that holds the
    values of development, `module` the frontend's file that new public variables are read in.
    `environments` are files that state values per environment, beside those that have its name
    (`.env.staging`, `compose.production.yml`). `apart` says of single names why the rules do not
    hold for them.
    """

    settings: tuple[str, ...] = ()
    example: str = ".env.example"
    secrets: str = ""
    public: tuple[str, ...] = ()
    prefix: str = "NEXT_PUBLIC_"
    runtime: str = ""
    baked: str = ""
    dockerfile: str = ""
    development: str = ""
    module: str = ""
    compose: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    apart: Mapping[str, str] = field(default_factory=lambda: _NONE)


def read_env(table: Table) -> EnvFiles:
    """The table `[env]`; a field that is absent plays no part."""
    usual = EnvFiles()
    return EnvFiles(
        settings=table.texts("settings"),
        example=table.text("example", usual.example),
        secrets=table.text("secrets"),
        public=table.texts("public"),
        prefix=table.text("prefix", usual.prefix),
        runtime=table.text("runtime"),
        baked=table.text("baked"),
        dockerfile=table.text("dockerfile"),
        development=table.text("development"),
        module=table.text("module"),
        compose=table.texts("compose"),
        environments=table.texts("environments"),
        apart=MappingProxyType(table.mapping("apart")),
    )
