"""Run a tool: one line for the user, every word of it into the log."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from faults import from_words
from ground import LOG, ROOT


def run(
    doing: str,
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    folder: Path = ROOT,
) -> None:
    """Run `command` in `folder` with `env` added; raises Fault when it fails.

    `doing` is what the user reads while it lasts, with the seconds that it took at the end.
    """
    begun = time.monotonic()
    line = _Line(doing)
    LOG.touch(mode=0o600)
    with LOG.open("r+b") as log:
        start = log.seek(0, os.SEEK_END)
        log.write(f"\n$ {' '.join(map(str, command))}\n".encode())
        log.flush()
        code = _wait(command, log.fileno(), {**os.environ, **(env or {})}, folder, line, begun)
        log.seek(start)
        words = log.read().decode(errors="replace")
    line.end("done" if code == 0 else "failed", time.monotonic() - begun)
    if code != 0:
        raise from_words(doing, words)


def _wait(
    command: Sequence[str | Path],
    log: int,
    env: Mapping[str, str],
    folder: Path,
    line: _Line,
    begun: float,
) -> int:
    try:
        process = subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=env, cwd=folder,
        )  # fmt: skip
    except OSError as fault:
        os.write(log, f"{command[0]}: {fault.strerror}\n".encode())
        return 127
    while True:
        try:
            return process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            line.go_on(time.monotonic() - begun)
        except BaseException:
            process.terminate()
            process.wait()
            raise


class _Line:
    """One line per step: rewritten each second on a terminal, begun and ended elsewhere."""

    def __init__(self, doing: str) -> None:
        self.doing = doing
        self.rewrites = sys.stderr.isatty()
        if not self.rewrites:
            self._show(f"{doing} ...\n")

    def go_on(self, seconds: float) -> None:
        if self.rewrites:
            self._show(f"\r{self.doing} ... {seconds:.0f} s")

    def end(self, how: str, seconds: float) -> None:
        # A step of less than a second is not worth a line of its own on a terminal.
        if self.rewrites and (seconds >= 1 or how == "failed"):
            self._show(f"\r{self.doing}: {how} in {seconds:.1f} s\n")
        elif not self.rewrites and seconds >= 1:
            self._show(f"{self.doing}: {how} in {seconds:.1f} s\n")

    def _show(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()
