"""Guards around unit tests: the real home is not written to, and nothing but loopback is reached.

They hold everywhere but in tests/live/, whose tests start real programs in homes of their own.
Tests of core are held to more: they start no program and open no connection at all.
"""

from __future__ import annotations

import gc
import ipaddress
import os
import signal
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, settings

# SIXFOLD_EXAMPLES asks for a longer search.
settings.register_profile(
    "sixfold",
    deadline=None,
    max_examples=int(os.environ.get("SIXFOLD_EXAMPLES", "40")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("sixfold")

# Who runs the tests behind `nohup`, or behind `&` in a script, has these ignored, and so had every
# program that a test starts and interrupts.
for _number, _usual in (
    (signal.SIGINT, signal.default_int_handler),
    (signal.SIGHUP, signal.SIG_DFL),
):
    if signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, _usual)

_TESTS: Final = Path(__file__).parent
_WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_CHANGES: Final = ("os.mkdir", "os.remove", "os.rmdir", "os.rename", "os.chmod", "shutil.rmtree")
_PROGRAMS: Final = ("subprocess.Popen", "os.exec", "os.fork", "os.posix_spawn", "os.system")
# Where sixfold keeps things for people, beside their homes.
_REAL: Final = (Path.home(), Path("/var/lib/sixfold"), Path("/var/cache/sixfold"))
# A checkout, its environment and temporary files may lie below a home; and the run that these tests
# belong to notes in its own folder there what they cover and read, and Python its bytecode.
_RUN: Final = tuple(map(Path, filter(None, [os.environ.get("SIXFOLD_RUN"), sys.pycache_prefix])))
_OURS: Final = (_TESTS.parents[1], Path(sys.prefix), Path(tempfile.gettempdir()), *_RUN)


class Guard:
    """Sees what Python is about to do, and forbids some of it while a unit test runs."""

    def __init__(self) -> None:
        self.room = ""

    def __call__(self, event: str, args: tuple[object, ...]) -> None:
        """An audit hook; it raises inside of the call that would break the rule."""
        if self.room in ("", "live"):
            return
        if (event == "open" and _int(args[2]) & _WRITES) or event in _CHANGES:
            self._keep_out_of_home(args[0])
        elif event == "socket.connect":
            self._keep_to_loopback(args[1])
        elif event == "socket.getaddrinfo":
            self._keep_to_loopback((args[0],))
        elif event in _PROGRAMS and self.room == "core":
            raise AssertionError(f"core decides and does not act: a test of it starts {args[0]}")

    def _keep_out_of_home(self, place: object) -> None:
        if not isinstance(place, str | bytes | os.PathLike):
            return
        path = Path(os.path.abspath(os.fsdecode(place)))  # noqa: PTH100  # resolves no link
        if any(path.is_relative_to(ours) for ours in _OURS):
            return
        if any(path.is_relative_to(real) for real in _REAL):
            raise AssertionError(f"a unit test writes to a real home: {path}")

    def _keep_to_loopback(self, address: object) -> None:
        if self.room == "core":
            raise AssertionError(f"core decides and does not act: a test of it reaches {address}")
        if isinstance(address, tuple) and not _is_loopback(address[0]):
            raise AssertionError(f"a unit test reaches out of this machine: {address[0]}")


def _int(value: object) -> int:
    return value if isinstance(value, int) else 0


def _is_loopback(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode(errors="replace")
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return str(host).endswith(".localhost")


GUARD: Final = Guard()
_HOME: Final = pytest.StashKey[tempfile.TemporaryDirectory[str]]()
sys.addaudithook(GUARD)


def pytest_collection_finish() -> None:
    """What was imported and collected stays: the garbage collector need not look at it again."""
    gc.freeze()
    gc.set_threshold(10_000)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Rules for the room that the test is in; a unit test's own processes get a home of theirs.

    A fixture for all would cost more than most tests of core do.
    """
    parts = item.path.relative_to(_TESTS).parts
    room = parts[0] if len(parts) > 1 else "tests"
    with pytest.MonkeyPatch.context() as patch:
        if room not in ("live", "core"):
            patch.setenv("SIXFOLD_HOME", _home(item.config))
        GUARD.room = room
        try:
            return (yield)
        finally:
            GUARD.room = ""


def _home(config: pytest.Config) -> str:
    """A home for all unit tests of this process."""
    if _HOME not in config.stash:
        config.stash[_HOME] = tempfile.TemporaryDirectory(prefix="sixfold-home-")
        config.add_cleanup(config.stash[_HOME].cleanup)
    return config.stash[_HOME].name
