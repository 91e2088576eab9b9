"""What is changed in a compose service so that it can be one server of many, and what is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sixfold.core.service import Purpose, Role, Service
from sixfold.runtimes.engine_identity import identify
from sixfold.runtimes.engine_project import container_port, standalone

from tests.runtimes.engine_plans import DATABASE, plan

FOLDER = Path("/srv/books")


def changed(
    definition: dict[str, Any],
    *,
    service: Service = DATABASE,
    purpose: Purpose = Purpose.TEST,
    data_folders: tuple[str, ...] = (),
    **others: Any,
) -> dict[str, Any]:
    """The model that is brought up for a service so defined."""
    wanted = plan(FOLDER, service, purpose=purpose)
    resolved = {"services": {service.name: definition, "other": {"image": "other"}}, **others}
    return standalone(resolved, wanted, identify(wanted), port=15432, data_folders=data_folders)


def only_service(model: dict[str, Any]) -> dict[str, Any]:
    [definition] = model["services"].values()
    return dict(definition)


def test_only_loopback_is_published_whatever_the_file_publishes() -> None:
    service = only_service(changed({"image": "postgres:18", "ports": ["0.0.0.0:5432:5432"]}))
    assert service["ports"] == ["127.0.0.1:15432:5432"]


def test_what_is_neither_shared_nor_named_stays_as_the_file_has_it() -> None:
    own = {"image": "postgres:18", "user": "70", "shm_size": "256m", "stop_grace_period": "5s"}
    assert own.items() <= only_service(changed(own)).items()


def test_ties_to_other_services_are_cut() -> None:
    tied = {
        "image": "postgres:18",
        "depends_on": {"other": {"condition": "service_healthy"}},
        "networks": {"back": None},
        "links": ["other"],
        "restart": "always",
        "deploy": {"replicas": 3},
    }
    assert not {"depends_on", "networks", "links", "restart", "deploy"} & set(
        only_service(changed(tied))
    )


def test_tests_keep_their_data_in_memory_and_development_in_a_labelled_volume() -> None:
    definition = {"image": "postgres:18", "volumes": ["postgres_data:/var/lib/postgresql"]}
    test = changed(definition)
    assert only_service(test)["tmpfs"] == ["/var/lib/postgresql"]
    assert only_service(test)["volumes"] == []
    assert "volumes" not in test

    dev = changed(definition, purpose=Purpose.DEV)
    [(name, volume)] = dev["volumes"].items()
    assert only_service(dev)["volumes"] == [
        {"type": "volume", "source": name, "target": "/var/lib/postgresql"}
    ]
    assert name != "postgres_data"
    assert volume["labels"]["dev.sixfold.purpose"] == "dev"
    assert "tmpfs" not in only_service(dev)


@pytest.mark.parametrize("purpose", list(Purpose))
def test_folders_mounted_from_the_checkout_stay_mounted(purpose: Purpose) -> None:
    definition = {"volumes": ["./init:/docker-entrypoint-initdb.d:ro", "data:/var/lib/postgresql"]}
    mounts = only_service(changed(definition, purpose=purpose))["volumes"]
    assert {
        "type": "bind",
        "source": "/srv/books/init",
        "target": "/docker-entrypoint-initdb.d",
        "read_only": True,
    } in mounts


def test_a_mount_in_the_long_syntax_keeps_its_options() -> None:
    mount = {"type": "bind", "source": "/etc/tls", "target": "/tls", "bind": {"selinux": "z"}}
    assert only_service(changed({"volumes": [mount]}))["volumes"] == [mount]


@pytest.mark.parametrize("build", ["./images/db", {"context": "images/db", "target": "dev"}])
def test_an_image_is_built_from_the_checkouts_folder(build: Any) -> None:
    built = only_service(changed({"build": build}))["build"]
    assert built["context"] == "/srv/books/images/db"
    assert built.get("target") == (build["target"] if isinstance(build, dict) else None)


def test_secrets_come_with_the_service_that_reads_them() -> None:
    declared = {"password": {"file": "./secrets/db"}, "token": {"environment": "TOKEN"}}
    definition = {"secrets": ["password"], "environment": {"POSTGRES_PASSWORD_FILE": "/run/x"}}
    assert changed(definition, secrets=declared)["secrets"] == {
        "password": {"file": "/srv/books/secrets/db"},
        "token": {"environment": "TOKEN"},
    }
    assert "secrets" not in changed({}, secrets=declared)


def test_data_that_only_the_image_declares_is_not_lost_with_its_container() -> None:
    declared = ("/var/lib/postgresql/data",)
    dev = changed({}, purpose=Purpose.DEV, data_folders=declared)
    [mount] = only_service(dev)["volumes"]
    assert mount["target"] == "/var/lib/postgresql/data"
    assert mount["source"] in dev["volumes"]


def test_a_folder_that_the_file_mounts_is_mounted_once() -> None:
    model = changed({"volumes": ["data:/data/"]}, data_folders=("/data",))
    assert only_service(model)["tmpfs"] == ["/data/"]


def test_the_test_cluster_is_not_durable_and_the_development_one_is() -> None:
    assert "fsync=off" in only_service(changed({}))["command"]
    assert "command" not in only_service(changed({}, purpose=Purpose.DEV))


def test_the_files_own_command_comes_before_our_flags() -> None:
    service = replace(DATABASE, command=("postgres", "-c", "max_connections=500"))
    command = only_service(changed({}, service=service))["command"]
    assert command[:3] == ["postgres", "-c", "max_connections=500"]
    assert "fsync=off" in command


def test_an_image_with_its_own_start_script_is_given_no_flags() -> None:
    service = replace(DATABASE, image="bitnami/postgresql:18")
    assert "command" not in only_service(changed({}, service=service))


def test_a_health_check_stays_where_sixfold_cannot_ask_the_server_itself() -> None:
    check = {"image": "mail", "healthcheck": {"test": ["CMD", "true"]}}
    mail = Service(name="mail", role=Role.OTHER, image="mail", ports=(1025,))
    assert only_service(changed(check, service=mail))["healthcheck"] == check["healthcheck"]
    assert only_service(changed(check))["healthcheck"] == {"disable": True}


def test_labels_of_both_spellings_stand_beside_ours() -> None:
    for labels in (["team=ledger"], {"team": "ledger"}):
        service = only_service(changed({"labels": labels}))
        assert service["labels"]["team"] == "ledger"
        assert service["labels"]["dev.sixfold.project"] == "books"


@pytest.mark.parametrize(
    ("role", "ports", "answers_on"),
    [
        (Role.POSTGRES, (5432,), 5432),
        (Role.POSTGRES, (6543,), 6543),
        (Role.POSTGRES, (), 5432),
        (Role.S3, (9001, 9000), 9000),
        (Role.OTHER, (1025, 8025), 1025),
    ],
)
def test_the_port_that_answers(role: Role, ports: tuple[int, ...], answers_on: int) -> None:
    assert container_port(Service("x", role, "x", ports=ports)) == answers_on
