"""Which service plays which role: its image says so, or `[services]` does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sixfold.config.table import Table
from sixfold.core.located import Findings, nearest
from sixfold.core.service import Role, Service

SERVED: Final = (Role.POSTGRES, Role.REDIS, Role.S3)


def assign_roles(
    table: Table, services: Sequence[Service], findings: Findings
) -> tuple[Service, ...]:
    """The services with their roles; of each role there is at most one.

    A service that `[services]` names gets the role and whoever else had it loses it. Two services
    of one role that nobody has chosen between are a fault.
    """
    chosen = {role: name for role in SERVED if (name := table.text(role))}
    known = {service.name: service for service in services}
    for role, name in chosen.items():
        if name not in known:
            table.fault(role, f"is {name!r}, which is no service in use{nearest(name, known)}")
    assigned = [_assigned(service, chosen, findings) for service in services]
    for role in SERVED:
        playing = [service for service in assigned if service.role is role]
        if len(playing) > 1:
            names = " and ".join(service.name for service in playing)
            rule = f"{names} both play the role {str(role)!r}; choose one in sixfold.toml:"
            findings.fault(playing[1].source, f'{rule} [services] {role} = "{playing[0].name}"')
    return tuple(assigned)


def _assigned(service: Service, chosen: dict[Role, str], findings: Findings) -> Service:
    for role, name in chosen.items():
        if name == service.name:
            return replace(service, role=role)
    if service.role in chosen:
        rule = f"{service.name} also looks like {service.role}; [services] names another"
        findings.warn(service.source, rule)
        return replace(service, role=Role.OTHER)
    return service
