"""The services of compose files, after interpolation, merging and choice by profile."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sixfold.core.compose.image import major_of, parse_image, role_of
from sixfold.core.compose.interpolation import Lookup
from sixfold.core.compose.keys import name_differences
from sixfold.core.compose.merge import by_name, merged, without_resets
from sixfold.core.credentials import credentials
from sixfold.core.located import Findings, Node, nearest
from sixfold.core.service import Service

__all__ = ["Composition", "compose", "credentials"]

# Reads the variables of an `env_file`; None where there is no such file.
ReadVariables = Callable[[Node], Mapping[str, Node] | None]

_PORT: Final = re.compile(
    r"(?:(?:\[[^\]]+\]|[^:]*):)??(?:[\d-]*:)?(?P<first>\d+)(?:-(?P<last>\d+))?(?:/\w+)?"
)
_NOTHING: Final = Node(None, "")


@dataclass(frozen=True, slots=True)
class Composition:
    """What compose files ask for: the project's name (or nothing) and the services in use."""

    name: str
    services: tuple[Service, ...]


def compose(
    documents: Sequence[Node],
    *,
    profiles: Collection[str],
    lookup: Lookup,
    read_variables: ReadVariables,
    findings: Findings,
) -> Composition:
    """The services of interpolated documents, later ones changing earlier ones.

    A service without profiles is always in use, another where one of its profiles is active (`*`
    stands for all). `lookup` is the environment that variables without a value are taken from.
    """
    document = _NOTHING
    for later in documents:
        document = without_resets(merged(document, later) if document.mapping else later)
    everything = document.mapping.get("services", _NOTHING).mapping
    used = {name: node for name, node in everything.items() if _is_used(node, profiles)}
    _check_dependencies(used, everything, findings)
    services = []
    for name, node in used.items():
        variables = _environment(node, lookup, read_variables, findings)
        service = _service(name, node, variables, findings)
        name_differences(service, node, findings)
        services.append(service)
    return Composition(document.mapping.get("name", _NOTHING).text, tuple(services))


def _is_used(node: Node, profiles: Collection[str]) -> bool:
    wanted = [item.text for item in node.mapping.get("profiles", _NOTHING).items]
    return not wanted or "*" in profiles or any(profile in profiles for profile in wanted)


def _check_dependencies(
    used: Mapping[str, Node], everything: Mapping[str, Node], findings: Findings
) -> None:
    for name, node in used.items():
        depends = node.mapping.get("depends_on", _NOTHING)
        named = {item.text: item for item in depends.items} or dict(depends.mapping)
        for other, value in named.items():
            if other not in everything:
                rule = f"{name} depends on {other!r}, which is no service"
                findings.fault(value.place, rule + nearest(other, everything))
            elif other not in used and value.mapping.get("required", _NOTHING).text != "false":
                rule = f"{name} depends on {other}, whose profile is not active"
                findings.warn(value.place, rule)


def _service(name: str, node: Node, variables: Mapping[str, str], findings: Findings) -> Service:
    image_node = node.mapping.get("image", _NOTHING)
    if not image_node.text and "build" not in node.mapping and "provider" not in node.mapping:
        findings.fault(node.place, f"service {name} has neither an image nor a build")
    image = parse_image(image_node.text)
    command = _command(node.mapping.get("command", _NOTHING), findings)
    role = role_of(image, command)
    ports = [*_ports(node, "ports", findings), *_ports(node, "expose", findings)]
    return Service(
        name=name,
        role=role,
        image=image_node.text,
        major=major_of(image, role),
        environment=variables,
        command=command,
        ports=tuple(dict.fromkeys(ports)),
        profiles=tuple(item.text for item in node.mapping.get("profiles", _NOTHING).items),
        source=image_node.place or node.place,
    )


def _environment(
    node: Node, lookup: Lookup, read: ReadVariables, findings: Findings
) -> dict[str, str]:
    """The variables of a service: those of its files first, then its own."""
    variables: dict[str, str] = {}
    for entry in node.mapping.get("env_file", _NOTHING).items:
        path = entry.mapping.get("path", entry)
        found = read(path)
        if found is not None:
            variables |= {name: value.text for name, value in found.items()}
        elif entry.mapping.get("required", _NOTHING).text != "false":
            findings.fault(path.place, f"the env_file {path.text!r} is not there")
    for name, value in by_name(node.mapping.get("environment", _NOTHING)).mapping.items():
        inherited = lookup(name) if value.value is None else value.text
        if inherited is not None:
            variables[name] = inherited
    return variables


def _command(node: Node, findings: Findings) -> tuple[str, ...]:
    """The words of a command; one text is split as a shell would."""
    if not isinstance(node.value, str):
        return tuple(item.text for item in node.items)
    try:
        return tuple(shlex.split(node.value))
    except ValueError as fault:
        findings.fault(node.place, f"the command cannot be split into words: {fault}")
        return ()


def _ports(node: Node, key: str, findings: Findings) -> list[int]:
    """Container ports; of `[[host:]published:]target[/protocol]` or a mapping with `target`."""
    ports: list[int] = []
    for item in node.mapping.get(key, _NOTHING).items:
        text = item.mapping.get("target", item).text
        match = _PORT.fullmatch(text)
        if match is None:
            findings.fault(item.place, f"{text!r} is not a port")
            continue
        first, last = int(match["first"]), int(match["last"] or match["first"])
        ports += range(first, last + 1)
    return ports
