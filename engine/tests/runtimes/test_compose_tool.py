"""How compose tools are asked: secrets stay out of sight, and values arrive as they are."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from sixfold.errors import RequestError
from sixfold.runtimes.engine_compose import DockerCompose, PodmanCompose, private_file

from tests.runtimes.engine_plans import plan
from tests.runtimes.programs import put

MODEL = {
    "services": {"db": {"image": "postgres:18", "environment": {"POSTGRES_PASSWORD": "s3cret"}}}
}
TELL = """
for word; do case "$word" in *.json) /bin/cat "$word" >"$0.file" ;; esac; done
echo "$@" >"$0.argv"
/usr/bin/env >"$0.env"
"""


def test_the_model_is_for_this_user_only_and_gone_afterwards() -> None:
    with private_file(MODEL) as file:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert not file.parent.exists()


def test_a_dollar_in_a_value_is_not_interpolated_again() -> None:
    with private_file({"services": {"db": {"command": ["echo", "$HOME"]}}}) as file:
        assert json.loads(file.read_text())["services"]["db"]["command"] == ["echo", "$$HOME"]


def test_docker_compose_is_told_no_secret_on_its_command_line(tmp_path: Path) -> None:
    tool = put(tmp_path, "docker-compose", TELL)
    assert DockerCompose([str(tool)], {}).run("books", MODEL, "up").code == 0
    assert "s3cret" not in (tmp_path / "docker-compose.argv").read_text()
    assert "s3cret" in (tmp_path / "docker-compose.file").read_text()


def test_podman_compose_is_told_names_and_podman_finds_the_values(tmp_path: Path) -> None:
    """podman-compose writes a file's variables into podman's command line."""
    tool = put(tmp_path, "podman-compose", TELL)
    assert PodmanCompose([str(tool)], {}).run("books", MODEL, "up").code == 0
    assert "s3cret" not in (tmp_path / "podman-compose.argv").read_text()
    assert "s3cret" not in (tmp_path / "podman-compose.file").read_text()
    assert "--env=POSTGRES_PASSWORD" in (tmp_path / "podman-compose.argv").read_text()
    assert "POSTGRES_PASSWORD=s3cret" in (tmp_path / "podman-compose.env").read_text().splitlines()


def test_a_variable_that_would_steer_podman_does_not(tmp_path: Path) -> None:
    tool = put(tmp_path, "podman-compose", TELL)
    variables = {"PATH": "/opt/bin", "CONTAINERS_CONF": "/etc/x", "LD_PRELOAD": "x.so"}
    model = {"services": {"db": {"environment": variables}}}
    PodmanCompose([str(tool)], {"PATH": "/bin"}).run("books", model, "up")
    assert "PATH=/bin" in (tmp_path / "podman-compose.env").read_text().splitlines()
    written = json.loads((tmp_path / "podman-compose.file").read_text())
    assert written["services"]["db"]["environment"] == variables


def test_docker_composes_answer_is_read_literally(tmp_path: Path) -> None:
    tool = put(tmp_path, "docker-compose", """echo '{"services": {"db": {"command": "a $$b"}}}'""")
    model = DockerCompose([str(tool)], {}).resolve(plan(tmp_path))
    assert model == {"services": {"db": {"command": "a $b"}}}


def test_podman_composes_answer_is_read_literally(tmp_path: Path) -> None:
    tool = put(tmp_path, "podman-compose", "echo 'services: {db: {command: a $b}}'")
    model = PodmanCompose([str(tool)], {}).resolve(plan(tmp_path))
    assert model == {"services": {"db": {"command": "a $b"}}}


def test_the_files_and_the_services_profiles_are_given(tmp_path: Path) -> None:
    tool = put(tmp_path, "docker-compose", """echo "$@" >"$0.argv"; echo '{"services": {}}'""")
    DockerCompose([str(tool)], {}).resolve(plan(tmp_path))
    argv = (tmp_path / "docker-compose.argv").read_text()
    assert f"-f {tmp_path / 'docker-compose.yml'}" in argv
    assert "--profile infra" in argv


@pytest.mark.parametrize("code", [1, 0], ids=["says so", "exits 0 and prints nothing"])
def test_a_file_that_the_tool_cannot_read_is_named(tmp_path: Path, code: int) -> None:
    """The wrapper of one packaging of docker-compose exits 0 whatever happens."""
    tool = put(tmp_path, "docker-compose", f"echo 'services.db: oops' >&2; exit {code}")
    with pytest.raises(RequestError, match=r"services\.db: oops") as caught:
        DockerCompose([str(tool)], {}).resolve(plan(tmp_path))
    assert caught.value.reference == str(tmp_path / "docker-compose.yml")
