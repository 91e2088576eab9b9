"""Where recordings of tests' reads are kept: one file per suite, whole or not there at all."""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from pathlib import Path
from typing import Any, Final

from sixfold.config import Config
from sixfold.core.affected.changes import Recording
from sixfold.core.affected.code_table import CodeTable
from sixfold.core.affected.reads import Outcome

# Raised when the file is written in another way.
_FORMAT: Final = b"sixfold-reads-2\n"


def place_of(config: Config, suite: str) -> Path:
    """The file of a suite's recording, in this user's cache, for this checkout alone."""
    checkout = hashlib.sha256(os.fsencode(config.root)).hexdigest()[:12]
    return config.places.cache / "reads" / config.project / checkout / f"{suite}.reads"


def load(path: Path) -> tuple[Recording | None, str]:
    """A recording, or None and why there is none; a damaged file is as good as none."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return None, "nothing was recorded yet"
    except OSError as error:
        return None, f"the recording cannot be read: {error.strerror}"
    mark, digest, body = raw[: len(_FORMAT)], raw[len(_FORMAT) :][:32], raw[len(_FORMAT) + 32 :]
    if mark != _FORMAT:
        return None, "the recording was written by another version"
    if hashlib.sha256(body).digest() != digest:
        return None, "the recording is damaged"
    return _unpack(json.loads(zlib.decompress(body))), ""


def save(path: Path, recording: Recording) -> None:
    """Write a recording so that a reader sees all of it or the one before."""
    body = zlib.compress(json.dumps(_pack(recording), separators=(",", ":")).encode(), 1)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_suffix(f".{os.getpid()}")
    try:
        half.write_bytes(_FORMAT + hashlib.sha256(body).digest() + body)
        half.chmod(0o600)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def _pack(recording: Recording) -> dict[str, Any]:
    reads = sorted({read for scope in recording.scopes.values() for read in scope})
    number = {read: index for index, read in enumerate(reads)}
    return {
        "world": dict(recording.world),
        "listing": sorted(recording.listing),
        "values": dict(recording.values),
        "search": recording.search,
        "reads": reads,
        "scopes": {
            name: sorted(number[read] for read in scope) for name, scope in recording.scopes.items()
        },
        "tied": {name: sorted(others) for name, others in recording.tied.items()},
        "sources": {
            path: [
                table.module,
                table.functions,
                [[name, line, key] for (name, line), key in table.lines.items()],
                table.imports,
            ]
            for path, table in recording.sources.items()
        },
        "collected": sorted(recording.collected),
        "ignored": sorted(recording.ignored),
        "tests": {
            node: [test.argument, test.file, test.passed, test.fixtures, test.names, test.draws]
            for node, test in recording.tests.items()
        },
    }


def _unpack(told: dict[str, Any]) -> Recording:
    reads = told["reads"]
    return Recording(
        world=told["world"],
        listing=frozenset(told["listing"]),
        values=told["values"],
        search=tuple(told["search"]),
        scopes={
            name: frozenset(reads[index] for index in scope)
            for name, scope in told["scopes"].items()
        },
        tied={name: frozenset(others) for name, others in told["tied"].items()},
        sources={
            path: CodeTable(
                module,
                functions,
                {(name, line): key for name, line, key in lines},
                {key: tuple(to) for key, to in imports.items()},
            )
            for path, (module, functions, lines, imports) in told["sources"].items()
        },
        collected=frozenset(told["collected"]),
        ignored=frozenset(told["ignored"]),
        tests={
            node: Outcome(argument, file, passed, tuple(fixtures), tuple(names), draws)
            for node, (argument, file, passed, fixtures, names, draws) in told["tests"].items()
        },
    )
