"""The files of `[env]`, each read for what it says of environment variables."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from sixfold.config import Config
from sixfold.config.yaml_file import parse_yaml
from sixfold.core.environment import ENVIRONMENTS
from sixfold.core.keys.add import Places
from sixfold.core.keys.compose import containers_in, interpolated_in
from sixfold.core.keys.model import Container, Image, Key, Keys, Setting
from sixfold.core.keys.settings import settings_in
from sixfold.core.keys.text import documented_in, image_in, rendered_in, used_in_source
from sixfold.core.located import Findings
from sixfold.errors import RequestError

# What files of one environment are called by: what the application is told that it runs in.
_NAMES: Final = tuple(one.setting for one in ENVIRONMENTS.values())
_COMPOSE: Final = tuple(
    (stem, end) for stem in ("docker-compose", "compose") for end in ("yml", "yaml")
)
_NOT_OURS = frozenset({"node_modules", ".next", "out", "dist", "build", ".venv"})


class Sources:
    """The files of one checkout as they speak of variables; `changed` stands before the disk."""

    def __init__(self, config: Config, changed: dict[str, str] | None = None) -> None:
        self.root = config.root
        self.env = config.env
        self.changed = changed or {}
        self.read: list[str] = []
        self._findings = Findings()
        self._built = [target.dockerfile for target in config.build]
        self._apart_place = config.source("env.apart")
        self._compose = config.env.compose or tuple(
            _label(file, config.root) for file in config.compose_files
        )
        if not (self.env.settings or self.env.public):
            raise RequestError(
                "sixfold.toml does not say which files speak of environment variables",
                hint='[env] settings = ["src/config.py"], example = ".env.example"',
            )

    def keys(self) -> Keys:
        """Everything that they say; RequestError with each file that cannot be understood."""
        containers, interpolated = self._containers()
        uses = tuple(self._uses())
        public = tuple(key for key in uses if key.name.startswith(self.env.prefix))
        example = self.text(self.env.example)
        secrets = self.text(self.env.secrets) if self.env.secrets else None
        keys = Keys(
            example_path=self.env.example,
            secrets_path=self.env.secrets or "no secrets template",
            prefix=self.env.prefix,
            settings=tuple(self._settings()),
            documented=documented_in(example or "", self.env.example),
            rendered=rendered_in(secrets or "", self.env.secrets),
            uses=public,
            reads=tuple(key for key in uses if key not in public),
            interpolated=interpolated,
            images=tuple(self._images(containers)),
            containers=containers,
            elsewhere=tuple(self._elsewhere(containers)),
            runtime=self.env.runtime,
            baked=self.env.baked,
            baked_dockerfile=self.env.dockerfile,
            apart=self.env.apart,
            apart_place=self._apart_place,
        )
        self._findings.stop_at_faults()
        return keys

    def places(self, keys: Keys) -> Places:
        """Where a new variable goes, with the texts of all these files."""
        settings = self.env.settings[0] if self.env.settings else ""
        compose = self._compose[0] if self._compose else ""
        container = keys.container(keys.baked)
        dockerfile = container.dockerfile if container else self.env.dockerfile
        paths = (settings, self.env.example, self.env.secrets, self.env.module, dockerfile)
        return Places(
            settings=settings,
            example=self.env.example,
            secrets=self.env.secrets,
            compose=compose,
            module=self.env.module,
            development=self.env.development,
            texts={path: self.text(path) for path in (*paths, *self._compose) if path},
        )

    def text(self, path: str) -> str | None:
        """A file as it stands, or as it is about to; None where it is not there."""
        if path in self.changed:
            return self.changed[path]
        try:
            # Line ends as they are: what is added must not change the others.
            text = (self.root / path).read_bytes().decode("utf-8")
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return None
        except UnicodeDecodeError:
            self._findings.fault(path, "is not UTF-8")
            return None
        self.read.append(path)
        return text

    def _settings(self) -> Iterator[Setting]:
        for path in self.env.settings:
            text = self.text(path)
            if text is None:
                self._findings.fault(path, "is not there; [env] settings names it")
                continue
            try:
                yield from settings_in(text, path)
            except SyntaxError as error:
                self._findings.fault(f"{path}:{error.lineno or 1}", f"is no Python: {error.msg}")

    def _uses(self) -> Iterator[Key]:
        found = dict.fromkeys(self._found(self.env.public))
        for path in (*found, *(path for path in self.changed if path == self.env.module)):
            text = self.text(path)
            if text is not None:
                yield from used_in_source(text, path)

    def _containers(self) -> tuple[tuple[Container, ...], tuple[Key, ...]]:
        containers: list[Container] = []
        interpolated: list[Key] = []
        for path in self._compose:
            text = self.text(path)
            document = parse_yaml(text or "", path, self._findings)
            containers += containers_in(document)
            interpolated += interpolated_in(document)
        return tuple(containers), tuple(interpolated)

    def _images(self, containers: Iterable[Container]) -> Iterator[Image]:
        paths = [container.dockerfile for container in containers]
        for path in dict.fromkeys((*paths, self.env.dockerfile, *self._built)):
            text = self.text(path) if path else None
            if text is not None:
                yield image_in(text, path)

    def _elsewhere(self, containers: Iterable[Container]) -> Iterator[Key]:
        """What files of single environments state: variables, and arguments of builds."""
        built = {posixpath.dirname(one.dockerfile) for one in containers if one.dockerfile}
        folders = sorted({"", posixpath.dirname(self.env.dockerfile), *built})
        named = [f"{folder}/.env.{name}".lstrip("/") for folder in folders for name in _NAMES]
        for path in dict.fromkeys((*named, *self._found(self.env.environments))):
            text = self.text(path)
            if text is not None:
                yield from documented_in(text, path)
        for path in (f"{stem}.{name}.{end}" for stem, end in _COMPOSE for name in _NAMES):
            text = None if path in self._compose else self.text(path)
            if text is not None:
                for container in containers_in(parse_yaml(text, path, self._findings)):
                    yield from container.arguments

    def _found(self, patterns: Iterable[str]) -> Iterator[str]:
        for pattern in patterns:
            for file in sorted(self.root.glob(pattern)):
                if file.is_file() and not _NOT_OURS & set(file.relative_to(self.root).parts):
                    yield _label(file, self.root)


def _label(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file)
