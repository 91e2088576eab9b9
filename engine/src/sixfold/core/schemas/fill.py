"""SQL that fills a table with many rows: copies of those that are there, else invented ones.

A copy keeps what its original has, so that it holds to the same rules; only what must be unique
is changed. Rules that are not seen in the catalogue (a trigger's) are the caller's to switch off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sixfold.core.schemas.fill_references import combinations, references, referred, wanted
from sixfold.core.schemas.fill_text import passing

# Copies are made of so many originals at most.
_ORIGINALS: Final = 1000
# Digits of a number in base 16 that tells copies apart, as text.
_SUFFIX: Final = 8

_LENGTH: Final = re.compile(r"(?:character varying|character|bit)\((\d+)\)")
_ONE_OF: Final = re.compile(r"ARRAY\[(.*?)\]|= '((?:[^']|'')*)'")
_LITERAL: Final = re.compile(r"'((?:[^']|'')*)'")
_TEXTS: Final = ("text", "character varying", "character", "citext")
_WHOLE: Final = ("bigint", "integer")
_NUMBERS: Final = ("numeric", "double precision", "real")
_INVENTED: Final = (
    ("boolean", "false"),
    ("smallint", "1"),
    ("integer", "1"),
    ("bigint", "1"),
    ("numeric", "1"),
    ("double precision", "1"),
    ("real", "1"),
    ("date", "date '2024-01-01'"),
    ("timestamp", "timestamp '2024-01-01'"),
    ("time", "time '12:00'"),
    ("interval", "interval '1 day'"),
    ("uuid", "gen_random_uuid()"),
    ("json", "'{}'"),
    ("bytea", "'\\x00'"),
    ("inet", "'127.0.0.1'"),
    ("cidr", "'127.0.0.0/8'"),
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `counted` says that a sequence gives it its value, `generated` that others do."""

    name: str
    type: str
    first_label: str | None = None
    required: bool = False
    default: bool = False
    counted: bool = False
    generated: bool = False


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns that name a row of another table."""

    columns: tuple[str, ...]
    table: str
    referred: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table (`schema.name`), with each set of columns that is unique in it."""

    name: str
    oid: int
    columns: tuple[Column, ...]
    unique: tuple[tuple[str, ...], ...] = ()
    foreign: tuple[ForeignKey, ...] = ()
    checks: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """The column of that name; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


class CannotFill(Exception):
    """Why a table cannot be filled: which of its rules is beyond this filler."""


def copies(table: Table, count: int, there: int) -> str:
    """A statement that adds `count` rows, copied from the `there` ones that are there.

    Raises CannotFill where nothing can be changed to make a copy unique.
    """
    changed, chosen = _changes(table)
    changed |= {name: f"g.{_quoted(name)}" for name in referred(chosen)}
    written = [
        column
        for column in table.columns
        if not column.generated and changed.get(column.name) != ""
    ]
    names = ", ".join(_quoted(column.name) for column in written)
    values = ", ".join(changed.get(one.name) or f"s.{_quoted(one.name)}" for one in written)
    source = _table(table.name)
    numbers = f"generate_series({there + 1}, {there + count}) as g(i)"
    if chosen:
        numbers = combinations(table, chosen, count, there)
    originals = f"(select * from {source}{_plain(table, changed)} limit {_ORIGINALS})"  # noqa: S608 - quoted names
    return (
        f"insert into {source} ({names}) overriding system value select {values}"  # noqa: S608 - quoted
        f" from (select row_number() over () - 1 as sixfold_n, t.* from {originals} t) s"
        f" join {numbers} on s.sixfold_n = g.i % (select count(*) from {originals} u)"
    )


def _plain(table: Table, changed: dict[str, str]) -> str:
    """Rows that leave empty what would have to be changed, where there are such: the plain ones.

    What is rarely filled in is often bound to other columns by a check.
    """
    source = _table(table.name)
    empty = [
        f"({_quoted(name)} is null"
        f" or not exists (select from {source} where {_quoted(name)} is null))"
        for name, value in changed.items()
        if value and not table.column(name).required
    ]
    return f" where {' and '.join(empty)}" if empty else ""


def needed(table: Table, count: int) -> tuple[tuple[str, int], ...]:
    """How many rows other tables need, so that `count` rows of this one can differ.

    Raises CannotFill as `copies` does.
    """
    _, chosen = _changes(table)
    return tuple(wanted(chosen, count))


def invented(table: Table, variant: int) -> str:
    """A statement that adds one row to an empty table; `variant` 0 to 2 chooses other texts.

    Raises CannotFill for a column of a type that nothing is known of.
    """
    values: dict[str, str] = {}
    for key in table.foreign:
        if all(table.column(name).required for name in key.columns):
            for name, other in zip(key.columns, key.referred, strict=True):
                values.setdefault(
                    name,
                    f"(select {_quoted(other)} from {_table(key.table)} limit 1)",  # noqa: S608 - quoted
                )
    for column in table.columns:
        needed = column.required and not column.default and not column.generated
        if needed and column.name not in values:
            values[column.name] = _value(table, column, variant)
    if not values:
        return f"insert into {_table(table.name)} default values"
    names = ", ".join(map(_quoted, values))
    return f"insert into {_table(table.name)} ({names}) values ({', '.join(values.values())})"  # noqa: S608 - quoted


def parents(table: Table) -> Iterator[str]:
    """The tables that a row of this one has to name a row of, itself left out."""
    for key in table.foreign:
        if key.table != table.name and all(table.column(name).required for name in key.columns):
            yield key.table


def _changes(table: Table) -> tuple[dict[str, str], tuple[ForeignKey, ...]]:
    """What is written in place of a copied value, by column; nothing where it writes itself.

    And the references that copies differ in, where a unique key is made of nothing else.
    """
    changed: dict[str, str] = {}
    chosen: tuple[ForeignKey, ...] = ()
    for key in sorted(table.unique, key=len):
        if any(name in changed or name in referred(chosen) for name in key):
            continue
        change = _change(table, key)
        if change is not None:
            changed[change[0]] = change[1]
            continue
        made_of = references(table, key)
        if made_of is None or chosen:
            raise CannotFill(f"no copy of a row can differ in ({', '.join(key)}), which is unique")
        chosen = made_of
    return changed, chosen


def _change(table: Table, key: tuple[str, ...]) -> tuple[str, str] | None:
    columns = [table.column(name) for name in key]
    for column in columns:
        if column.counted:
            return column.name, ""
    referring = {name for one in table.foreign for name in one.columns}
    for column in (column for column in columns if column.name not in referring):
        value = _unique(table, column)
        if value is not None:
            # What is empty stays so: other rules may go by whether it is.
            null = f"case when s.{_quoted(column.name)} is not null then {value} end"
            return column.name, value if column.required else null
    for column in columns:
        if not column.required:
            return column.name, "null"
    return None


def _unique(table: Table, column: Column) -> str | None:
    """An expression that is another one for each `g.i`, and for no row that is there."""
    copied = f"s.{_quoted(column.name)}"
    if column.type.startswith(_TEXTS):
        length = _LENGTH.fullmatch(column.type)
        if length is not None and int(length[1]) < _SUFFIX:
            return None
        # As long as its original where that has room: a check may count the characters.
        room = f"least(length({copied}), {length[1]})" if length else f"length({copied})"
        kept = f"left({copied}, greatest({room} - {_SUFFIX}, 0))"
        return f"{kept} || lpad(to_hex(g.i), {_SUFFIX}, '0')"
    if column.type == "uuid":
        return "gen_random_uuid()"
    most = f"(select max({_quoted(column.name)}) from {_table(table.name)})"  # noqa: S608 - quoted
    if column.type in (*_WHOLE, "date") or column.type.startswith(_NUMBERS):
        return f"{most} + g.i"
    if column.type.startswith("timestamp"):
        return f"{most} + g.i * interval '1 second'"
    return "decode(md5(g.i::text), 'hex')" if column.type == "bytea" else None


def _value(table: Table, column: Column, variant: int) -> str:
    chosen = _one_of(table, column)
    if chosen is not None:
        return chosen
    if column.first_label is not None:
        return _text(column.first_label)
    if column.type.endswith("[]"):
        return "'{}'"
    if column.type.startswith(_TEXTS):
        place = [one.name for one in table.columns].index(column.name)
        asked = passing(column.name, table.checks, place)
        if asked is not None:
            return _text(asked)
        length = _LENGTH.fullmatch(column.type)
        size = min(int(length[1]), 8) if length else 8
        return _text(("x", "X" * size, "1" * size)[variant])
    for beginning, value in _INVENTED:
        if column.type.startswith(beginning):
            return value
    raise CannotFill(f"{table.name}.{column.name} is of type {column.type}, which is not known")


def _one_of(table: Table, column: Column) -> str | None:
    """The first value that a check of this column lists."""
    for check in table.checks:
        if re.search(rf"\b{re.escape(column.name)}\b", check) and (listed := _ONE_OF.search(check)):
            literal = _LITERAL.search(listed[0])
            if literal is not None and "~" not in check and "btrim" not in check:
                return f"'{literal[1]}'"
    return None


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _table(name: str) -> str:
    schema, _, table = name.partition(".")
    return f"{_quoted(schema)}.{_quoted(table)}"
