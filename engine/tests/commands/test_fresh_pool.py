"""The pool of fresh databases answers everybody who asks, also when its server is gone."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import cast

import pytest
from sixfold import shell
from sixfold.commands.isolation.databases import Databases
from sixfold.commands.isolation.session import FreshPool
from sixfold.core.lease import Kind, Record
from sixfold.errors import NotPassed, ServiceUnhealthy, SixfoldError

ME = shell.this_process("the test")
LIMIT = 20.0


class Server:
    """A server that makes and drops databases, of which it keeps the names, until it shall fail."""

    def __init__(self) -> None:
        self.databases: set[str] = set()
        self.fails_to_clone: Exception | None = None
        self.fails_to_drop: Exception | None = None

    def clone(self, kind: Kind, name: str) -> Record:
        if self.fails_to_clone is not None:
            raise self.fails_to_clone
        self.databases.add(name)
        return Record(kind, name, "shop", "main", "main", ME, born=0.0)

    def drop(self, name: str) -> bool:
        if self.fails_to_drop is not None:
            raise self.fails_to_drop
        self.databases.remove(name)
        return True

    def close(self) -> None:
        """There is no session."""


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def pool(server: Server) -> Iterator[FreshPool]:
    with ExitStack() as cleanup:
        made = FreshPool(lambda: cast("Databases", server), lambda ordinal: f"fresh_{ordinal}")
        cleanup.callback(made.close)
        yield made


def outcome[T](act: Callable[[], T]) -> T | SixfoldError:
    """What a call returns or raises; it must do either in time."""
    found: list[T | SixfoldError] = []

    def ask() -> None:
        try:
            found.append(act())
        except SixfoldError as error:
            found.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(LIMIT)
    assert found, "nobody answered"
    return found[0]


def test_each_who_asks_gets_another_and_all_are_dropped(server: Server, pool: FreshPool) -> None:
    taken = [pool.take().name for _ in range(4)]
    for name in taken:
        pool.give_back(name)

    assert len(set(taken)) == 4
    assert pool.close()
    assert server.databases == set()


def test_a_server_that_dies_at_a_drop_is_told_to_everybody(server: Server, pool: FreshPool) -> None:
    gone = ServiceUnhealthy("PostgreSQL went away", hint="sixfold status")
    first = pool.take()
    server.fails_to_drop = server.fails_to_clone = gone
    pool.give_back(first.name)

    told = [outcome(pool.take) for _ in range(6)]

    assert told[-3:] == [gone, gone, gone]
    assert not pool.close()


def test_a_clone_that_fails_is_told_and_the_next_one_tried(server: Server, pool: FreshPool) -> None:
    pool.take()
    server.fails_to_clone = NotPassed("the migration failed", hint="mend it")
    while not isinstance(outcome(pool.take), NotPassed):
        pass
    server.fails_to_clone = None

    while not isinstance(outcome(pool.take), Record):
        pass


def test_what_nobody_foresaw_is_told_as_a_bug(
    server: Server, pool: FreshPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    pool.take()
    server.fails_to_clone = ZeroDivisionError("nobody foresaw this")

    told = [outcome(pool.take) for _ in range(4)]

    assert "a bug in sixfold" in str(told[-1])
