"""Bringing one container up: image, compose model, port, and the wait until it answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sixfold import web
from sixfold.core.service import Endpoint
from sixfold.errors import ServiceUnhealthy
from sixfold.runtimes.base import ServerPlan
from sixfold.runtimes.engine_cli import Engine
from sixfold.runtimes.engine_compose import Compose, Model, last_line
from sixfold.runtimes.engine_container import Container
from sixfold.runtimes.engine_identity import ServerIdentity, identify
from sixfold.runtimes.engine_project import container_port, standalone

READY_TIMEOUT: Final = 60.0
# A port may be taken between choice and bind; three times in a row is no accident.
PORT_ATTEMPTS: Final = 3
KEPT_LOG_LINES: Final = 200

Check = Callable[[Container], Endpoint | None]


def kept_log(plan: ServerPlan) -> Path:
    """Where the last lines of a server that did not come up are kept."""
    return plan.places.cache / "logs" / f"{identify(plan).name}.log"


@dataclass(frozen=True, slots=True)
class Starter:
    """Starts the server of one plan; whoever uses it holds the server's lock."""

    engine: Engine
    compose: Compose
    plan: ServerPlan
    identity: ServerIdentity

    def start(self, healthy: Check) -> Endpoint:
        """Look again, bring the container up where it is down, and wait until it answers."""
        container = self.engine.inspect(self.identity.name)
        if container is None or not container.running:
            self._up(container)
        try:
            return web.wait_until(
                lambda: self._look(healthy), timeout=READY_TIMEOUT, what=self.plan.service.name
            )
        except ServiceUnhealthy as cause:
            failure = self._failure(str(cause))
            self.engine.stop([found for found in self._found() if found.running])
            raise failure from cause

    def _up(self, former: Container | None) -> None:
        """Bring the container up on the port it had, or on another where that one is taken."""
        model = self.compose.resolve(self.plan)
        self._provide_image(model)
        data_folders = self.engine.image_volumes(self.plan.service.image)
        wanted = self._former_port(former) or self.plan.port
        for _ in range(PORT_ATTEMPTS):
            port = web.free_port(wanted)
            changed = standalone(
                model, self.plan, self.identity, port=port, data_folders=data_folders
            )
            # A stopped container is made anew, so that what the compose file says now counts.
            self.engine.remove(self._found())
            result = self.compose.run(self.identity.name, changed, "up", "--detach")
            if self._ran():
                return
            if web.free_port(port) == port:
                break
        raise self._failure(last_line(result))

    def _look(self, healthy: Check) -> Endpoint | None:
        container = self.engine.inspect(self.identity.name)
        if container is None or not container.running:
            raise ServiceUnhealthy("it ended")
        return healthy(container)

    def _ran(self) -> bool:
        """Whether the container was started at all, even if its server ended at once."""
        container = self.engine.inspect(self.identity.name)
        return container is not None and container.started > 0

    def _found(self) -> list[Container]:
        return self.engine.find(self.identity.name)

    def _former_port(self, former: Container | None) -> int | None:
        return former.published.get(container_port(self.plan.service)) if former else None

    def _provide_image(self, model: Model) -> None:
        """Build the image or fetch it, as the compose file says, where it is not here."""
        service = self.plan.service
        if self.engine.holds(service.image):
            return
        if "build" not in model["services"][service.name]:
            self._pull(service.image)
            return
        buildable = standalone(model, self.plan, self.identity, port=self.plan.port)
        result = self.compose.run(self.identity.name, buildable, "build")
        if not self.engine.holds(service.image):
            raise ServiceUnhealthy(
                f"the image {service.image} of {service.name} was not built: {last_line(result)}",
                hint=f"{self.engine.program} compose build {service.name}",
                reference=service.source,
            )

    def _pull(self, image: str) -> None:
        try:
            self.engine.pull(image)
        except ServiceUnhealthy as refusal:
            raise ServiceUnhealthy(
                f"the image {image} of {self.plan.service.name} is not on this machine "
                f"and cannot be fetched: {refusal.message}",
                hint=f"{self.engine.program} pull {image}, or choose --runtime=embedded",
                reference=self.plan.service.source,
            ) from refusal

    def _failure(self, reason: str) -> ServiceUnhealthy:
        """The error for a server that did not come up, its own last words included."""
        found = self._found()
        lines = self.engine.logs(found[0], KEPT_LOG_LINES) if found else []
        said = f", it said: {lines[-1]}" if lines else ""
        return ServiceUnhealthy(
            f"{self.plan.service.name} did not become healthy in {self.engine.program}: "
            f"{reason}{said}",
            hint=f"{self.engine.program} logs {self.identity.name}",
            reference=str(self._keep_log(lines)) if lines else "",
        )

    def _keep_log(self, lines: Sequence[str]) -> Path:
        log = kept_log(self.plan)
        log.parent.mkdir(parents=True, exist_ok=True)
        log.touch(mode=0o600)
        log.write_text("\n".join(lines) + "\n")
        return log
