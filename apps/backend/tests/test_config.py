"""Settings: every variable is checked, named when it is wrong, and never quoted."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from src import config
from src.config import ConfigurationError, Settings, load

COMPLETE = {
    "ENVIRONMENT": "production",
    "DATABASE_URL": "postgresql+asyncpg://books:hunter2@db.internal:5432/books",
    "REDIS_URL": "redis://cache.internal:6379/0",
    "S3_ENDPOINT": "https://objects.internal",
    "S3_ACCESS_KEY": "key",
    "S3_SECRET_KEY": "hunter3",
    "S3_BUCKET": "statements",
}


def loaded(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    """The settings of a process that has these variables and no others of ours."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return load()


def faults(monkeypatch: pytest.MonkeyPatch, **variables: str) -> dict[str, str]:
    """What `load` says is wrong with these variables."""
    with pytest.raises(ConfigurationError) as caught:
        loaded(monkeypatch, **variables)
    return caught.value.faults


def test_development_needs_no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = loaded(monkeypatch)

    assert (settings.environment, settings.base_currency) == ("development", "SGD")
    assert settings.s3_bucket == "statements"


@pytest.mark.parametrize("environment", ["test", "ci", "preview", "staging", "production"])
def test_nowhere_else_has_a_secret_a_default(
    monkeypatch: pytest.MonkeyPatch, environment: str
) -> None:
    found = faults(monkeypatch, ENVIRONMENT=environment)

    assert set(found) == set(COMPLETE) - {"ENVIRONMENT"}
    assert all("is not set" in rule for rule in found.values())


def test_a_complete_production_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = loaded(monkeypatch, **COMPLETE)

    assert settings.s3_secret_key.get_secret_value() == "hunter3"
    assert not settings.may_create_bucket


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ENVIRONMENT", "hunter4"),
        ("DATABASE_URL", "mysql://root:hunter4@db/books"),
        ("DATABASE_URL", "hunter4"),
        ("DATABASE_URL", "postgresql://books:hunter4@db"),
        ("REDIS_URL", "http://:hunter4@cache"),
        ("S3_ENDPOINT", "hunter4"),
        ("BASE_CURRENCY", "hunter4"),
    ],
)
def test_a_wrong_value_is_named_by_its_variable_and_never_quoted(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        loaded(monkeypatch, **COMPLETE | {variable: value})

    assert set(caught.value.faults) == {variable}
    assert "hunter4" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(faults(monkeypatch, **COMPLETE | {"S3_SECRET_KEY": ""})) == {"S3_SECRET_KEY"}


@pytest.mark.parametrize("environment", ["staging", "production"])
@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("S3_SECRET_KEY", "finance-development-secret"),
        ("DATABASE_URL", "postgresql://finance:finance-development@db:5432/finance_report"),
    ],
)
def test_a_password_of_development_does_not_reach_real_books(
    monkeypatch: pytest.MonkeyPatch, environment: str, variable: str, value: str
) -> None:
    found = faults(monkeypatch, **COMPLETE | {"ENVIRONMENT": environment, variable: value})

    assert list(found) == [variable]


def test_a_secret_that_is_added_later_is_not_the_one_of_development_either(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class More(Settings):
        partner_token: SecretStr

    monkeypatch.setitem(config._ON_A_DEVELOPERS_MACHINE, "partner_token", "known")
    monkeypatch.setattr(config, "Settings", More)

    assert loaded(monkeypatch).model_dump()["partner_token"].get_secret_value() == "known"
    found = faults(monkeypatch, **COMPLETE | {"PARTNER_TOKEN": "known"})
    assert list(found) == ["PARTNER_TOKEN"]
    loaded(monkeypatch, **COMPLETE | {"PARTNER_TOKEN": "another"})


def test_settings_do_not_print_their_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    text = repr(loaded(monkeypatch, **COMPLETE))

    assert "hunter2" not in text
    assert "hunter3" not in text


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
def test_every_spelling_of_a_postgres_address_is_understood(
    monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    url = f"{scheme}://books:hunter2@db:5432/books"

    assert loaded(monkeypatch, **COMPLETE | {"DATABASE_URL": url}).database_url
