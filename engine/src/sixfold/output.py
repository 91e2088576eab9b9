"""All text that sixfold shows: lines, progress, tables, errors with their remedy, and JSON."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Final

from sixfold.errors import SixfoldError

# Shorter steps say nothing: a person reads only what they had to wait for.
_WORTH_SAYING: Final = 1.0


class Output:
    """Where a verb's words go: people's lines to `err` and `out`, or one JSON value to `out`.

    With `json`, everything but the value goes to `err`, so that a script can read `out` whole.
    Colours are used only on a terminal, and never when NO_COLOR is set.
    """

    def __init__(
        self, *, json: bool = False, out: IO[str] | None = None, err: IO[str] | None = None
    ) -> None:
        self.json = json
        self._out = out or sys.stdout
        self._err = err or sys.stderr
        # Whether a line of progress stands on the terminal, for other lines to overwrite.
        self._live = False

    def line(self, text: str = "") -> None:
        """One line of the answer; on `err` when the answer itself is JSON."""
        self._clear()
        print(text, file=self._err if self.json else self._out, flush=True)

    def note(self, text: str) -> None:
        """One line beside the answer."""
        self._clear()
        print(self._paint(text, "2", self._err), file=self._err, flush=True)

    def warning(self, text: str) -> None:
        """Something that works but is not as somebody may believe."""
        self._clear()
        print(f"{self._paint('warning:', '33', self._err)} {text}", file=self._err, flush=True)

    def fallback(self, slug: str, source: str) -> None:
        """Say when nothing but the folder's path tells a checkout from others."""
        if source == "fallback":
            self.warning(f"no git branch and no BRANCH_NAME: this checkout is called {slug}")

    def value(self, value: object) -> None:
        """The answer for machines: one JSON value."""
        print(json.dumps(value, indent=2, sort_keys=True, default=str), file=self._out, flush=True)

    def error(self, error: SixfoldError) -> None:
        """What happened, why, what to do, and where to look."""
        if self.json:
            self.value(
                {
                    "error": {
                        "message": error.message,
                        "hint": error.hint,
                        "reference": error.reference,
                        "exit_code": error.exit_code,
                    }
                }
            )
            return
        print(f"{self._paint('error:', '1;31', self._err)} {error.message}", file=self._err)
        if error.hint:
            print(f"  {self._paint('try:', '36', self._err)} {error.hint}", file=self._err)
        if error.reference:
            print(f"  {self._paint('see:', '36', self._err)} {error.reference}", file=self._err)
        self._err.flush()

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Show progress for `what` once it takes longer than a second, and its time at the end."""
        begun = time.monotonic()
        done = threading.Event()
        spoke = threading.Event()
        teller = threading.Thread(target=self._tell, args=(what, begun, done, spoke), daemon=True)
        teller.start()
        try:
            yield
        finally:
            done.set()
            teller.join()
            if spoke.is_set():
                took = time.monotonic() - begun
                self._rewrite(f"{what}: {took:.1f} s", end="\n")

    def table(self, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Aligned columns; the last one is left to run as long as it is."""
        cells = [[str(cell) for cell in row] for row in rows]
        widths = [
            max(len(row[column]) for row in [list(head), *cells]) for column in range(len(head))
        ]
        stream = self._err if self.json else self._out
        self.line(self._paint(_aligned(head, widths), "1", stream))
        for row in cells:
            self.line(_aligned(row, widths))

    def mark(self, good: bool) -> str:
        """`ok` or `FAIL`, coloured on a terminal."""
        stream = self._err if self.json else self._out
        return self._paint("ok", "32", stream) if good else self._paint("FAIL", "1;31", stream)

    def _tell(self, what: str, begun: float, done: threading.Event, spoke: threading.Event) -> None:
        while not done.wait(_WORTH_SAYING):
            live = self._err.isatty()
            if live or not spoke.is_set():
                elapsed = f" {time.monotonic() - begun:.0f} s" if live else ""
                self._rewrite(f"{what} …{elapsed}", end="" if live else "\n")
            spoke.set()

    def _rewrite(self, text: str, *, end: str) -> None:
        self._clear()
        self._live = not end
        print(self._paint(text, "2", self._err), end=end, file=self._err, flush=True)

    def _clear(self) -> None:
        """Take the line of progress off the terminal."""
        if self._live:
            self._live = False
            print("\r\x1b[2K", end="", file=self._err, flush=True)

    def _paint(self, text: str, code: str, stream: IO[str]) -> str:
        if not stream.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
            return text
        return f"\x1b[{code}m{text}\x1b[0m"


def _aligned(cells: Sequence[object], widths: Sequence[int]) -> str:
    padded = [str(cell).ljust(width) for cell, width in zip(cells, widths, strict=True)]
    return "  ".join(padded).rstrip()


def bytes_text(count: int) -> str:
    """A size for people, in binary units: `12.3 MiB`."""
    size = float(count)
    for unit in ("B", "KiB", "MiB", "GiB"):
        if size < 1024 or unit == "GiB":
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1024
    raise AssertionError("unreachable")


def age_text(seconds: float) -> str:
    """How long ago, for people: `12 s`, `5 min`, `3 h`, `2 d`."""
    for limit, divisor, unit in ((120, 1, "s"), (7200, 60, "min"), (172800, 3600, "h")):
        if seconds < limit:
            return f"{seconds / divisor:.0f} {unit}"
    return f"{seconds / 86400:.0f} d"
