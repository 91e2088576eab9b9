"""Placeholders in sixfold.toml: `{postgres.address}`, `{database}`, `{backend.url}`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from sixfold.core.located import nearest
from sixfold.errors import RequestError

_TOKEN: Final = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.:-]*://")
# Parts of a URL that may hold characters which mean something else there.
_QUOTED: Final = (".user", ".password")


def placeholders(template: str) -> list[str]:
    """The names that a template uses, in their order."""
    return [token[1] for token in _TOKEN.finditer(template) if token[1] is not None]


def render(template: str, values: Mapping[str, str], *, place: str) -> str:
    """`template` with its placeholders replaced; `{{` and `}}` stand for braces.

    In a template that is a URL (it begins with `scheme://`) users and passwords are
    percent-encoded; anywhere else they stand as they are. Raises RequestError, naming `place`,
    for a placeholder without a value and for a brace that stands alone.
    """
    in_url = _URL.match(template) is not None

    def value(token: re.Match[str]) -> str:
        name = token[1]
        if name is None:
            if len(token[0]) == 2:
                return token[0][0]
            raise RequestError(
                f"{place}: a single {token[0]} stands for nothing",
                hint="write {{ or }} for a brace",
            )
        if name not in values:
            raise RequestError(
                f"{place}: {{{name}}} has no value here{nearest(name, values)}",
                hint=f"known here: {', '.join(sorted(values)) or 'none'}",
            )
        return quote(values[name], safe="") if in_url and name.endswith(_QUOTED) else values[name]

    return _TOKEN.sub(value, template)
