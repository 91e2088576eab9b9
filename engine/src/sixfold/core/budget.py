"""How many test processes a suite may have: from cores, memory and the database's connections.

This is the one place that decides it; no suite's own settings do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sixfold.errors import RequestError

# What a worker is reckoned with. Ours take 110 to 190 MiB; an application may load more.
_WORKER_MEMORY: Final = 512 << 20
# A worker's pool, its fresh databases' sessions, and what an application under test opens.
_WORKER_CONNECTIONS: Final = 8
# For the server's own superuser slots, for template building and for `status` and `clean`.
_KEPT_CONNECTIONS: Final = 12
# PostgreSQL's own default.
_DEFAULT_CONNECTIONS: Final = 100


@dataclass(frozen=True, slots=True)
class Machine:
    """What there is to share out: cores, free memory in bytes, the server's `max_connections`.

    `connections` is None where no suite of the run uses a database.
    """

    cores: int
    memory: int
    connections: int | None = None


def workers(
    machine: Machine, *, asked: str | None, paths: Sequence[str], waits: bool = False
) -> tuple[int, str]:
    """How many processes run a suite's tests, and why; 0 means in the runner's own process.

    `asked` is what the user gave with `-n`, and wins. `paths` are the suite's tests, as given:
    a run of single files is not spread, since starting workers costs more than it saves. Tests
    that wait much of their time (`waits`) leave cores to others meanwhile. Raises RequestError for
    an `asked` that is no number.
    """
    if asked is not None:
        if asked == "auto" or asked.isdecimal():
            count = machine.cores if asked == "auto" else int(asked)
            return count, f"asked for with -n {asked}"
        raise RequestError(f"-n takes a number or auto, not {asked!r}")
    if paths and all(".py" in path for path in paths):
        return 0, "single files are not spread"
    limits = _limits(machine, waits)
    count = min(limits.values())
    if count < 2:
        return 0, next(why for why, limit in limits.items() if limit == count)
    return count, ", ".join(limits)


def max_connections(command: Sequence[str]) -> int:
    """What a PostgreSQL service is started with, from its command's words; else the default."""
    for word in command:
        name, _, value = word.removeprefix("-c").strip().lstrip("-").partition("=")
        if name.strip().replace("-", "_") == "max_connections" and value.strip().isdecimal():
            return int(value)
    return _DEFAULT_CONNECTIONS


def _limits(machine: Machine, waits: bool) -> dict[str, int]:
    """How many workers each thing allows, in the words that are printed; cores come first."""
    cores = "one core" if machine.cores < 2 else f"{machine.cores} cores"
    if waits and machine.cores > 1:
        cores += " and tests that wait"
    limits = {
        cores: machine.cores + machine.cores // 2 if waits else machine.cores,
        f"{machine.memory / (1 << 30):.1f} GiB free": max(1, machine.memory // _WORKER_MEMORY),
    }
    if machine.connections is not None:
        room = max(0, machine.connections - _KEPT_CONNECTIONS)
        limits[f"{machine.connections} connections"] = max(1, room // _WORKER_CONNECTIONS)
    return limits
