"""The end of a test run, however it ends: nothing runs on, and nothing is left on the servers."""

from __future__ import annotations

from collections.abc import Callable

from sixfold.commands.isolation.steward import Steward
from sixfold.commands.testing.runs import Run
from sixfold.config import Config
from sixfold.errors import SixfoldError


def settle(config: Config, steward: Steward, run: Run, say: Callable[[str], None]) -> None:
    """Have everything given back, and drop what a process of an earlier run left on the servers.

    Done however the run ends. Where a server is gone by now, the sweep is left to the next run.
    """
    steward.dismiss()
    if not run.needs_sweep():
        return
    steward.settle()
    if not steward.endpoints:
        return
    try:
        # What talks to the servers takes long to import, and few runs need it here.
        from sixfold.commands.sweep import sweep_namespace

        sweep_namespace(config, steward.endpoints)
        run.swept()
    except SixfoldError as error:
        say(f"left for the next run, or `sixfold clean`, to drop: {error.message}")
