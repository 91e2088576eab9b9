"""Environment variables: whether every file agrees about them, and one new one put into all."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sixfold.clients.git import checkout_root
from sixfold.clients.git_trees import extracted, merge
from sixfold.commands.change_base import named_commit
from sixfold.commands.variables.sources import Sources
from sixfold.config import Config
from sixfold.config.env import read_env
from sixfold.config.root import FILE
from sixfold.config.toml_file import parse_toml
from sixfold.core.keys.add import edits
from sixfold.core.keys.model import Gap
from sixfold.core.keys.new import NewKey
from sixfold.core.keys.rules import gaps
from sixfold.core.located import Findings
from sixfold.errors import RequestError


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
