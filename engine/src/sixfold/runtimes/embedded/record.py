"""What a server's home says of it; the kernel is asked whether it is still true."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from sixfold import shell
from sixfold.core.lease import Owner


@dataclass(frozen=True, slots=True)
class Record:
    """Written twice: with the port before the process is started, with the process once it is.

    `boot` is the boot since which the data can be trusted. `server` and `note` are what the
    endpoint says, so that finding a running server looks for no program. `stopped` says that
    somebody stopped it, and it did not just end.
    """

    port: int
    boot: str
    server: str
    note: str = ""
    process: Owner | None = None
    stopped: bool = False

    @property
    def running(self) -> Owner | None:
        """The server's process, where it is alive."""
        return self.process if self.process is not None and shell.alive(self.process) else None


def read(file: Path) -> Record | None:
    """The record in a file; None where there is none, or no whole one."""
    try:
        told = json.loads(file.read_text())
        process = Owner(**told.pop("process")) if told["process"] else None
        return Record(**{**told, "process": process})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def write(file: Path, record: Record) -> None:
    """Replace the record at once: who reads it sees the old one or the new one."""
    half = file.with_suffix(".half")
    half.write_text(json.dumps(asdict(record)))
    half.replace(file)
