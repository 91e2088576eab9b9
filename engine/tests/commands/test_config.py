"""`sixfold config` shows every value with who set it, and no secret."""

from __future__ import annotations

from pathlib import Path

import pytest
from sixfold.commands.config import Setting, describe
from sixfold.config.load import load

COMPOSE = """
services:
  store:
    image: postgres:17
    environment: {POSTGRES_USER: shop, POSTGRES_PASSWORD: compose-secret}
"""
TOML = """
[project]
name = "shop"

[variables]
DATABASE_URL = "{postgres.url}"
API_TOKEN = "toml-secret"
OTHER_URL = "http://ann:url-secret@example.test/"
"""


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, Setting]:
    (tmp_path / "compose.yaml").write_text(COMPOSE)
    (tmp_path / "sixfold.toml").write_text(TOML)
    environ = {
        "HOME": "/home/ann",
        "BRANCH_NAME": "feature-auth",
        "SIXFOLD_RUNTIME": "embedded",
        "SIXFOLD_POSTGRES_URL": "postgresql://ann:environment-secret@db/x",
    }
    return {item.key: item for item in describe(load(tmp_path, environ=environ))}


def test_values_name_who_set_them(settings: dict[str, Setting]) -> None:
    def told(key: str) -> tuple[str, str]:
        return settings[key].value, settings[key].source

    assert told("runtime.use") == ("embedded", "environment SIXFOLD_RUNTIME")
    assert told("runtime.linger") == ("300 s", "default")
    assert told("project.name") == ("shop", "sixfold.toml:3")
    assert told("namespace") == ("feature_auth", "environment BRANCH_NAME")
    assert told("services.store.image") == ("postgres:17", "compose.yaml:4")
    assert told("variables.DATABASE_URL") == ("{postgres.url}", "sixfold.toml:6")


def test_the_names_that_will_be_used_are_shown(settings: dict[str, Setting]) -> None:
    assert settings["database.test"].value == "shop_test_feature_auth"
    assert settings["database.development"].value == "shop_dev_feature_auth"


def test_no_secret_is_shown(settings: dict[str, Setting]) -> None:
    shown = " ".join(f"{item.key} {item.value} {item.source}" for item in settings.values())

    for origin in ("compose", "toml", "url", "environment"):
        assert f"{origin}-secret" not in shown
    assert settings["external.postgres"].value == "postgresql://ann:[redacted]@db/x"


def test_names_of_what_the_checkout_does_not_have_are_left_out(
    settings: dict[str, Setting],
) -> None:
    assert "storage.test" not in settings


def test_what_checks_and_what_is_shipped_is_shown_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "sixfold.toml").write_text(
        """
[lint.ruff]
command = ["ruff", "check", "{files}"]
files = ["**/*.py"]
[ci.jobs.lint]
steps = ["sixfold lint"]
[build.web]
dockerfile = "Dockerfile"
image = "web:local"
secrets = { ca = "SSL_CERT_FILE" }
arguments = { API_TOKEN = "toml-secret" }
[drift.versions.python]
".python-version" = "(.+)"
"""
    )

    settings = {item.key: item for item in describe(load(tmp_path, environ={}))}

    shown = {key: (item.value, item.source) for key, item in settings.items()}
    assert shown["lint.ruff.command"] == ("ruff check {files}", "sixfold.toml:3")
    assert shown["ci.jobs.lint.steps"] == ("'sixfold lint'", "sixfold.toml:6")
    assert shown["build.web.secrets.ca"] == ("SSL_CERT_FILE", "sixfold.toml:10")
    assert shown["drift.versions.python..python-version"] == ("(.+)", "sixfold.toml:13")
    assert "toml-secret" not in str(shown)
