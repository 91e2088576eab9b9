"""What a user is told where an engine, its compose tool or an image is not there."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from sixfold.errors import ServiceUnhealthy, ToolMissing
from sixfold.runtimes import engine_cli, engine_socket
from sixfold.runtimes.base import Availability
from sixfold.runtimes.compose import DockerRuntime, PodmanRuntime

from tests.runtimes.engine_plans import DATABASE, plan
from tests.runtimes.programs import put

# An engine that runs and holds nothing; $COMPOSE is the version of its compose plugin.
EMPTY_ENGINE = """
case "$1 $2" in
    "version "*) echo 27.0.1 ;;
    "compose version") echo "$COMPOSE" ;;
    "compose "*) echo '{"services": {"db": {"image": "postgres:18"}}}' ;;
    "pull "*) echo "lookup registry: no such host" >&2; exit 1 ;;
    "container inspect" | "image inspect") echo "[]"; exit 1 ;;
esac
"""


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole PATH, on a machine where docker was told where its engine is."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("DOCKER_HOST", "unix:///run/elsewhere.sock")
    monkeypatch.setenv("COMPOSE", "2.40.3")
    monkeypatch.setattr(sys, "executable", str(folder / "python"))
    return folder


@pytest.mark.parametrize("runtime", [DockerRuntime, PodmanRuntime])
def test_an_engine_that_is_not_installed(
    programs: Path, tmp_path: Path, runtime: type[DockerRuntime | PodmanRuntime]
) -> None:
    name = runtime().name
    assert runtime().check() == Availability(False, f"{name} is not installed")
    with pytest.raises(ToolMissing, match=f"{name} is not on PATH") as caught:
        runtime().start(plan(tmp_path))
    assert "--runtime=embedded" in caught.value.hint


def test_an_engine_that_does_not_answer(programs: Path, tmp_path: Path) -> None:
    put(programs, "docker", "echo 'Cannot connect to the Docker daemon' >&2; exit 1")
    assert DockerRuntime().check() == Availability(False, "no docker engine answers")
    with pytest.raises(ServiceUnhealthy, match=r"unix:///run/elsewhere\.sock") as caught:
        DockerRuntime().start(plan(tmp_path))
    assert "docker version" in caught.value.hint


def test_an_engine_that_hangs_is_not_waited_for(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_cli, "PING_TIMEOUT", 0.2)
    put(programs, "docker", "exec /bin/sleep 30")
    assert DockerRuntime().check().reason == "no docker engine answers"


def test_nobody_is_asked_where_there_is_no_socket(
    programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docker = put(programs, "docker", 'echo asked >"$0.asked"')
    for name in ("DOCKER_HOST", "DOCKER_CONTEXT", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    monkeypatch.setattr(engine_socket, "DEFAULT_SOCKET", tmp_path / "docker.sock")
    assert not DockerRuntime().check().usable
    assert not Path(f"{docker}.asked").exists()


@pytest.mark.parametrize("version", ["", "1.29.2"])
def test_docker_without_a_compose_tool_of_today(
    programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    put(programs, "docker", EMPTY_ENGINE)
    monkeypatch.setenv("COMPOSE", version)
    check = DockerRuntime().check()
    assert not check.usable
    assert "has no compose tool" in check.reason
    with pytest.raises(ToolMissing, match="no compose tool") as caught:
        DockerRuntime().start(plan(tmp_path))
    assert "docker-compose" in caught.value.hint


def test_podman_uses_podman_compose_beside_this_python(programs: Path) -> None:
    put(programs, "podman", EMPTY_ENGINE)
    put(programs, "podman-compose", "")
    assert PodmanRuntime().check().reason == "podman 27.0.1 answers"


def test_an_image_that_cannot_be_had(programs: Path, tmp_path: Path) -> None:
    put(programs, "docker", EMPTY_ENGINE)
    runtime = DockerRuntime()
    assert runtime.missing_images([plan(tmp_path), plan(tmp_path)]) == ["postgres:18"]
    with pytest.raises(ServiceUnhealthy, match=r"postgres:18.*no such host") as caught:
        runtime.start(plan(tmp_path))
    assert caught.value.hint.startswith("docker pull postgres:18")
    assert caught.value.reference == DATABASE.source


def test_what_was_never_started_is_stopped_and_says_nothing(programs: Path, tmp_path: Path) -> None:
    put(programs, "docker", EMPTY_ENGINE)
    runtime = DockerRuntime()
    assert runtime.status(plan(tmp_path)).state == "stopped"
    assert runtime.stop(plan(tmp_path)) is False
    assert list(runtime.logs(plan(tmp_path), 10)) == []
    runtime.remove(plan(tmp_path))


@pytest.mark.parametrize(
    ("environment", "files", "host"),
    [
        ({}, ["run/docker.sock"], "unix://{folder}/run/docker.sock"),
        ({"DOCKER_HOST": "ssh://far"}, ["run/docker.sock"], "ssh://far"),
        ({}, ["run/docker.sock", "docker.sock"], None),
        ({}, [], None),
    ],
    ids=["rootless alone", "the user's choice stands", "the system's engine first", "none"],
)
def test_which_docker_engine_is_spoken_to(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    files: list[str],
    host: str | None,
) -> None:
    (tmp_path / "run").mkdir()
    for file in files:
        (tmp_path / file).touch()
    monkeypatch.setattr(engine_socket, "DEFAULT_SOCKET", tmp_path / "docker.sock")
    base = {"XDG_RUNTIME_DIR": str(tmp_path / "run"), "HOME": str(tmp_path)}
    chosen = engine_socket.docker_environment({**base, **environment}).get("DOCKER_HOST")
    assert chosen == (host and host.format(folder=tmp_path))


def test_a_chosen_context_stands(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"currentContext": "far"}')
    assert engine_socket.may_answer({"DOCKER_CONFIG": str(tmp_path)})
