"""Rows that can differ only in what they refer to: one for each pair of rows that they may name."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sixfold.core.schemas.fill import ForeignKey, Table


def references(table: Table, key: tuple[str, ...]) -> tuple[ForeignKey, ...] | None:
    """The foreign keys that a unique key is made of; None where they do not cover it."""
    chosen: list[ForeignKey] = []
    covered: set[str] = set()
    for foreign in sorted(table.foreign, key=lambda one: len(one.columns)):
        if foreign.table != table.name and set(foreign.columns) & set(key) - covered:
            chosen.append(foreign)
            covered |= set(foreign.columns)
    return tuple(chosen) if set(key) <= covered else None


def combinations(table: Table, chosen: tuple[ForeignKey, ...], count: int, there: int) -> str:
    """A query of at most `count` rows of references that no row of the table has yet.

    Each row is numbered by `i`, behind the `there` ones that are there.
    """
    values = _values(chosen)
    taken = " and ".join(f"t.{_quoted(name)} = {value}" for name, value in values.items())
    listed = ", ".join(f"{value} as {_quoted(name)}" for name, value in values.items())
    return (
        f"(select row_number() over () + {there} as i, c.* from"  # noqa: S608 - quoted names
        f" (select {listed} from {_joined(chosen)}"
        f" where not exists (select from {_table(table.name)} t where {taken})"
        f" limit {count}) c) g"
    )


def referred(chosen: tuple[ForeignKey, ...]) -> frozenset[str]:
    """The columns that such a query gives a value to."""
    return frozenset(name for key in chosen for name in key.columns)


def wanted(chosen: tuple[ForeignKey, ...], count: int) -> Iterator[tuple[str, int]]:
    """How many rows each of the tables referred to needs, for `count` different references."""
    each = math.ceil(count ** (1 / max(len(chosen), 1)))
    for key in chosen:
        yield key.table, each


def _values(chosen: tuple[ForeignKey, ...]) -> dict[str, str]:
    values: dict[str, str] = {}
    for number, key in enumerate(chosen):
        for name, other in zip(key.columns, key.referred, strict=True):
            values.setdefault(name, f"p{number}.{_quoted(other)}")
    return values


def _joined(chosen: tuple[ForeignKey, ...]) -> str:
    """The tables referred to, beside one another; they agree about columns that they share."""
    seen: dict[str, str] = {}
    text = ""
    for number, key in enumerate(chosen):
        pairs = list(zip(key.columns, key.referred, strict=True))
        same = [
            f"{seen[name]} = p{number}.{_quoted(other)}" for name, other in pairs if name in seen
        ]
        for name, other in pairs:
            seen.setdefault(name, f"p{number}.{_quoted(other)}")
        text += f" join {_table(key.table)} p{number} on {' and '.join(same) or 'true'}"
    return text.removeprefix(" join ").replace(" on true", "", 1)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _table(name: str) -> str:
    schema, _, table = name.partition(".")
    return f"{_quoted(schema)}.{_quoted(table)}"
