"""The only place that starts or stops a process, and knows one process from another."""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from sixfold.core.lease import Owner
from sixfold.errors import NotPassed, ToolMissing

_PR_SET_PDEATHSIG: Final = 1
_BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Result:
    """What a finished process said."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Account:
    """An unprivileged user of this machine."""

    uid: int
    gid: int
    name: str


def run(
    argv: Sequence[str],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float = 60,
    check: bool = True,
    input: str | None = None,
    account: Account | None = None,
) -> Result:
    """Run a program to its end and return what it said.

    It dies with us. Raises ToolMissing when it is not there, NotPassed when it runs longer than
    `timeout` seconds, or ends with another code than 0 while `check` is set.
    """
    process = spawn(
        argv,
        cwd=cwd,
        env=env,
        stdin=subprocess.PIPE if input is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        die_with_parent=True,
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
        tail = "\n".join((result.out + result.err).strip().splitlines()[-10:])
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
) -> subprocess.Popen[bytes]:
    """Start a program in a process group of its own and return at once.

    `detach` gives it a session of its own, so that it outlives us and our terminal.
    `die_with_parent` has the kernel kill it when we die (Linux). A `stdout` that is a path is
    appended to, stderr with it. Raises ToolMissing when the program is not there.
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
            )
    try:
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
            # another thread's can be waited for there.
            preexec_fn=_death_note(os.getpid()) if die_with_parent else None,
        )
    except FileNotFoundError as error:
        if cwd is not None and not cwd.is_dir():
            raise NotPassed(f"the folder {cwd} is not there") from None
        raise ToolMissing(
            f"{error.filename or argv[0]} is not on this machine", hint="sixfold doctor"
        ) from None


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
    _set_death_signal()
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def this_process(command: str) -> Owner:
    """The owner that this process is."""
    return Owner(os.getpid(), _own_start(os.getpid()), boot_id(), socket.gethostname(), command)


def identify(pid: int) -> Owner | None:
    """The process that has this pid now, or None."""
    started = start_time(pid)
    if started is None:
        return None
    return Owner(pid, started, boot_id(), socket.gethostname(), "")


def alive(owner: Owner) -> bool | None:
    """Whether that very process still runs; None when it is on a machine out of our sight."""
    if owner.host != socket.gethostname():
        return None
    if owner.boot != boot_id():
        return False
    started = start_time(owner.pid)
    return started is not None and abs(started - owner.started) < 0.011


def end(process: subprocess.Popen[bytes] | Owner, *, grace: float = 5.0) -> None:
    """End a process and its group: interrupt, terminate, kill, each after a third of `grace`.

    A process that is not the one meant any more (its pid was reused) is left alone.
    """
    if isinstance(process, Owner):
        _end_stranger(process, grace)
        return
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            _signal_group(process.pid, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(grace / 3)
    process.wait()
    # Children that ignored the polite signals are still in the group.
    _signal_group(process.pid, signal.SIGKILL)


def wait_for_end(owner: Owner, *, timeout: float) -> bool:
    """Wait until a process that is not our child is gone; False when time ran out."""
    deadline = time.monotonic() + timeout
    while alive(owner):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def marked(name: str, value: str) -> list[Owner]:
    """The processes whose environment carries `name=value`, as far as we may look."""
    mark = f"{name}={value}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            environment = (entry / "environ").read_bytes()
        except OSError:
            continue
        pid = int(entry.name)
        if mark in environment.split(b"\0") and pid != os.getpid():
            owner = identify(pid)
            if owner is not None:
                found.append(owner)
    return found


def start_time(pid: int) -> float | None:
    """When a process started, in seconds since the boot (Linux) or the epoch; None: no such."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None if Path("/proc/self/stat").exists() else _start_time_elsewhere(pid)
    fields = text.rpartition(")")[2].split()
    if fields[0] in "ZX":
        return None
    return int(fields[19]) / os.sysconf("SC_CLK_TCK")


@cache
def boot_id() -> str:
    """What names this boot of this machine."""
    if _BOOT_ID.is_file():
        return _BOOT_ID.read_text().strip()
    import psutil

    return f"boot-{psutil.boot_time():.0f}"


@cache
def account() -> Account | None:
    """The unprivileged user that servers run as when we are root; None when we are not.

    SIXFOLD_ACCOUNT names another one than `postgres` or `nobody`.
    """
    if os.geteuid() != 0:
        return None
    names = [os.environ.get("SIXFOLD_ACCOUNT"), "postgres", "nobody"]
    for name in filter(None, names):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, name)
    raise ToolMissing(
        "we are root, and this machine has neither a user `postgres` nor `nobody`",
        hint="name an unprivileged user: SIXFOLD_ACCOUNT=...",
    )


def memory(pids: Iterable[int]) -> int:
    """The proportional set size of some processes in bytes; what cannot be read counts 0."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
    return total


def with_children(pid: int) -> tuple[int, ...]:
    """The pid itself, then those of all its descendants."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [pid]
    for parent in found:
        found += sorted(children.get(parent, []))
    return tuple(found)


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def free_memory() -> int:
    """Bytes of memory that can be had without swapping."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    import psutil

    return int(psutil.virtual_memory().available)


def may_write(folder: Path) -> bool:
    """Whether this user may write into a folder (on a file system that can be written)."""
    return os.access(folder, os.W_OK)


def python() -> str:
    """The interpreter that runs us."""
    return sys.executable


def _death_note(parent: int) -> Callable[[], None]:
    libc = _libc()

    def note() -> None:
        if libc is not None:
            libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent:
                os._exit(1)

    return note


def _set_death_signal() -> None:
    libc = _libc()
    if libc is not None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


@cache
def _libc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None) if sys.platform == "linux" else None


@cache
def _own_start(pid: int) -> float:
    return start_time(pid) or 0.0


def _start_time_elsewhere(pid: int) -> float | None:
    import psutil

    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else process.create_time()
    except psutil.Error:
        return None


def _end_stranger(owner: Owner, grace: float) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        if alive(owner) is not True:
            return
        # A session's leader takes its group along; another process is meant alone.
        target = -owner.pid if _leads(owner.pid) else owner.pid
        with contextlib.suppress(ProcessLookupError):
            os.kill(target, number)
        wait_for_end(owner, timeout=grace / 3 if number != signal.SIGKILL else 5.0)


def _leads(pid: int) -> bool:
    try:
        return os.getpgid(pid) == pid
    except OSError:
        return False


def _signal_group(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def signal_one(owner: Owner, number: signal.Signals) -> None:
    """Send a signal to that very process, if it still runs."""
    with contextlib.suppress(ProcessLookupError):
        # The descriptor names the process that has the pid now; looking after opening it makes
        # sure that this is the one meant.
        if not hasattr(os, "pidfd_open"):
            if alive(owner):
                os.kill(owner.pid, number)
            return
        handle = os.pidfd_open(owner.pid)
        try:
            if alive(owner):
                signal.pidfd_send_signal(handle, number)
        finally:
            os.close(handle)


def started_at(pid: int) -> float:
    """When a process started, in seconds since the epoch; 0 when there is none."""
    started = start_time(pid)
    if started is None:
        return 0.0
    if not _BOOT_ID.is_file():
        return started
    return time.time() - (time.clock_gettime(time.CLOCK_BOOTTIME) - started)
