"""As whom one speaks to a service, as its image reads that from its environment and command."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from typing import Final

from sixfold.core.compose.image import parse_image
from sixfold.core.service import Role, Secret, Service

_REFERENCE: Final = re.compile(r"\$(?:\{(\w+)\}|(\w+))")
# What official images use where nothing is set.
_S3_DEFAULTS: Final = {
    "minio": ("minioadmin", "minioadmin"),
    "rustfs": ("rustfsadmin", "rustfsadmin"),
    "localstack": ("test", "test"),
}
_S3_USERS: Final = (
    "MINIO_ROOT_USER",
    "MINIO_ACCESS_KEY",
    "RUSTFS_ACCESS_KEY",
    "ROOT_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
)
_S3_PASSWORDS: Final = (
    "MINIO_ROOT_PASSWORD",
    "MINIO_SECRET_KEY",
    "RUSTFS_SECRET_KEY",
    "ROOT_SECRET_KEY",
    "AWS_SECRET_ACCESS_KEY",
)


def credentials(service: Service) -> tuple[str, Secret, str]:
    """`(user, password, database)`; empty where the service has none.

    The database is PostgreSQL's initial one, Redis' index, or the bucket that an image makes.
    """
    match service.role:
        case Role.POSTGRES:
            return _postgres(service)
        case Role.REDIS:
            return "", Secret(_redis_password(service)), "0"
        case Role.S3:
            return _s3(service)
        case Role.OTHER:
            return "", Secret(), ""


def _postgres(service: Service) -> tuple[str, Secret, str]:
    user = _first(service, "POSTGRES_USER", "POSTGRESQL_USERNAME", "POSTGRESQL_USER") or "postgres"
    password = _first(
        service, "POSTGRES_PASSWORD", "POSTGRESQL_PASSWORD", "POSTGRESQL_POSTGRES_PASSWORD"
    )
    database = _first(service, "POSTGRES_DB", "POSTGRESQL_DATABASE") or user
    return user, Secret(password), database


def _redis_password(service: Service) -> str:
    """Of the command line, of the variables that images append to it, or of their own variable.

    The official images give no meaning to REDIS_PASSWORD; it counts where the command names it.
    """
    lines = [*service.command, service.environment.get("REDIS_ARGS", "")]
    lines.append(service.environment.get("VALKEY_EXTRA_FLAGS", ""))
    named = _option(lines, "--requirepass")
    if named is not None:
        return _expanded(named, service)
    if "bitnami" in parse_image(service.image).repository:
        return _first(service, "REDIS_PASSWORD", "VALKEY_PASSWORD")
    return _first(service, "DFLY_requirepass")


def _s3(service: Service) -> tuple[str, Secret, str]:
    both = _option(service.command, "--auth-key") or _first(
        service, "RCLONE_AUTH_KEY", "RCLONE_S3_AUTH_KEY"
    )
    bucket = re.split(r"[,:;]", _first(service, "MINIO_DEFAULT_BUCKETS"))[0].strip()
    if both:
        # rclone reads a list of pairs here: one pair with its comma stands in double quotes.
        user, _, password = _expanded(both, service).strip('"').partition(",")
        return user, Secret(password), bucket
    name = parse_image(service.image).name
    user, password = _S3_DEFAULTS.get(name, ("", ""))
    return (
        _first(service, *_S3_USERS) or user,
        Secret(_first(service, *_S3_PASSWORDS) or password),
        bucket,
    )


def _first(service: Service, *names: str) -> str:
    return next(filter(None, (service.environment.get(name) for name in names)), "")


def _option(words: Sequence[str], option: str) -> str | None:
    """The value of an option among the words, or within one that is a shell's whole line."""
    for word, following in zip(words, [*words[1:], ""], strict=False):
        if word == option:
            return following
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
        if option in word and " " in word:
            return _option(_split(word), option)
    return None


def _split(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError:
        return line.split()


def _expanded(text: str, service: Service) -> str:
    """`$NAME` as the container's shell would replace it; what is no variable of it stays."""
    return _REFERENCE.sub(lambda m: service.environment.get(m[1] or m[2], m[0]), text)
