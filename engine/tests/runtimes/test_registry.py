"""Which runtime is used, and why, in words that a user reads in `sixfold doctor`."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sixfold.errors import RequestError
from sixfold.runtimes import compose
from sixfold.runtimes.base import Availability, ServerPlan
from sixfold.runtimes.registry import choose, runtimes

from tests.runtimes.engine_plans import plan


@pytest.fixture
def plans(tmp_path: Path) -> list[ServerPlan]:
    return [plan(tmp_path)]


def engine(
    monkeypatch: pytest.MonkeyPatch, name: str, *, usable: bool, missing: tuple[str, ...] = ()
) -> None:
    """Have an engine answer so, and hold all images but the missing ones."""
    cls = {"docker": compose.DockerRuntime, "podman": compose.PodmanRuntime}[name]
    told = f"{name} 29 answers" if usable else f"no {name} engine answers"
    monkeypatch.setattr(cls, "check", lambda _: Availability(usable, told))
    monkeypatch.setattr(cls, "missing_images", lambda _, __: list(missing))


def test_embedded_is_taken_where_no_engine_answers(
    plans: list[ServerPlan], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine(monkeypatch, "docker", usable=False)
    engine(monkeypatch, "podman", usable=False)
    runtime, reason = choose("auto", plans)
    assert runtime.name == "embedded"
    assert reason == "docker: no docker engine answers; podman: no podman engine answers"


def test_an_engine_without_the_images_is_passed_over_and_that_is_said(
    plans: list[ServerPlan], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine(monkeypatch, "docker", usable=True, missing=("postgres:18",))
    engine(monkeypatch, "podman", usable=False)
    runtime, reason = choose("auto", plans)
    assert runtime.name == "embedded"
    assert reason.startswith("docker answers but has not pulled postgres:18; ")


@pytest.mark.parametrize("name", ["docker", "podman"])
def test_an_engine_that_holds_the_images_is_taken(
    name: str, plans: list[ServerPlan], monkeypatch: pytest.MonkeyPatch
) -> None:
    for other in ("docker", "podman"):
        engine(monkeypatch, other, usable=other == name)
    runtime, reason = choose("auto", plans)
    assert (runtime.name, reason) == (name, f"{name} answers and holds every image")


def test_services_that_run_elsewhere_go_before_any_engine(
    plans: list[ServerPlan], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine(monkeypatch, "docker", usable=True)
    given = [replace(one, url="postgresql://db:5432") for one in plans]
    assert choose("auto", given)[0].name == "external"
    assert choose("auto", [*given, *plans])[0].name == "docker"


@pytest.mark.parametrize("name", list(runtimes()))
def test_a_runtime_asked_for_by_name_is_taken(name: str, plans: list[ServerPlan]) -> None:
    assert choose(name, plans)[0].name == name


def test_an_unknown_name_is_refused_with_those_that_there_are(plans: list[ServerPlan]) -> None:
    with pytest.raises(RequestError, match="no runtime 'kubernetes'; there are: embedded, docker"):
        choose("kubernetes", plans)


@pytest.mark.parametrize("module", ["psycopg", "boto3", "redis", "yaml", "http.client", "ssl"])
def test_finding_a_running_server_imports_nothing_heavy(module: str) -> None:
    code = f"import sys, sixfold.runtimes.embedded; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
