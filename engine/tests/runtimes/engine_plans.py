"""Plans of a database, a cache and a store, as docker-compose.yml of this repository has them."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

from sixfold.core.places import Places
from sixfold.core.service import Purpose, Role, Service
from sixfold.runtimes.base import ServerPlan

DATABASE = Service(
    name="db",
    role=Role.POSTGRES,
    image="postgres:18",
    major=18,
    environment=MappingProxyType(
        {"POSTGRES_USER": "ledger", "POSTGRES_PASSWORD": "s3cret $word", "POSTGRES_DB": "books"}
    ),
    ports=(5432,),
    profiles=("infra",),
    source="docker-compose.yml:6",
)


def plan(
    folder: Path,
    service: Service = DATABASE,
    *,
    purpose: Purpose = Purpose.TEST,
    project: str = "books",
    port: int = 25432,
) -> ServerPlan:
    """A plan whose places lie below `folder`."""
    return ServerPlan(
        service=service,
        project=project,
        purpose=purpose,
        port=port,
        places=Places(folder / "data", folder / "cache", folder / "state"),
        compose_files=(folder / "docker-compose.yml",),
        project_directory=folder,
    )
