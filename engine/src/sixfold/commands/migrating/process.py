"""Alembic's commands in one database, by one process where it is a module of Python's."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sixfold import shell
from sixfold.errors import NotPassed

# One command of Alembic's; a table of a million rows is rewritten within minutes.
LIMIT: Final = 1800.0
_TOLD: Final = 15


@dataclass(frozen=True, slots=True)
class Done:
    """How one command ended: what it printed, and how many seconds it took."""

    code: int
    text: str
    seconds: float

    @property
    def tail(self) -> str:
        """The last lines that it printed."""
        return "\n".join(self.text.strip().splitlines()[-_TOLD:])


class Alembic:
    """Alembic's commands in one database: by one process where it is a module of Python's."""

    def __init__(self, words: list[str], directory: Path, environment: dict[str, str]) -> None:
        self._words, self._directory, self._environment = words, directory, environment
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, *words: str) -> Done:
        """One command to its end; it is killed after half an hour."""
        if self._words[1:] != ["-m", "alembic"]:
            begun = time.monotonic()
            done = shell.run(
                [*self._words, *words],
                cwd=self._directory,
                env=self._environment,
                timeout=LIMIT,
                check=False,
            )
            return Done(done.code, done.out + done.err, time.monotonic() - begun)
        return self._ask(words)

    def must(self, *words: str, what: str) -> Done:
        """One command that has to succeed. Raises NotPassed with its last lines."""
        done = self.run(*words)
        if done.code != 0:
            raise NotPassed(f"{what} failed:\n{done.tail}", hint=" ".join([*self._words, *words]))
        return done

    def close(self) -> None:
        """End the process, if one was started."""
        if self._process is not None:
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    with suppress(OSError):
                        stream.close()
            shell.end(self._process, grace=1.0)
            self._process = None

    def _ask(self, words: tuple[str, ...]) -> Done:
        if self._process is None:
            script = Path(__file__).parents[2] / "alembic_steps.py"
            self._process = shell.spawn(
                [self._words[0], str(script)],
                cwd=self._directory,
                env={**self._environment, "PYTHONPATH": self._path()},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                die_with_parent=True,
            )
        process = self._process
        assert process.stdin is not None  # noqa: S101 - asked for above
        assert process.stdout is not None  # noqa: S101 - asked for above
        limit = threading.Timer(LIMIT, process.kill)
        limit.daemon = True
        limit.start()
        try:
            process.stdin.write(json.dumps(words).encode() + b"\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except OSError:
            answer = b""
        finally:
            limit.cancel()
        if not answer:
            return Done(1, "Alembic's process ended in the middle of it", 0.0)
        return Done(**json.loads(answer))

    def _path(self) -> str:
        """`python -m alembic` finds what lies in the current folder; a script by path does not."""
        inherited = self._environment.get("PYTHONPATH", "")
        return f"{self._directory}:{inherited}" if inherited else str(self._directory)
