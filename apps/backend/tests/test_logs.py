"""Logs carry no secret, whatever is logged."""

from __future__ import annotations

import json

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from src import logs

SECRET = st.text("abcdefgh0123", min_size=8, max_size=20)


@given(SECRET)
def test_credentials_inside_an_address_are_hidden(secret: str) -> None:
    event = {"url": f"cannot reach postgresql+asyncpg://u{secret}:p{secret}@db:5432/books"}

    shown = logs.redact(None, "info", event)["url"]

    assert secret not in shown
    assert shown.endswith(f"{logs.REDACTED}@db:5432/books")


@pytest.mark.parametrize(
    "name",
    ["password", "s3_secret_key", "access_token", "Authorization", "cookie", "s3_access_key"],
)
def test_values_of_secret_names_are_hidden(name: str) -> None:
    assert logs.redact(None, "info", {name: "hunter2"}) == {name: logs.REDACTED}


def test_other_values_are_kept() -> None:
    event = {"event": "entry_stored", "entry": 7, "path": "/api/entries", "mail": "a@b.example"}

    assert logs.redact(None, "info", dict(event)) == event


def test_a_line_for_machines_is_json_without_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    configured = structlog.get_config()
    try:
        logs.configure("json")
        structlog.get_logger().warning("refused", dsn="redis://:hunter2@cache:6379/0")
    finally:
        structlog.configure(**configured)

    line = json.loads(capsys.readouterr().out)
    assert (line["event"], line["level"]) == ("refused", "warning")
    assert "hunter2" not in line["dsn"]
