"""`sixfold up`: the development services of this checkout, up until `sixfold down`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from sixfold import locks, shell
from sixfold.commands import stack as stacks
from sixfold.commands.development import Development, prepare
from sixfold.commands.plans import plans
from sixfold.config import Config
from sixfold.core.service import Purpose, Role
from sixfold.runtimes.registry import choose


@dataclass(frozen=True, slots=True)
class Running:
    """One service as a user reaches it; `url` holds no password."""

    service: str
    role: str
    url: str
    server: str
    note: str
    already: bool


@dataclass(frozen=True, slots=True)
class UpReport:
    """What is up, by which runtime and why that one."""

    runtime: str
    reason: str
    namespace: str
    services: tuple[Running, ...]
    development: Development


def up(
    config: Config,
    *,
    step: Callable[[str], AbstractContextManager[None]] = lambda _: nullcontext(),
) -> UpReport:
    """Start what does not run yet, make this checkout's database, bucket and scope, and return.

    The servers stay up until `sixfold down`. When everything runs already, nothing is done.
    """
    with stacks.hold(
        config, Purpose.DEV, infra_roles(config), command="sixfold up", step=step
    ) as stack:
        locks.pin(stack.folder)
        made = prepare(config, stack, servers=server_marks(config, stack))
        return report(config, stack, made)


def infra_roles(config: Config) -> list[Role]:
    """The roles of this repository's services that a runtime can run."""
    return [service.role for service in config.services if service.role is not Role.OTHER]


def server_marks(config: Config, stack: stacks.Stack) -> dict[str, str]:
    """Which server processes serve each role now: pid and start time since the boot, as text."""
    wanted = plans(config, stack.purpose, stack.endpoints)
    runtime, _ = choose(stack.runtime, wanted)
    marks = {}
    for plan in wanted:
        status = runtime.status(plan)
        pid = status.pids[0] if status.pids else 0
        marks[str(plan.service.role)] = f"{pid} {shell.start_time(pid)}"
    return marks


def report(config: Config, stack: stacks.Stack, made: Development) -> UpReport:
    """What a user wants to read of a stack."""
    paths = {Role.POSTGRES: made.database, Role.REDIS: str(made.index or 0), Role.S3: made.bucket}
    services = []
    for role, endpoint in stack.endpoints.items():
        user = f"{endpoint.user}@" if endpoint.user and role is not Role.S3 else ""
        scheme = "http" if role is Role.S3 else {"postgres": "postgresql"}.get(role, str(role))
        services.append(
            Running(
                service=config.service(role).name,
                role=str(role),
                url=f"{scheme}://{user}{endpoint.address}/{paths[role]}",
                server=endpoint.server,
                note=endpoint.note,
                already=role not in stack.started,
            )
        )
    return UpReport(
        runtime=stack.runtime,
        reason=stack.reason,
        namespace=config.namespace.slug,
        services=tuple(services),
        development=made,
    )
