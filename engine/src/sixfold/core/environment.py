"""The six environments that one code base runs in, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from sixfold.core.naming import sanitize_namespace
from sixfold.errors import RequestError


class Code(StrEnum):
    """What the application runs from."""

    SOURCE = "source"
    IMAGES = "images"


class Check(StrEnum):
    """What is run against an environment before it is called good.

    `smoke-read-only` is the part of the smoke test that writes nothing.
    """

    LINT = "lint"
    TESTS = "tests"
    COVERAGE = "coverage"
    HEALTH = "health"
    SMOKE_READ_ONLY = "smoke-read-only"
    SMOKE = "smoke"
    E2E = "e2e"
    PERFORMANCE = "performance"


@dataclass(frozen=True, slots=True)
class Environment:
    """One of the six.

    `url`, `database` and `isolation` are patterns: `{app}`, `{domain}`, `{port}`, `{database}`,
    `{namespace}`, `{run}` and `{number}` (of the pull request) stand for what differs; an empty
    `url` means that nobody visits it. `setting` is what the application is told it runs in.
    `durable` says whether its data outlives what uses it.
    """

    name: str
    title: str
    setting: str
    url: str
    trigger: str
    code: Code
    infrastructure: str
    database: str
    isolation: str
    durable: bool
    checks: tuple[Check, ...]


_ALL: Final = (
    Environment(
        name="local-dev",
        title="Local Dev",
        setting="development",
        url="http://localhost:{port}",
        trigger="moon run :dev",
        code=Code.SOURCE,
        infrastructure="services shared by all worktrees of the machine",
        database="{database}_dev_{namespace}",
        isolation="names of databases and buckets, a Redis scope, ports",
        durable=True,
        checks=(),
    ),
    Environment(
        name="local-ci",
        title="Local CI",
        setting="test",
        url="http://localhost:{port}",
        trigger="moon run :lint && moon run :test",
        code=Code.SOURCE,
        infrastructure="test services shared by all worktrees of the machine",
        database="{database}_test_{namespace}",
        isolation="names of databases and buckets, Redis scopes",
        durable=False,
        checks=(Check.LINT, Check.TESTS, Check.COVERAGE),
    ),
    Environment(
        name="github-ci",
        title="GitHub CI",
        setting="ci",
        url="",
        trigger="push or pull request: ci.yml",
        code=Code.SOURCE,
        infrastructure="services of the job",
        database="{database}_test_ci_{run}",
        isolation="a job of its own",
        durable=False,
        checks=(Check.LINT, Check.TESTS, Check.COVERAGE),
    ),
    Environment(
        name="preview",
        title="PR Preview",
        setting="preview",
        url="https://{app}-pr-{number}.{domain}",
        trigger="pull request opened or updated: pr-test.yml",
        code=Code.IMAGES,
        infrastructure="containers of the pull request's own",
        database="{database}",
        isolation="-pr-{number} behind every container's name",
        durable=False,
        checks=(Check.HEALTH, Check.SMOKE_READ_ONLY),
    ),
    Environment(
        name="staging",
        title="Staging",
        setting="staging",
        url="https://{app}-staging.{domain}",
        trigger="push to main: staging-deploy.yml",
        code=Code.IMAGES,
        infrastructure="own database and Redis, the shared platform for the rest",
        database="{database}",
        isolation="-staging behind names of containers and buckets",
        durable=True,
        checks=(Check.HEALTH, Check.SMOKE, Check.E2E, Check.PERFORMANCE),
    ),
    Environment(
        name="production",
        title="Production",
        setting="production",
        url="https://{app}.{domain}",
        trigger="manual, after staging passed: production-release.yml",
        code=Code.IMAGES,
        infrastructure="own database and Redis, the shared platform for the rest",
        database="{database}",
        isolation="-production behind names of buckets",
        durable=True,
        checks=(Check.HEALTH, Check.SMOKE_READ_ONLY),
    ),
)

ENVIRONMENTS: Final[Mapping[str, Environment]] = MappingProxyType({one.name: one for one in _ALL})


def environment(name: str) -> Environment:
    """The environment called `name`; its title (`PR Preview`) and setting (`test`) count too.

    Raises RequestError with the nearest names where there is none.
    """
    wanted = sanitize_namespace(name)
    for one in _ALL:
        if wanted in map(sanitize_namespace, (one.name, one.title, one.setting)):
            return one
    near = get_close_matches(wanted.replace("_", "-"), ENVIRONMENTS, n=2, cutoff=0.5)
    raise RequestError(
        f"there is no environment {name!r}: the six are {', '.join(ENVIRONMENTS)}",
        hint=f"did you mean {' or '.join(near)}?" if near else "",
    )
