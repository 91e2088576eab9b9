"""Redis's protocol, as far as claims of databases need it: a command, a reply.

The usual client takes a quarter of a second to import, of which every `clean`, `up` and test run
would wait.
"""

from __future__ import annotations

import contextlib
import socket
from typing import Final

from sixfold.core.service import Endpoint
from sixfold.errors import ServiceUnhealthy

type Reply = str | int | list[Reply] | None

_CONNECTS_WITHIN: Final = 3.0
_ANSWERS_WITHIN: Final = 10.0


class Refused(Exception):
    """The server understood a command and refuses it, in its own words."""


class Connection:
    """A connection to one numbered database. Not for use by several threads at once.

    Raises ServiceUnhealthy when the server cannot be reached or goes away, Refused for what it
    does not want to do.
    """

    def __init__(self, endpoint: Endpoint, index: int = 0) -> None:
        self._endpoint = endpoint
        place = (endpoint.host, endpoint.port)
        try:
            self._wire = socket.create_connection(place, timeout=_CONNECTS_WITHIN)
        except OSError as error:
            raise self._unhealthy("does not answer", error, hint="sixfold doctor") from None
        self._wire.settimeout(_ANSWERS_WITHIN)
        self._wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        self._lines = self._wire.makefile("rb")
        password = endpoint.password.reveal()
        try:
            if password:
                self.ask("AUTH", *filter(None, (endpoint.user, password)))
            self.ask("SELECT", str(index))
        except Refused as error:
            self.close()
            raise self._unhealthy("does not let sixfold in", error, hint="sixfold doctor") from None

    def close(self) -> None:
        """Close the connection."""
        with contextlib.suppress(OSError):
            self._lines.close()
            self._wire.close()

    def ask(self, *words: str) -> Reply:
        """Send one command and return its reply; text is UTF-8."""
        parts = [word.encode() for word in words]
        sent = b"*%d\r\n" % len(parts)
        sent += b"".join(b"$%d\r\n%b\r\n" % (len(part), part) for part in parts)
        try:
            self._wire.sendall(sent)
            return self._read()
        except OSError as error:
            raise self._unhealthy("went away", error) from None

    def _read(self) -> Reply:
        line = self._lines.readline()
        if not line.endswith(b"\r\n"):
            raise ConnectionError("it closed the connection")
        kind, rest = line[:1], line[1:-2].decode(errors="replace")
        if kind == b"+":
            return rest
        if kind == b"-":
            raise Refused(rest)
        count = int(rest)
        if kind == b":":
            return count
        if count < 0:
            return None
        if kind == b"*":
            return [self._read() for _ in range(count)]
        text = self._lines.read(count + 2)
        if len(text) != count + 2:
            raise ConnectionError("it closed the connection")
        return text[:-2].decode(errors="replace")

    def _unhealthy(
        self, what: str, error: Exception, hint: str = "sixfold status"
    ) -> ServiceUnhealthy:
        return ServiceUnhealthy(f"Redis at {self._endpoint.address} {what}: {error}", hint=hint)
