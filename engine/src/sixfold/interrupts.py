"""Ctrl+C while a test process is still starting: held back, then obeyed without a word.

Python answers an interrupt with a trace of whatever it was importing. A process that is started
with interrupts held back gets none before it asks for them; pytest handles them itself once its
session has begun.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final, NoReturn

_CODE: Final = 130


@contextmanager
def held_back() -> Iterator[None]:
    """Have the programs that are started in this block get no interrupt before they ask for it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def hold_back() -> None:
    """Have this process, and what it starts, get no interrupt before it asks for them again."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def end_without_a_word(*, at_once: bool) -> None:
    """Let interrupts in: until `answer_as_usual`, one ends this process with exit code 130.

    `at_once` skips what Python does at its end, for a process that has nothing to clean up yet.
    """
    _let_in(_leave if at_once else _exit)


def answer_as_usual() -> None:
    """Let interrupts in as KeyboardInterrupt, unless somebody else has decided what they do."""
    ours = signal.getsignal(signal.SIGINT) in (_leave, _exit)
    _let_in(signal.default_int_handler if ours else None)


def _let_in(handler: Callable[[int, FrameType | None], object] | None) -> None:
    # Elsewhere than in the main thread Python lets nobody set a handler.
    if threading.current_thread() is not threading.main_thread():
        return
    if handler is not None and signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, handler)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _exit(_number: int, _frame: object) -> NoReturn:
    raise SystemExit(_CODE)


def _leave(_number: int, _frame: object) -> NoReturn:
    os._exit(_CODE)
