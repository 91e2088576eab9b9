"""Probes and HTTP: bounded, without proxies, and never fooled about a port."""

from __future__ import annotations

import http.server
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from sixfold import web
from sixfold.errors import RemoteRefused, RequestError, ServiceUnhealthy


class Page(http.server.BaseHTTPRequestHandler):
    """Answers with the path and a header of the request."""

    def do_GET(self) -> None:
        body = f"{self.path} {self.headers['X-Asked']}".encode()
        self.send_response(503 if self.path == "/ill" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Told", "yes")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = http.server.HTTPServer(("127.0.0.1", 0), Page)
    # How often it looks whether it shall end.
    serving = threading.Thread(target=server.serve_forever, args=(0.01,))
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.fixture
def silent() -> Iterator[int]:
    """A port where connections are taken and nothing is said."""
    with web.listen() as listener:
        yield listener.getsockname()[1]


def test_get_returns_what_was_said_and_how_long_it_took(site: str) -> None:
    answer = web.get(f"{site}/a/b?c=d", headers={"X-Asked": "so"})
    assert (answer.status, answer.body) == (200, b"/a/b?c=d so")
    assert answer.headers["X-Told"] == "yes"
    assert 0 < answer.milliseconds < 10_000


def test_an_error_status_is_an_answer(site: str) -> None:
    assert web.get(f"{site}/ill").status == 503


def test_a_proxy_of_the_environment_is_not_asked(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert web.get(site).status == 200


def test_nothing_there_is_said_so() -> None:
    port = web.free_port()
    with pytest.raises(RemoteRefused, match=f"nothing answers at http://127.0.0.1:{port}/"):
        web.get(f"http://127.0.0.1:{port}/")
    assert web.talk("127.0.0.1", port, b"hello") == b""
    assert not web.answers("127.0.0.1", port)


@pytest.mark.parametrize("url", ["ftp://host/", "http://", "localhost:80", "file:///etc/passwd"])
def test_what_is_no_http_url_is_refused(url: str) -> None:
    with pytest.raises(RequestError, match="is not an http or https URL"):
        web.get(url)


def test_a_silent_server_costs_no_more_than_the_timeout(silent: int) -> None:
    begun = time.monotonic()
    assert web.try_get(f"http://127.0.0.1:{silent}/", timeout=0.2) is None
    assert web.talk("127.0.0.1", silent, b"PING", timeout=0.2) == b""
    assert time.monotonic() - begun < 5


def test_talk_leaves_no_broken_connection_behind() -> None:
    """A server that still has something to say is heard out, and sees the end of the stream."""
    seen: list[bytes | Exception] = []
    with web.listen() as listener:

        def serve() -> None:
            wire, _ = listener.accept()
            with wire:
                try:
                    wire.recv(4)
                    wire.sendall(b"R" * 100_000)
                    seen.append(wire.recv(1))
                except OSError as error:
                    seen.append(error)

        serving = threading.Thread(target=serve)
        serving.start()
        assert web.talk("127.0.0.1", listener.getsockname()[1], b"PING", size=1) == b"R"
        serving.join(10)
    assert seen == [b""]


def test_wait_until_returns_what_was_found() -> None:
    answers = iter([None, None, "found"])
    assert web.wait_until(lambda: next(answers), timeout=10, what="it") == "found"


def test_wait_until_names_what_did_not_come() -> None:
    with pytest.raises(ServiceUnhealthy, match="the database: not ready after 0 s"):
        web.wait_until(lambda: None, timeout=0.05, what="the database")


def test_a_taken_port_is_not_chosen() -> None:
    with web.listen() as listener:
        taken = listener.getsockname()[1]
        assert web.free_port(taken) not in (taken, 0)
        with web.listen(taken) as other:
            assert other.getsockname()[1] != taken


def test_a_free_preferred_port_is_chosen_and_held() -> None:
    wanted = web.free_port()
    assert web.free_port(wanted) == wanted
    with web.listen(None, wanted) as listener:
        assert listener.getsockname()[1] == wanted
        with socket.create_connection(("127.0.0.1", wanted), timeout=5):
            pass
