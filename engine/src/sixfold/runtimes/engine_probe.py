"""Whether the server behind a published port answers its own protocol.

An engine's proxy accepts connections before the server does, so that an open port says nothing.
"""

from __future__ import annotations

import struct

from sixfold import web
from sixfold.core.service import Endpoint, Role

PROTOCOL_3 = 3 << 16


def answers(endpoint: Endpoint, timeout: float) -> bool:
    """One question in the protocol of the endpoint's role; False where no answer comes in time."""
    host, port = endpoint.host, endpoint.port
    match endpoint.role:
        case Role.POSTGRES:
            # A server that takes connections asks for authentication; one that starts up says `E`.
            return web.talk(host, port, _startup(endpoint.user), timeout=timeout)[:1] == b"R"
        case Role.REDIS:
            answer = web.talk(host, port, b"PING\r\n", timeout=timeout)
            return answer.startswith((b"+PONG", b"-NOAUTH"))
        case Role.S3:
            response = web.try_get(f"http://{endpoint.address}/", timeout=timeout)
            return response is not None and response.status < 500
        case Role.OTHER:
            return web.answers(host, port, timeout=timeout)


def _startup(user: str) -> bytes:
    """PostgreSQL's first message of a connection."""
    name = user.encode() or b"postgres"
    body = struct.pack("!i", PROTOCOL_3) + b"user\0" + name + b"\0database\0postgres\0\0"
    return struct.pack("!i", len(body) + 4) + body
