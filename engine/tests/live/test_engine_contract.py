"""What holds for docker and podman beside the contract of all runtimes, on real engines.

`engine/tests/images/make.py` makes the images where no registry can be reached.
"""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sixfold import web
from sixfold.core.service import Purpose
from sixfold.errors import ServiceUnhealthy
from sixfold.runtimes.base import ServerPlan
from sixfold.runtimes.compose import DockerRuntime, PodmanRuntime
from sixfold.runtimes.engine_identity import SERVER_LABEL, identify
from sixfold.runtimes.engine_runtime import EngineRuntime

from tests.runtimes.engine_plans import DATABASE, plan

# Of letters that shells, YAML and Compose give meaning to, and in no other test of this machine.
PASSWORD = "an $engine's 'pass\"word"
COMPOSE_FILE = """
services:
  db:
    image: postgres:18
    container_name: everybody-calls-it-so
    profiles: [infra]
    environment:
      POSTGRES_USER: ledger
      POSTGRES_PASSWORD: ${LEDGER_PASSWORD}
      POSTGRES_DB: books
    ports: ["0.0.0.0:5432:5432"]
    volumes: ["database:/var/lib/postgresql"]
    networks: [back]
    restart: always
    healthcheck: {test: ["CMD-SHELL", "pg_isready -U $$POSTGRES_USER"], interval: 2s}
networks:
  back:
volumes:
  database:
"""


def usable(runtime: EngineRuntime) -> EngineRuntime:
    """The runtime, or a skip that says why it cannot be tried here."""
    check = runtime.check()
    if not check.usable:
        pytest.skip(f"runtime {runtime.name}: {check.reason}")
    if not runtime.engine.holds(DATABASE.image):
        pytest.skip(f"runtime {runtime.name}: the engine does not hold the image {DATABASE.image}")
    return runtime


@pytest.fixture(params=[DockerRuntime, PodmanRuntime], ids=["docker", "podman"])
def runtime(request: pytest.FixtureRequest) -> EngineRuntime:
    return usable(request.param())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with a compose file and an `.env` for it."""
    (tmp_path / "docker-compose.yml").write_text(COMPOSE_FILE)
    quoted = PASSWORD.replace("$", "$$").replace('"', '\\"')
    (tmp_path / ".env").write_text(f'LEDGER_PASSWORD="{quoted}"\n')
    return tmp_path


@pytest.fixture
def planned(runtime: EngineRuntime, folder: Path) -> Iterator[Callable[..., ServerPlan]]:
    """Makes plans whose servers are removed afterwards."""
    made: list[ServerPlan] = []

    def make(purpose: Purpose = Purpose.TEST, **differences: Any) -> ServerPlan:
        environment = {**DATABASE.environment, "POSTGRES_PASSWORD": PASSWORD}
        service = replace(DATABASE, environment=environment, **differences)
        made.append(plan(folder, service, purpose=purpose, port=web.free_port()))
        return made[-1]

    yield make
    for value in made:
        runtime.remove(value)


def connect(runtime: EngineRuntime, value: ServerPlan) -> psycopg.Connection[tuple[object, ...]]:
    endpoint = runtime.start(value)
    return psycopg.connect(endpoint.url("books"), autocommit=True, connect_timeout=10)


def one(connection: psycopg.Connection[tuple[object, ...]], query: str) -> object:
    row = connection.execute(query.encode()).fetchone()
    return row and row[0]


def test_development_data_survives_and_tests_are_not_durable(
    runtime: EngineRuntime, planned: Callable[..., ServerPlan]
) -> None:
    dev, test = planned(purpose=Purpose.DEV), planned(purpose=Purpose.TEST)
    with connect(runtime, dev) as connection:
        connection.execute("CREATE TABLE entry (id int)")
        assert one(connection, "SHOW fsync") == "on"
    with connect(runtime, test) as connection:
        assert one(connection, "SELECT to_regclass('entry')") is None
        assert one(connection, "SHOW fsync") == "off"
    port = runtime.start(dev).port
    assert runtime.stop(dev) is True
    assert runtime.status(dev).state == "stopped"
    with connect(runtime, dev) as connection:
        assert one(connection, "SELECT to_regclass('entry')::text") == "entry"
    assert runtime.start(dev).port == port


def test_no_process_shows_the_password(
    runtime: EngineRuntime, planned: Callable[..., ServerPlan]
) -> None:
    """Every command line of the machine is read over and over while the server is started."""
    value, seen, over = planned(), set[str](), threading.Event()

    def watch() -> None:
        while not over.is_set():
            for line in Path("/proc").glob("[0-9]*/cmdline"):
                with_arguments = _read(line)
                if "engine's 'pass" in with_arguments:
                    seen.add(with_arguments)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        runtime.start(value)
    finally:
        over.set()
        watcher.join()
    assert not seen


def _read(file: Path) -> str:
    try:
        return file.read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""  # the process ended meanwhile


def test_a_server_that_never_answers_is_explained_and_not_left_running(
    runtime: EngineRuntime, planned: Callable[..., ServerPlan]
) -> None:
    value = planned(command=("postgres", "-c", "no_such_setting=1"))
    with pytest.raises(ServiceUnhealthy, match="no_such_setting") as caught:
        runtime.start(value)
    assert "no_such_setting" in Path(caught.value.reference).read_text()
    assert runtime.status(value).state == "stopped"
    assert any("no_such_setting" in line for line in runtime.logs(value, 20))


def test_an_image_that_the_compose_file_builds_is_built(
    runtime: EngineRuntime, planned: Callable[..., ServerPlan], folder: Path
) -> None:
    image = "sixfold-test/ledger:18"
    (folder / "docker-compose.yml").write_text(
        COMPOSE_FILE.replace("image: postgres:18", f"image: {image}\n    build: ./ledger")
    )
    (folder / "ledger").mkdir()
    (folder / "ledger" / "Dockerfile").write_text("FROM postgres:18\nENV LEDGER=1\n")
    try:
        with connect(runtime, planned(image=image)) as connection:
            assert one(connection, "SELECT 1") == 1
    finally:
        runtime.remove(planned(image=image))
        engine(runtime, "rmi", image)


def test_remove_leaves_nothing_of_ours_and_everything_of_others(
    runtime: EngineRuntime, planned: Callable[..., ServerPlan]
) -> None:
    value = planned(purpose=Purpose.DEV)
    runtime.start(value)
    other = f"{identify(value).name}_of_somebody"
    engine(runtime, "volume", "create", other)
    try:
        runtime.remove(value)
        label = f"label={SERVER_LABEL}={identify(value).name}"
        assert engine(runtime, "ps", "-aq", "--filter", label) == ""
        assert engine(runtime, "volume", "ls", "-q", "--filter", label) == ""
        assert other in engine(runtime, "volume", "ls", "-q").split()
    finally:
        engine(runtime, "volume", "rm", other)


def test_two_homes_have_two_servers(
    runtime: EngineRuntime, planned: Callable[..., ServerPlan], tmp_path: Path
) -> None:
    value = planned()
    elsewhere = replace(value, places=replace(value.places, state=tmp_path / "elsewhere"))
    first = runtime.start(value)
    try:
        assert runtime.start(elsewhere).port != first.port
        runtime.remove(elsewhere)
        assert runtime.start(value) == first
    finally:
        runtime.remove(elsewhere)


def engine(runtime: EngineRuntime, *arguments: str) -> str:
    """What the engine's own program answers."""
    result = subprocess.run(
        [runtime.name, *arguments],
        capture_output=True,
        text=True,
        check=True,
        env=runtime.engine.environment,
    )
    return result.stdout.strip()
