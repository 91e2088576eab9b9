"""What a process of the application is given: its environment variables, rendered for one place."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from sixfold.config import Config
from sixfold.core.service import Endpoint, Role
from sixfold.core.variables import render


def values(
    config: Config,
    endpoints: Mapping[Role, Endpoint],
    *,
    database: str = "",
    bucket: str = "",
    index: int | None = None,
    extra: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Everything that a placeholder in sixfold.toml may name, for one database and bucket.

    What is absent (a service that this run does not have) is left out, so that naming it is an
    error with its place rather than an empty string.
    """
    found = {
        "namespace": config.namespace.slug,
        "project": config.project,
        "root": str(config.root),
        "python": sys.executable,
    }
    if database:
        found["database"] = database
    if bucket:
        found["bucket"] = bucket
    if index is not None:
        found["redis.index"] = str(index)
    for role, endpoint in endpoints.items():
        path = {Role.POSTGRES: database, Role.REDIS: str(index or 0)}.get(role, "")
        found |= {
            f"{role}.host": endpoint.host,
            f"{role}.port": str(endpoint.port),
            f"{role}.address": endpoint.address,
            f"{role}.user": endpoint.user,
            f"{role}.password": endpoint.password.reveal(),
            f"{role}.url": endpoint.url(path),
        }
    return found | dict(extra or {})


def variables(config: Config, known: Mapping[str, str]) -> dict[str, str]:
    """The `[variables]` of sixfold.toml, rendered; those of services that are absent are left out.

    Raises RequestError where a placeholder names nothing at all.
    """
    return {
        name: render(template, known, place=f"variables.{name}")
        for name, template in config.variables.items()
        if _served(template, known)
    }


def _served(template: str, known: Mapping[str, str]) -> bool:
    """Whether every service that a template speaks of is part of this run."""
    absent = [str(role) for role in Role if f"{role}.address" not in known]
    wanted = [f"{{{role}." in template for role in absent]
    needs = {"{database}": "database", "{bucket}": "bucket"}
    return not any(wanted) and all(key in known for mark, key in needs.items() if mark in template)
