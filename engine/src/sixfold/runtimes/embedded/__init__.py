"""The embedded runtime: PostgreSQL, Valkey and S3 as native processes, no container engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sixfold.core.service import Endpoint, Role
from sixfold.errors import RequestError, SixfoldError
from sixfold.runtimes.base import Availability, ServerPlan, ServerStatus
from sixfold.runtimes.embedded import installation
from sixfold.runtimes.embedded.home import home_of
from sixfold.runtimes.embedded.kinds import Kind
from sixfold.runtimes.embedded.postgres import PostgresKind
from sixfold.runtimes.embedded.s3 import S3Kind
from sixfold.runtimes.embedded.server import Server
from sixfold.runtimes.embedded.valkey import ValkeyKind

_KINDS: Final[Mapping[Role, Kind]] = {
    Role.POSTGRES: PostgresKind(),
    Role.REDIS: ValkeyKind(),
    Role.S3: S3Kind(),
}


class EmbeddedRuntime:
    """Runs services from wheels (or the machine's own programs) on 127.0.0.1."""

    name = "embedded"

    def check(self) -> Availability:
        """Usable where the programs are."""
        try:
            names = [installation.valkey().name, installation.rclone().name]
            told = f"PostgreSQL {installation.postgres_offered()}, {', '.join(names)}"
        except SixfoldError as error:
            return Availability(False, error.message)
        return Availability(True, told)

    def start(self, plan: ServerPlan) -> Endpoint:
        """Start the server, or find it running."""
        return _server(plan).start()

    def status(self, plan: ServerPlan) -> ServerStatus:
        """What the server is doing."""
        return _server(plan).status()

    def stop(self, plan: ServerPlan) -> bool:
        """End the server; its data stays."""
        return _server(plan).stop()

    def remove(self, plan: ServerPlan) -> None:
        """End the server and delete its data."""
        _server(plan).remove()

    def logs(self, plan: ServerPlan, lines: int) -> Sequence[str]:
        """The last lines of the server's log."""
        return _server(plan).lines(lines)


def holds_data(plan: ServerPlan) -> bool:
    """Whether this runtime's server of a plan was started before and has data."""
    data = home_of(plan).data
    return plan.service.role in _KINDS and data.is_dir() and any(data.iterdir())


def _server(plan: ServerPlan) -> Server:
    kind = _KINDS.get(plan.service.role)
    if kind is None:
        raise RequestError(
            f"the embedded runtime has no server for {plan.service.image}",
            hint="choose an engine: --runtime=docker",
            reference=plan.service.source,
        )
    return Server(kind, plan)
