"""The variables of compose files as they are written: build arguments, environments, `${...}`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Final

from sixfold.core.compose.merge import by_name
from sixfold.core.keys.model import Container, Key
from sixfold.core.located import Node

_NOTHING: Final = Node(None, "")
_REFERENCE: Final = re.compile(
    r"(?<!\$)(?:\$\$)*\$(?:\{(?P<braced>[A-Za-z_]\w*)(?::?[-+?](?P<default>[^${}]*))?|(?P<bare>[A-Za-z_]\w*))"
)


def containers_in(document: Node) -> tuple[Container, ...]:
    """Every service of one document that is built from sources or given variables."""
    services = document.mapping.get("services", _NOTHING).mapping
    return tuple(_container(name, node) for name, node in services.items())


def interpolated_in(node: Node) -> Iterator[Key]:
    """Every `${NAME}` of a document, with its default where it has one."""
    value = node.value
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from interpolated_in(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from interpolated_in(inner)
    elif value is not None:
        for match in _REFERENCE.finditer(value):
            yield Key(match["braced"] or match["bare"], node.place, match["default"])


def stated(value: str | None) -> str | None:
    """What a value of a compose file comes to when nothing is set: None where that is nothing."""
    if value is None:
        return None
    whole = _REFERENCE.match(value)
    if whole is None or whole.start() != 0 or not value.startswith("${"):
        return value
    return whole["default"] if value == f"{whole[0]}}}" else value


def _container(name: str, node: Node) -> Container:
    build = node.mapping.get("build", _NOTHING)
    context = build.text or build.mapping.get("context", _NOTHING).text
    dockerfile = build.mapping.get("dockerfile", _NOTHING).text or "Dockerfile"
    return Container(
        name=name,
        place=node.place,
        build=build.place,
        dockerfile=posixpath.normpath(posixpath.join(context, dockerfile)) if context else "",
        arguments=_keys(build.mapping.get("args", _NOTHING)),
        environment=_keys(node.mapping.get("environment", _NOTHING)),
        inherits=any(
            posixpath.basename(entry.mapping.get("path", entry).text) == ".env"
            for entry in node.mapping.get("env_file", _NOTHING).items
        ),
    )


def _keys(node: Node) -> tuple[Key, ...]:
    return tuple(
        Key(name, value.place, value.text if value.value is not None else None)
        for name, value in by_name(node).mapping.items()
    )
