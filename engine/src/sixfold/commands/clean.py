"""`sixfold clean`: list what is left over, then drop what is provably nobody's."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sixfold import locks, shell
from sixfold.commands import stack as stacks
from sixfold.commands.apps import running_apps
from sixfold.commands.development import forget
from sixfold.commands.isolation.membership import RUN_FOLDER
from sixfold.commands.plans import plans
from sixfold.commands.sweep import Found, inspect
from sixfold.commands.testing.runs import end_processes, end_stragglers
from sixfold.commands.up import infra_roles
from sixfold.config import Config
from sixfold.core.lease import Kind
from sixfold.core.service import Purpose
from sixfold.errors import LeaksFound, LeaseHeld
from sixfold.runtimes.registry import choose

_SERVERS: Final = "servers"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was found: what it is, whether it goes, and why (not)."""

    kind: str
    name: str
    reason: str
    drop: bool
    size: int
    act: Callable[[], bool]


class Cleaning:
    """What is there to clean, looked at while its servers are held; use as a context manager.

    Test servers that are down are started for the look, because what a killed run left lies in
    them; they stop again with this command.
    """

    def __init__(
        self,
        config: Config,
        *,
        everything: bool = False,
        step: Callable[[str], AbstractContextManager[None]] = lambda _: nullcontext(),
    ) -> None:
        self._config = config
        self._everything = everything
        self._step = step
        self._held = ExitStack()
        self.items: list[Item] = []

    def __enter__(self) -> Cleaning:
        self.items = [*self._stragglers(), *self._idle_servers()]
        purposes = [Purpose.TEST, Purpose.DEV] if self._everything else [Purpose.TEST]
        for purpose in purposes:
            self.items += self._resources(purpose)
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def act(self) -> list[str]:
        """Drop what the list says, each alone; returns the names of what went.

        Raises LeaksFound naming what should have gone and did not.
        """
        gone: list[str] = []
        stayed: list[str] = []
        going = [item for item in self.items if item.drop]
        for item in going:
            if item.kind != _SERVERS:
                (gone if item.act() else stayed).append(item.name)
        # Servers are stopped last, when this command no longer holds them itself.
        self._held.close()
        for item in going:
            if item.kind == _SERVERS:
                (gone if item.act() else stayed).append(item.name)
        if self._everything:
            forget(self._config)
        if stayed:
            raise LeaksFound(
                f"still in use or changed meanwhile, left alone: {', '.join(stayed)}",
                hint="sixfold status",
            )
        return gone

    def _stragglers(self) -> list[Item]:
        """Processes of runs that are over, and what is left of killed runs of this project."""
        items = []
        for run in sorted(self._config.places.state.glob("namespaces/*/*/run")):
            lock = run.parent / "run.lock"
            running = locks.is_held(lock)
            reason = "its run goes on" if running else "its run is over"
            for process in shell.marked(RUN_FOLDER, str(run)):
                act = _alone(lock, lambda run=run: end_processes(run))  # type: ignore[misc] # the default binds
                items.append(Item("process", str(process.pid), reason, not running, 0, act))
            # Another project's next run has to find its own: it says that there is a sweep to do.
            if not running and run.parent.parent.name == self._config.project:
                act = _alone(lock, lambda run=run: end_stragglers(run))  # type: ignore[misc] # the default binds
                items.append(Item("run", run.parent.name, "it was killed", True, 0, act))
        return items

    def _idle_servers(self) -> list[Item]:
        """Stacks of servers that run or ran, and whether anybody holds them."""
        items = []
        parent = self._config.places.state / "stacks" / self._config.project
        for folder in sorted(parent.glob("*")):
            if not any(folder.glob("plan-*.json")):
                continue
            holders = locks.living(folder)
            if holders:
                reason = f"held by {holders[0].owner.command}"
            elif locks.pinned(folder):
                reason = "up until `sixfold down`"
            else:
                reason = "nobody holds it"
            drop = not holders and not locks.pinned(folder)
            items.append(Item(_SERVERS, folder.name, reason, drop, 0, _retire(folder)))
        return items

    def _resources(self, purpose: Purpose) -> list[Item]:
        if not self._has_data(purpose):
            return []
        stack = self._held.enter_context(
            stacks.hold(
                self._config,
                purpose,
                infra_roles(self._config),
                command="sixfold clean",
                step=self._step,
            )
        )
        # What an application that runs here uses is not for cleaning, asked for or not.
        serves = purpose is Purpose.DEV and any(running_apps(self._config))
        found = inspect(
            self._config,
            stack.endpoints,
            everything=self._everything and not serves,
            every_template=self._everything,
        )
        return [_item(one) for one in found if purpose is Purpose.TEST or _ours(one, self._config)]

    def _has_data(self, purpose: Purpose) -> bool:
        """Whether these servers were ever started: cleaning shall not be what first makes them."""
        wanted = plans(self._config, purpose, infra_roles(self._config))
        runtime, _ = choose(self._config.runtime, wanted)
        folder = stacks.folder_of(self._config, purpose, runtime.name)
        return folder.is_dir()


def _ours(found: Found, config: Config) -> bool:
    record = found.verdict.record
    return record.kind is not Kind.DEV or record.namespace == config.namespace.slug


def _item(found: Found) -> Item:
    verdict = found.verdict
    return Item(
        kind=str(verdict.record.kind),
        name=verdict.record.name,
        reason=verdict.reason,
        drop=verdict.drop,
        size=found.size,
        act=found.drop,
    )


def _alone(lock: Path, end: Callable[[], object]) -> Callable[[], bool]:
    """Act while no run of that namespace can begin; False when one has begun meanwhile."""

    def act() -> bool:
        try:
            with locks.exclusive(lock, owner=shell.this_process("sixfold clean"), wait=0):
                end()
        except LeaseHeld:
            return False
        return True

    return act


def _retire(folder: Path) -> Callable[[], bool]:
    def act() -> bool:
        with locks.last_one(folder) as nobody_left:
            if nobody_left:
                stacks.retire(folder)
        return nobody_left

    return act
