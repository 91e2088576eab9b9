"""Workers come from what the machine and the database server have, and the reason is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sixfold.core.budget import Machine, max_connections, workers
from sixfold.errors import RequestError

GIB = 1 << 30


def chosen(machine: Machine, **options: object) -> tuple[int, str]:
    return workers(machine, **({"asked": None, "paths": ()} | options))  # type: ignore[arg-type]  # a test's shorthand


def test_workers_follow_the_cores_and_say_so() -> None:
    assert chosen(Machine(4, 16 * GIB)) == (4, "4 cores, 16.0 GiB free")


def test_tests_that_wait_leave_their_cores_to_others() -> None:
    assert chosen(Machine(4, 16 * GIB), waits=True) == (
        6,
        "4 cores and tests that wait, 16.0 GiB free",
    )
    assert chosen(Machine(1, 16 * GIB), waits=True) == (0, "one core")
    assert chosen(Machine(8, 1 * GIB), waits=True)[0] == 2


def test_workers_are_fewer_when_memory_is_short() -> None:
    assert chosen(Machine(8, 1 * GIB))[0] == 2


def test_workers_are_fewer_when_the_server_has_few_connections() -> None:
    count, why = chosen(Machine(64, 64 * GIB, connections=100))

    assert count == 11
    assert "100 connections" in why


@pytest.mark.parametrize(
    ("machine", "why"),
    [
        (Machine(1, 16 * GIB), "one core"),
        (Machine(8, GIB // 4), "0.2 GiB free"),
        (Machine(8, 16 * GIB, connections=20), "20 connections"),
    ],
)
def test_what_leaves_room_for_one_is_named(machine: Machine, why: str) -> None:
    assert chosen(machine) == (0, why)


def test_single_files_are_not_spread() -> None:
    assert chosen(Machine(4, 16 * GIB), paths=("tests/a.py::b",))[0] == 0
    assert chosen(Machine(4, 16 * GIB), paths=("tests/a.py", "tests"))[0] == 4


def test_what_the_user_asks_for_wins() -> None:
    assert chosen(Machine(2, 1 * GIB, connections=20), asked="6")[0] == 6
    assert chosen(Machine(2, 1 * GIB), asked="auto")[0] == 2
    with pytest.raises(RequestError, match="'many'"):
        chosen(Machine(2, GIB), asked="many")


@given(st.integers(1, 256), st.integers(0, 1 << 42), st.none() | st.integers(0, 5000))
def test_workers_never_take_more_than_there_is(
    cores: int, memory: int, connections: int | None
) -> None:
    count, why = chosen(Machine(cores, memory, connections))

    assert why
    assert count != 1
    assert count <= cores
    assert count * (512 << 20) <= memory or count == 0
    assert connections is None or count * 8 <= connections or count == 0


@pytest.mark.parametrize(
    ("command", "connections"),
    [
        ((), 100),
        (("postgres", "-c", "max_connections=250"), 250),
        (("-cmax_connections=40", "-c", "fsync=off"), 40),
        (("postgres", "--max-connections=300"), 300),
        (("postgres", "-c", "max_connections=many"), 100),
    ],
)
def test_connections_are_those_that_the_service_is_started_with(
    command: tuple[str, ...], connections: int
) -> None:
    assert max_connections(command) == connections
