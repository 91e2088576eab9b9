"""What the embedded runtime has to know of a kind of server, one Protocol for all three."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sixfold import shell
from sixfold.core.service import Secret
from sixfold.runtimes.base import ServerPlan


@dataclass(frozen=True, slots=True)
class Launch:
    """How a server is started: nothing secret may be in `argv`, which everybody can read."""

    argv: tuple[str, ...]
    environment: Mapping[str, str]
    account: shell.Account | None = None


class Kind(Protocol):
    """One kind of server. `data` is the folder for its data, made before `prepare`.

    `programs` are the names of its executable files; `stop_signal` has it end in good order.
    """

    @property
    def programs(self) -> tuple[str, ...]: ...

    @property
    def stop_signal(self) -> signal.Signals: ...

    def describe(self, plan: ServerPlan, data: Path) -> tuple[str, str]:
        """What will run (`PostgreSQL 18.6`), and how it differs from what is asked for."""
        ...

    def credentials(self, plan: ServerPlan) -> tuple[str, Secret]:
        """User and password."""
        ...

    def prepare(self, plan: ServerPlan, data: Path) -> None:
        """Make the data folder ready; safe to repeat after a half-made one."""
        ...

    def launch(self, plan: ServerPlan, data: Path, port: int) -> Launch:
        """How to start it on 127.0.0.1 and this port."""
        ...

    def answers(self, plan: ServerPlan, port: int) -> bool:
        """Whether it serves real requests now."""
        ...
