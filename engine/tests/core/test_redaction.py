"""Secrets are not shown; what only names where they come from is."""

from __future__ import annotations

import pytest
from sixfold.core.redaction import HIDDEN, redacted


@pytest.mark.parametrize(
    "name",
    [
        "variables.POSTGRES_PASSWORD",
        "variables.S3_SECRET_KEY",
        "variables.API_KEY",
        "variables.GITHUB_TOKEN",
        "variables.PGPASSWORD",
        "variables.DB_PWD",
        "services.db.password",
    ],
)
def test_values_are_hidden_by_the_name_they_have(name: str) -> None:
    assert redacted(name, "hidden value") == HIDDEN
    assert redacted(name, "{s3.password}-hidden") == HIDDEN


@pytest.mark.parametrize("name", ["variables.DB_NAME", "variables.PRIMARY_KEY_NAME", "KEYBOARD"])
def test_other_values_are_shown(name: str) -> None:
    assert redacted(name, "value") == "value"


def test_a_placeholder_is_no_secret() -> None:
    assert redacted("variables.DB_PASSWORD", "{postgres.password}") == "{postgres.password}"


def test_a_password_within_a_url_is_hidden_whatever_the_name() -> None:
    assert redacted("x", "redis://user:hidden@host/0") == f"redis://user:{HIDDEN}@host/0"
    assert redacted("x", "redis://:hidden@host/0") == f"redis://:{HIDDEN}@host/0"
    whole = "postgresql://{postgres.user}:{postgres.password}@{postgres.address}/{database}"
    assert redacted("x", whole) == whole
