"""YAML files as nodes that know their line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

import yaml

from sixfold.core.located import Findings, Node

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML without libyaml: ten times slower, the same answer
    from yaml import SafeLoader as _Loader  # type: ignore[assignment] # the slower one

_NULL: Final = "tag:yaml.org,2002:null"
_MERGE: Final = "tag:yaml.org,2002:merge"
_WHOLE: Final = "tag:yaml.org,2002:int"
_FLOAT: Final = "tag:yaml.org,2002:float"
_TRUTHS: Final = ("true", "false")


def parse_yaml(text: str, path: str, findings: Findings) -> Node:
    """The document in `text`, with anchors and `<<` resolved; what is wrong in it is a fault.

    Scalars become the text that Compose would hand to a container: `22:22` is not a number of
    base sixty, and `yes` is no truth.
    """
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        # The end of the text is on no line of it.
        last = text.rstrip().count("\n")
        place = f"{path}:{min(mark.line, last) + 1}" if mark else path
        findings.fault(place, f"is not YAML: {error.problem or error.context}")
        return Node(None, path)
    except yaml.YAMLError as error:
        findings.fault(path, f"is not YAML: {error}")
        return Node(None, path)
    return Node(None, path) if root is None else _Converter(path, findings).node(root)


class _Converter:
    def __init__(self, path: str, findings: Findings) -> None:
        self._path = path
        self._findings = findings

    def node(self, raw: Any) -> Node:
        place = self._place(raw)
        tag = raw.tag if raw.tag.startswith("!") else ""
        if isinstance(raw, yaml.MappingNode):
            return Node(self._mapping(raw), place, tag)
        if isinstance(raw, yaml.SequenceNode):
            return Node(tuple(self.node(item) for item in raw.value), place, tag)
        return Node(_scalar(raw), place, tag)

    def _place(self, raw: Any) -> str:
        return f"{self._path}:{raw.start_mark.line + 1}"

    def _mapping(self, raw: yaml.MappingNode) -> dict[str, Node]:
        own: dict[str, Node] = {}
        inherited: dict[str, Node] = {}
        for key, value in raw.value:
            if key.tag == _MERGE:
                for base in self._bases(value):
                    inherited = {**base, **inherited}
                continue
            name = str(key.value)
            if name in own:
                self._findings.fault(self._place(key), f"the key {name!r} is there twice")
            node = self.node(value)
            # A value that begins on a later line is still looked for at its key.
            own[name] = Node(node.value, self._place(key), node.tag)
        return {**inherited, **own}

    def _bases(self, raw: Any) -> Iterator[dict[str, Node]]:
        nodes = raw.value if isinstance(raw, yaml.SequenceNode) else [raw]
        for node in nodes:
            if isinstance(node, yaml.MappingNode):
                yield self._mapping(node)
            else:
                self._findings.fault(self._place(node), "`<<` takes a mapping")


def _scalar(raw: yaml.ScalarNode) -> str | None:
    """Its text; numbers and truths in the one spelling that Compose hands to a container."""
    text = str(raw.value)
    if raw.style:
        return text
    if raw.tag == _NULL:
        return None
    if text.lower() in _TRUTHS:
        return text.lower()
    if raw.tag == _WHOLE or text.startswith("0o"):
        return _whole(text)
    if raw.tag == _FLOAT and text.replace(".", "", 1).isdigit():
        return f"{float(text):g}"
    return text


def _whole(text: str) -> str:
    """A whole number in base ten; `010`, `0o10` and `0x8` are eight."""
    for base in (0, 8):
        with suppress(ValueError):
            return str(int(text, base))
    return text
