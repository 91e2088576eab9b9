"""Suites side by side: while one starts, waits or ends slowly, another uses the cores."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sixfold import shell
from sixfold.commands.testing.report import SuiteReport
from sixfold.config import Suite
from sixfold.core.selection import Share

if TYPE_CHECKING:
    from sixfold.commands.testing.session import Begun, Session

_LOOK_AGAIN: Final = 0.05
_GRACE: Final = 10.0


def run_in_lanes(
    shares: Sequence[Share[Suite]],
    session: Session,
    *,
    lanes: int,
    screen: int,
    first_failure: bool,
) -> list[SuiteReport]:
    """Run suites, as many at once as there are lanes; their reports in the order of `shares`.

    What the first writes is seen at once on the file descriptor `screen`, what others write when
    those before them have ended. With `first_failure` the first suite that fails is the last that
    is run. Whatever ends this early ends all that run.
    """
    waiting, reports = list(shares), dict[str, SuiteReport]()
    running: list[Begun] = []
    shown = _Screen(screen)
    with ExitStack() as cleanup:
        cleanup.callback(_end, running)
        while waiting or running:
            while share := _next(waiting, running, lanes):
                waiting.remove(share)
                begun = session.begin(share, beside=shown.name)
                if isinstance(begun, SuiteReport):
                    reports[share.suite.name] = begun
                else:
                    running.append(begun)
                    shown.add(begun)
            ended = [one for one in running if one.running.process.poll() is not None]
            for one in ended:
                running.remove(one)
                reports[one.share.suite.name] = session.finish(one)
                if first_failure and not reports[one.share.suite.name].good:
                    waiting.clear()
            shown.show()
            if not ended and running:
                _wait_for_one(running)
    return [reports[share.suite.name] for share in shares if share.suite.name in reports]


def _end(running: Sequence[Begun]) -> None:
    for one in running:
        shell.end(one.running.process, grace=_GRACE)


def _wait_for_one(running: Sequence[Begun]) -> None:
    """Wait for the only one that runs, or a moment for any of several to end."""
    if len(running) == 1 and running[0].running.output is None:
        running[0].running.process.wait()
    else:
        time.sleep(_LOOK_AGAIN)


def _next(
    waiting: Sequence[Share[Suite]], running: Sequence[Begun], lanes: int
) -> Share[Suite] | None:
    """The next suite that may start: of those that use services only one runs at a time.

    Their workers have databases of the same names.
    """
    if len(running) >= lanes:
        return None
    busy = any(one.share.suite.services for one in running)
    return next((share for share in waiting if not (busy and share.suite.services)), None)


class _Screen:
    """Where suites are shown, one after the other; who began with nobody before writes itself."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._queue: list[Begun] = []
        self._copied = 0

    @property
    def name(self) -> str:
        """The name of the suite that is being shown."""
        return self._queue[0].share.suite.name if self._queue else ""

    def add(self, begun: Begun) -> None:
        self._queue.append(begun)

    def show(self) -> None:
        """Show what there is to be shown now."""
        while self._queue:
            running = self._queue[0].running
            # Asked before the last look at the file: nothing is written after the end.
            over = running.process.poll() is not None
            if running.output is not None:
                self._copy(running.output)
            if not over:
                return
            self._queue.pop(0)
            self._copied = 0

    def _copy(self, output: Path) -> None:
        with output.open("rb") as file:
            file.seek(self._copied)
            text = file.read()
        self._copied += len(text)
        while text:
            text = text[os.write(self._target, text) :]
