"""The application as a process of its own, on a port that nobody can take from it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

BACKEND = Path(__file__).parents[2]
_PATIENCE = 30.0  # seconds to the first answer
_FAREWELL = 10.0  # seconds to stop when asked


@contextmanager
def serve(environment: Mapping[str, str], log: Path) -> Iterator[str]:
    """Serve on loopback while the context lasts; yields the origin, such as http://127.0.0.1:4711.

    The socket is bound here and handed over, so that the port cannot be lost in between.
    """
    with socket.create_server(("127.0.0.1", 0)) as bound, log.open("wb") as output:
        command = (sys.executable, "-m", "uvicorn", "src.main:app", "--fd", str(bound.fileno()))
        process = subprocess.Popen(
            command,
            cwd=BACKEND,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=(bound.fileno(),),
        )
        try:
            origin = f"http://127.0.0.1:{bound.getsockname()[1]}"
            _wait_until_it_answers(process, origin, log)
            yield origin
        finally:
            _stop(process)


def _wait_until_it_answers(process: subprocess.Popen[bytes], origin: str, log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        if _answers(f"{origin}/api/openapi.json"):
            return
    tail = "\n".join(log.read_text(errors="replace").splitlines()[-20:])
    raise AssertionError(f"the application did not answer within {_PATIENCE:.0f} s:\n{tail}")


def _answers(url: str) -> bool:
    """Whether the address answers; the socket is listening, so asking waits for the server."""
    try:
        with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - an http address of loopback
            return True
    except (urllib.error.URLError, TimeoutError):
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_FAREWELL)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
