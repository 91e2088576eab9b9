"""The reference of sixfold.toml: the keys that are read, with the words that explain them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from sixfold.core.reference.markdown import code, table, text

# What stands for a name that the file's writer chooses.
NAME: Final = "<name>"


@dataclass(frozen=True, slots=True)
class Key:
    """One key as its reader takes it: the table's name (`suites.<name>`), type and default."""

    table: str
    name: str
    kind: str
    default: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a table is for, and what each of its keys means.

    `unset` says what holds without a key where the reader's own default does not tell.
    """

    about: str
    keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    unset: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def unexplained(keys: Iterable[Key], meanings: Mapping[str, Meaning]) -> list[str]:
    """Keys that nothing explains, and explanations of keys that nobody reads."""
    # A whole table of texts has its words as a table: `[variables]`.
    read = {(key.table, key.name) for key in keys if key.table or key.name not in meanings}
    told = {(name, key) for name, meaning in meanings.items() for key in meaning.keys}
    lacking = [f"{_dotted(*key)} is read, and nothing says what it means" for key in read - told]
    idle = [f"{_dotted(*key)} is explained, and nobody reads it" for key in told - read]
    return sorted(lacking) + sorted(idle)


def _dotted(name: str, key: str) -> str:
    return f"{name}.{key}" if name else key


def key_sections(keys: Sequence[Key], meanings: Mapping[str, Meaning]) -> str:
    """A section for each table, in the order of the meanings, with its keys in theirs."""
    sections = []
    for name, meaning in meanings.items():
        mine = {key.name: key for key in keys if key.table == name}
        sections.append(f"## {code(f'[{name}]')}\n\n{meaning.about}")
        rows = [
            (code(key), mine[key].kind, _default(mine[key], meaning), told)
            for key, told in meaning.keys.items()
            if key in mine
        ]
        if rows:
            sections.append(table(("key", "type", "without it", "meaning"), rows))
    return "\n\n".join(sections)


def _default(key: Key, meaning: Meaning) -> str:
    if key.name in meaning.unset:
        return text(meaning.unset[key.name])
    return code(key.default) or "—"
