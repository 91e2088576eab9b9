"""Services that run already, somewhere else, and are given by URL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import override
from urllib.parse import unquote, urlsplit

from sixfold import web
from sixfold.core.service import Endpoint, Role, Secret
from sixfold.errors import RequestError, ServiceUnhealthy
from sixfold.runtimes.base import Availability, Runtime, ServerPlan, ServerStatus


class ExternalRuntime(Runtime):
    """Finds servers that somebody else starts and stops, as GitHub's `services:` do."""

    name = "external"

    @override
    def check(self) -> Availability:
        """Always usable: what it needs is a URL for each service."""
        return Availability(True, "services given by SIXFOLD_POSTGRES_URL and its like")

    @override
    def start(self, plan: ServerPlan) -> Endpoint:
        """The endpoint that the URL names, once it accepts connections."""
        endpoint = _endpoint(plan)
        if not web.answers(endpoint.host, endpoint.port, timeout=5):
            raise ServiceUnhealthy(
                f"nothing answers at {endpoint.address}, where {plan.service.name} should run",
                hint=f"start it, or correct SIXFOLD_{plan.service.role.upper()}_URL",
            )
        return endpoint

    @override
    def status(self, plan: ServerPlan) -> ServerStatus:
        """Whether it answers."""
        endpoint = _endpoint(plan)
        there = web.answers(endpoint.host, endpoint.port)
        return ServerStatus("healthy" if there else "stopped", endpoint, note="not ours to stop")

    @override
    def stop(self, plan: ServerPlan) -> bool:
        """Nothing: who started it stops it."""
        return False

    @override
    def remove(self, plan: ServerPlan) -> None:
        """Nothing: who made its data deletes it."""

    @override
    def logs(self, plan: ServerPlan, lines: int) -> Sequence[str]:
        """Its log is not ours to read."""
        return ("the log of an external service is where that service runs",)


def _endpoint(plan: ServerPlan) -> Endpoint:
    name = f"SIXFOLD_{plan.service.role.upper()}_URL"
    if not plan.url:
        raise RequestError(
            f"the external runtime has no URL for {plan.service.name}", hint=f"set {name}"
        )
    parts = urlsplit(plan.url)
    try:
        port = parts.port or _PORTS[plan.service.role]
    except (ValueError, KeyError):
        raise RequestError(f"{name} names no port") from None
    if not parts.hostname:
        raise RequestError(f"{name} names no host")
    return Endpoint(
        role=plan.service.role,
        host=parts.hostname,
        port=port,
        user=unquote(parts.username or ""),
        password=Secret(unquote(parts.password or "")),
        server=f"external {plan.service.role}",
    )


_PORTS = {Role.POSTGRES: 5432, Role.REDIS: 6379, Role.S3: 9000}
