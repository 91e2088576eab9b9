"""The runner's door: who may enter, and what is told to whom."""

from __future__ import annotations

import contextlib
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from sixfold.commands.isolation.membership import DOOR, join
from sixfold.commands.isolation.steward import Steward
from sixfold.commands.testing.runs import Run
from sixfold.config.load import load
from sixfold.errors import RequestError, SixfoldError

TOML = """
[variables]
DATABASE_URL = "{postgres.url}"
[suites.app]
kind = "pytest"
"""


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Path]:
    """The folder of a run whose one suite uses no service."""
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    (checkout / "sixfold.toml").write_text(TOML)
    (checkout / "compose.yaml").write_text("services: {store: {image: 'postgres:18'}}\n")
    folder = tmp_path / "run"
    folder.mkdir()
    steward = Steward(load(checkout, environ={"BRANCH_NAME": "one"}), [], Run(folder), print)
    yield folder
    steward.dismiss()
    steward.release()
    assert list(folder.glob("open-*")) == []


def test_a_process_that_joins_is_told_its_variables(run: Path) -> None:
    member, told = join(run, suite="app", worker="gw0", spreads=False)
    member.close()

    assert told.environment == {"TEST_NAMESPACE": "one", "SIXFOLD_NAMESPACE": "one"}
    assert told.report is None


def test_a_pytest_within_the_suite_does_not_write_over_its_report(run: Path) -> None:
    first, told = join(run, suite="app", worker="", spreads=False)
    second, within = join(run, suite="app", worker="", spreads=False)
    first.close()
    second.close()

    assert told.report == run / "app.json"
    assert within.report is None


def test_a_service_that_the_suite_lacks_is_named(run: Path) -> None:
    member, _ = join(run, suite="app", worker="", spreads=False)

    with pytest.raises(SixfoldError, match="no postgres service"):
        member.database()

    member.close()


def test_a_suite_that_there_is_not_is_refused(run: Path) -> None:
    with pytest.raises(SixfoldError, match="no suite 'other'"):
        join(run, suite="other", worker="", spreads=False)


def test_nobody_enters_without_the_word(run: Path) -> None:
    door = json.loads((run / DOOR).read_text())
    assert (run / DOOR).stat().st_mode & 0o077 == 0
    question = {"ask": "join", "word": "guess", "pid": 1, "suite": "app", "worker": ""}

    with socket.create_connection(("127.0.0.1", door["port"]), timeout=10) as wire:
        wire.sendall(json.dumps(question).encode() + b'\n{"ask": "database"}\n')
        lines = wire.makefile("rb")
        answers = [json.loads(lines.readline()) for _ in range(2)]

    assert ["error" in answer for answer in answers] == [True, True]


def test_who_does_not_speak_as_our_processes_do_is_left_standing(run: Path) -> None:
    door = json.loads((run / DOOR).read_text())
    place = ("127.0.0.1", door["port"])

    for said in (b"GET / HTTP/1.1\r\n", b"\xff\xfe\n", b"[]\n", b"x" * 200_000):
        with socket.create_connection(place, timeout=10) as wire, contextlib.suppress(OSError):
            wire.sendall(said)
            assert wire.recv(1) == b""

    member, _ = join(run, suite="app", worker="", spreads=False)
    member.close()


def test_a_run_that_is_over_is_named(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="is over"):
        join(tmp_path, suite="app", worker="", spreads=False)
