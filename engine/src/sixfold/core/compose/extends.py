"""`extends`: a service that begins as a copy of another one, of this compose file or of another."""

from __future__ import annotations

from collections.abc import Callable

from sixfold.core.compose.merge import merged
from sixfold.core.located import Findings, Node, nearest

# Reads the compose file that a path (as it is written, in the file of the node) names.
ReadDocument = Callable[[Node], Node | None]


def extended(document: Node, read: ReadDocument, findings: Findings) -> Node:
    """The document with every `extends` of its services resolved."""
    services = document.mapping.get("services")
    if services is None or not services.mapping:
        return document
    whole = {name: _service(name, document, read, findings, seen=()) for name in services.mapping}
    return Node({**document.mapping, "services": Node(whole, services.place)}, document.place)


def _service(
    name: str, document: Node, read: ReadDocument, findings: Findings, seen: tuple[str, ...]
) -> Node:
    """One service of a document; `seen` are the places of those that extend it."""
    services = document.mapping["services"].mapping
    service = services[name]
    extends = service.mapping.get("extends")
    if extends is None:
        return service
    own = Node({k: v for k, v in service.mapping.items() if k != "extends"}, service.place)
    base = extends.mapping.get("service", extends)
    file = extends.mapping.get("file")
    source = document if file is None else read(file)
    if source is None:
        return own
    known = source.mapping.get("services", source).mapping
    if base.text not in known:
        findings.fault(
            base.place,
            f"{name} extends {base.text!r}, which is no service{nearest(base.text, known)}",
        )
        return own
    if base.place in seen:
        findings.fault(base.place, f"{name} extends itself")
        return own
    return merged(_service(base.text, source, read, findings, (*seen, base.place)), own)
