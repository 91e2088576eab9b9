"""Server plans: from the configuration, and to and from the file a stack is stopped by."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

from sixfold.config import Config
from sixfold.core.places import Places
from sixfold.core.service import Purpose, Role, Service
from sixfold.runtimes.base import ServerPlan

_SERVICE: Final = tuple(one.name for one in fields(Service))
_PLACES: Final = tuple(one.name for one in fields(Places))
_PLAN: Final = tuple(
    one.name for one in fields(ServerPlan) if one.name not in ("service", "places")
)


def plans(config: Config, purpose: Purpose, roles: Iterable[Role]) -> list[ServerPlan]:
    """What has to run for these roles; RequestError where the compose file lacks one."""
    return [
        ServerPlan(
            service=config.service(role),
            project=config.project,
            purpose=purpose,
            port=config.names.port(config.namespace, f"{purpose}-{role}"),
            places=config.places,
            compose_files=config.compose_files,
            project_directory=config.compose_files[0].parent
            if config.compose_files
            else config.root,
            url=_url(config, role),
        )
        for role in roles
    ]


def encode(plan: ServerPlan) -> str:
    """A plan as JSON; it holds the service's credentials, so its file is this user's only."""
    service = plan.service
    return json.dumps(
        {
            "service": {name: getattr(service, name) for name in _SERVICE},
            **{name: getattr(plan, name) for name in _PLAN},
            "places": {name: getattr(plan.places, name) for name in _PLACES},
        },
        default=_plain,
    )


def decode(text: str) -> ServerPlan:
    """The plan that `encode` wrote."""
    value = json.loads(text)
    service = value["service"]
    return ServerPlan(
        service=Service(
            **{
                **service,
                "role": Role(service["role"]),
                "command": tuple(service["command"]),
                "ports": tuple(service["ports"]),
                "profiles": tuple(service["profiles"]),
            }
        ),
        project=value["project"],
        purpose=Purpose(value["purpose"]),
        port=value["port"],
        places=_places(value["places"]),
        compose_files=tuple(Path(file) for file in value["compose_files"]),
        project_directory=_path(value["project_directory"]),
        url=value["url"],
    )


def _url(config: Config, role: Role) -> str:
    url = config.external.get(role)
    return url.reveal() if url is not None else ""


def _plain(value: object) -> Any:
    if isinstance(value, Path):
        return str(value)
    return dict(value)  # type: ignore[call-overload]  # a read-only mapping of strings


def _places(value: dict[str, str | None]) -> Places:
    data, cache, state = (Path(str(value[name])) for name in ("data", "cache", "state"))
    return Places(data=data, cache=cache, state=state, memory=_path(value["memory"]))


def _path(value: str | None) -> Path | None:
    return Path(value) if value else None
