"""The end of a process: politely first, and never of one that only got its pid."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from typing import Final

from sixfold.core.lease import Owner
from sixfold.shell.identity import alive

_LOOK_AGAIN: Final = 0.01
_POLITE: Final = (signal.SIGINT, signal.SIGTERM)
_KILL_LIMIT: Final = 5.0


def end(process: subprocess.Popen[bytes] | Owner, *, grace: float = 5.0) -> None:
    """End a process and its group: interrupt, terminate, kill, each after a third of `grace`.

    A process that is not the one meant any more (its pid was reused) is left alone.
    """
    if isinstance(process, Owner):
        _end_stranger(process, grace)
    else:
        _end_child(process, grace)


def signal_one(owner: Owner, number: signal.Signals) -> None:
    """Send a signal to that very process, if it still runs."""
    if not hasattr(os, "pidfd_open"):
        if alive(owner):
            with contextlib.suppress(ProcessLookupError):
                os.kill(owner.pid, number)
        return
    with contextlib.suppress(ProcessLookupError):
        # The descriptor names the process that has the pid now; looking after opening it makes
        # sure that this is the one meant.
        handle = os.pidfd_open(owner.pid)
        try:
            if alive(owner):
                signal.pidfd_send_signal(handle, number)
        finally:
            os.close(handle)


def wait_for_end(owner: Owner, *, timeout: float) -> bool:
    """Wait until a process that is not our child is gone; False when time ran out."""
    deadline = time.monotonic() + timeout
    while alive(owner):
        if time.monotonic() > deadline:
            return False
        time.sleep(_LOOK_AGAIN)
    return True


def _end_child(process: subprocess.Popen[bytes], grace: float) -> None:
    for number in _POLITE:
        if not _has_ended(process, 0):
            _signal_group(process.pid, number)
            _has_ended(process, grace / 3)
    # The child itself where it is deaf, and what it started where that is. The pid still names
    # the group: it is not free for another process before `wait` collects the child.
    _signal_group(process.pid, signal.SIGKILL)
    process.wait()


def _has_ended(process: subprocess.Popen[bytes], timeout: float) -> bool:
    """Whether a child has ended, or does so in time; it is not collected."""
    if process.returncode is not None:
        return True
    deadline = time.monotonic() + timeout
    how = os.WEXITED | os.WNOHANG | os.WNOWAIT
    with contextlib.suppress(ChildProcessError):
        while os.waitid(os.P_PID, process.pid, how) is None:
            if time.monotonic() >= deadline:
                return False
            time.sleep(_LOOK_AGAIN)
    return True


def _end_stranger(owner: Owner, grace: float) -> None:
    for number in _POLITE:
        _signal_with_group(owner, number)
        if wait_for_end(owner, timeout=grace / 3):
            return
    _signal_with_group(owner, signal.SIGKILL)
    wait_for_end(owner, timeout=_KILL_LIMIT)


def _signal_with_group(owner: Owner, number: signal.Signals) -> None:
    """Signal a group through its leader, any other process alone."""
    with contextlib.suppress(ProcessLookupError):
        if os.getpgid(owner.pid) != owner.pid:
            signal_one(owner, number)
        elif alive(owner):
            os.killpg(owner.pid, number)


def _signal_group(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)
