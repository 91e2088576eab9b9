"""A stack is stopped by a file alone: what is written there is what is read."""

from __future__ import annotations

from pathlib import Path

from sixfold.commands.plans import decode, encode
from sixfold.core.places import Places
from sixfold.core.service import Purpose, Role, Service
from sixfold.runtimes.base import ServerPlan

PLACES = Places(Path("/data"), Path("/cache"), Path("/state"), None)


def test_a_plan_without_an_environment_is_read_back() -> None:
    service = Service("kv", Role.REDIS, "valkey/valkey:9", 9)
    plan = ServerPlan(service, "shop", Purpose.TEST, 20001, PLACES)

    assert decode(encode(plan)) == plan


def test_everything_that_a_runtime_needs_is_read_back() -> None:
    service = Service(
        name="store",
        role=Role.POSTGRES,
        image="postgres:18",
        major=18,
        environment={"POSTGRES_PASSWORD": 'a "quoted" pässword'},
        command=("-c", "fsync=off"),
        ports=(5432,),
        profiles=("infra",),
        source="compose.yaml:3",
    )
    plan = ServerPlan(
        service=service,
        project="shop",
        purpose=Purpose.DEV,
        port=20002,
        places=Places(Path("/d"), Path("/c"), Path("/s"), Path("/dev/shm/x")),
        compose_files=(Path("/r/compose.yaml"),),
        project_directory=Path("/r"),
        url="postgresql://u:p@db/x",
    )

    assert decode(encode(plan)) == plan
