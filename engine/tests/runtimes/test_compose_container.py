"""What docker and podman say of a container, read into the same value."""

from __future__ import annotations

from typing import Any

from sixfold.runtimes.engine_container import parse


def description(**state: Any) -> dict[str, Any]:
    """The fields that both engines give, of a container that runs unless told otherwise."""
    running = {"Status": "running", "Pid": 4711, "ExitCode": 0}
    return {
        "Id": "c0ffee",
        "Name": "/books-test-db",
        "Config": {"Image": "postgres:18", "Labels": {"dev.sixfold.purpose": "test"}},
        "HostConfig": {
            "PortBindings": {"5432/tcp": [{"HostIp": "127.0.0.1", "HostPort": "15432"}]}
        },
        "State": {**running, "StartedAt": "2026-03-01T10:00:00.123456789Z", **state},
    }


def test_a_running_container() -> None:
    container = parse(description())
    assert container.running
    assert container.name == "books-test-db"
    assert container.published == {5432: 15432}
    assert container.pid == 4711
    assert container.started == 1772359200.123456


def test_a_time_with_an_offset_is_the_same_moment() -> None:
    container = parse(description(StartedAt="2026-03-01T11:00:00.123456789+01:00"))
    assert container.started == 1772359200.123456


def test_a_container_that_never_ran() -> None:
    container = parse(description(Status="created", StartedAt="0001-01-01T00:00:00Z"))
    assert not container.running
    assert container.started == 0.0


def test_a_stopped_container_still_tells_its_port() -> None:
    assert parse(description(Status="exited", Pid=0)).published == {5432: 15432}


def test_health_is_empty_without_a_check() -> None:
    assert parse(description()).health == ""
    assert parse(description(Health=None)).health == ""
    assert parse(description(Health={"Status": "starting"})).health == "starting"


def test_no_labels_and_no_ports() -> None:
    bare = description()
    bare["Config"]["Labels"] = None
    bare["HostConfig"]["PortBindings"] = None
    container = parse(bare)
    assert container.labels == {}
    assert container.published == {}
