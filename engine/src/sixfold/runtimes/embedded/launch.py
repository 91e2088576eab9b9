"""The start of a server's process: a port, the process, and the wait until it serves."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from subprocess import Popen
from typing import Final

from sixfold import shell, web
from sixfold.core.lease import Owner
from sixfold.errors import ServiceUnhealthy
from sixfold.runtimes.base import ServerPlan
from sixfold.runtimes.embedded import record as records
from sixfold.runtimes.embedded.home import MARK, Home, make_folder
from sixfold.runtimes.embedded.kinds import Kind
from sixfold.runtimes.embedded.record import Record

# Carried by a server's process: one that was started by a command which was killed before it
# could write the record is found by it.
READY_LIMIT: Final = 60.0
_PORTS_TRIED: Final = 5
_LINES_TOLD: Final = 12


def launch(kind: Kind, plan: ServerPlan, home: Home, intent: Record) -> Record:
    """Start the process on the record's port; where that is taken, on another.

    Returns the completed record. Raises ServiceUnhealthy with the log when the server does not
    come up; nothing runs then.
    """
    port = intent.port
    for _ in range(_PORTS_TRIED):
        port = web.free_port(port)
        attempt = replace(intent, port=port, process=None)
        records.write(home.record, attempt)
        process = _spawn(kind, plan, home, port)
        try:
            return _watch(kind, plan, home, attempt, process)
        except ServiceUnhealthy:
            shell.end(process, grace=3.0)
            # Somebody took the port after we had looked: that is no fault of the server's.
            if web.free_port(port) == port:
                raise
            port = 0
        except BaseException:
            shell.end(process, grace=3.0)
            raise
    raise ServiceUnhealthy(
        f"{intent.server} found no free port in {_PORTS_TRIED} tries", reference=str(home.log)
    )


def wait_until_ready(kind: Kind, plan: ServerPlan, home: Home, server: Record) -> None:
    """Wait until a process that runs serves requests; ServiceUnhealthy when it does not."""
    process = server.process
    if process is None:
        raise unhealthy(home, server, "has no process")

    def look() -> bool | None:
        if not shell.alive(process):
            raise unhealthy(home, server, "ended before it was ready")
        # A stranger on the same port would answer, too.
        ours = shell.listens(process.pid, server.port) is not False
        return True if ours and kind.answers(plan, server.port) else None

    try:
        web.wait_until(look, timeout=READY_LIMIT, what=server.server)
    except ServiceUnhealthy as error:
        if error.reference:
            raise
        raise unhealthy(home, server, f"did not answer within {READY_LIMIT:.0f} s") from None


def unhealthy(home: Home, server: Record, what: str) -> ServiceUnhealthy:
    """The error that tells what a server did, with the end of its log."""
    tail = "\n".join(f"  {line}" for line in last_lines(home.log, _LINES_TOLD))
    return ServiceUnhealthy(
        f"{server.server} {what}; its log ends with:\n{tail or '  (it is empty)'}",
        hint="sixfold doctor",
        reference=str(home.log),
    )


def last_lines(log: Path, count: int) -> Sequence[str]:
    """The last lines of a log, none where there is no log."""
    try:
        return log.read_text(errors="replace").splitlines()[-count:]
    except OSError:
        return ()


def _watch(
    kind: Kind, plan: ServerPlan, home: Home, attempt: Record, process: Popen[bytes]
) -> Record:
    started = replace(attempt, process=_owner(process, kind))
    if started.process is None:
        raise unhealthy(home, attempt, "ended as soon as it was started")
    records.write(home.record, started)
    wait_until_ready(kind, plan, home, started)
    return started


def _owner(process: Popen[bytes], kind: Kind) -> Owner | None:
    owner = shell.identify(process.pid)
    return replace(owner, command=kind.programs[0]) if owner is not None else None


def _spawn(kind: Kind, plan: ServerPlan, home: Home, port: int) -> Popen[bytes]:
    what = kind.launch(plan, home.data, port)
    make_folder(home.log.parent)
    if home.log.exists():
        # Why the last one ended may be wanted still.
        home.log.replace(home.log.with_suffix(".log.1"))
    home.log.touch(mode=0o600)
    base = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    return shell.spawn(
        what.argv,
        cwd=Path("/"),
        env={**base, "HOME": str(home.folder), MARK: str(home.folder), **what.environment},
        stdout=home.log,
        detach=True,
        account=what.account,
    )
