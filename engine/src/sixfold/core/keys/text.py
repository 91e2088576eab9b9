"""The variables in files that are read line by line: `.env.example`, templates, Dockerfiles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sixfold.core.keys.model import Image, Key, Rendered

_NAME: Final = r"[A-Za-z_][A-Za-z0-9_]*"
# `#NAME=default` is a variable that may be set; `# Name = prose` is prose.
_DOCUMENTED: Final = re.compile(
    rf"^(?P<off>#[ \t]?)?(?:export[ \t]+)?(?P<name>{_NAME})=(?P<value>.*)$"
)
_COMMENTED_NAME: Final = re.compile(r"[A-Z][A-Z0-9_]*")
_RENDERED: Final = re.compile(rf"^[ \t]*(?:export[ \t]+)?(?P<name>{_NAME})=(?P<value>.*\{{\{{.*)$")
_ACTION: Final = re.compile(r"\{\{-?(.*?)-?\}\}")
# Actions that decide, and put no value where they stand.
_CONTROL: Final = ("with", "end", "if", "else", "range", "define", "template", "block", "/*")
_INSTRUCTION: Final = re.compile(r"^[ \t]*(?P<word>ARG|ENV)[ \t]+(?P<rest>.*)$", re.IGNORECASE)
_PAIR: Final = re.compile(rf"(?P<name>{_NAME})(?:=(?P<value>\"[^\"]*\"|'[^']*'|\S*))?")
_IN_SOURCE: Final = re.compile(
    rf"\b(?:process\.env|import\.meta\.env)(?P<bracket>\?*\.?\[[\"']|\??\.)(?P<name>{_NAME})"
)
_BLOCK_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_LINE_COMMENT: Final = re.compile(r"(?<![:\"'`\\])//[^\n]*")


def documented_in(text: str, path: str) -> tuple[Key, ...]:
    """Every variable of an example of a `.env`; those in comments count, as inactive."""
    found = []
    for number, line in _lines(text):
        match = _DOCUMENTED.match(line)
        if match is None or (match["off"] and not _COMMENTED_NAME.fullmatch(match["name"])):
            continue
        value = match["value"].strip().strip("\"'")
        found.append(Key(match["name"], f"{path}:{number}", value, active=not match["off"]))
    return tuple(found)


def rendered_in(text: str, path: str) -> tuple[Rendered, ...]:
    """Every variable that a template of consul-template or a Vault agent renders."""
    found = []
    for number, line in _lines(text):
        match = _RENDERED.match(line)
        if match is not None:
            actions = (action.strip() for action in _ACTION.findall(match["value"]))
            values = [action for action in actions if not action.startswith(_CONTROL)]
            quoted = all("toJSON" in value for value in values)
            found.append(Rendered(match["name"], f"{path}:{number}", quoted))
    return tuple(found)


def image_in(text: str, path: str) -> Image:
    """The build arguments and variables of a Dockerfile, with their defaults."""
    arguments: list[Key] = []
    variables: list[Key] = []
    for number, line in instructions(text):
        match = _INSTRUCTION.match(line)
        if match is None:
            continue
        keys = arguments if match["word"].upper() == "ARG" else variables
        keys += [Key(name, f"{path}:{number}", value) for name, value in _pairs(match["rest"])]
    return Image(path, tuple(arguments), tuple(variables))


def used_in_source(text: str, path: str) -> tuple[Key, ...]:
    """Every variable that JavaScript or TypeScript reads; inactive where by a computed name.

    A bundler replaces `process.env.NAME` by its value, and leaves `process.env["NAME"]` alone.
    """
    text = _LINE_COMMENT.sub("", _BLOCK_COMMENT.sub(_blank, text))
    return tuple(
        Key(
            match["name"],
            f"{path}:{text.count(chr(10), 0, match.start()) + 1}",
            active="[" not in match["bracket"],
        )
        for match in _IN_SOURCE.finditer(text)
    )


def _blank(match: re.Match[str]) -> str:
    """A comment of as many lines, so that places stay right."""
    return "\n" * match[0].count("\n")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return enumerate(text.splitlines(), 1)


def instructions(text: str) -> Iterator[tuple[int, str]]:
    """Each instruction of a Dockerfile as one line, with the number of its first; no comments."""
    begun, pending = 0, ""
    for number, line in _lines(text):
        if line.lstrip().startswith("#"):
            continue
        begun = begun or number
        pending += line.removesuffix("\\")
        if not line.endswith("\\"):
            yield begun, pending
            begun, pending = 0, ""
    if pending:
        yield begun, pending


def _pairs(rest: str) -> Iterator[tuple[str, str | None]]:
    """`NAME`, `NAME=value NAME=value`, and the old `NAME value` of ENV."""
    first, _, old = rest.strip().partition(" ")
    if "=" not in rest and old:
        yield first, old.strip()
        return
    for match in _PAIR.finditer(rest):
        value = match["value"]
        yield match["name"], None if value is None else value.strip("\"'")
