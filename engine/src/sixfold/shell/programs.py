"""Programs: run to their end, or started and left running."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from sixfold.errors import NotPassed, ToolMissing
from sixfold.interrupts import held_back
from sixfold.shell.ending import end
from sixfold.shell.machine import Account

_PR_SET_PDEATHSIG: Final = 1
_LINES_TOLD: Final = 10


@dataclass(frozen=True, slots=True)
class Result:
    """What a finished process said."""

    code: int
    out: str
    err: str


def run(
    argv: Sequence[str],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float = 60,
    check: bool = True,
    input: str | None = None,
    account: Account | None = None,
    brief: bool = False,
) -> Result:
    """Run a program to its end and return what it said.

    It dies with us, unless it is `brief`: one that soon ends by itself, whatever becomes of us, and
    starts in a quarter of the time, since no code of ours has to run in a copy of this process.
    Raises ToolMissing when it is not there, NotPassed when it runs longer than `timeout` seconds,
    or ends with another code than 0 while `check` is set.
    """
    process = spawn(
        argv,
        cwd=cwd,
        env=env,
        stdin=subprocess.PIPE if input is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        die_with_parent=not brief,
        account=account,
    )
    try:
        out, err = process.communicate(input.encode() if input is not None else None, timeout)
    except subprocess.TimeoutExpired:
        end(process, grace=1.0)
        raise NotPassed(f"{argv[0]} did not end within {timeout:.0f} s") from None
    except BaseException:
        end(process, grace=1.0)
        raise
    result = Result(process.returncode, out.decode(errors="replace"), err.decode(errors="replace"))
    if check and result.code != 0:
        tail = "\n".join((result.out + result.err).strip().splitlines()[-_LINES_TOLD:])
        raise NotPassed(f"{argv[0]} ended with exit code {result.code}:\n{tail}")
    return result


def spawn(
    argv: Sequence[str],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    stdin: int | None = subprocess.DEVNULL,
    stdout: int | Path | None = None,
    stderr: int | None = None,
    detach: bool = False,
    die_with_parent: bool = False,
    account: Account | None = None,
    pass_fds: Sequence[int] = (),
    interrupts_held_back: bool = False,
) -> subprocess.Popen[bytes]:
    """Start a program in a process group of its own and return at once.

    `detach` gives it a session of its own, so that it outlives us and our terminal.
    `die_with_parent` has the kernel kill it when the thread that started it ends (Linux).
    `interrupts_held_back` is for a program that asks for them itself (see sixfold.interrupts). A
    `stdout` that is a path is appended to, stderr with it. Raises ToolMissing when the program is
    not there or cannot be run here.
    """
    if isinstance(stdout, Path):
        with stdout.open("ab") as log:
            return spawn(
                argv,
                cwd=cwd,
                env=env,
                stdin=stdin,
                stdout=log.fileno(),
                stderr=subprocess.STDOUT,
                detach=detach,
                die_with_parent=die_with_parent,
                account=account,
                pass_fds=pass_fds,
                interrupts_held_back=interrupts_held_back,
            )
    try:
        with held_back() if interrupts_held_back else nullcontext():
            return subprocess.Popen(
                [str(word) for word in argv],
                cwd=cwd,
                env=dict(env) if env is not None else None,
                stdin=stdin,
                stdout=stdout,
                stderr=stderr,
                start_new_session=detach,
                process_group=None if detach else 0,
                pass_fds=pass_fds,
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
                # Only one libc call between fork and exec, prepared before the fork: no lock of
                # another thread's can be waited for there. It comes after the change of user, which
                # would clear it.
                preexec_fn=_death_note(os.getpid()) if die_with_parent else None,
            )
    except OSError as error:
        raise _explained(error, argv[0], cwd) from None


def wait(process: subprocess.Popen[bytes]) -> int:
    """Wait for a child's end; a Ctrl+C meanwhile is passed on, and its own end waited for."""
    try:
        return process.wait()
    except KeyboardInterrupt:
        end(process, grace=10.0)
        raise


def die_with_parent() -> None:
    """Have the kernel kill this process when the one that started it dies (Linux only)."""
    parent = os.getppid()
    libc = _libc()
    if libc is None:
        return
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def _death_note(parent: int) -> Callable[[], None] | None:
    libc = _libc()
    if libc is None:
        return None
    _load_what_locks_forks()

    def note() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)

    return note


def _load_what_locks_forks() -> None:
    """Import the modules of Python that take a lock before a fork and release it after.

    A thread that came to import one while another forks would have it release, in that fork, what
    had not been taken: https://docs.python.org/3/library/os.html#os.register_at_fork
    """
    import concurrent.futures.thread  # noqa: F401 - for its effect, logging's is its own import's


@cache
def _libc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None) if sys.platform == "linux" else None


def _explained(error: OSError, program: str, cwd: Path | None) -> Exception:
    """What kept a program from starting, told as its user's fault, the machine's, or unknown."""
    if cwd is not None and not cwd.is_dir():
        return NotPassed(f"{program} cannot start in {cwd}, which is not a folder")
    if isinstance(error, FileNotFoundError):
        return ToolMissing(f"{program} is not on this machine", hint="sixfold doctor")
    if isinstance(error, PermissionError) or error.strerror == "Exec format error":
        return ToolMissing(
            f"{program} is there, but cannot be run: {error.strerror}", hint="sixfold doctor"
        )
    return error
