"""Services: what a compose file asks for, and where a running one answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from urllib.parse import quote


class Secret(str):
    """A string that prints itself as `[redacted]`; its value is taken with `reveal`."""

    __slots__ = ()

    def reveal(self) -> str:
        """The value itself, for the one place that has to send it."""
        return str.__str__(self)

    def __str__(self) -> str:
        return "[redacted]"

    def __repr__(self) -> str:
        return "Secret('[redacted]')"

    def __format__(self, spec: str) -> str:
        return format("[redacted]", spec)


_NO_SECRET: Final = Secret("")


class Role(StrEnum):
    """What a service is to the application, recognised by its image."""

    POSTGRES = "postgres"
    REDIS = "redis"
    S3 = "s3"
    OTHER = "other"


class Purpose(StrEnum):
    """Whose data a server holds: a developer's (durable) or the tests' (thrown away)."""

    DEV = "dev"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Service:
    """One service of the compose file, after interpolation and merging.

    `major` is the major version in the image's tag, or None where the tag names none.
    `ports` are container ports in the order of the file.
    """

    name: str
    role: Role
    image: str
    major: int | None = None
    environment: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    command: tuple[str, ...] = ()
    ports: tuple[int, ...] = ()
    profiles: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a running service answers, and as whom one speaks to it.

    `server` names what runs there (`PostgreSQL 18.6`); `note` says how it differs from what the
    compose file asks for, or is empty.
    """

    role: Role
    host: str
    port: int
    user: str = ""
    password: Secret = _NO_SECRET
    server: str = ""
    note: str = ""

    @property
    def address(self) -> str:
        """`host:port`, for messages and probes."""
        return f"{self.host}:{self.port}"

    def url(self, path: str = "", *, scheme: str | None = None) -> str:
        """The URL that a client takes, credentials included; never print it, print `address`."""
        credentials = ""
        if self.user or self.password.reveal():
            credentials = f"{quote(self.user, safe='')}:{quote(self.password.reveal(), safe='')}@"
        if self.role is Role.S3:
            return f"{scheme or 'http'}://{self.address}"
        return (
            f"{scheme or _SCHEMES[self.role]}://{credentials}{self.address}/{quote(path, safe='')}"
        )


_SCHEMES: Final[Mapping[Role, str]] = MappingProxyType(
    {Role.POSTGRES: "postgresql", Role.REDIS: "redis", Role.S3: "http", Role.OTHER: "tcp"}
)
