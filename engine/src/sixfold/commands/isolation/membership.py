"""A test process's end of its run: what it needs it asks the runner for, and needs no client.

One connection, one line of JSON for each question and each answer. The connection lasts as long
as the process, and what the runner made for it goes with it.
"""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sixfold.commands.isolation.resources import TestBucket, TestDatabase, TestScope
from sixfold.core.service import Endpoint, Role, Secret
from sixfold.errors import RequestError, ServiceUnhealthy, SixfoldError

# The environment variables that every process of a run carries: the run's folder, and its suite.
RUN_FOLDER: Final = "SIXFOLD_RUN"
RUN_SUITE: Final = "SIXFOLD_SUITE"
# The file in a run's folder that says where its runner listens, and with which word one enters.
DOOR: Final = "door.json"
# A migration may take its time, and the runner's own limits end it.
_ANSWER_LIMIT: Final = 1800.0


@dataclass(frozen=True, slots=True)
class Welcome:
    """What the runner tells a process that joins. `report` is where it writes its outcomes."""

    environment: dict[str, str]
    header: str
    report: Path | None


class Membership:
    """This process's resources (see `Resources`), made by the runner in this process's name."""

    def __init__(self, wire: socket.socket) -> None:
        self._wire = wire
        self._lines = wire.makefile("rb")
        # Fixtures of a test may run in threads of its own.
        self._turn = threading.Lock()
        self._database: TestDatabase | None = None
        self._bucket: TestBucket | None = None
        self._scope: TestScope | None = None

    def environment(self, *, database: str | None = None) -> dict[str, str]:
        return dict(self.ask("environment", database=database))

    def database(self) -> TestDatabase:
        if self._database is None:
            told = self.ask("database")
            self._database = TestDatabase(told["name"], endpoint_of(told["endpoint"]))
        return self._database

    def fresh(self) -> TestDatabase:
        told = self.ask("fresh")
        return TestDatabase(told["name"], endpoint_of(told["endpoint"]))

    def give_back(self, name: str) -> None:
        self.ask("give_back", name=name)

    def bucket(self) -> TestBucket:
        if self._bucket is None:
            told = self.ask("bucket")
            self._bucket = TestBucket(told["name"], endpoint_of(told["endpoint"]))
        return self._bucket

    def empty_bucket(self) -> None:
        self.ask("empty_bucket")

    def scope(self) -> TestScope:
        if self._scope is None:
            told = self.ask("scope")
            self._scope = TestScope(told["index"], endpoint_of(told["endpoint"]))
        return self._scope

    def flush_scope(self) -> None:
        self.ask("flush_scope")

    def close(self) -> list[str]:
        """Leave the run; the runner gives everything back, and says itself what it could not."""
        self._lines.close()
        self._wire.close()
        return []

    def ask(self, what: str, **words: object) -> Any:
        """One question. Raises what the runner could not do as the SixfoldError that it was."""
        with self._turn:
            try:
                self._wire.sendall(line({"ask": what, **words}))
                answer = self._lines.readline()
            except OSError:
                answer = b""
        if not answer:
            raise ServiceUnhealthy("the runner of these tests does not answer any more")
        told = json.loads(answer)
        if "error" in told:
            raise SixfoldError(**told["error"])
        return told["answer"]


def join(run: Path, *, suite: str, worker: str, spreads: bool) -> tuple[Membership, Welcome]:
    """Enter the run of a folder, once its services are up.

    `worker` is xdist's name of this process or empty; `spreads` says that it only hands tests to
    workers. Raises RequestError where the run is over, SixfoldError for what the runner says.
    """
    try:
        door = json.loads((run / DOOR).read_text())
        wire = socket.create_connection(("127.0.0.1", door["port"]), timeout=_ANSWER_LIMIT)
    except OSError:
        raise RequestError(
            f"the test run that this process belongs to is over ({run})",
            hint="env -u SIXFOLD_RUN pytest ...",
        ) from None
    wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
    _die_with(door["runner"])
    membership = Membership(wire)
    told = membership.ask(
        "join",
        word=door["word"],
        pid=os.getpid(),
        suite=suite,
        worker=worker,
        spreads=spreads,
    )
    report = Path(told["report"]) if told["report"] else None
    return membership, Welcome(told["environment"], told["header"], report)


def line(value: object) -> bytes:
    """One question or answer as it goes over the wire."""
    return json.dumps(value).encode() + b"\n"


def endpoint_value(endpoint: Endpoint) -> dict[str, object]:
    """An endpoint for the wire, its password included."""
    return {
        "role": str(endpoint.role),
        "host": endpoint.host,
        "port": endpoint.port,
        "user": endpoint.user,
        "password": endpoint.password.reveal(),
        "server": endpoint.server,
        "note": endpoint.note,
    }


def endpoint_of(told: Mapping[str, Any]) -> Endpoint:
    """What `endpoint_value` wrote."""
    return Endpoint(**{**told, "role": Role(told["role"]), "password": Secret(told["password"])})


def _die_with(runner: int) -> None:
    """See to it that this process dies with its parent, as the runner's own children do anyway."""
    if os.getppid() != runner:
        from sixfold import shell

        shell.die_with_parent()
