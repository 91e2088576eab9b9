"""What one process has read, written down as it goes: a kill loses nothing that was seen."""

from __future__ import annotations

import os
import time
from contextlib import suppress


class Journal:
    """Lines of one process: `S n scope` names a scope, `n read` is one of its reads.

    `T {json}` says how a test went, `P [json]` where modules are searched. Lines are held back
    between `hold` and `flush`, so that a test costs one write.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._mark = ""
        self._file = self._open()
        self._named: set[int] = set()
        self._held: list[str] | None = None

    def hold(self) -> None:
        """Keep lines until the next flush."""
        self.flush()
        self._held = []

    def flush(self) -> None:
        """Write what was held back."""
        if self._held:
            lines, self._held = self._held, []
            self._write("".join(lines))

    def write(self, number: int, scope: str, read: str) -> None:
        """One read of the scope with this number."""
        line = f"{number}{self._mark} {read}\n"
        if number not in self._named:
            self._named.add(number)
            line = f"S {number}{self._mark} {scope}\n{line}"
        self.tell(line)

    def tell(self, line: str) -> None:
        """One whole line, its end included."""
        if self._held is None:
            self._write(line)
        else:
            self._held.append(line)

    def holds(self, path: object) -> bool:
        """Whether a file is one of our own."""
        return isinstance(path, str) and path.startswith(self._folder)

    def fork(self) -> None:
        """A fork goes on in the same file, under numbers of its own, and at once.

        Nobody flushes for it, and it may not be able to open another one.
        """
        self._mark, self._named, self._held = f"-{os.getpid()}", set(), None

    def _open(self) -> int:
        try:
            name = f"{self._folder}/{os.getpid()}-{time.monotonic_ns()}.reads"
            return os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError:
            return -1

    def _write(self, text: str) -> None:
        line = text.encode(errors="surrogateescape")
        try:
            os.write(self._file, line)
        except OSError:
            # The program has closed what it did not open, or the run is over.
            self._file = self._open()
            with suppress(OSError):
                os.write(self._file, line)
