"""Docker and podman: two adapters over one runtime that drives the repository's compose file."""

from __future__ import annotations

import os
from functools import cached_property

from sixfold import shell
from sixfold.runtimes import engine_socket
from sixfold.runtimes.engine_compose import Compose, DockerCompose, PodmanCompose, beside_python
from sixfold.runtimes.engine_runtime import EngineRuntime


class DockerRuntime(EngineRuntime):
    """Containers of the docker engine that `docker` itself speaks to, brought up by Compose 2."""

    remedy = "install the plugin docker-compose-plugin, or `docker-compose` 2, on this machine"

    def __init__(self) -> None:
        super().__init__("docker", engine_socket.docker_environment(os.environ))

    @cached_property
    def compose(self) -> Compose | None:
        environment = self.engine.environment
        for argv in (["docker", "compose"], [beside_python("docker-compose")]):
            if argv[0] and _speaks_compose_2([word for word in argv if word], environment):
                return DockerCompose([word for word in argv if word], environment)
        return None

    def reachable(self) -> bool:
        return engine_socket.may_answer(self.engine.environment)


class PodmanRuntime(EngineRuntime):
    """Containers of podman, rootless or not, brought up by podman-compose or `podman compose`."""

    remedy = "install podman-compose (`pip install podman-compose`)"

    def __init__(self) -> None:
        super().__init__("podman", {**os.environ, "PODMAN_COMPOSE_WARNING_LOGS": "false"})

    @cached_property
    def compose(self) -> Compose | None:
        environment = self.engine.environment
        if program := beside_python("podman-compose"):
            return PodmanCompose([program], environment)
        argv = ["podman", "compose"]
        return DockerCompose(argv, environment) if _speaks_compose_2(argv, environment) else None


def _speaks_compose_2(argv: list[str], environment: dict[str, str]) -> bool:
    """Whether this is a Compose whose models are read as JSON, which version 1 cannot write."""
    result = shell.run([*argv, "version", "--short"], env=environment, timeout=10, check=False)
    major = result.out.strip().removeprefix("v").partition(".")[0]
    return result.code == 0 and major.isdigit() and int(major) >= 2
