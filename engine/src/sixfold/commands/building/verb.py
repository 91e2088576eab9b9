"""`sixfold build`: everything that is shipped, each with the hash of its content."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sixfold import shell
from sixfold.clients import tree
from sixfold.clients.git import commit_time
from sixfold.commands.building.hash import file_hash, folder_hash
from sixfold.commands.programs import beside_us, found
from sixfold.config import Config
from sixfold.core.build import BuildTarget, build_arguments, filled, image_hash, tree_hash
from sixfold.core.globs import matching
from sixfold.errors import NotPassed, RequestError, ToolMissing
from sixfold.runtimes.engine_build import ImageBuild, ImageBuilder, find_builder

_LIMIT: Final = 1800.0
_EPOCH: Final = "SOURCE_DATE_EPOCH"


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What the user asked for: targets by name (none means all), and an image's arguments."""

    names: tuple[str, ...] = ()
    runtime: str = "auto"
    arguments: Mapping[str, str] = field(default_factory=dict)
    network: str = ""


@dataclass(frozen=True, slots=True)
class Built:
    """One target: `place` is a folder or an image, `hash` its content's, `size` in bytes.

    With a `skipped` it was not made, and that says why.
    """

    name: str
    place: str
    hash: str = ""
    size: int = 0
    files: Mapping[str, str] = field(default_factory=dict)
    skipped: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What was made of which tree."""

    state: tree.TreeState
    built: tuple[Built, ...]


def build(
    config: Config,
    request: BuildRequest,
    *,
    step: Callable[[str], AbstractContextManager[None]] = lambda _: nullcontext(),
) -> BuildReport:
    """Make the targets in their order.

    Images are skipped where no container engine answers, unless they were asked for by name: then
    ToolMissing is raised. Raises NotPassed with a failed build's last words, RequestError for a
    name that is not there.
    """
    targets = _chosen(config, request.names)
    work = _Work(config, request)
    built = []
    for target in targets:
        with step(f"building {target.name}"):
            built.append(work.make(target))
    return BuildReport(work.state, tuple(built))


def _chosen(config: Config, names: Sequence[str]) -> list[BuildTarget]:
    if not config.build:
        raise RequestError("sixfold.toml names nothing to build", hint="add a [build.<name>]")
    known = [target.name for target in config.build]
    for name in names:
        if name not in known:
            raise RequestError(f"there is no target {name!r}; there are: {', '.join(known)}")
    return [target for target in config.build if not names or target.name in names]


class _Work:
    """One build of the tree as it is."""

    def __init__(self, config: Config, request: BuildRequest) -> None:
        self._config = config
        self._request = request
        self._listed = tree.files(config.root)
        self._builder: tuple[ImageBuilder | None, str] | None = None
        self.state = tree.state(config.root)

    def make(self, target: BuildTarget) -> Built:
        """Make one target."""
        begun = time.monotonic()
        inputs = self._inputs(target)
        if target.is_image:
            return self._image(target, inputs, begun)
        output = self._config.root / target.output
        shutil.rmtree(output, ignore_errors=True)
        self._run(target, filled(target.variables, inputs))
        files = {
            file.relative_to(output).as_posix(): file_hash(file)
            for file in sorted(output.glob("*"))
            if file.is_file()
        }
        size = sum(file.stat().st_size for file in output.rglob("*") if file.is_file())
        if not size:
            raise NotPassed(f"{target.name} left nothing in {target.output}")
        took = time.monotonic() - begun
        hashed = folder_hash(output)
        return Built(target.name, target.output, hashed, size, files, seconds=took)

    def _inputs(self, target: BuildTarget) -> str:
        root = self._config.root
        files = matching(self._listed, target.inputs)
        return tree_hash((file, file_hash(root / file)) for file in files)[:16]

    def _run(self, target: BuildTarget, variables: Mapping[str, str]) -> None:
        epoch = os.environ.get(_EPOCH) or commit_time(self._config.root) or "0"
        environ = {**beside_us(os.environ), _EPOCH: epoch, **variables}
        argv = [word.replace("{python}", sys.executable) for word in target.command]
        cwd = self._config.root / target.directory
        shell.run(found(argv, environ), cwd=cwd, env=environ, timeout=_LIMIT)

    def _image(self, target: BuildTarget, inputs: str, begun: float) -> Built:
        if self._builder is None:
            self._builder = find_builder(self._request.runtime)
        builder, why = self._builder
        if builder is None:
            if self._request.names:
                raise ToolMissing(f"no container engine: {why}", hint="sixfold doctor")
            return Built(target.name, target.image, skipped=f"no container engine: {why}")
        root = self._config.root
        described = builder.build(
            ImageBuild(
                image=target.image,
                context=root,
                dockerfile=root / target.dockerfile,
                arguments=build_arguments(target, inputs, os.environ, self._given(target)),
                secrets=_secrets(target, os.environ),
                labels={
                    "org.opencontainers.image.revision": self.state.commit,
                    "dev.sixfold.tree": self.state.tree,
                },
                network=self._request.network,
            )
        )
        size = int(described.get("Size") or 0)
        took = time.monotonic() - begun
        return Built(target.name, target.image, image_hash(described), size, seconds=took)

    def _given(self, target: BuildTarget) -> dict[str, str]:
        """Of the arguments on the command line, those that this image may be given."""
        known = {*target.passed, *target.arguments}
        return {name: value for name, value in self._request.arguments.items() if name in known}


def _secrets(target: BuildTarget, environ: Mapping[str, str]) -> dict[str, Path]:
    """The secrets whose variable is set. Raises RequestError where it names no file."""
    found = {}
    for name, variable in target.secrets.items():
        if not environ.get(variable):
            continue
        file = Path(environ[variable]).expanduser()
        if not file.is_file():
            raise RequestError(f"{variable} names {file}, which is not a file")
        found[name] = file.absolute()
    return found
