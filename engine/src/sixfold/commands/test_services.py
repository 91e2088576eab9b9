"""The servers of a test run: started beside its suites, given back however it ends."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from sixfold.commands import stack
from sixfold.commands.runs import Run, end_processes, write_whole
from sixfold.config import Config
from sixfold.core.service import Endpoint, Purpose, Role
from sixfold.errors import SixfoldError


class Services:
    """The run's servers, started beside the suites, which wait only for what they use."""

    def __init__(self, config: Config, roles: Sequence[Role], run: Run) -> None:
        self.endpoints: dict[Role, Endpoint] = {}
        self._config = config
        self._roles = roles
        self._run = run
        self._over = threading.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._hold, name="sixfold-services")
        self._thread.start()

    def settle(self) -> None:
        """Wait until the servers are up, or have failed to come up."""
        self._ready.wait()

    def release(self) -> None:
        """Give the lease back."""
        self._over.set()
        self._thread.join()

    def _hold(self) -> None:
        try:
            with stack.hold(
                self._config, Purpose.TEST, self._roles, command="sixfold test"
            ) as running:
                self.endpoints = dict(running.endpoints)
                write_whole(self._run.folder / "stack.json", stack.encode(running))
                self._ready.set()
                self._over.wait()
        except SixfoldError as error:
            told = {"message": error.message, "hint": error.hint, "reference": error.reference}
            write_whole(self._run.folder / "failure.json", told)
        finally:
            self._ready.set()


def settle(config: Config, services: Services, run: Run, say: Callable[[str], None]) -> None:
    """End what the suites left running, drop what a process that was killed left on the servers.

    Done however the run ends. Where a server is gone by now, the sweep is left to the next run.
    """
    end_processes(run.folder)
    services.settle()
    if not run.needs_sweep() or not services.endpoints:
        return
    try:
        # What talks to the servers takes long to import, and few runs need it here.
        from sixfold.commands.sweep import sweep_namespace

        sweep_namespace(config, services.endpoints)
        run.swept()
    except SixfoldError as error:
        say(f"left for the next run, or `sixfold clean`, to drop: {error.message}")
