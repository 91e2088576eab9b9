"""Where set-up keeps things, and how a step knows that it is done."""

from __future__ import annotations

import fcntl
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETUP = ROOT / ".setup"
BIN = SETUP / "bin"
LOG = SETUP / "setup.log"
VENV = ROOT / ".venv"


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader sees all of it or the one before, whatever dies meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(name).replace(path)


def link(name: str, target: Path) -> None:
    """Put a program into `.setup/bin`, which is first on PATH for all that follows."""
    BIN.mkdir(parents=True, exist_ok=True)
    place = BIN / name
    place.unlink(missing_ok=True)
    place.symlink_to(target)


class Stamp:
    """The mark of a finished step: what it was done with. Removed first, written last."""

    def __init__(self, step: str, *inputs: Path | str) -> None:
        self.path = SETUP / f"{step}.done"
        self.text = "".join(f"{_digest(item)}\n" for item in (*inputs, str(ROOT)))

    def holds(self) -> bool:
        """Whether the step was finished with these very inputs, in this very folder."""
        return self.path.exists() and self.path.read_text(encoding="utf-8") == self.text

    @contextmanager
    def renewed(self) -> Iterator[None]:
        """Around the step: an interrupted one leaves no stamp and is done again."""
        self.path.unlink(missing_ok=True)
        yield
        write_whole(self.path, self.text)


def _digest(item: Path | str) -> str:
    content = item.read_bytes() if isinstance(item, Path) else item.encode()
    return hashlib.sha256(content).hexdigest()


@contextmanager
def only_one() -> Iterator[None]:
    """Hold this checkout's set-up. The kernel frees it when we die, so it is never stale."""
    with (SETUP / "lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            print(f"another set-up of this checkout runs ({lock.read()}); waiting", file=sys.stderr)
            fcntl.flock(lock, fcntl.LOCK_EX)
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, since {time.strftime('%H:%M:%S')}")
        lock.flush()
        yield
