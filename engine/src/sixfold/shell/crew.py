"""Several programs at once, which all end when the work is given up."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from sixfold.errors import Interrupted, NotPassed
from sixfold.shell.ending import end
from sixfold.shell.programs import Result, spawn


class Crew:
    """Runs programs from several threads; whoever leaves its `with` early ends all of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._given_up = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        with self._lock:
            self._given_up = True
            running = list(self._running)
        for process in running:
            end(process, grace=1.0)

    def run(
        self,
        argv: Sequence[str],
        *,
        cwd: Path,
        env: Mapping[str, str],
        timeout: float,
        merged: bool = False,
    ) -> Result:
        """Run a program to its end and return what it said, whatever its exit code.

        With `merged`, errors stand in `out` where they were written. Raises ToolMissing when it
        is not there, NotPassed when it takes longer than `timeout` seconds, Interrupted when the
        crew was given up.
        """
        with self._lock:
            if self._given_up:
                raise Interrupted("interrupted")
            process = spawn(
                argv,
                cwd=cwd,
                env=env,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT if merged else subprocess.PIPE,
                die_with_parent=True,
            )
            self._running.add(process)
        try:
            out, err = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            end(process, grace=1.0)
            raise NotPassed(f"{argv[0]} did not end within {timeout:.0f} s") from None
        finally:
            with self._lock:
                self._running.discard(process)
        code = process.returncode
        return Result(code, out.decode(errors="replace"), (err or b"").decode(errors="replace"))
