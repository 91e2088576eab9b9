"""What one process has read, written down as it goes: a kill loses nothing that was seen."""

from __future__ import annotations

import os
import time


class Journal:
    """Lines of one process: `S n scope` names a scope, `n read` is one of its reads.

    `T {json}` says how a test went, `P [json]` where modules are searched. Lines are held back
    between `hold` and `flush`, so that a test costs one write.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._file = -1
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
        line = f"{number} {read}\n"
        if number not in self._named:
            self._named.add(number)
            line = f"S {number} {scope}\n{line}"
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

    def reopen(self) -> None:
        """A fork writes a journal of its own, at once: nobody flushes for it."""
        if self._file >= 0:
            os.close(self._file)
        self._file, self._named, self._held = -1, set(), None

    def _write(self, text: str) -> None:
        try:
            if self._file < 0:
                name = f"{self._folder}/{os.getpid()}-{time.monotonic_ns()}.reads"
                self._file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            os.write(self._file, text.encode(errors="surrogateescape"))
        except OSError:
            # The run is over and its folder gone; what we still do belongs to nobody.
            self._file = -1
