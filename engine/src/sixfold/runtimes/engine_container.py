"""A container as its engine describes it; docker and podman give the same fields to `inspect`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Container:
    """The part of a container's description that a runtime needs.

    `state` is the engine's own word (`running`, `exited`, `created`, ...), `health` the verdict of
    its health check or empty. `started` is in seconds since the epoch, 0 where it never ran.
    `published` maps container ports to ports of this machine, also while it is stopped.
    """

    id: str
    name: str
    image: str
    state: str
    health: str
    exit_code: int
    pid: int
    started: float
    published: Mapping[int, int]
    labels: Mapping[str, str]

    @property
    def running(self) -> bool:
        """Whether its first process lives."""
        return self.state == "running"


def parse(description: Mapping[str, Any]) -> Container:
    """Read one element of what `container inspect` prints."""
    state = description["State"]
    settings = description["Config"]
    return Container(
        id=description["Id"],
        name=description["Name"].lstrip("/"),
        image=settings["Image"],
        state=state["Status"],
        health=(state.get("Health") or {}).get("Status", ""),
        exit_code=state.get("ExitCode", 0),
        pid=state.get("Pid", 0),
        started=max(datetime.fromisoformat(state["StartedAt"]).timestamp(), 0.0),
        published=_published(description["HostConfig"].get("PortBindings")),
        labels=settings.get("Labels") or {},
    )


def _published(bindings: Mapping[str, list[Mapping[str, str]] | None] | None) -> dict[int, int]:
    """`{"5432/tcp": [{"HostPort": "15432"}]}` as `{5432: 15432}`."""
    return {
        int(port.partition("/")[0]): int(hosts[0]["HostPort"])
        for port, hosts in (bindings or {}).items()
        if hosts and hosts[0].get("HostPort")
    }
