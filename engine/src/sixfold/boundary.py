"""The edge of every command: what ends it, and how that is told."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from sixfold.errors import Interrupted, RequestError, SixfoldError, ToolMissing
from sixfold.output import Output


def bounded(act: Callable[[], int], words: Sequence[str]) -> NoReturn:
    """Run one command and end the process with its exit code; `words` are the command line's."""
    _end_politely()
    output = Output(json="--json" in words)
    try:
        code = act()
    except SixfoldError as error:
        output.error(error)
        code = error.exit_code
    except KeyboardInterrupt:
        output.error(Interrupted("interrupted"))
        code = Interrupted.exit_code
    except BrokenPipeError:
        # Whoever read our output has read enough.
        sys.stderr.close()
        code = 0
    except Exception as bug:
        told = as_bug(bug)
        output.error(told)
        code = told.exit_code
    raise SystemExit(code)


def as_bug(bug: Exception) -> SixfoldError:
    """An exception that nobody foresaw: the trace goes to a file, the user gets its name."""
    import tempfile
    import traceback

    if isinstance(bug, OSError) and bug.errno is not None:
        return _as_machine_fault(bug)
    with tempfile.NamedTemporaryFile(
        "w", prefix="sixfold-bug-", suffix=".log", delete=False
    ) as file:
        file.write("".join(traceback.format_exception(bug)))
    return SixfoldError(
        f"a bug in sixfold: {type(bug).__name__}: {bug}",
        hint="report it with the file below",
        reference=file.name,
    )


def _end_politely() -> None:
    """Have a polite kill and a terminal that closes end a verb as Ctrl+C does: cleaning up."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # What was set to be ignored stays ignored: that is what nohup does.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupt)


def _interrupt(_number: int, _frame: object) -> NoReturn:
    from sixfold.web import give_up

    give_up()
    raise KeyboardInterrupt


def _as_machine_fault(fault: OSError) -> SixfoldError:
    """What the machine refused: a full disk, a folder that cannot be written, a missing program."""
    import errno

    place = fault.filename or "a file"
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return RequestError(
            f"no space is left for {place}", hint="free some, or set SIXFOLD_HOME elsewhere"
        )
    if fault.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return RequestError(
            f"{place} cannot be written: {fault.strerror}",
            hint="set SIXFOLD_HOME to a folder that you may write",
        )
    if fault.errno == errno.ENOENT:
        return ToolMissing(f"{place} is not there", hint="sixfold doctor")
    return SixfoldError(f"{place}: {fault.strerror}", hint="sixfold doctor")
