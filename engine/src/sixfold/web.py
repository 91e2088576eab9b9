"""The only place that opens HTTP or probes TCP: bounded time, bounded retries."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, urlsplit

from sixfold.errors import Interrupted, RemoteRefused, RequestError, ServiceUnhealthy

if TYPE_CHECKING:
    from http.client import HTTPConnection

_DRAINED: Final = 4096
_given_up: Final = threading.Event()


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP answer and how many milliseconds it took."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    milliseconds: float


def get(url: str, *, timeout: float = 10, headers: Mapping[str, str] | None = None) -> Response:
    """GET a URL, following no redirect. Raises RemoteRefused when nothing answers."""
    answer = try_get(url, timeout=timeout, headers=headers)
    if answer is None:
        raise RemoteRefused(f"nothing answers at {url}")
    return answer


def try_get(
    url: str, *, timeout: float = 10, headers: Mapping[str, str] | None = None
) -> Response | None:
    """GET a URL; None when nothing answers within `timeout` seconds."""
    return send("GET", url, timeout=timeout, headers=headers)


def send(
    method: str,
    url: str,
    *,
    timeout: float = 10,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
) -> Response | None:
    """Send one request, following no redirect; None when nothing answers in time."""
    from http.client import HTTPException

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise RequestError(f"{url!r} is not an http or https URL")
    begun = time.monotonic()
    connection = _connection(parts, timeout)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    try:
        connection.request(method, path, body=body or None, headers=dict(headers or {}))
        response = connection.getresponse()
        said = response.read()
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()
    took = (time.monotonic() - begun) * 1000
    return Response(response.status, dict(response.getheaders()), said, took)


def answers(host: str, port: int, *, timeout: float = 1) -> bool:
    """Whether something accepts connections there."""
    try:
        socket.create_connection((host, port), timeout=timeout).close()
    except OSError:
        return False
    return True


def talk(host: str, port: int, sent: bytes, *, timeout: float = 1, size: int = 64) -> bytes:
    """Send a few bytes and return the first that come back; empty when nothing does.

    The connection is ended in good order, so that the server has nothing to complain of.
    """
    said = b""
    with contextlib.suppress(OSError), socket.create_connection((host, port), timeout) as wire:
        wire.sendall(sent)
        said = wire.recv(size)
        wire.shutdown(socket.SHUT_WR)
        while wire.recv(_DRAINED):
            pass
    return said


def wait_until[T](
    check: Callable[[], T | None], *, timeout: float, what: str, interval: float = 0.005
) -> T:
    """Ask until `check` returns something; ServiceUnhealthy when `timeout` seconds are over.

    Raises Interrupted as soon as the user has given up, whichever thread waits.
    """
    deadline = time.monotonic() + timeout
    while (found := check()) is None:
        if time.monotonic() > deadline:
            raise ServiceUnhealthy(f"{what}: not ready after {timeout:.0f} s", hint="sixfold logs")
        if _given_up.wait(interval):
            raise Interrupted(f"{what}: not waited for any longer")
        interval = min(interval * 1.5, 0.1)
    return found


def give_up() -> None:
    """Have every `wait_until` of this process end: an interrupted user waits for nothing more."""
    _given_up.set()


def free_port(preferred: int | None = None) -> int:
    """A port of 127.0.0.1 that nobody listens on now: the preferred one, else any."""
    for port in (preferred, 0):
        if port is not None:
            with contextlib.suppress(OSError), socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(("127.0.0.1", port))
                return int(probe.getsockname()[1])
    raise ServiceUnhealthy("no port of 127.0.0.1 is free")


def listen(*preferred: int | None) -> socket.socket:
    """A listening socket on the first preferred port that is free, else on any.

    It is handed over as a file descriptor, so that nobody can take the port in between.
    """
    for port in (*filter(None, preferred), 0):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen(128)
        except OSError:
            listener.close()
            continue
        return listener
    raise ServiceUnhealthy("no port of 127.0.0.1 is free")


def _connection(parts: SplitResult, timeout: float) -> HTTPConnection:
    """A connection of our own, which no proxy of the environment stands in; opened when used.

    What HTTP needs is imported here: a probe of a server that runs costs less than that import.
    """
    from http.client import HTTPConnection, HTTPSConnection

    host = parts.hostname or ""
    if parts.scheme == "http":
        return HTTPConnection(host, parts.port, timeout=timeout)
    import ssl

    return HTTPSConnection(host, parts.port, timeout=timeout, context=ssl.create_default_context())
