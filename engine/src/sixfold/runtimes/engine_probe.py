"""Whether the server behind a published port answers its own protocol.

An engine's proxy accepts connections before the server does, so that an open port says nothing.
"""

from __future__ import annotations

import socket
import struct
from contextlib import closing

from sixfold import web
from sixfold.core.service import Endpoint, Role

PROTOCOL_3 = 3 << 16


def answers(endpoint: Endpoint, timeout: float) -> bool:
    """One question in the protocol of the endpoint's role; False where no answer comes in time."""
    try:
        match endpoint.role:
            case Role.POSTGRES:
                return _postgres(endpoint, timeout)
            case Role.REDIS:
                return _ask(endpoint, b"PING\r\n", timeout)[:5] in (b"+PONG", b"-NOAU")
            case Role.S3:
                return web.get(f"http://{endpoint.address}/", timeout=timeout).status < 500
            case Role.OTHER:
                return web.answers(endpoint.host, endpoint.port, timeout)
    except OSError:
        return False


def _postgres(endpoint: Endpoint, timeout: float) -> bool:
    """A server that asks for authentication takes connections; one that starts up says `E`."""
    user = endpoint.user.encode() or b"postgres"
    body = struct.pack("!i", PROTOCOL_3) + b"user\0" + user + b"\0database\0postgres\0\0"
    return _ask(endpoint, struct.pack("!i", len(body) + 4) + body, timeout)[:1] == b"R"


def _ask(endpoint: Endpoint, question: bytes, timeout: float) -> bytes:
    connection = socket.create_connection((endpoint.host, endpoint.port), timeout=timeout)
    with closing(connection):
        connection.sendall(question)
        return connection.recv(64)
