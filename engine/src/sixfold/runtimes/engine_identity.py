"""What a container of ours is called, and the labels by which it is found again."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sixfold.runtimes.base import ServerPlan

LABEL: Final = "dev.sixfold"
SERVER_LABEL: Final = f"{LABEL}.server"


@dataclass(frozen=True, slots=True)
class ServerIdentity:
    """One server's name and labels.

    `name` is the container's, the compose project's and the label that finds all that is ours. It
    differs per project, purpose, service, major version and owner, so that two checkouts which
    ask for different majors, or two users of one engine, never share or replace a container.
    """

    name: str
    labels: Mapping[str, str]


def identify(plan: ServerPlan) -> ServerIdentity:
    """The identity of the server that `plan` describes; the same plan gives the same one."""
    service = plan.service
    parts = {
        "project": plan.project,
        "purpose": str(plan.purpose),
        "service": service.name,
        "major": "" if service.major is None else str(service.major),
        "owner": f"{os.getuid()}:{plan.places.state}",
    }
    digest = hashlib.sha256("\0".join(parts.values()).encode()).hexdigest()[:8]
    readable = (_slug(parts[key]) for key in ("project", "purpose", "service", "major"))
    name = "-".join([*filter(None, readable), digest])
    labels = {f"{LABEL}.{key}": value for key, value in parts.items() if value}
    return ServerIdentity(name, MappingProxyType({SERVER_LABEL: name, **labels}))


def _slug(text: str) -> str:
    """`text` in the letters that compose allows in a project's name, at most 20 of them."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:20].strip("_")
