"""A pytest plugin for runs of a part of a suite: takes a shard's tests, counts what is left out.

The runner names it on pytest's command line, and puts what it needs into the run's folder. It works
the same in each of xdist's workers: all of them collect the same tests.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from sixfold.core.shard import divide

_COUNTS = "sixfold_parts"


def pytest_configure(config: pytest.Config) -> None:
    """Join the run, if there is one."""
    folder, suite = os.environ.get("SIXFOLD_RUN"), os.environ.get("SIXFOLD_SUITE")
    if folder and suite:
        config.pluginmanager.register(Parts(Path(folder), suite), "sixfold-parts-of-a-run")


class Parts:
    """Leaves out what is another shard's, and notes how many tests there were.

    The last to change what was collected, so that a shard is one of what `-k` and `-m` let through.
    """

    def __init__(self, folder: Path, suite: str) -> None:
        self._report = folder / f"{suite}.parts.json"
        self._shard = folder / f"{suite}.shard.json"
        self._left_out = 0
        self._told: dict[str, object] = {}

    def pytest_deselected(self, items: list[pytest.Item]) -> None:
        """Count what was left out, by whomever."""
        self._left_out += len(items)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Keep this shard's tests."""
        names = sorted(item.nodeid for item in items)
        digest = hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]
        self._told = {"of": len(names), "digest": digest}
        if not self._shard.is_file():
            return
        asked = json.loads(self._shard.read_text())
        mine = set(divide(names, asked["durations"], asked["count"])[asked["number"] - 1])
        others = [item for item in items if item.nodeid not in mine]
        if others:
            config.hook.pytest_deselected(items=others)
            items[:] = [item for item in items if item.nodeid in mine]

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Tell the runner: from the process that collected, or from a worker by way of xdist."""
        if not self._told:
            return
        told = self._told | {"ran": len(session.items), "left_out": self._left_out}
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output[_COUNTS] = told
        else:
            self._write(told)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: object) -> None:
        """Take over what a worker collected; they all collect the same."""
        told = getattr(node, "workeroutput", {}).get(_COUNTS)
        if told:
            self._write(told)

    def _write(self, told: dict[str, object]) -> None:
        half = self._report.with_suffix(".half")
        half.write_text(json.dumps(told))
        half.replace(self._report)
