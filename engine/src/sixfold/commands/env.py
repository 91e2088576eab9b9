"""Environment variables: whether every file agrees about them, and one new one put into all."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sixfold.clients.git import checkout_root
from sixfold.clients.git_trees import extracted, merge
from sixfold.commands.change_base import named_commit
from sixfold.config import Config
from sixfold.config.env import read_env
from sixfold.config.root import FILE
from sixfold.config.toml_file import parse_toml
from sixfold.config.yaml_file import parse_yaml
from sixfold.core.env_keys import Container, Gap, Image, Key, Keys, Setting
from sixfold.core.env_keys_add import NewKey, Places, edits
from sixfold.core.env_keys_compose import containers_in, interpolated_in
from sixfold.core.env_keys_rules import gaps
from sixfold.core.env_keys_settings import settings_in
from sixfold.core.env_keys_text import documented_in, image_in, rendered_in, used_in_source
from sixfold.core.located import Findings
from sixfold.errors import RequestError

_NOT_OURS = frozenset({"node_modules", ".next", "out", "dist", "build", ".venv"})


@dataclass(frozen=True, slots=True)
class EnvReport:
    """What was compared, and every gap that was found."""

    variables: int
    files: tuple[str, ...]
    gaps: tuple[Gap, ...]


def check(config: Config, *, ref: str = "") -> EnvReport:
    """Compare every file that `[env]` names, as they are or as merging `ref` would leave them.

    Raises RequestError where it names none, or a file that it names cannot be read.
    """
    ref = named_commit(config, ref)
    if ref:
        return _check_merged(config, ref)
    sources = Sources(config)
    keys = sources.keys()
    names = {setting.name for setting in keys.settings}
    names |= {key.name for key in (*keys.documented, *keys.uses)}
    return EnvReport(len(names), tuple(sources.read), gaps(keys))


@dataclass(frozen=True, slots=True)
class Addition:
    """One new variable: the files that change, and how."""

    name: str
    files: tuple[str, ...]
    diff: str
    written: bool


def add(config: Config, new: NewKey, *, dry_run: bool = False) -> Addition:
    """Put a new variable into every file that has to speak of it; all of them, or none.

    Raises RequestError where it cannot be added, or where the files would not agree about it.
    """
    sources = Sources(config)
    keys = sources.keys()
    changed = edits(new, keys, sources.places(keys))
    left = [gap for gap in gaps(Sources(config, changed).keys()) if gap.name == new.name]
    if left:
        told = "\n".join(map(str, left))
        raise RequestError(f"{new.name} cannot be added cleanly:\n{told}", hint=left[0].fix)
    diff = "".join(_difference(path, sources.text(path), text) for path, text in changed.items())
    if not dry_run:
        # A link stays one: what it leads to is written.
        write_all({(config.root / path).resolve(): text for path, text in changed.items()})
    return Addition(new.name, tuple(changed), diff, written=not dry_run)


def write_all(texts: Mapping[Path, str]) -> None:
    """Write every file or none: all are written beside their places before the first is replaced.

    When a replacement fails, those that were replaced get their old text back.
    """
    before = {path: path.read_bytes() if path.exists() else None for path in texts}
    halves: dict[Path, Path] = {}
    done: list[Path] = []
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            half = path.with_name(f".{path.name}.{os.getpid()}.half")
            halves[path] = half
            half.write_bytes(text.encode())
            if path.exists():
                half.chmod(path.stat().st_mode & 0o777)
        for path, half in halves.items():
            half.replace(path)
            done.append(path)
    except BaseException:
        for path in reversed(done):
            old = before[path]
            if old is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(old)
        raise
    finally:
        for half in halves.values():
            half.unlink(missing_ok=True)


def _difference(path: str, old: str | None, new: str) -> str:
    lines = difflib.unified_diff(
        (old or "").splitlines(keepends=True),
        new.splitlines(keepends=True),
        f"a/{path}" if old is not None else "/dev/null",
        f"b/{path}",
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def _check_merged(config: Config, ref: str) -> EnvReport:
    checkout = checkout_root(config.root)
    if checkout is None:
        raise RequestError(f"{config.root} is in no git repository", hint="git init")
    with extracted(checkout, merge(checkout, ref).tree) as folder:
        root = folder / config.root.relative_to(checkout)
        return check(_elsewhere(config, root))


def _elsewhere(config: Config, root: Path) -> Config:
    """The configuration with another folder's files, and with that folder's own `[env]`.

    Only that table is read there: others may be of a newer sixfold than this one.
    """
    findings, sources = Findings(), dict(config.sources)
    try:
        text = (root / FILE).read_text(encoding="utf-8")
    except OSError:
        text = ""
    table = parse_toml(text, FILE, findings, sources).table("env")
    env = read_env(table)
    table.close()
    findings.stop_at_faults()
    moved = [root / file.relative_to(config.root) for file in _within(config)]
    return replace(config, root=root, env=env, compose_files=tuple(moved), sources=sources)


def _within(config: Config) -> Iterator[Path]:
    return (file for file in config.compose_files if file.is_relative_to(config.root))


class Sources:
    """The files of one checkout as they speak of variables; `changed` stands before the disk."""

    def __init__(self, config: Config, changed: dict[str, str] | None = None) -> None:
        self.root = config.root
        self.env = config.env
        self.changed = changed or {}
        self.read: list[str] = []
        self._findings = Findings()
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
            elsewhere=tuple(self._elsewhere()),
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
        for path in dict.fromkeys((*paths, self.env.dockerfile)):
            text = self.text(path) if path else None
            if text is not None:
                yield image_in(text, path)

    def _elsewhere(self) -> Iterator[Key]:
        for path in self._found(self.env.environments):
            text = self.text(path)
            if text is not None:
                yield from documented_in(text, path)

    def _found(self, patterns: Iterable[str]) -> Iterator[str]:
        for pattern in patterns:
            for file in sorted(self.root.glob(pattern)):
                if file.is_file() and not _NOT_OURS & set(file.relative_to(self.root).parts):
                    yield _label(file, self.root)


def _label(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file)
