"""The application as a server: it starts on a socket it is given, or says why it does not."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from src.database import Database

BACKEND = Path(__file__).parents[1]
PATIENCE = 20.0


@contextmanager
def server(*flags: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """uvicorn on a socket that was bound before it started, and the address of that socket."""
    with socket.create_server(("127.0.0.1", 0)) as bound:
        words = ["-m", "uvicorn", "src.main:app", "--fd", str(bound.fileno()), *flags]
        process = subprocess.Popen(
            [sys.executable, *words],
            cwd=BACKEND,
            pass_fds=[bound.fileno()],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            yield process, f"http://127.0.0.1:{bound.getsockname()[1]}"
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def status_of(url: str) -> int:
    """The status of a page, asked for until the server accepts. Fails after `PATIENCE`."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return httpx.get(url, timeout=1).status_code
        except httpx.TransportError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


@pytest.mark.usefixtures("fresh_database", "worker_bucket", "redis_scope")
@pytest.mark.parametrize("flags", [[], ["--reload", "--reload-dir", "src"]])
def test_it_serves_on_a_given_socket_and_stops_when_asked(flags: list[str]) -> None:
    with server(*flags) as (process, url):
        assert status_of(f"{url}/api/health") == 200

        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=PATIENCE)

    assert "Traceback" not in output, output


async def test_it_does_not_serve_an_old_schema_and_says_how_to_migrate(own: Database) -> None:
    async with own.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")

    with server() as (process, _):
        output, _ = process.communicate(timeout=PATIENCE)

    assert process.returncode not in (0, None)
    assert "-> alembic upgrade head" in output
    assert "Traceback" not in output, output


def test_it_does_not_serve_without_its_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody:hunter2@127.0.0.1:1/none")

    with server() as (process, _):
        output, _ = process.communicate(timeout=PATIENCE)

    assert process.returncode not in (0, None)
    assert "none at 127.0.0.1:1 does not answer" in output
    assert "Traceback" not in output, output
    assert "hunter2" not in output


def test_it_does_not_serve_with_wrong_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "production")
    monkeypatch.delenv("S3_SECRET_KEY", raising=False)

    with server() as (process, _):
        output, _ = process.communicate(timeout=PATIENCE)

    assert process.returncode not in (0, None)
    assert "S3_SECRET_KEY: is not set" in output
    assert "Traceback" not in output, output


def test_importing_the_application_needs_no_variable() -> None:
    # Nothing of ours, but where bytecode is kept: without it all that is imported is compiled.
    kept = ("PATH", "PYTHONPYCACHEPREFIX", "PYTHONDONTWRITEBYTECODE")
    empty = {name: os.environ[name] for name in kept if name in os.environ}

    done = subprocess.run(
        [sys.executable, "-c", "import src.main, src.boot"],
        cwd=BACKEND,
        env=empty | {"ENVIRONMENT": "production"},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
