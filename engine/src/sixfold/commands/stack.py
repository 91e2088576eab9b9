"""The servers of one project and purpose, held by leases: the last one out stops them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from sixfold import locks, shell
from sixfold.commands import plans as plan_file
from sixfold.config import Config
from sixfold.core.service import Endpoint, Purpose, Role
from sixfold.errors import LeaseHeld, SixfoldError
from sixfold.runtimes.base import Runtime, ServerPlan
from sixfold.runtimes.registry import choose

Step = Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Stack:
    """Servers that run and are held. `memory` says that their data lies on a RAM disk."""

    purpose: Purpose
    runtime: str
    reason: str
    endpoints: Mapping[Role, Endpoint]
    memory: bool
    started: tuple[Role, ...]
    folder: Path


def folder_of(config: Config, purpose: Purpose, runtime: str) -> Path:
    """Where the leases of this project's servers are kept."""
    return config.places.state / "stacks" / config.project / f"{purpose}-{runtime}"


@contextmanager
def hold(
    config: Config,
    purpose: Purpose,
    roles: Sequence[Role],
    *,
    command: str,
    step: Step = lambda _: nullcontext(),
) -> Iterator[Stack]:
    """Start what is not running yet, and hold all of it until the block is left.

    The lease is a lock of the kernel's: it ends with this process, however that ends. Raises
    ServiceUnhealthy when a server does not come up; those that did are stopped with the lease.
    """
    wanted = plan_file.plans(config, purpose, roles)
    runtime, reason = choose(config.runtime, wanted)
    folder = folder_of(config, purpose, runtime.name)
    folder.mkdir(parents=True, exist_ok=True)
    with locks.lease(folder, owner=shell.this_process(command)):
        _remember(folder, runtime, wanted)
        keep(config, folder, purpose)
        started = tuple(
            plan.service.role for plan in wanted if runtime.status(plan).state != "healthy"
        )
        yield Stack(
            purpose=purpose,
            runtime=runtime.name,
            reason=reason,
            endpoints=_start(runtime, wanted, step),
            memory=runtime.name == "embedded"
            and purpose is Purpose.TEST
            and config.places.memory is not None,
            started=started,
            folder=folder,
        )


def keep(config: Config, folder: Path, purpose: Purpose) -> None:
    """See to it that somebody stops these servers when their last holder is gone.

    Development servers stop at once, those of tests linger for the next run.
    """
    linger = config.linger if purpose is Purpose.TEST else 0.0
    stop_command = [sys.executable, "-m", "sixfold", "retire", str(folder)]
    from sixfold.runtimes.embedded.home import MARK, homes_of

    # Servers of an engine are the engine's: they are found by their names, and only by a command.
    homes = homes_of(config.places, config.project, purpose)
    mark = f"{MARK}={homes}/" if folder.name.endswith("-embedded") else ""
    locks.ensure_keeper(folder, linger=linger, mark=mark, stop_command=stop_command)


def retire(folder: Path) -> list[str]:
    """Stop every server that was started for this folder's leases; returns their names.

    Called by whoever holds the folder's lease exclusively.
    """
    stopped = []
    for file in sorted(folder.glob("plan-*.json")):
        runtime_name, _, text = file.read_text().partition("\n")
        try:
            plan = plan_file.decode(text)
        except (ValueError, KeyError, TypeError):
            # Another version wrote it, or a crash of the machine cut it short. The next command
            # that needs the server writes it anew and finds what runs.
            file.unlink(missing_ok=True)
            continue
        runtime, _ = choose(runtime_name, [plan])
        if runtime.stop(plan):
            stopped.append(plan.service.name)
        file.unlink(missing_ok=True)
    return stopped


def retire_lost(folder: Path) -> list[str]:
    """End the servers of a folder of leases that was deleted with their homes; returns those."""
    purpose, _, runtime = folder.name.partition("-")
    if runtime != "embedded":
        return []
    from sixfold.config.places import find_places
    from sixfold.runtimes.embedded.lost import end_lost

    return end_lost(find_places(os.environ), folder.parent.name, Purpose(purpose))


def stop(config: Config, purpose: Purpose) -> list[str]:
    """Stop this project's servers of one purpose; LeaseHeld when somebody uses them.

    Returns the names of the services that ran.
    """
    stopped: list[str] = []
    parent = config.places.state / "stacks" / config.project
    for folder in sorted(parent.glob(f"{purpose}-*")):
        locks.unpin(folder)
        with locks.last_one(folder) as nobody_left:
            if not nobody_left:
                raise held(folder, purpose)
            stopped += retire(folder)
    return stopped


def held(folder: Path, purpose: Purpose) -> LeaseHeld:
    """The error that names who still uses the servers of a folder."""
    users = "; ".join(
        f"{holder.owner.command} (process {holder.owner.pid})" for holder in locks.living(folder)
    )
    return LeaseHeld(
        f"the {purpose} servers are in use by {users or 'a process that is just ending'}",
        hint="end those first, or let them: the last one out stops the servers",
    )


def _remember(folder: Path, runtime: Runtime, wanted: Sequence[ServerPlan]) -> None:
    """Write the plans down before anything starts: whoever stops it may know only the folder."""
    for plan in wanted:
        file = folder / f"plan-{plan.service.role}-{plan.service.major}.json"
        text = f"{runtime.name}\n{plan_file.encode(plan)}"
        if file.is_file() and file.read_text() == text:
            continue
        half = file.with_suffix(f".{shell.this_process('').pid}")
        half.touch(mode=0o600)
        half.write_text(text)
        half.replace(file)


def _start(runtime: Runtime, wanted: Sequence[ServerPlan], step: Step) -> dict[Role, Endpoint]:
    if not wanted:
        return {}
    from concurrent.futures import ThreadPoolExecutor

    names = ", ".join(plan.service.name for plan in wanted)
    with step(f"starting {names}"), ThreadPoolExecutor(len(wanted)) as pool:
        futures = [(plan, pool.submit(runtime.start, plan)) for plan in wanted]
        faults = [error for _, future in futures if (error := future.exception()) is not None]
        for fault in faults:
            if not isinstance(fault, SixfoldError):
                raise fault
        if faults:
            raise faults[0]
        return {plan.service.role: future.result() for plan, future in futures}


def settle(folder: Path) -> None:
    """Wait until the servers that nobody holds any more are stopped; at once when one does."""
    keeper = locks.keeper(folder)
    if keeper is None or locks.pinned(folder) or locks.living(folder):
        return
    shell.wait_for_end(keeper, timeout=30)
