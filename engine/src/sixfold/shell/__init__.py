"""The only place that starts or stops a process, and knows one process from another.

`programs` starts them, `crew` several at once, `identity` tells one process from every other,
`ending` ends exactly the one that is meant, `machine` says what there is: accounts, cores, memory.
Nothing outside of this room signals, forks or reads /proc.
"""

from sixfold.shell.crew import Crew
from sixfold.shell.ending import end, signal_one, wait_for_end
from sixfold.shell.identity import (
    alive,
    boot_id,
    identify,
    listens,
    marked,
    marks,
    program_of,
    start_time,
    started_at,
    this_process,
    with_children,
    working_in,
)
from sixfold.shell.machine import Account, account, cores, free_memory, may_write, memory, python
from sixfold.shell.programs import Result, die_with_parent, run, spawn, wait

__all__ = [
    "Account",
    "Crew",
    "Result",
    "account",
    "alive",
    "boot_id",
    "cores",
    "die_with_parent",
    "end",
    "free_memory",
    "identify",
    "listens",
    "marked",
    "marks",
    "may_write",
    "memory",
    "program_of",
    "python",
    "run",
    "signal_one",
    "spawn",
    "start_time",
    "started_at",
    "this_process",
    "wait",
    "wait_for_end",
    "with_children",
    "working_in",
]
