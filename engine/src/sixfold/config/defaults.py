"""What holds where no sixfold.toml says anything: enough for a plain pytest suite."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Final

from sixfold.config import looks
from sixfold.config.settings import Suite
from sixfold.core.service import Role

_FOLDERS: Final = ("tests", "test")
_VARIABLES: Final = {
    Role.POSTGRES: {"DATABASE_URL": "{postgres.url}"},
    Role.REDIS: {"REDIS_URL": "{redis.url}"},
    Role.S3: {
        "S3_ENDPOINT": "{s3.url}",
        "S3_ACCESS_KEY": "{s3.user}",
        "S3_SECRET_KEY": "{s3.password}",
        "S3_BUCKET": "{bucket}",
    },
}


def usual_suites(root: Path, roles: tuple[Role, ...]) -> tuple[Suite, ...]:
    """One pytest suite over the usual folder of tests, with every service there is."""
    paths = tuple(name for name in _FOLDERS if looks.is_dir(root / name))
    return (Suite("tests", paths=paths, services=roles, eager=True),) if paths else ()


def usual_variables(roles: Collection[Role]) -> dict[str, str]:
    """The names under which most applications look for each service."""
    return {name: text for role in roles for name, text in _VARIABLES[role].items()}
