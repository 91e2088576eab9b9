"""A database's schema as lines that can be compared, and what of its rows survives a change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sixfold.core.located import Finding


@dataclass(frozen=True, slots=True)
class Shape:
    """Every object of a schema as one line, in any order; `tables` has each table's columns."""

    lines: frozenset[str]
    tables: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Rows:
    """How many rows a table has, and a number that is another one when their values are."""

    count: int
    digest: str


def differences(before: Shape, after: Shape) -> tuple[str, ...]:
    """What `after` lacks (`- ...`) and has more (`+ ...`) than `before`."""
    gone = [f"- {line}" for line in sorted(before.lines - after.lines)]
    new = [f"+ {line}" for line in sorted(after.lines - before.lines)]
    return (*gone, *new)


def shared(first: Shape, second: Shape) -> dict[str, tuple[str, ...]]:
    """The tables of both, each with the columns that it has in both."""
    found = {}
    for table, columns in first.tables.items():
        if table in second.tables:
            others = second.tables[table]
            found[table] = tuple(column for column in columns if column in others)
    return found


def lost_rows(
    before: Mapping[str, Rows], after: Mapping[str, Rows], place: str, step: str
) -> Iterator[Finding]:
    """A finding for every table that a step emptied in part, or whose values it changed."""
    for table, rows in before.items():
        now = after.get(table)
        if now is None:
            continue
        if now.count != rows.count:
            yield Finding(place, f"{step} leaves {now.count} of {rows.count} rows in {table}")
        elif now.digest != rows.digest:
            yield Finding(place, f"{step} changes values in {table}")
