"""The configuration as it was read last, where reading it again would give the same.

Reading takes a tenth of a second, nearly all of it for importing what reads. What is remembered
counts only when the flags, the whole environment, the branch, this machine's places, sixfold's own
code and every look at a file are as they were; in any doubt it is read again.
"""

from __future__ import annotations

import contextlib
import copyreg
import hashlib
import json
import os
import pickle
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sixfold.clients.git import head_name
from sixfold.config import Config, looks
from sixfold.config.places import find_places

# How many are kept: each checkout, environment and set of flags has one of its own.
_KEPT: Final = 16
_OURS: Final = Path(__file__).parents[1]
# The rooms whose code decides what is read.
_ROOMS: Final = ("config", "core")


@dataclass(frozen=True, slots=True)
class _Memory:
    """A configuration, the branch that it was read on, and every look at a file."""

    config: Config
    branch: str | None
    seen: looks.Seen


def read_config(start: Path, flags: Mapping[str, str]) -> Config:
    """The configuration of the checkout that `start` is in, remembered or read.

    Raises RequestError for whatever is wrong in it.
    """
    file = _file(start, flags)
    known = _recall(file)
    if known is not None:
        return known
    # YAML and all that reads it is imported only where something is read.
    from sixfold.config.load import load

    branch = head_name(start)
    with looks.noted() as seen:
        config = load(start, flags=flags, git_branch=head_name)
    if branch == head_name(config.root):
        _remember(file, _Memory(config, branch, seen))
    return config


def _file(start: Path, flags: Mapping[str, str]) -> Path:
    """Where the configuration of these words, this environment and this code is remembered."""
    code = [
        (entry.path, entry.stat().st_mtime_ns, entry.stat().st_size)
        for room in _ROOMS
        for entry in os.scandir(_OURS / room)
        if entry.name.endswith(".py")
    ]
    environment = sorted(os.environ.items())
    given = [sys.version, sorted(code), str(start), sorted(flags.items()), environment]
    name = hashlib.sha256(json.dumps(given).encode()).hexdigest()
    return find_places(os.environ).cache / "read" / f"{name}.pickle"


def _recall(file: Path) -> Config | None:
    try:
        with file.open("rb") as source:
            state = os.fstat(source.fileno())
            # Only what this user wrote, and nobody else could have written, is loaded.
            if state.st_uid != os.geteuid() or state.st_mode & 0o077:
                return None
            memory = pickle.load(source)  # noqa: S301  # see above
    except Exception:
        # It is not there, or cannot be loaded for one of many reasons: then it is read again.
        return None
    if not isinstance(memory, _Memory):
        return None
    config = memory.config
    valid = (
        config.places == find_places(os.environ)
        and memory.branch == head_name(config.root)
        and looks.same(memory.seen)
    )
    return config if valid else None


def _remember(file: Path, memory: _Memory) -> None:
    """Write it down for the next command, where that is possible; the oldest of too many go."""
    copyreg.pickle(MappingProxyType, lambda mapping: (_frozen, (dict(mapping),)))
    # A home that cannot be written, a value that cannot be: then each command reads.
    with contextlib.suppress(OSError, pickle.PicklingError, AttributeError, TypeError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        half = file.with_suffix(f".{os.getpid()}")
        half.touch(mode=0o600)
        half.write_bytes(pickle.dumps(memory))
        half.replace(file)
        written = sorted(file.parent.glob("*.pickle"), key=lambda one: one.stat().st_mtime)
        for old in written[:-_KEPT]:
            old.unlink(missing_ok=True)


def _frozen(mapping: dict[str, str]) -> MappingProxyType[str, str]:
    return MappingProxyType(mapping)
