"""Interpolation as Compose defines it: `$X`, `${X:-default}`, `${X:?why}`, `${X:+other}`, `$$`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

Lookup = Callable[[str], str | None]

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OPERATOR: Final = re.compile(r":?[-?+]")


class InterpolationFault(ValueError):
    """An expression that means nothing, or a required variable that is not set."""


def interpolate(text: str, lookup: Lookup, *, unset: Callable[[str], None] | None = None) -> str:
    """`text` with its expressions replaced by what `lookup` knows (None: not set).

    A `$` that begins no expression stays. `unset` is told each name that was replaced by nothing.
    Raises InterpolationFault.
    """
    return _Reader(text, lookup, unset or (lambda _: None)).all()


class _Reader:
    def __init__(self, text: str, lookup: Lookup, unset: Callable[[str], None]) -> None:
        self._text = text
        self._lookup = lookup
        self._unset = unset

    def all(self) -> str:
        parts = []
        at = 0
        while (dollar := self._text.find("$", at)) >= 0:
            parts.append(self._text[at:dollar])
            value, at = self._expression(dollar)
            parts.append(value)
        return "".join(parts) + self._text[at:]

    def _expression(self, dollar: int) -> tuple[str, int]:
        """The value of what begins at a dollar sign, and where it ends."""
        after = self._text[dollar + 1 : dollar + 2]
        if after == "$":
            return "$", dollar + 2
        if after == "{":
            end = self._closing(dollar + 2)
            return self._braced(self._text[dollar + 2 : end]), end + 1
        name = _NAME.match(self._text, dollar + 1)
        if name is None:
            return "$", dollar + 1
        return self._plain(name.group()), name.end()

    def _closing(self, start: int) -> int:
        """Where the brace ends that was opened before `start`."""
        depth, at = 1, start
        while at < len(self._text):
            if self._text.startswith("${", at):
                depth, at = depth + 1, at + 2
                continue
            if self._text[at] == "}":
                depth -= 1
                if depth == 0:
                    return at
            at += 1
        raise InterpolationFault(f"{self._text!r} has a `${{` that is never closed")

    def _braced(self, inner: str) -> str:
        name = _NAME.match(inner)
        if name is None:
            raise InterpolationFault(f"`${{{inner}}}` names no variable")
        rest = inner[name.end() :]
        if not rest:
            return self._plain(name.group())
        operator = _OPERATOR.match(rest)
        if operator is None:
            raise InterpolationFault(f"`${{{inner}}}` is no expression that Compose knows")
        return self._decide(name.group(), operator.group(), rest[operator.end() :])

    def _decide(self, name: str, operator: str, operand: str) -> str:
        value = self._lookup(name)
        present = bool(value) if operator.startswith(":") else value is not None
        match operator[-1]:
            case "-":
                return value or "" if present else self._nested(operand)
            case "+":
                return self._nested(operand) if present else ""
            case _:
                if not present:
                    why = self._nested(operand)
                    raise InterpolationFault(
                        f"the variable {name} is required" + (f": {why}" if why else "")
                    )
                return value or ""

    def _nested(self, operand: str) -> str:
        return interpolate(operand, self._lookup, unset=self._unset)

    def _plain(self, name: str) -> str:
        value = self._lookup(name)
        if value is None:
            self._unset(name)
        return value or ""
