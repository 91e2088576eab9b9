"""Settings: what the environment variables say, checked and typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import (
    AnyHttpUrl,
    ByteSize,
    RedisDsn,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from src.database import address
from src.money import is_currency

Environment = Literal["development", "test", "ci", "preview", "staging", "production"]

# The services of docker-compose.yml as they stand on a developer's machine. Nowhere else is a
# secret known in advance.
_ON_A_DEVELOPERS_MACHINE = {
    "database_url": "postgresql://finance:finance-development@127.0.0.1:5432/finance_report",
    "redis_url": "redis://127.0.0.1:6379/0",
    "s3_endpoint": "http://127.0.0.1:9000",
    "s3_access_key": "finance-development",
    "s3_secret_key": "finance-development-secret",
    "s3_bucket": "statements",
}
_DEVELOPMENT_SECRETS = ("finance-development", "finance-development-secret")
_UI = Path(__file__).parents[2] / "frontend" / "out"


class ConfigurationError(Exception):
    """Variables that are missing or wrong: `faults` pairs each with its rule, never its value."""

    def __init__(self, faults: dict[str, str]) -> None:
        self.faults = faults
        lines = [f"{variable}: {rule}" for variable, rule in faults.items()]
        super().__init__("\n".join(lines))


class Settings(BaseSettings):
    """Everything that differs between environments. An empty variable counts as not set."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_ignore_empty=True, hide_input_in_errors=True
    )

    environment: Environment = "development"
    namespace: str = "default"
    database_url: SecretStr
    redis_url: SecretStr
    s3_endpoint: AnyHttpUrl
    s3_access_key: SecretStr
    s3_secret_key: SecretStr
    s3_bucket: str
    s3_region: str = "us-east-1"
    # Rendered by the deployment's secrets agent; without it, secrets are plain variables.
    secrets_file: Path | None = None
    ui_directory: Path = _UI
    base_currency: str = "SGD"
    # The largest statement file that is taken.
    upload_limit: ByteSize = ByteSize(25_000_000)
    # Whether this process also reads what is uploaded; else `python -m src.statements.worker` does.
    statement_worker: bool = True

    @model_validator(mode="before")
    @classmethod
    def _defaults_in_development(cls, given: dict[str, Any]) -> dict[str, Any]:
        if given.get("environment", "development") != "development":
            return given
        return _ON_A_DEVELOPERS_MACHINE | given

    @field_validator("database_url")
    @classmethod
    def _is_postgres(cls, url: SecretStr) -> SecretStr:
        address(url.get_secret_value())
        return url

    @field_validator("redis_url")
    @classmethod
    def _is_redis(cls, url: SecretStr) -> SecretStr:
        try:
            RedisDsn(url.get_secret_value())
        except ValidationError:
            raise ValueError("must be redis://host:port/index") from None
        return url

    @field_validator("base_currency")
    @classmethod
    def _is_currency(cls, code: str) -> str:
        if not is_currency(code):
            raise ValueError("must be an ISO 4217 currency in capitals, such as SGD")
        return code

    @field_validator("*")
    @classmethod
    def _is_not_the_one_of_development(cls, value: object, given: ValidationInfo) -> object:
        real = given.data.get("environment") in ("staging", "production")
        if real and isinstance(value, SecretStr):
            known = _known_to_everybody(given.field_name or "")
            if _is_or_holds(value.get_secret_value(), known):
                raise ValueError("is the one of development, which everybody knows")
        return value

    @property
    def is_deployed(self) -> bool:
        """Whether this is not a developer's or a test's machine: browsers come by TLS only."""
        return self.environment in ("preview", "staging", "production")

    @property
    def may_write_to_check(self) -> bool:
        """Whether a check may write a value for a moment; production is only ever read."""
        return self.environment != "production"

    @property
    def may_create_bucket(self) -> bool:
        """Whether a missing bucket is made on the way; elsewhere it belongs to the deployment."""
        return self.environment in ("development", "test")


def load() -> Settings:
    """The settings of this process.

    Raises ConfigurationError that names every variable at fault and its rule, never a value.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise ConfigurationError(_faults(error)) from None


def _faults(error: ValidationError) -> dict[str, str]:
    faults = {}
    for found in error.errors(include_input=False, include_context=False, include_url=False):
        variable = str(found["loc"][0]).upper() if found["loc"] else "settings"
        missing = found["type"] == "missing"
        rule = "is not set, and has no default outside development" if missing else found["msg"]
        faults[variable] = rule.removeprefix("Value error, ")
    return faults


def _known_to_everybody(field: str) -> tuple[str, ...]:
    """The field's own secret of development, and those that are everywhere in development.

    An address has a password in it, or is no secret: a server beside the application has the same.
    """
    own = _ON_A_DEVELOPERS_MACHINE.get(field, "")
    return _DEVELOPMENT_SECRETS if "://" in own or not own else (own, *_DEVELOPMENT_SECRETS)


def _is_or_holds(secret: str, known: tuple[str, ...]) -> bool:
    return any(secret == one or f":{one}@" in secret for one in known)
