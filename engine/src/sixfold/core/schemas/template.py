"""Template databases: what one is made of, and which of them are kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sixfold.core.lease import Kind, Record

# Raised when sixfold itself makes templates in another way.
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Ingredients:
    """Everything that decides what is in a template database.

    `inputs` are relative paths with the SHA-256 of their content, `tools` names with versions.
    The order of `inputs`, `extensions` and `tools` says nothing; that of the words of `command`
    and `seeds` does.
    """

    inputs: tuple[tuple[str, str], ...] = ()
    command: tuple[str, ...] = ()
    server: str = ""
    extensions: tuple[str, ...] = ()
    role: str = ""
    seeds: tuple[str, ...] = ()
    tools: tuple[tuple[str, str], ...] = ()


def fingerprint(ingredients: Ingredients) -> str:
    """16 hexadecimal digits: the same for the same ingredients, on every machine."""
    listed = {
        "format": _FORMAT,
        "inputs": sorted(set(ingredients.inputs)),
        "command": ingredients.command,
        "server": ingredients.server,
        "extensions": sorted(set(ingredients.extensions)),
        "role": ingredients.role,
        "seeds": ingredients.seeds,
        "tools": sorted(set(ingredients.tools)),
    }
    return hashlib.sha256(json.dumps(listed, sort_keys=True).encode()).hexdigest()[:16]


def retire(records: Iterable[Record], *, current: str, keep: int, now: float) -> frozenset[str]:
    """The names of the templates that stay: `current`, and the most recently used up to `keep`.

    `keep` counts `current`, which stays whatever it is. Half-made templates take no place.
    `now` is in seconds since the epoch: a use that lies ahead of it (the clock was set back)
    counts as one of now.
    """
    others = [
        record
        for record in records
        if record.kind is Kind.TEMPLATE and record.complete and record.name != current
    ]
    latest = sorted(others, key=lambda record: (-_last_use(record, now), record.name))
    return frozenset({current, *(record.name for record in latest[: max(0, keep - 1)])})


def _last_use(record: Record, now: float) -> float:
    return min(max(record.used, record.born), now)
