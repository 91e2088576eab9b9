"""The smoke test against a server that is well, and against each way of not being well."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "smoke_test.sh"
PAGE = "<!doctype html><html><title>Finance Report</title></html>"
HEALTHY = '{"status":"healthy","checks":[]}'
WELL = {
    "/": (200, PAGE),
    "/api/health": (200, HEALTHY),
    "/api/docs": (200, '<html><div id="swagger-ui"></div></html>'),
    "/ping-pong": (200, PAGE),
    "/reconciliation": (200, PAGE),
    "/api/ping": (200, HEALTHY),
}


@dataclass
class Stub:
    """A server that answers from a table, and remembers what it was asked."""

    url: str
    answers: dict[str, tuple[int, str]] = field(default_factory=lambda: dict(WELL))
    asked: list[tuple[str, str]] = field(default_factory=list)


@pytest.fixture
def stub() -> Iterator[Stub]:
    """A server on a port of its own, gone when the test ends."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            served.asked.append((self.command, self.path))
            status, text = served.answers.get(self.path, (404, "not found"))
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = answer

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        served = Stub(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield served
        server.shutdown()
        thread.join()


type Done = subprocess.CompletedProcess[str]


def smoke(*words: str, path: str | None = None, **variables: str) -> Done:
    """Run the script with these arguments and variables."""
    environment = {"PATH": path or os.environ["PATH"], "TIMEOUT": "5", **variables}
    return subprocess.run(
        [shutil.which("bash") or "bash", str(SCRIPT), *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def verdicts(done: Done) -> dict[str, str]:
    """PASS or FAIL by path."""
    rows = re.findall(r"^(PASS|FAIL)  (\S+) +\d+ ms  ", done.stdout, re.MULTILINE)
    return {path: verdict for verdict, path in rows}


def test_a_server_that_is_well_passes_every_check(stub: Stub) -> None:
    done = smoke(BASE_URL=stub.url)

    assert done.returncode == 0, done.stdout + done.stderr
    assert verdicts(done) == dict.fromkeys(WELL, "PASS")
    assert done.stdout.endswith("6 passed, 0 failed\n")


def test_it_only_reads(stub: Stub) -> None:
    smoke(BASE_URL=stub.url)

    assert {method for method, _ in stub.asked} == {"GET"}


@pytest.mark.parametrize("path", list(WELL))
def test_each_check_can_fail_the_whole_and_the_others_still_run(stub: Stub, path: str) -> None:
    stub.answers[path] = (500, "broken")

    done = smoke(BASE_URL=stub.url)

    assert done.returncode == 1
    assert verdicts(done) == dict.fromkeys(WELL, "PASS") | {path: "FAIL"}
    assert "status 500" in done.stdout
    assert done.stdout.endswith("5 passed, 1 failed\n")


@pytest.mark.parametrize("path", ["/api/health", "/api/ping"])
def test_unhealthy_is_not_taken_for_healthy(stub: Stub, path: str) -> None:
    stub.answers[path] = (200, '{"status":"unhealthy","checks":[]}')

    done = smoke(BASE_URL=stub.url)

    assert done.returncode == 1
    assert verdicts(done)[path] == "FAIL"


def test_an_error_page_with_status_200_fails(stub: Stub) -> None:
    stub.answers["/api/docs"] = (200, "<html>nothing to see</html>")

    assert verdicts(smoke(BASE_URL=stub.url))["/api/docs"] == "FAIL"


def test_a_slash_at_the_end_of_the_address_does_not_matter(stub: Stub) -> None:
    assert smoke(f"{stub.url}/").returncode == 0


def test_the_argument_wins_over_the_variable(stub: Stub) -> None:
    assert smoke(stub.url, BASE_URL="http://127.0.0.1:1").returncode == 0


def test_nobody_there_fails_every_check_in_bounded_time() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        done = smoke(BASE_URL=f"http://127.0.0.1:{held.getsockname()[1]}")

    assert done.returncode == 1
    assert set(verdicts(done).values()) == {"FAIL"}
    assert "no answer" in done.stdout


@pytest.mark.parametrize("words", [["ftp://example.test"], ["localhost:8000"], ["a", "b"]])
def test_wrong_use_is_refused_before_anything_is_asked(words: list[str]) -> None:
    done = smoke(*words)

    assert done.returncode == 2
    assert done.stderr


def test_python_takes_the_place_of_curl(stub: Stub, tmp_path: Path) -> None:
    stub.answers["/reconciliation"] = (503, "not built")
    (tmp_path / "python3").symlink_to(Path(sys.executable).resolve())
    for tool in ("grep", "awk", "tr"):
        found = shutil.which(tool)
        assert found, tool
        (tmp_path / tool).symlink_to(found)

    done = smoke(BASE_URL=stub.url, path=str(tmp_path))

    assert done.returncode == 1, done.stderr
    assert verdicts(done) == dict.fromkeys(WELL, "PASS") | {"/reconciliation": "FAIL"}


def test_without_curl_and_python_it_says_so(tmp_path: Path) -> None:
    done = smoke(path=str(tmp_path))

    assert done.returncode == 3
    assert "neither curl nor python3" in done.stderr
