"""Tables of a configuration file: what is read of them is checked, what is left is a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sixfold.core.located import Findings, nearest

type Path = tuple[str, ...]

_DURATION: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)")
_SECONDS: Final = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


class Table:
    """One table of a file. What is read of it is checked; `close` makes what is left a fault.

    Every reader returns its default where the key is absent or wrong, so that reading goes on.
    """

    def __init__(
        self,
        values: Mapping[str, Any],
        *,
        file: str,
        lines: Mapping[Path, int],
        findings: Findings,
        sources: dict[str, str],
        path: Path = (),
    ) -> None:
        self._values = values
        self._file = file
        self._lines = lines
        self._findings = findings
        self._sources = sources
        self._path = path
        self._read: set[str] = set()
        self._tables: dict[str, Table] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        """Its keys, in the file's order."""
        return iter(self._values)

    def inner(self) -> list[str]:
        """The keys that are tables themselves, in the file's order."""
        return [key for key, value in self._values.items() if isinstance(value, dict)]

    def place(self, *keys: str) -> str:
        """`sixfold.toml:12`, of a key (within a key ...), or of the table itself."""
        path = (*self._path, *keys)
        while path and path not in self._lines:
            path = path[:-1]
        line = self._lines.get(path)
        return f"{self._file}:{line}" if line else self._file

    def fault(self, key: str, rule: str) -> None:
        """Note what is wrong with a key."""
        self._findings.fault(self.place(key), f"{'.'.join((*self._path, key))} {rule}")

    def text(self, key: str, default: str = "") -> str:
        """One text, not empty."""
        value = self._take(key)
        if value is None:
            return default
        if isinstance(value, str) and value:
            return value
        self.fault(key, f"must be a text in quotes, not {_name(value)}")
        return default

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of texts."""
        value = self._take(key)
        if value is None:
            return default
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.fault(key, f'must be a list of texts, as in ["one", "two"], not {_name(value)}')
        return default

    def choices(self, key: str, known: tuple[str, ...]) -> tuple[str, ...]:
        """A list of texts that are all among the known ones; the others are faults."""
        chosen = self.texts(key)
        for item in chosen:
            if item not in known:
                rule = f"has {item!r}; there are: {', '.join(known)}"
                self.fault(key, rule + nearest(item, frozenset(known)))
        return tuple(item for item in chosen if item in known)

    def choice(self, key: str, known: tuple[str, ...], default: str) -> str:
        """One text of the known ones."""
        value = self.text(key, default)
        if value in known:
            return value
        self.fault(key, f"is {value!r}; there are: {', '.join(known)}")
        return default

    def count(self, key: str, default: int, *, least: int = 0, most: int = 1_000_000) -> int:
        """A whole number within its limits."""
        value = self._take(key)
        if value is None:
            return default
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self.fault(key, f"must be a whole number from {least} to {most}, not {_name(value)}")
        return default

    def numbers(self, key: str, default: tuple[int, ...]) -> tuple[int, ...]:
        """A list of whole numbers."""
        value = self._take(key)
        if value is None:
            return default
        if isinstance(value, list) and all(type(item) is int for item in value):
            return tuple(value)
        self.fault(key, f"must be a list of whole numbers, as in [0, 1], not {_name(value)}")
        return default

    def percent(self, key: str, default: float = 0.0) -> float:
        """A number from 0 to 100."""
        value = self._take(key)
        if value is None:
            return default
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 100:
            return float(value)
        self.fault(key, f"must be a number from 0 to 100, not {_name(value)}")
        return default

    def truth(self, key: str) -> bool:
        """true or false; false where it is absent."""
        value = self._take(key)
        if value is not None and not isinstance(value, bool):
            self.fault(key, f"must be true or false, not {_name(value)}")
        return value is True

    def duration(self, key: str, default: float) -> float:
        """Seconds: a number, or a text such as "500ms", "60s", "5m", "1h"."""
        value = self._take(key)
        seconds = parse_duration(value)
        if value is None:
            return default
        if seconds is None:
            self.fault(key, f'must be a duration such as "30s" or "5m", not {_name(value)}')
            return default
        return seconds

    def mapping(self, key: str) -> dict[str, str]:
        """A table of texts; numbers and truths in it become text, as in an environment."""
        value = self._take(key)
        found = {}
        for name, item in (value if isinstance(value, dict) else {}).items():
            self._sources[".".join((*self._path, key, name))] = self.place(key, name)
            if isinstance(item, bool):
                found[name] = str(item).lower()
            elif isinstance(item, str | int | float):
                found[name] = str(item)
            else:
                self.fault(key, f"has {name}, which must be a text in quotes, not {_name(item)}")
        if value is not None and not isinstance(value, dict):
            self.fault(key, f"must be a table, not {_name(value)}")
        return found

    def table(self, key: str) -> Table:
        """A table within this one; an empty one where it is absent."""
        if key not in self._tables:
            value = self._take(key)
            if value is not None and not isinstance(value, dict):
                self.fault(key, f"must be a table, not {_name(value)}")
            self._tables[key] = Table(
                value if isinstance(value, dict) else {},
                file=self._file,
                lines=self._lines,
                findings=self._findings,
                sources=self._sources,
                path=(*self._path, key),
            )
        return self._tables[key]

    def tables(self) -> Iterator[tuple[str, Table]]:
        """Every table within this one, by its name, in the file's order."""
        for name in self._values:
            yield name, self.table(name)

    def close(self) -> None:
        """A fault for every key, of this table and those within it, that nobody has read."""
        known = frozenset(self._read)
        for key in self._values:
            if key not in known:
                where = f"[{'.'.join(self._path)}]" if self._path else "the file"
                rule = f"{where} has no key {key!r}{nearest(key, known)}"
                self._findings.fault(self.place(key), rule)
        for table in self._tables.values():
            table.close()

    def _take(self, key: str) -> Any:
        self._read.add(key)
        if key in self._values:
            self._sources[".".join((*self._path, key))] = self.place(key)
        return self._values.get(key)


def parse_duration(value: object) -> float | None:
    """Seconds of `30`, `"500ms"`, `"60s"`, `"5m"`, `"1h"` or `"2d"`; None for anything else."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if value >= 0 else None
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    return float(match[1]) * _SECONDS[match[2]] if match else None


def _name(value: object) -> str:
    """A wrong value in a message."""
    if isinstance(value, dict):
        return "a table"
    return f"{value!r}" if len(repr(value)) < 40 else type(value).__name__
