"""What a database's catalogue says of its tables: their shape, their rows, what binds them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg import sql

from sixfold.clients.postgres_queries import BINDINGS, COLUMNS, KEYS, SHAPE, VERSION_TABLE
from sixfold.core.schemas.fill import Column, ForeignKey, Table
from sixfold.core.schemas.shape import Rows, Shape

type Connection = psycopg.Connection[tuple[Any, ...]]


def shape(connection: Connection) -> Shape:
    """The schema of a database, but for Alembic's own table."""
    lines = [
        str(line)
        for query in SHAPE
        for (line,) in connection.execute(query.encode(), {"version": VERSION_TABLE}).fetchall()
    ]
    found = {table.name: tuple(c.name for c in table.columns) for table in tables(connection)}
    return Shape(frozenset(lines), found)


def rows(connection: Connection, columns: Mapping[str, tuple[str, ...]]) -> dict[str, Rows]:
    """How many rows each table has, and a digest of their values in these columns."""
    found = {}
    for name, used in columns.items():
        values = sql.SQL(", ").join(sql.Identifier(column) for column in used)
        query = sql.SQL(
            "select count(*), coalesce(sum(hashtextextended(row({})::text, 0)), 0)::text from {}"
        ).format(values, _identifier(name))
        row = connection.execute(query).fetchone()
        found[name] = Rows(int(row[0]), str(row[1])) if row else Rows(0, "0")
    return found


def tables(connection: Connection) -> tuple[Table, ...]:
    """Every table of a database with what binds its rows, but for Alembic's own."""
    columns: dict[int, list[Column]] = {}
    names: dict[int, str] = {}
    for row in connection.execute(COLUMNS.encode(), {"version": VERSION_TABLE}).fetchall():
        oid, schema, table, *rest = row
        names[oid] = f"{schema}.{table}"
        columns.setdefault(oid, []).append(_column(rest))
    unique: dict[int, list[tuple[str, ...]]] = {}
    for oid, keys in connection.execute(KEYS.encode()).fetchall():
        unique.setdefault(oid, []).append(tuple(key for key in keys if key is not None))
    checks: dict[int, list[str]] = {}
    foreign: dict[int, list[ForeignKey]] = {}
    for oid, kind, text, other, own, theirs in connection.execute(BINDINGS.encode()).fetchall():
        if kind == "c":
            checks.setdefault(oid, []).append(text)
        elif other in names:
            key = ForeignKey(tuple(own), names[other], tuple(theirs))
            foreign.setdefault(oid, []).append(key)
    return tuple(
        Table(
            name=name,
            oid=oid,
            columns=tuple(columns[oid]),
            unique=tuple(unique.get(oid, ())),
            foreign=tuple(foreign.get(oid, ())),
            checks=tuple(checks.get(oid, ())),
        )
        for oid, name in names.items()
    )


def _column(values: list[Any]) -> Column:
    name, type_, enum, not_null, default, counted, generated, label = values
    return Column(
        name=name,
        type=type_,
        first_label=label if enum else None,
        required=bool(not_null),
        default=bool(default),
        counted=bool(counted),
        generated=bool(generated),
    )


def _identifier(name: str) -> sql.Composed:
    schema, _, table = name.partition(".")
    return sql.SQL("{}.{}").format(sql.Identifier(schema), sql.Identifier(table))
