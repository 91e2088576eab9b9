"""How one compose file changes another: interpolation, merging, `!reset` and `!override`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sixfold.core.compose.interpolation import InterpolationFault, Lookup, interpolate
from sixfold.core.located import Findings, Node

# A new list of these is another command line, not more words of the same one.
_REPLACED: Final = frozenset({"command", "entrypoint", "test"})
# These may be written as a mapping or as a list of NAME=VALUE, and are merged by name.
_NAMED: Final = frozenset({"environment", "labels", "annotations", "sysctls"})
# These may be written as one text or as a list.
_LISTED: Final = frozenset({"env_file", "tmpfs", "dns", "dns_search"})


def interpolated(node: Node, lookup: Lookup, findings: Findings) -> Node:
    """A document with every value interpolated; keys are taken as they stand.

    What is required and not set is a fault; what is replaced by nothing is a warning.
    """
    value = node.value
    if isinstance(value, Mapping):
        inner = {key: interpolated(item, lookup, findings) for key, item in value.items()}
        return Node(inner, node.place, node.tag)
    if isinstance(value, tuple):
        items = tuple(interpolated(item, lookup, findings) for item in value)
        return Node(items, node.place, node.tag)
    if value is None or "$" not in value:
        return node

    def unset(name: str) -> None:
        findings.warn(node.place, f"the variable {name} is not set; nothing stands in its place")

    try:
        return Node(interpolate(value, lookup, unset=unset), node.place, node.tag)
    except InterpolationFault as fault:
        findings.fault(node.place, str(fault))
        return node


def merged(base: Node, over: Node, key: str = "") -> Node:
    """`base` changed by `over`, which a later file says of the same `key`.

    Mappings are merged, lists appended, commands replaced, variables merged by name in either
    spelling. Nothing (`image:` alone) changes nothing.
    """
    if over.tag == "!override":
        return Node(over.value, over.place)
    if over.value is None:
        return base
    if key in _NAMED:
        base, over = by_name(base), by_name(over)
    if key in _LISTED:
        base, over = (Node(node.items, node.place) for node in (base, over))
    if isinstance(base.value, Mapping) and isinstance(over.value, Mapping):
        return Node(_merged_mapping(base.value, over.value), over.place)
    appended = isinstance(base.value, tuple) and isinstance(over.value, tuple)
    if appended and key not in _REPLACED:
        return Node(base.items + over.items, over.place)
    return over


def _merged_mapping(base: Mapping[str, Node], over: Mapping[str, Node]) -> Mapping[str, Node]:
    result = dict(base)
    for key, node in over.items():
        if node.tag == "!reset":
            result.pop(key, None)
        elif key in base:
            result[key] = merged(base[key], node, key)
        else:
            result[key] = node
    return result


def without_resets(node: Node) -> Node:
    """A document whose `!reset` values, which had nothing to reset, are gone."""
    if isinstance(node.value, Mapping):
        kept = {
            key: without_resets(item) for key, item in node.value.items() if item.tag != "!reset"
        }
        return Node(kept, node.place, node.tag)
    return node


def by_name(node: Node) -> Node:
    """A list of NAME=VALUE (or of NAME alone, which has no value here) as a mapping."""
    if not isinstance(node.value, tuple):
        return node
    named = {}
    for item in node.value:
        name, equals, value = item.text.partition("=")
        named[name] = Node(value if equals else None, item.place)
    return Node(named, node.place)
