"""The runtime over a container engine: what docker and podman share, which is nearly all."""

from __future__ import annotations

import shutil
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import ClassVar, Final

from sixfold import locks, shell
from sixfold.core.credentials import credentials
from sixfold.core.service import Endpoint
from sixfold.errors import ToolMissing
from sixfold.runtimes import engine_probe
from sixfold.runtimes.base import Availability, ServerPlan, ServerStatus
from sixfold.runtimes.engine_cli import Engine
from sixfold.runtimes.engine_compose import Compose
from sixfold.runtimes.engine_container import Container
from sixfold.runtimes.engine_identity import identify
from sixfold.runtimes.engine_project import container_port
from sixfold.runtimes.engine_starter import Starter, kept_log

PROBE_TIMEOUT: Final = 1.0
# How long a starter waits for another one, which may have an image to fetch.
STARTER_TIMEOUT: Final = 900.0


class EngineRuntime(ABC):
    """Servers in containers of one engine. See `runtimes.base.Runtime` for each method.

    A container is found again by its exact name and labels, never by a pattern, and nothing is
    kept on the side: what the engine says is all there is.
    """

    remedy: ClassVar[str]

    def __init__(self, name: str, environment: Mapping[str, str]) -> None:
        self.name = name
        self.engine = Engine(name, environment)

    @property
    @abstractmethod
    def compose(self) -> Compose | None:
        """The compose tool of this engine, or None where there is none."""

    def reachable(self) -> bool:
        """False where asking the engine would certainly be in vain."""
        return True

    def check(self) -> Availability:
        """Usable where the engine answers within two seconds and a compose tool is there."""
        if shutil.which(self.name) is None:
            return Availability(False, f"{self.name} is not installed")
        version = self.engine.version() if self.reachable() else None
        if version is None:
            return Availability(False, f"no {self.name} engine answers")
        if self.compose is None:
            return Availability(False, f"{self.name} {version} has no compose tool: {self.remedy}")
        return Availability(True, f"{self.name} {version} answers")

    def missing_images(self, plans: Sequence[ServerPlan]) -> list[str]:
        """The images of these plans that the engine does not hold, each once."""
        return self.engine.missing(list(dict.fromkeys(plan.service.image for plan in plans)))

    def start(self, plan: ServerPlan) -> Endpoint:
        """Where the server runs already, this costs one `inspect` and one question to it."""
        self._need_program()
        identity = identify(plan)
        if endpoint := self._healthy(plan, self.engine.inspect(identity.name)):
            return endpoint
        with self._alone("start", plan):
            starter = Starter(self.engine, self._needed_compose(), plan, identity)
            return starter.start(lambda container: self._healthy(plan, container))

    def status(self, plan: ServerPlan) -> ServerStatus:
        """Processes and memory are named where the engine's processes are this machine's."""
        container = self.engine.inspect(identify(plan).name)
        if container is None:
            return ServerStatus("stopped")
        if not container.running:
            return ServerStatus("stopped", note=f"{container.state}, code {container.exit_code}")
        endpoint = self._healthy(plan, container)
        pids = _processes(container)
        return ServerStatus(
            state="healthy" if endpoint else "starting",
            endpoint=endpoint,
            pids=pids,
            started=container.started,
            memory=shell.memory(pids) if pids else 0,
            note=endpoint.note if endpoint else "",
        )

    def stop(self, plan: ServerPlan) -> bool:
        running = [found for found in self.engine.find(identify(plan).name) if found.running]
        self.engine.stop(running)
        return bool(running)

    def remove(self, plan: ServerPlan) -> None:
        """Containers that carry the server's label, then its volumes, then what is kept here."""
        server = identify(plan).name
        with self._alone("remove", plan):
            self.stop(plan)
            self.engine.remove(self.engine.find(server))
            self.engine.remove_volumes(server)
            kept_log(plan).unlink(missing_ok=True)
            # Under its own lock: who waits for that finds out, and makes the file anew.
            _lock_file(plan).unlink(missing_ok=True)

    def logs(self, plan: ServerPlan, lines: int) -> Sequence[str]:
        container = self.engine.inspect(identify(plan).name)
        return self.engine.logs(container, lines) if container else []

    def _alone(self, verb: str, plan: ServerPlan) -> AbstractContextManager[None]:
        """The lock under which one process at a time starts or removes the server."""
        owner = shell.this_process(f"{verb} {plan.service.name} in {self.name}")
        return locks.exclusive(_lock_file(plan), owner=owner, wait=STARTER_TIMEOUT)

    def _need_program(self) -> None:
        if shutil.which(self.name) is None:
            raise ToolMissing(
                f"{self.name} is not on PATH, and --runtime={self.name} needs it",
                hint=f"install {self.name}, or choose --runtime=embedded",
            )

    def _needed_compose(self) -> Compose:
        if self.engine.version() is None:
            raise self.engine.silent()
        if self.compose is None:
            raise ToolMissing(
                f"{self.name} has no compose tool, and the services come from a compose file",
                hint=f"{self.remedy}, or choose --runtime=embedded",
            )
        return self.compose

    def _healthy(self, plan: ServerPlan, container: Container | None) -> Endpoint | None:
        """Where the container's server answers, or None while it does not."""
        if container is None or not container.running or container.health == "starting":
            return None
        port = container.published.get(container_port(plan.service))
        if port is None:
            return None
        endpoint = self._endpoint(plan, container.image.removeprefix("localhost/"), port)
        return endpoint if engine_probe.answers(endpoint, PROBE_TIMEOUT) else None

    def _endpoint(self, plan: ServerPlan, image: str, port: int) -> Endpoint:
        user, password, _ = credentials(plan.service)
        asked = plan.service.image
        note = "" if image == asked else f"runs {image}, the compose file asks for {asked}"
        return Endpoint(
            role=plan.service.role,
            host="127.0.0.1",
            port=port,
            user=user,
            password=password,
            server=f"{image} in {self.name}",
            note=note,
        )


def _lock_file(plan: ServerPlan) -> Path:
    return plan.places.state / "engines" / f"{identify(plan).name}.lock"


def _processes(container: Container) -> tuple[int, ...]:
    """The container's processes, none where its engine runs on another machine.

    A pid that the engine names is ours to see only where the kernel's own record says so.
    """
    # Imported here: commands that look at no container start without it.
    import psutil

    try:
        groups = Path(f"/proc/{container.pid}/cgroup").read_text()
        if container.id not in groups:
            return ()
        children = psutil.Process(container.pid).children(recursive=True)
    except (OSError, psutil.Error):
        return ()
    return (container.pid, *(child.pid for child in children))
