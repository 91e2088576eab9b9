"""What a server that dies does to sixfold's own session is told as that."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator

import pytest
from sixfold.clients.postgres import Postgres
from sixfold.core.service import Endpoint, Role
from sixfold.errors import ServiceUnhealthy

# PostgreSQL's protocol, as far as letting somebody in: AuthenticationOk and ReadyForQuery.
# https://www.postgresql.org/docs/current/protocol-message-formats.html
LETS_IN = b"R" + struct.pack("!ii", 8, 0) + b"Z" + struct.pack("!i", 5) + b"I"
# Bytes of a request for TLS or GSSAPI, which come before the start.
ASKS_FOR_ENCRYPTION = 8


@pytest.fixture
def dying() -> Iterator[Endpoint]:
    """A server that lets its first client in and dies at the first question."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            client, _ = door.accept()
            with client:
                while len(client.recv(4096)) == ASKS_FOR_ENCRYPTION:
                    client.sendall(b"N")
                client.sendall(LETS_IN)
                client.recv(4096)

        server = threading.Thread(target=serve, daemon=True)
        server.start()
        yield Endpoint(Role.POSTGRES, "127.0.0.1", door.getsockname()[1], "shop")
        server.join(10)


def test_a_server_that_dies_at_the_first_question_is_told_and_is_no_bug(dying: Endpoint) -> None:
    with pytest.raises(ServiceUnhealthy, match="went away"):
        Postgres(dying)
