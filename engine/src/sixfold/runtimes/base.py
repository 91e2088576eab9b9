"""The Protocol that every runtime fulfils, and the values that cross it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sixfold.core.places import Places
from sixfold.core.service import Endpoint, Purpose, Service


@dataclass(frozen=True, slots=True)
class ServerPlan:
    """One server that should run: which service, for which project, with whose data.

    `port` is the preferred host port; another is taken where that one is not free.
    `compose_files`, `project_directory` and `environment` are what an engine-backed runtime hands
    to `compose`; `url` is where the external runtime finds the service.
    """

    service: Service
    project: str
    purpose: Purpose
    port: int
    places: Places
    compose_files: tuple[Path, ...] = ()
    project_directory: Path | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether a runtime can be used on this machine, and why (not)."""

    usable: bool
    reason: str


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """What is known of a server without changing anything.

    `state` is one of `healthy`, `starting`, `stopped`, `broken`. `pids` are its processes where
    the runtime can name them; `memory` is their proportional set size in bytes, 0 where unknown.
    """

    state: str
    endpoint: Endpoint | None = None
    pids: tuple[int, ...] = ()
    started: float = 0.0
    memory: int = 0
    log: Path | None = None
    note: str = ""


class Runtime(Protocol):
    """Starts, finds and stops servers. Every method may be called by many processes at once.

    `start` returns once the server answers real requests; when it already runs, `start` returns
    its endpoint at once. Two starters at once start one server. It raises ServiceUnhealthy with
    the log's path when the server never answers, and leaves nothing running then.
    `stop` ends the server and its children, keeps durable data, and is a no-op when it is down.
    `remove` stops it and deletes its data.
    """

    name: str

    def check(self) -> Availability: ...

    def start(self, plan: ServerPlan) -> Endpoint: ...

    def status(self, plan: ServerPlan) -> ServerStatus: ...

    def stop(self, plan: ServerPlan) -> bool: ...

    def remove(self, plan: ServerPlan) -> None: ...

    def logs(self, plan: ServerPlan, lines: int) -> Sequence[str]: ...
