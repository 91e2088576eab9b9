"""`.env` files as Compose reads them: quotes, comments, `export`, and interpolation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from sixfold.core.compose.interpolation import InterpolationFault, Lookup, interpolate
from sixfold.core.located import Findings, Node

_LINE: Final = re.compile(
    r"""[^\S\n]*(?:export[^\S\n]+)?
        (?P<name>[A-Za-z_][A-Za-z0-9_.]*)[^\S\n]*
        (?P<assigned>[=:][^\S\n]*
            (?: "(?P<double>(?:\\.|[^"\\])*)" | '(?P<single>(?:\\.|[^'\\])*)' | (?P<plain>[^\n]*) )
        )?
        (?P<rest>[^\n]*)(?:\n|\Z)""",
    re.VERBOSE | re.DOTALL,
)
_SKIPPED: Final = re.compile(r"(?:[^\S\n]*(?:\#[^\n]*)?\n)+|[^\S\n]*(?:\#[^\n]*)?\Z")
_COMMENT: Final = re.compile(r"\s#.*")
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t", "$": "$$"}


def parse_dotenv(text: str, path: str, lookup: Lookup, findings: Findings) -> dict[str, Node]:
    """Every variable of a `.env` file with its place.

    `lookup` is the environment around the file: a bare name takes its value from there, and where
    one line refers to another one's variable, the environment's wins. What cannot be read is a
    fault.
    """
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    found: dict[str, Node] = {}
    at = 0
    while at < len(text):
        skipped = _SKIPPED.match(text, at)
        if skipped is not None and skipped.end() > at:
            at = skipped.end()
            continue
        place = f"{path}:{text.count(chr(10), 0, at) + 1}"
        line = _LINE.match(text, at)
        if line is None or not _ends_well(line):
            findings.fault(place, "is not NAME=value")
            end = text.find("\n", at)
            at = len(text) if end < 0 else end + 1
            continue
        at = line.end()
        _keep(line, place, found, lookup, findings)
    return found


def _ends_well(line: re.Match[str]) -> bool:
    """Whether nothing but a comment follows the value; a quote that never closes does not."""
    if line["assigned"] is not None and line["plain"] is not None:
        return line["plain"][:1] not in ("'", '"')
    rest = line["rest"].strip()
    return not rest or rest.startswith("#")


def _keep(
    line: re.Match[str],
    place: str,
    found: dict[str, Node],
    lookup: Lookup,
    findings: Findings,
) -> None:
    name = line["name"]
    if line["assigned"] is None:
        given = lookup(name)
        if given is not None:
            found[name] = Node(given, place)
        return
    try:
        found[name] = Node(_value(line, _both(lookup, found)), place)
    except InterpolationFault as fault:
        findings.fault(place, str(fault))


def _both(lookup: Lookup, found: Mapping[str, Node]) -> Lookup:
    def look(name: str) -> str | None:
        value = lookup(name)
        return found[name].text if value is None and name in found else value

    return look


def _value(line: re.Match[str], lookup: Lookup) -> str:
    if line["single"] is not None:
        return line["single"].replace("\\'", "'")
    if line["double"] is not None:
        unescaped = _ESCAPE.sub(lambda m: _ESCAPED.get(m[1], m[1]), line["double"])
        return interpolate(unescaped, lookup)
    plain = _COMMENT.sub("", line["plain"]).rstrip()
    return interpolate(plain, lookup)
