"""Rows for a rehearsal: a few of each table, or very many of one."""

from __future__ import annotations

from typing import Final

import psycopg

from sixfold.clients.postgres_catalogue import Connection, tables
from sixfold.core.schemas.fill import CannotFill, Table, copies, invented, needed, parents

_FEW: Final = 50
_VARIANTS: Final = 3


def have_rows(connection: Connection, *, leave: bool = False) -> tuple[tuple[str, str], ...]:
    """Give every table some rows; returns those that got too few, each with the reason.

    With `leave`, tables that have any are left as they are.
    """
    left = []
    with _no_triggers(connection):
        known = {table.name: table for table in tables(connection)}
        for table in known.values():
            if leave and _count(connection, table):
                continue
            why = _seed(connection, table, known) or _multiply(connection, table, known, _FEW)
            if why:
                left.append((table.name, why))
    return tuple(left)


def fill(connection: Connection, name: str, count: int) -> str:
    """Bring a table to `count` rows; returns why it could not be, or nothing.

    Triggers and foreign keys sleep meanwhile: rows are copies of some that held to them.
    """
    with _no_triggers(connection):
        known = {table.name: table for table in tables(connection)}
        table = known[name]
        why = _seed(connection, table, known)
        return why or _multiply(connection, table, known, count)


class _no_triggers:
    """The server's own way of loading rows: triggers and foreign keys are not asked."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._set("replica")

    def __exit__(self, *_: object) -> None:
        self._set("origin")

    def _set(self, role: str) -> None:
        try:
            self._connection.execute(f"set session_replication_role = {role}".encode())
        except psycopg.errors.InsufficientPrivilege:
            # On a server where we are nobody special: then triggers have their say.
            return


def _seed(
    connection: Connection, table: Table, known: dict[str, Table], above: tuple[str, ...] = ()
) -> str:
    """See to one row in a table and in those that it has to refer to."""
    if _count(connection, table):
        return ""
    for parent in parents(table):
        if parent in known and parent not in above:
            why = _seed(connection, known[parent], known, (*above, table.name))
            if why:
                return f"{parent} has no row: {why}"
    why = ""
    for variant in range(_VARIANTS):
        try:
            connection.execute(invented(table, variant).encode())
        except (psycopg.Error, CannotFill) as fault:
            why = str(fault).partition("\n")[0]
        else:
            return ""
    return why


def _multiply(
    connection: Connection,
    table: Table,
    known: dict[str, Table],
    count: int,
    above: tuple[str, ...] = (),
) -> str:
    """Copy what is there until a table has `count` rows, and what they have to refer to with it."""
    there = _count(connection, table)
    if there >= count:
        return ""
    try:
        for other, wanted in needed(table, count):
            if other in known and other not in above:
                _multiply(connection, known[other], known, wanted, (*above, table.name))
        connection.execute(copies(table, count - there, there).encode())
    except (psycopg.Error, CannotFill) as fault:
        return str(fault).partition("\n")[0]
    made = _count(connection, table)
    return "" if made >= count else f"its references allow {made} rows"


def _count(connection: Connection, table: Table) -> int:
    schema, _, name = table.name.partition(".")
    query = psycopg.sql.SQL("select count(*) from {}").format(psycopg.sql.Identifier(schema, name))
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
