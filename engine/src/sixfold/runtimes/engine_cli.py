"""The container engine's own command line: what docker and podman spell alike."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sixfold import shell
from sixfold.errors import NotPassed, ServiceUnhealthy, SixfoldError
from sixfold.runtimes.engine_container import Container, parse
from sixfold.runtimes.engine_identity import SERVER_LABEL

PULL_TIMEOUT = 900.0
STOP_GRACE = 20
PING_TIMEOUT = 2.0


class Engine:
    """One container engine, spoken to through its program (`docker`, `podman`).

    Every method raises ServiceUnhealthy when the engine refuses, with the engine's own words.
    """

    def __init__(self, program: str, environment: Mapping[str, str]) -> None:
        self.program = program
        self.environment = dict(environment)

    def version(self) -> str | None:
        """The version of the engine that answers, or None where none does within two seconds."""
        arguments = ["version", "--format", "{{.Server.Version}}"]
        try:
            result = self._run(arguments, timeout=PING_TIMEOUT, check=False)
        except SixfoldError:
            return None
        return result.out.strip() or None if result.code == 0 else None

    def inspect(self, name: str) -> Container | None:
        """The container of exactly this name, or None where there is none."""
        found = self._describe("container", [name])
        return parse(found[0]) if found else None

    def find(self, server: str) -> list[Container]:
        """Every container that carries the server's label, stopped ones included."""
        ids = self._labelled(["ps", "--all", "--no-trunc"], server)
        return [parse(found) for found in self._describe("container", ids)] if ids else []

    def stop(self, containers: Sequence[Container]) -> None:
        """Stop them as their image asks to be stopped; killed after twenty seconds."""
        if containers:
            ids = [container.id for container in containers]
            self._run(["stop", "-t", str(STOP_GRACE), *ids], timeout=STOP_GRACE + 30)

    def remove(self, containers: Sequence[Container]) -> None:
        """Remove stopped containers with the anonymous volumes that were made for them."""
        if containers:
            self._run(["rm", "--volumes", *(container.id for container in containers)])

    def remove_volumes(self, server: str) -> None:
        """Delete the named volumes that carry the server's label, and no other."""
        if volumes := self._labelled(["volume", "ls"], server):
            self._run(["volume", "rm", *volumes])

    def logs(self, container: Container, lines: int) -> list[str]:
        """The last lines of what the container wrote to its output and error streams."""
        result = self._run(["logs", "--tail", str(lines), container.id], check=False)
        return [*result.out.splitlines(), *result.err.splitlines()][-lines:]

    def holds(self, image: str) -> bool:
        """Whether the image is on this machine."""
        return bool(self._describe("image", [image]))

    def missing(self, images: Sequence[str]) -> list[str]:
        """Those of the images that are not on this machine; all at once where none is missing."""
        if len(self._describe("image", images)) == len(images):
            return []
        return [image for image in images if not self.holds(image)]

    def image_volumes(self, image: str) -> tuple[str, ...]:
        """The folders that the image declares as data, empty where it is not on this machine."""
        found = self._describe("image", [image])
        return tuple((found[0]["Config"].get("Volumes") or {}) if found else ())

    def describe_image(self, image: str) -> dict[str, Any] | None:
        """What the engine says of an image, None where it is not on this machine."""
        found = self._describe("image", [image])
        return dict(found[0]) if found else None

    def pull(self, image: str) -> None:
        """Fetch an image from the registry that its name says."""
        self._run(["pull", "--quiet", image], timeout=PULL_TIMEOUT)

    def _labelled(self, listing: Sequence[str], server: str) -> list[str]:
        label = f"label={SERVER_LABEL}={server}"
        return self._run([*listing, "--quiet", "--filter", label]).out.split()

    def _describe(self, kind: str, names: Sequence[str]) -> list[Any]:
        """What `inspect` says of these; those that do not exist are left out."""
        result = self._run([kind, "inspect", *names], check=False)
        if result.code != 0 and self.version() is None:
            raise self.silent()
        return list(json.loads(result.out or "[]") or [])

    def silent(self) -> ServiceUnhealthy:
        """The error for an engine that does not answer."""
        where = self.environment.get("DOCKER_HOST" if self.program == "docker" else "", "")
        return ServiceUnhealthy(
            f"the {self.program} engine does not answer{f' at {where}' if where else ''}",
            hint=f"start it and see that `{self.program} version` shows a server, "
            "or choose --runtime=embedded",
        )

    def _run(
        self, arguments: Sequence[str], *, timeout: float = 60, check: bool = True
    ) -> shell.Result:
        argv = [self.program, *arguments]
        try:
            result = shell.run(argv, env=self.environment, timeout=timeout, check=False)
        except NotPassed as late:
            raise self._refused(arguments[0], late.message) from None
        if check and result.code != 0:
            words = result.err.strip().splitlines() or ["it gave no reason"]
            raise self._refused(arguments[0], words[-1])
        return result

    def _refused(self, command: str, reason: str) -> ServiceUnhealthy:
        return ServiceUnhealthy(
            f"`{self.program} {command}` failed: {reason}",
            hint=f"see that `{self.program} info` works, or choose --runtime=embedded",
        )
