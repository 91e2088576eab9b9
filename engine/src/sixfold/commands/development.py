"""A checkout's own development resources: its database, bucket and Redis scope; made once, kept."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path

from sixfold import locks, shell
from sixfold.commands.context import claim
from sixfold.commands.stack import Stack
from sixfold.commands.testing.runs import write_whole
from sixfold.config import Config
from sixfold.core.lease import Kind, Record
from sixfold.core.service import Role
from sixfold.errors import RequestError


@dataclass(frozen=True, slots=True)
class Development:
    """The names of a checkout's development resources; `index` is the Redis database."""

    database: str
    bucket: str
    index: int | None


def prepare(config: Config, stack: Stack, *, servers: dict[str, str]) -> Development:
    """Make what is not there yet, on development servers that are held.

    `servers` names the server processes: while they are the ones that were prepared before,
    nothing is asked of them again, which is what keeps a second `up` short.
    """
    remembered = claim(config) / "development.json"
    known = _recall(remembered, servers)
    if known is not None:
        return known
    with locks.exclusive(
        remembered.with_suffix(".lock"), owner=shell.this_process("sixfold up"), wait=None
    ):
        made = Development(
            database=_database(config, stack) if Role.POSTGRES in stack.endpoints else "",
            bucket=_bucket(config, stack) if Role.S3 in stack.endpoints else "",
            index=_scope(config, stack) if Role.REDIS in stack.endpoints else None,
        )
        write_whole(
            remembered,
            {
                "servers": servers,
                "database": made.database,
                "bucket": made.bucket,
                "index": made.index,
            },
        )
    return made


def forget(config: Config) -> None:
    """Have the next `prepare` look at the servers again."""
    (claim(config) / "development.json").unlink(missing_ok=True)


def _recall(file: Path, servers: dict[str, str]) -> Development | None:
    try:
        told = json.loads(file.read_text())
        if told["servers"] != servers:
            return None
        return Development(told["database"], told["bucket"], told["index"])
    except (OSError, ValueError, KeyError):
        return None


def _record(config: Config, name: str) -> Record:
    return Record(
        kind=Kind.DEV,
        name=name,
        project=config.project,
        namespace=config.namespace.slug,
        raw=config.namespace.raw,
        owner=shell.this_process("sixfold up"),
        born=time.time(),
    )


def _database(config: Config, stack: Stack) -> str:
    # Clients take long to import, and a second `up` needs none of them.
    from sixfold.clients.postgres import Postgres

    name = config.names.dev_database(config.namespace)
    with Postgres(stack.endpoints[Role.POSTGRES]) as server, server.lock(name):
        found = server.find(name)
        if found is None and server.exists(name):
            raise RequestError(
                f"the development server already has a database {name} that is not sixfold's",
                hint="rename it, or give this checkout another name: BRANCH_NAME=... sixfold up",
            )
        if found is not None and not found.complete:
            # Its maker was killed between CREATE DATABASE and the record: nothing is in it yet.
            server.drop(name)
            found = None
        if found is None:
            server.create(_record(config, name))
    return name


def _bucket(config: Config, stack: Stack) -> str:
    from sixfold.clients.objects import Objects

    name = config.names.dev_bucket(config.namespace)
    objects = Objects(stack.endpoints[Role.S3])
    if not objects.exists(name):
        objects.create(_record(config, name))
    return name


def _scope(config: Config, stack: Stack) -> int:
    from sixfold.clients.cache import Cache

    cache = Cache(stack.endpoints[Role.REDIS])
    name = config.names.dev_redis_scope(config.namespace)
    try:
        return cache.claim(_record(config, name), alive=shell.alive).index
    finally:
        cache.close()
