"""The compose tool of an engine: which one there is, and the two things that it is asked to do."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from sixfold import shell
from sixfold.errors import RequestError
from sixfold.runtimes.base import ServerPlan

# Bringing a service up may mean to build its image first.
UP_TIMEOUT: Final = 900.0
READ_TIMEOUT: Final = 60.0

# A compose file as a mapping, in literal values: no `$` in it means anything.
Model = dict[str, Any]

# Variables that steer the engine's own program: a service's value for them is written into the
# private file, everything else reaches the program through its environment.
STEERING: Final = re.compile(r"PATH|HOME|TMPDIR|LD_.*|XDG_.*|(DOCKER|CONTAINER|COMPOSE|PODMAN).*")
NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Compose(Protocol):
    """Reads a repository's compose files, and brings up one service of a model made from them."""

    def resolve(self, plan: ServerPlan) -> Model:
        """The merged, interpolated model; RequestError with the tool's words where it is wrong."""
        ...

    def run(self, project: str, model: Model, *verb: str) -> shell.Result:
        """Do what the verb says (`up --detach`, `build`) to the model's one service.

        The result is the tool's own, and its code no proof of success.
        """
        ...


@dataclass(frozen=True, slots=True)
class DockerCompose:
    """Docker Compose of version 2 or later, as a plugin or as the program `docker-compose`."""

    argv: Sequence[str]
    environment: Mapping[str, str]

    def resolve(self, plan: ServerPlan) -> Model:
        directory = str(plan.project_directory or Path.cwd())
        options = ["--project-directory", directory, *_options(plan)]
        arguments = ["config", "--format", "json", plan.service.name]
        text = _read([*self.argv, *options, *arguments], plan, self.environment)
        model: Model = _strings(json.loads(text), "$$", "$")
        return model

    def run(self, project: str, model: Model, *verb: str) -> shell.Result:
        with private_file(model) as file:
            argv = [*self.argv, "-p", project, "-f", str(file), *verb]
            return shell.run(argv, env=self.environment, timeout=UP_TIMEOUT, check=False)


@dataclass(frozen=True, slots=True)
class PodmanCompose:
    """The program `podman-compose`.

    It puts the variables of a compose file on podman's command line, where every user of the
    machine can read them; so they are taken out of the file, and podman is told their names only.
    """

    argv: Sequence[str]
    environment: Mapping[str, str]

    def resolve(self, plan: ServerPlan) -> Model:
        text = _read([*self.argv, *_options(plan), "config"], plan, self.environment)
        import yaml  # here only: reading YAML costs every other command 20 ms

        model: Model = yaml.safe_load(text)
        return model

    def run(self, project: str, model: Model, *verb: str) -> shell.Result:
        model, named = _without_secrets(model)
        extra = [f"--podman-run-args={shlex.join(f'--env={name}' for name in named)}"]
        with private_file(model) as file:
            options = ["-p", project, "-f", str(file), "--in-pod", "false", *extra]
            environment = {**self.environment, **named}
            argv = [*self.argv, *options, *verb]
            return shell.run(argv, env=environment, timeout=UP_TIMEOUT, check=False)


def _without_secrets(model: Model) -> tuple[Model, dict[str, str]]:
    """The model without its service's variables, and those variables.

    A few stay in the model: the ones that would steer podman itself, and names no shell knows.
    """
    [(service, definition)] = model["services"].items()
    variables = definition["environment"]
    named = {
        name: value
        for name, value in variables.items()
        if NAME.fullmatch(name) and not STEERING.fullmatch(name)
    }
    rest = {name: value for name, value in variables.items() if name not in named}
    return {**model, "services": {service: {**definition, "environment": rest}}}, named


def beside_python(program: str) -> str | None:
    """The program on PATH, or where a wheel puts it: next to this interpreter."""
    return shutil.which(program) or shutil.which(program, path=str(Path(sys.executable).parent))


@contextmanager
def private_file(model: Model) -> Iterator[Path]:
    """The model in a file that only this user can read, and that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="sixfold-") as folder:
        file = Path(folder) / "compose.json"
        file.touch(mode=0o600)
        file.write_text(json.dumps(_strings(model, "$", "$$")))
        yield file


def _options(plan: ServerPlan) -> list[str]:
    files = (option for file in plan.compose_files for option in ("-f", str(file)))
    profiles = (option for name in plan.service.profiles for option in ("--profile", name))
    return [*files, *profiles]


def _read(argv: Sequence[str], plan: ServerPlan, environment: Mapping[str, str]) -> str:
    result = shell.run(
        argv, cwd=plan.project_directory, env=environment, timeout=READ_TIMEOUT, check=False
    )
    if result.code != 0 or not result.out.strip():
        raise RequestError(
            f"{argv[0]} cannot read the compose file: {last_line(result)}",
            hint="`sixfold config` names each fault and its line",
            reference=str(plan.compose_files[0]) if plan.compose_files else "",
        )
    return result.out


def last_line(result: shell.Result) -> str:
    """The tool's last words, where it says what is wrong."""
    lines = [line.strip() for line in (result.err or result.out).splitlines() if line.strip()]
    return lines[-1] if lines else "it gave no reason"


def _strings(value: Any, old: str, new: str) -> Any:
    """`value` with `old` replaced in every string of it, keys left as they are."""
    if isinstance(value, str):
        return value.replace(old, new)
    if isinstance(value, Mapping):
        return {key: _strings(inner, old, new) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_strings(inner, old, new) for inner in value]
    return value
