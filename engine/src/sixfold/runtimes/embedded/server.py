"""One native server: found, started, stopped, removed."""

from __future__ import annotations

import shutil
import signal
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Final

from sixfold import locks, shell
from sixfold.core.lease import Owner
from sixfold.core.service import Endpoint, Purpose
from sixfold.errors import ServiceUnhealthy
from sixfold.runtimes.base import ServerPlan, ServerStatus
from sixfold.runtimes.embedded import launch
from sixfold.runtimes.embedded import record as records
from sixfold.runtimes.embedded.home import MARK, home_of, make_data, make_folder
from sixfold.runtimes.embedded.kinds import Kind
from sixfold.runtimes.embedded.record import Record

# How long one waits for another who starts or stops the same server.
_OTHERS_LIMIT: Final = 120.0
_STOP_LIMIT: Final = 15.0
_KILL_LIMIT: Final = 5.0


class Server:
    """One server of one plan. Every method may be called by many processes at once."""

    def __init__(self, kind: Kind, plan: ServerPlan) -> None:
        self.kind = kind
        self.plan = plan
        self.home = home_of(plan)

    def start(self) -> Endpoint:
        """Start it, or find it running. Raises ServiceUnhealthy with the log when it does not."""
        found = records.read(self.home.record)
        if found is None or not found.running or not self.kind.answers(self.plan, found.port):
            make_folder(self.home.folder)
            with self._alone("starting"):
                found = self._find_or_start()
        return self._endpoint(found)

    def status(self) -> ServerStatus:
        """What it is doing, from its record and one request; changes nothing."""
        found = records.read(self.home.record)
        log = self.home.log if self.home.log.exists() else None
        if found is None or found.process is None or found.stopped:
            starting = locks.is_held(self.home.lock)
            return ServerStatus("starting" if starting else "stopped", log=log)
        if not found.running:
            if found.process.boot != shell.boot_id():
                return ServerStatus("stopped", log=log, note="the machine was started anew")
            note = f"process {found.process.pid} ended without being stopped"
            return ServerStatus("broken", log=log, note=note)
        pids = shell.with_children(found.process.pid)
        started = shell.started_at(found.process.pid)
        return ServerStatus(
            state=self._health(found, started),
            endpoint=self._endpoint(found),
            pids=pids,
            started=started,
            memory=shell.memory(pids),
            log=log,
            note=found.note,
        )

    def stop(self) -> bool:
        """End it and wait for that; its data stays. False when it was not running."""
        if not self.home.folder.is_dir():
            return False
        with self._alone("stopping"):
            return self._end()

    def remove(self) -> None:
        """Stop it and delete its data, its record and its logs."""
        if self.home.folder.is_dir():
            with self._alone("removing"):
                self._end()
                self._forget()

    def lines(self, count: int) -> Sequence[str]:
        """The last lines of its log."""
        return launch.last_lines(self.home.log, count)

    def _find_or_start(self) -> Record:
        """Start it; who held the lock before us may have done so."""
        found = records.read(self.home.record)
        if found is not None and found.running:
            try:
                launch.wait_until_ready(self.kind, self.plan, self.home, found)
                return found
            except ServiceUnhealthy:
                # It was dying when it was found: its successor is started below.
                if found.running:
                    raise
        self._end_all()
        if not self._trusted(found):
            shutil.rmtree(self.home.data, ignore_errors=True)
        reused = self.home.data.exists()
        try:
            return self._launch(found)
        except ServiceUnhealthy:
            if self._durable or not reused:
                raise
        # Data that may be thrown away must not be what keeps tests from running.
        shutil.rmtree(self.home.data, ignore_errors=True)
        return self._launch(found)

    def _launch(self, before: Record | None) -> Record:
        make_data(self.home)
        self.kind.prepare(self.plan, self.home.data)
        server, note = self.kind.describe(self.plan, self.home.data)
        port = before.port if before is not None else self.plan.port
        intent = Record(port, shell.boot_id(), server, note)
        return launch.launch(self.kind, self.plan, self.home, intent)

    def _trusted(self, before: Record | None) -> bool:
        """Whether the data that is there may be used.

        A test server flushes nothing: after a boot, the pages that the kernel still had are gone.
        """
        return self._durable or (before is not None and before.boot == shell.boot_id())

    @property
    def _durable(self) -> bool:
        return self.plan.purpose is Purpose.DEV

    def _health(self, found: Record, started: float) -> str:
        if self.kind.answers(self.plan, found.port):
            return "healthy"
        return "starting" if time.time() - started < launch.READY_LIMIT else "broken"

    def _end(self) -> bool:
        """End whatever runs, and say so in the record; whether there was something."""
        ended = self._end_all()
        found = records.read(self.home.record)
        if found is not None:
            records.write(self.home.record, replace(found, stopped=True))
        return ended

    def _end_all(self) -> bool:
        """End this server's processes, known or not: politely, then what is left at once."""
        before = self._processes()
        for process in before:
            shell.signal_one(process, self.kind.stop_signal)
        deadline = time.monotonic() + _STOP_LIMIT
        for process in before:
            shell.wait_for_end(process, timeout=max(0.0, deadline - time.monotonic()))
        for process in self._strays():
            shell.signal_one(process, signal.SIGKILL)
            shell.wait_for_end(process, timeout=_KILL_LIMIT)
        return bool(before)

    def _processes(self) -> list[Owner]:
        """The server's own processes, which end their children.

        Where a command was killed while it started the server, the mark alone finds them.
        """
        found = records.read(self.home.record)
        if found is not None and found.running is not None:
            return [found.running]
        return shell.marked(MARK, str(self.home.folder))

    def _strays(self) -> list[Owner]:
        """What is left of the server, children of one that was killed included."""
        return [
            *shell.marked(MARK, str(self.home.folder)),
            *shell.working_in(self.home.data, self.kind.programs),
        ]

    def _forget(self) -> None:
        data, log = self.home.data, self.home.log
        shutil.rmtree(data.parent if data.parent != self.home.folder else data, ignore_errors=True)
        log.unlink(missing_ok=True)
        log.with_suffix(".log.1").unlink(missing_ok=True)
        # With the lock in it: who waits for that finds out, and makes the folder anew.
        shutil.rmtree(self.home.folder)

    def _alone(self, doing: str) -> AbstractContextManager[None]:
        command = f"{doing} {self.plan.service.name}"
        owner = shell.this_process(command)
        hint = f"see what it does: {self.home.log}"
        return locks.exclusive(self.home.lock, owner=owner, wait=_OTHERS_LIMIT, hint=hint)

    def _endpoint(self, found: Record) -> Endpoint:
        user, password = self.kind.credentials(self.plan)
        return Endpoint(
            role=self.plan.service.role,
            host="127.0.0.1",
            port=found.port,
            user=user,
            password=password,
            server=found.server,
            note=found.note,
        )
