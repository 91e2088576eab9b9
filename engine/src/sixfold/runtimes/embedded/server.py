"""One native server: its home, the record it leaves there, its start, its health and its end."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen
from typing import Final

from sixfold import locks, shell, web
from sixfold.core.lease import Owner
from sixfold.core.service import Endpoint, Purpose
from sixfold.errors import ServiceUnhealthy
from sixfold.runtimes.base import ServerPlan, ServerStatus
from sixfold.runtimes.embedded.kinds import Kind

# Carried by every process of a server: one that was started by a command that was killed before
# it could write the record is found by it.
MARK: Final = "SIXFOLD_SERVER"
_READY_LIMIT: Final = 60.0
_START_LIMIT: Final = 120.0
_STOP_GRACE: Final = 15.0
_PORTS_TRIED: Final = 5


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a server from its home; `process` is None while it is being started."""

    port: int
    process: Owner | None
    boot: str


class Server:
    """One server of one plan. Every method may be called by many processes at once."""

    def __init__(self, kind: Kind, plan: ServerPlan) -> None:
        self.kind = kind
        self.plan = plan
        self.home = _home(plan)
        self.log = (
            plan.places.cache / "logs" / plan.project / f"{plan.purpose}-{self.home.name}.log"
        )

    @property
    def data(self) -> Path:
        """Where its data lies: on the RAM disk for tests, where there is one."""
        memory = self.plan.places.memory
        if self.plan.purpose is Purpose.TEST and memory is not None:
            mark = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
            return memory / f"{self.home.name}-{mark}" / "data"
        return self.home / "data"

    def start(self) -> Endpoint:
        """Start it, or find it running. Raises ServiceUnhealthy with the log when it does not."""
        running = self._running()
        if running is not None and self.kind.answers(self.plan, running.port):
            return self._endpoint(running.port)
        _make_folder(self.home)
        lock = self.home / "start.lock"
        with locks.exclusive(lock, owner=shell.this_process("starting"), wait=_START_LIMIT):
            # Whoever held the lock before us may have started it.
            running = self._running()
            if running is not None and running.process is not None:
                self._wait_until_ready(running.port, running.process)
                return self._endpoint(running.port)
            self._end_strays()
            self._make_data()
            return self._endpoint(self._launch())

    def status(self) -> ServerStatus:
        """What it is doing, from its record and one request; changes nothing."""
        running = self._running()
        if running is None or running.process is None:
            return ServerStatus("stopped", log=self.log if self.log.exists() else None)
        pids = shell.with_children(running.process.pid)
        healthy = self.kind.answers(self.plan, running.port)
        return ServerStatus(
            state="healthy" if healthy else "starting",
            endpoint=self._endpoint(running.port),
            pids=pids,
            started=shell.started_at(running.process.pid),
            memory=shell.memory(pids),
            log=self.log,
        )

    def stop(self) -> bool:
        """End it and wait for that; its data stays. False when it was not running."""
        if not self.home.is_dir():
            return False
        lock = self.home / "start.lock"
        with locks.exclusive(lock, owner=shell.this_process("stopping"), wait=_START_LIMIT):
            running = self._running()
            ended = running is not None and running.process is not None
            if running is not None and running.process is not None:
                shell.signal_one(running.process, self.kind.stop_signal)
                if not shell.wait_for_end(running.process, timeout=_STOP_GRACE):
                    shell.end(running.process, grace=3.0)
            self._end_strays()
            return ended

    def remove(self) -> None:
        """Stop it and delete its data, its record and its log."""
        self.stop()
        shutil.rmtree(self.data.parent, ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)
        self.log.unlink(missing_ok=True)

    def lines(self, count: int) -> Sequence[str]:
        """The last lines of its log."""
        try:
            return self.log.read_text(errors="replace").splitlines()[-count:]
        except OSError:
            return ()

    def _running(self) -> Record | None:
        """The record, where its process is alive."""
        record = self._read()
        if record is None or record.process is None or not shell.alive(record.process):
            return None
        return record

    def _read(self) -> Record | None:
        try:
            told = json.loads((self.home / "server.json").read_text())
            process = Owner(**told["process"]) if told["process"] else None
            return Record(told["port"], process, told["boot"])
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def _write(self, port: int, process: Owner | None) -> None:
        fields = ("pid", "started", "boot", "host", "command")
        told = {
            "port": port,
            "boot": shell.boot_id(),
            "process": {name: getattr(process, name) for name in fields} if process else None,
        }
        half = self.home / "server.half"
        half.write_text(json.dumps(told))
        half.replace(self.home / "server.json")

    def _end_strays(self) -> None:
        """End processes of this server that no record names; the start lock is held."""
        for process in shell.marked(MARK, str(self.home)):
            shell.end(process, grace=3.0)

    def _make_data(self) -> None:
        """The data folder, emptied when it may not be trusted, and prepared."""
        data, record = self.data, self._read()
        forgetful = self.plan.purpose is Purpose.TEST
        if forgetful and data.exists() and (record is None or record.boot != shell.boot_id()):
            # Nothing was flushed: after a boot the pages that the kernel still had are gone.
            shutil.rmtree(data)
        _make_folder(data.parent)
        data.mkdir(exist_ok=True)
        self.kind.prepare(self.plan, data)

    def _launch(self) -> int:
        """Start the process on a free port; when that is stolen meanwhile, on another."""
        record = self._read()
        port = record.port if record is not None else self.plan.port
        for _ in range(_PORTS_TRIED):
            port = web.free_port(port)
            self._write(port, None)
            process = self._spawn(port)
            owner = shell.identify(process.pid)
            if owner is not None:
                self._write(port, owner)
            try:
                self._wait_until_ready(port, owner, process)
            except ServiceUnhealthy:
                shell.end(process, grace=3.0)
                if not web.answers("127.0.0.1", port):
                    raise
                port = 0
                continue
            except BaseException:
                shell.end(process, grace=3.0)
                raise
            return port
        raise ServiceUnhealthy(
            f"{self._name()} found no free port in {_PORTS_TRIED} tries", reference=str(self.log)
        )

    def _spawn(self, port: int) -> Popen[bytes]:
        launch = self.kind.launch(self.plan, self.data, port)
        _make_folder(self.log.parent)
        self.log.unlink(missing_ok=True)
        self.log.touch(mode=0o600)
        base = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
        return shell.spawn(
            launch.argv,
            cwd=Path("/"),
            env={**base, "HOME": str(self.home), MARK: str(self.home), **launch.environment},
            stdout=self.log,
            detach=True,
            account=launch.account,
        )

    def _wait_until_ready(
        self, port: int, owner: Owner | None, process: Popen[bytes] | None = None
    ) -> None:
        def look() -> bool | None:
            over = process.poll() is not None if process is not None else None
            if over or (over is None and owner is not None and not shell.alive(owner)):
                raise self._unhealthy("ended before it was ready")
            # A foreign server on the port would answer, too: ours has to be alive after that.
            return True if self.kind.answers(self.plan, port) else None

        try:
            web.wait_until(look, timeout=_READY_LIMIT, what=self._name())
            if process is not None and process.poll() is not None:
                raise self._unhealthy("ended before it was ready")
        except ServiceUnhealthy as error:
            if error.reference:
                raise
            raise self._unhealthy(f"did not answer within {_READY_LIMIT:.0f} s") from None

    def _unhealthy(self, what: str) -> ServiceUnhealthy:
        tail = "\n".join(f"  {line}" for line in self.lines(12)) or "  (its log is empty)"
        return ServiceUnhealthy(
            f"{self._name()} {what}; its log ends with:\n{tail}",
            hint="sixfold doctor",
            reference=str(self.log),
        )

    def _endpoint(self, port: int) -> Endpoint:
        user, password = self.kind.credentials(self.plan)
        server, note = self.kind.describe(self.plan)
        return Endpoint(
            role=self.plan.service.role,
            host="127.0.0.1",
            port=port,
            user=user,
            password=password,
            server=server,
            note=note,
        )

    def _name(self) -> str:
        return f"{self.kind.describe(self.plan)[0]} ({self.plan.service.name})"


def _home(plan: ServerPlan) -> Path:
    durable = plan.purpose is Purpose.DEV
    base = plan.places.data if durable else plan.places.cache
    major = plan.service.major or "latest"
    return base / "servers" / plan.project / str(plan.purpose) / f"{plan.service.role}-{major}"


def _make_folder(folder: Path) -> None:
    """A folder that the servers' account may pass, with all above it that are not there yet."""
    for part in (*reversed(folder.parents), folder):
        if not part.exists():
            part.mkdir(mode=0o755, exist_ok=True)
