"""TOML files as tables that know the line of each key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sixfold.config.table import Path, Table
from sixfold.core.located import Findings

_LINE: Final = re.compile(r"at line (\d+)")


def parse_toml(text: str, file: str, findings: Findings, sources: dict[str, str]) -> Table:
    """The tables in `text`; a text that is not TOML is a fault and an empty table.

    Who reads a key puts its place into `sources`, under its dotted name.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _LINE.search(str(error))
        findings.fault(f"{file}:{line[1]}" if line else file, f"is not TOML: {error}")
        values, text = {}, ""
    return Table(values, file=file, lines=_lines(text), findings=findings, sources=sources)


def _lines(text: str) -> dict[Path, int]:
    """The line on which each key of a valid text is set.

    tomllib tells no lines; so statements are told apart by being the shortest runs of lines that
    are TOML by themselves, and read one by one.
    """
    found: dict[Path, int] = {}
    table: Path = ()
    pending: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        pending.append(line)
        try:
            statement = tomllib.loads("\n".join(pending))
        except tomllib.TOMLDecodeError:
            continue
        first, header = number - len(pending) + 1, pending[0].lstrip().startswith("[")
        pending = []
        paths = list(_paths(statement))
        if header:
            table = paths[-1]
            found.setdefault(table, first)
            continue
        for path in paths:
            found.setdefault((*table, *path), first)
    return found


def _paths(values: Mapping[str, Any], above: Path = ()) -> Iterator[Path]:
    for key, value in values.items():
        path = (*above, key)
        yield path
        if isinstance(value, dict):
            yield from _paths(value, path)
        elif isinstance(value, list) and value and isinstance(value[-1], dict):
            yield from _paths(value[-1], path)
