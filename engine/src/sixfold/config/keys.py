"""Every key of sixfold.toml, as its readers ask for it: they read a file that notes questions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sixfold.config.load import load
from sixfold.config.table import Table
from sixfold.core.located import Findings
from sixfold.core.reference.keys import NAME, Key


def known_keys(root: Path) -> list[Key]:
    """The keys that are read in a checkout, in the order of reading, each once."""
    keys: dict[tuple[str, str], Key] = {}
    load(root, environ={}, parse=lambda _text, _file, findings, _sources: _Noting(findings, keys))
    return list(keys.values())


class _Noting(Table):
    """A table that holds nothing and notes what is asked of it; of named tables it has one."""

    def __init__(
        self, findings: Findings, keys: dict[tuple[str, str], Key], path: tuple[str, ...] = ()
    ) -> None:
        super().__init__({}, file="", lines={}, findings=findings, sources={}, path=path)
        self._all = findings
        self._keys = keys
        self._where = path

    def __contains__(self, key: str) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        yield NAME

    def inner(self) -> list[str]:
        return [NAME]

    def tables(self) -> Iterator[tuple[str, Table]]:
        yield NAME, self.table(NAME)

    def table(self, key: str) -> Table:
        return _Noting(self._all, self._keys, (*self._where, key))

    def fault(self, key: str, rule: str) -> None:
        """Nothing: where nothing is said, nothing can be wrong."""

    def close(self) -> None:
        """Nothing: all was read."""

    def text(self, key: str, default: str = "") -> str:
        self._note(key, "text", default)
        return default

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        self._note(key, "list of texts", ", ".join(default))
        return default

    def choices(self, key: str, known: tuple[str, ...]) -> tuple[str, ...]:
        self._note(key, f"list of {_all_of(known)}")
        return ()

    def choice(self, key: str, known: tuple[str, ...], default: str) -> str:
        self._note(key, f"one of {_all_of(known)}", default)
        return default

    def count(self, key: str, default: int, *, least: int = 0, most: int = 1_000_000) -> int:
        given = f"{default}" if default >= least else ""
        self._note(key, f"whole number from {least} to {most}", given)
        return default

    def numbers(self, key: str, default: tuple[int, ...]) -> tuple[int, ...]:
        self._note(key, "list of whole numbers", str(list(default)))
        return default

    def percent(self, key: str, default: float = 0.0) -> float:
        self._note(key, "percentage", f"{default:g}")
        return default

    def truth(self, key: str) -> bool:
        self._note(key, "`true` or `false`", "false")
        return False

    def duration(self, key: str, default: float) -> float:
        self._note(key, 'duration, as in `"30s"`, `"5m"`', _span(default))
        return default

    def mapping(self, key: str) -> dict[str, str]:
        self._note(key, "table of texts")
        return {}

    def _note(self, key: str, kind: str, default: str = "") -> None:
        where = ".".join(self._where)
        self._keys.setdefault((where, key), Key(where, key, kind, default))


def _span(seconds: float) -> str:
    return f"{seconds / 60:g}m" if seconds >= 60 and seconds % 60 == 0 else f"{seconds:g}s"


def _all_of(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words)
