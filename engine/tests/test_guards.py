"""The guards of tests/conftest.py hold: what they promise is not left to discipline."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.conftest import GUARD


def test_the_real_home_cannot_be_written_to() -> None:
    with pytest.raises(AssertionError, match="real home"):
        (Path.home() / "sixfold-was-here").write_text("")
    with pytest.raises(AssertionError, match="real home"):
        Path("/var/lib/sixfold/was-here").mkdir()


def test_nothing_but_this_machine_can_be_reached() -> None:
    with pytest.raises(AssertionError, match="out of this machine"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(AssertionError, match=r"example\.test"):
        socket.getaddrinfo("example.test", 80)


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()


def test_tests_of_core_start_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess

    monkeypatch.setattr(GUARD, "room", "core")
    with pytest.raises(AssertionError, match="does not act"):
        subprocess.run(["true"], check=False)
    with pytest.raises(AssertionError, match="does not act"):
        socket.create_connection(("127.0.0.1", 9), timeout=1)
