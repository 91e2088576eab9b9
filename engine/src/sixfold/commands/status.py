"""`sixfold status`: what runs, who holds it, and where; looking changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from sixfold import locks, shell
from sixfold.commands.apps import running_apps
from sixfold.commands.context import namespace_folder
from sixfold.commands.plans import plans
from sixfold.commands.stack import folder_of
from sixfold.commands.up import infra_roles
from sixfold.config import Config
from sixfold.core.service import Purpose
from sixfold.runtimes.registry import choose


@dataclass(frozen=True, slots=True)
class ServerLine:
    """One server: `memory` is in bytes, `started` in seconds since the epoch."""

    purpose: str
    service: str
    server: str
    state: str
    address: str
    pids: tuple[int, ...]
    memory: int
    started: float
    log: str
    note: str


@dataclass(frozen=True, slots=True)
class HolderLine:
    """One process that keeps servers up."""

    purpose: str
    pid: int
    command: str
    since: float


@dataclass(frozen=True, slots=True)
class StatusReport:
    """Everything that `sixfold status` shows."""

    project: str
    namespace: str
    raw: str
    runtime: str
    reason: str
    servers: tuple[ServerLine, ...]
    holders: tuple[HolderLine, ...]
    pinned: tuple[str, ...]
    run: dict[str, object] | None
    apps: tuple[dict[str, object], ...]


def status(config: Config) -> StatusReport:
    """Look at both stacks, the leases on them, this namespace's run and its applications."""
    servers: list[ServerLine] = []
    holders: list[HolderLine] = []
    pinned: list[str] = []
    name, reason = config.runtime, ""
    for purpose in Purpose:
        wanted = plans(config, purpose, infra_roles(config))
        runtime, reason = choose(config.runtime, wanted)
        name = runtime.name
        folder = folder_of(config, purpose, runtime.name)
        for plan in wanted:
            seen = runtime.status(plan)
            servers.append(
                ServerLine(
                    purpose=str(purpose),
                    service=plan.service.name,
                    server=seen.endpoint.server if seen.endpoint else plan.service.image,
                    state=seen.state,
                    address=seen.endpoint.address if seen.endpoint else "",
                    pids=seen.pids,
                    memory=seen.memory,
                    started=seen.started,
                    log=str(seen.log or ""),
                    note=seen.note,
                )
            )
        holders += [
            HolderLine(str(purpose), held.owner.pid, held.owner.command, held.since)
            for held in locks.living(folder)
        ]
        if locks.pinned(folder):
            pinned.append(str(purpose))
    return StatusReport(
        project=config.project,
        namespace=config.namespace.slug,
        raw=config.namespace.raw,
        runtime=name,
        reason=reason,
        servers=tuple(servers),
        holders=tuple(holders),
        pinned=tuple(pinned),
        run=_run(config),
        apps=tuple(running_apps(config)),
    )


def _run(config: Config) -> dict[str, object] | None:
    """Who runs tests in this namespace now."""
    holder = locks.holder(namespace_folder(config) / "run.lock")
    if holder is None or shell.alive(holder.owner) is not True:
        return None
    return {"pid": holder.owner.pid, "command": holder.owner.command, "since": holder.since}
