"""The embedded PostgreSQL: durable for development, fast and forgetful for tests."""

from __future__ import annotations

import signal
import struct
from pathlib import Path
from typing import Final, override

from sixfold import shell, web
from sixfold.core.credentials import credentials
from sixfold.core.service import Purpose, Secret
from sixfold.runtimes.base import ServerPlan
from sixfold.runtimes.embedded.cluster import Cluster
from sixfold.runtimes.embedded.installation import Installation, postgres
from sixfold.runtimes.embedded.kinds import Kind, Launch

_PROTOCOL: Final = 3 << 16
_READY: Final = b"R"
# A server with no connection left refuses another, but it serves those that it has.
_TOO_MANY_CONNECTIONS: Final = b"C53300\0"


class PostgresKind(Kind):
    """Starts PostgreSQL; as root it runs as an unprivileged account, because it refuses root."""

    programs = ("postgres",)
    # "Fast": sessions are ended, data is safe.
    stop_signal = signal.SIGINT

    @override
    def describe(self, plan: ServerPlan, data: Path) -> tuple[str, str]:
        """The version that is started, how it differs, and where other versions' data stays."""
        found = self._installation(plan)
        notes = [found.note, _other_data(data) if plan.purpose is Purpose.DEV else ""]
        return f"PostgreSQL {found.version}", "; ".join(filter(None, notes))

    @override
    def credentials(self, plan: ServerPlan) -> tuple[str, Secret]:
        """What the image would make of its environment."""
        user, password, _ = credentials(plan.service)
        return user, password

    @override
    def prepare(self, plan: ServerPlan, data: Path) -> None:
        """Make a cluster where there is none. See `Cluster.make` for what it raises."""
        user, password = self.credentials(plan)
        Cluster(self._installation(plan), data, plan.purpose).make(user, password)

    @override
    def launch(self, plan: ServerPlan, data: Path, port: int) -> Launch:
        """The postmaster itself, in the foreground of its own session."""
        program = self._installation(plan).folder / "postgres"
        return Launch(
            argv=(str(program), "-D", str(data), "-p", str(port)),
            environment={"LC_ALL": "C", "TZ": "UTC"},
            account=shell.account(),
        )

    @override
    def answers(self, plan: ServerPlan, port: int) -> bool:
        """A startup packet is answered by a request to authenticate, not by "starting up"."""
        user = self.credentials(plan)[0].encode()
        body = struct.pack("!I", _PROTOCOL) + b"user\0" + user + b"\0database\0postgres\0\0"
        packet = struct.pack("!I", len(body) + 4) + body
        said = web.talk("127.0.0.1", port, packet)
        return said[:1] == _READY or _TOO_MANY_CONNECTIONS in said

    def _installation(self, plan: ServerPlan) -> Installation:
        return postgres(plan.service.major, plan.places)


def _other_data(data: Path) -> str:
    """Where development data of other versions lies, which this server does not show."""
    versions = data.parent.parent.glob("postgres-*/data/PG_VERSION")
    others = [str(file.parent) for file in versions if file.parent != data]
    return f"other development data stays in {', '.join(sorted(others))}" if others else ""
