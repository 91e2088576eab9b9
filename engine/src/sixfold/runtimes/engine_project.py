"""One service of a compose file, changed into the one server that a plan asks for.

Only what would collide or differ per purpose is changed: the published port, the container's name,
labels, where data lies, and what ties the service to the others. Values in, values out.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from sixfold.core.service import Purpose, Role, Service
from sixfold.runtimes.base import ServerPlan
from sixfold.runtimes.engine_identity import ServerIdentity

Definition = dict[str, Any]

# Ties to other services and to one fixed instance: they end where a server stands for itself.
UNTIED: Final = (
    "profiles",
    "depends_on",
    "links",
    "networks",
    "deploy",
    "scale",
    "env_file",
    "restart",
)

# The port on which an official image answers, where the compose file names several.
PORTS: Final[Mapping[Role, int]] = MappingProxyType(
    {Role.POSTGRES: 5432, Role.REDIS: 6379, Role.S3: 9000}
)

# The test cluster is thrown away after a crash of the machine: it need not survive one.
NOT_DURABLE: Final = (
    *("-c", "fsync=off"),
    *("-c", "full_page_writes=off"),
    *("-c", "synchronous_commit=off"),
)


def container_port(service: Service) -> int:
    """The port inside the container on which the service answers."""
    usual = PORTS.get(service.role)
    if usual is not None and (usual in service.ports or not service.ports):
        return usual
    return service.ports[0] if service.ports else 0


def standalone(
    resolved: Definition,
    plan: ServerPlan,
    identity: ServerIdentity,
    *,
    port: int,
    data_folders: Sequence[str] = (),
) -> Definition:
    """A compose model of one service that publishes `port` on loopback.

    `resolved` is the whole model as the compose tool reads it from the repository's files. Its
    environment and command are the plan's: compose tools disagree about quotes and `$` in `.env`,
    and what clients are told has to be what the server was told.
    `data_folders` are those that the service's image declares as volumes.
    """
    service = plan.service
    original = resolved["services"][service.name]
    mounts = [_mount(value, plan) for value in original.get("volumes") or ()]
    definition = {key: value for key, value in original.items() if key not in UNTIED}
    definition |= {
        "image": service.image,
        "container_name": identity.name,
        "network_mode": "bridge",
        "ports": [f"127.0.0.1:{port}:{container_port(service)}"],
        "labels": {**_labels(original), **identity.labels},
        "environment": dict(service.environment),
    }
    if service.command:
        definition["command"] = list(service.command)
    if service.role is not Role.OTHER:
        # sixfold asks the server itself; a check that enters the container every two seconds
        # costs more than the idle server.
        definition["healthcheck"] = {"disable": True}
    if "build" in original:
        definition["build"] = _build(original["build"], plan)
    anonymous = _anonymous(data_folders, mounts)
    files = {
        kind: _files(resolved[kind], plan) for kind in ("secrets", "configs") if kind in original
    }
    if plan.purpose is Purpose.TEST:
        return files | _throwaway(definition, mounts, service, anonymous)
    return files | _durable(definition, [*mounts, *anonymous], service, identity)


def _throwaway(
    definition: Definition, mounts: list[Definition], service: Service, anonymous: list[Definition]
) -> Definition:
    """Data in memory; what the compose file mounts from this machine stays."""
    data = [mount for mount in mounts if mount["type"] == "volume"]
    folders = [mount["target"] for mount in (*data, *anonymous)]
    definition["volumes"] = [mount for mount in mounts if mount not in data]
    definition["tmpfs"] = list(dict.fromkeys([*folders, *_strings(definition.get("tmpfs"))]))
    if service.role is Role.POSTGRES and "bitnami" not in service.image:
        definition["command"] = [*(service.command or ("postgres",)), *NOT_DURABLE]
    return {"services": {service.name: definition}}


def _durable(
    definition: Definition, mounts: list[Definition], service: Service, identity: ServerIdentity
) -> Definition:
    """Each folder of data in a named volume of its own that carries our labels."""
    volumes = {}
    for mount in mounts:
        if mount["type"] == "volume":
            name = f"{identity.name}{mount['target'].replace('/', '_')}"
            mount["source"] = name
            volumes[name] = {"name": name, "labels": dict(identity.labels)}
    definition["volumes"] = mounts
    return {"services": {service.name: definition}, "volumes": volumes}


def _anonymous(data_folders: Sequence[str], mounts: list[Definition]) -> list[Definition]:
    """Volumes that the image declares and the compose file leaves without a name.

    Left so, their data would be lost with the container.
    """
    covered = {mount["target"].rstrip("/") for mount in mounts}
    return [
        {"type": "volume", "target": folder}
        for folder in data_folders
        if folder.rstrip("/") not in covered
    ]


def _build(value: str | Definition, plan: ServerPlan) -> Definition:
    """How the image is built, from a folder that is named whole."""
    build = {"context": value} if isinstance(value, str) else dict(value)
    return {**build, "context": str(_absolute(build.get("context", "."), plan))}


def _files(declared: Definition, plan: ServerPlan) -> Definition:
    """Secrets or configs as declared, their files named whole."""
    return {
        name: {**source, "file": str(_absolute(source["file"], plan))}
        if "file" in source
        else source
        for name, source in declared.items()
    }


def _mount(value: str | Definition, plan: ServerPlan) -> Definition:
    """One mount in the long syntax, the paths of this machine made absolute."""
    mount = _long(value) if isinstance(value, str) else dict(value)
    if mount.get("type", "volume") == "bind":
        mount["source"] = str(_absolute(mount["source"], plan))
    return {"type": "volume", **mount}


def _absolute(path: str, plan: ServerPlan) -> Path:
    """A path of the compose file, which counts from the project's folder."""
    folder = plan.project_directory or Path()
    return Path(os.path.normpath((folder / Path(path).expanduser()).absolute()))


def _long(text: str) -> Definition:
    """`source:target[:mode]` in the long syntax; a source with a path's first letter is one."""
    source, colon, rest = text.partition(":")
    if not colon:
        return {"type": "volume", "target": source}
    target, _, mode = rest.partition(":")
    kind = "bind" if source.startswith((".", "/", "~")) else "volume"
    mount: Definition = {"type": kind, "source": source, "target": target}
    return {**mount, "read_only": True} if "ro" in mode.split(",") else mount


def _labels(definition: Definition) -> dict[str, str]:
    """The service's own labels, of which both spellings are allowed."""
    labels = definition.get("labels") or {}
    if isinstance(labels, Mapping):
        return dict(labels)
    return {key: value for key, _, value in (label.partition("=") for label in labels)}


def _strings(value: str | Sequence[str] | None) -> list[str]:
    """One string or several, as compose allows for `tmpfs`."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)
