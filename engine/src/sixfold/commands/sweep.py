"""What is on the servers that is ours, whose it is, and dropping what belongs to the dead."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from sixfold import shell
from sixfold.clients.postgres import Postgres
from sixfold.config import Config
from sixfold.core.lease import Kind, Record, Verdict, plan_sweep
from sixfold.core.schemas.template import retire
from sixfold.core.service import Endpoint, Role

# A backend of a client that was killed notices within a second; a little more for a busy machine.
_SESSIONS_END_WITHIN: Final = 5.0


@dataclass(frozen=True, slots=True)
class Found:
    """One resource of ours: what was decided, its size in bytes (0: unknown), how it is dropped.

    `drop` looks again before it acts, and answers False when the resource is in use or another's
    by now.
    """

    verdict: Verdict
    drop: Callable[[], bool]
    size: int = 0


def inspect(
    config: Config,
    endpoints: Mapping[Role, Endpoint],
    *,
    everything: bool = False,
    every_template: bool = False,
) -> list[Found]:
    """Everything of this project on these servers, each with the verdict of a sweep.

    Buckets and scopes are looked at only where their server is among `endpoints`.
    """
    found: list[Found] = []
    if Role.POSTGRES in endpoints:
        found += _databases(config, endpoints[Role.POSTGRES], everything, every_template)
    if Role.REDIS in endpoints:
        found += _scopes(config, endpoints[Role.REDIS], everything)
    if Role.S3 in endpoints:
        found += _buckets(config, endpoints[Role.S3], everything)
    return found


def sweep_namespace(config: Config, endpoints: Mapping[Role, Endpoint]) -> list[str]:
    """Drop what dead processes of this namespace left; returns the names of what went."""
    gone = []
    for found in inspect(config, endpoints):
        record = found.verdict.record
        ours = record.namespace == config.namespace.slug and record.kind is not Kind.TEMPLATE
        if ours and found.verdict.drop and found.drop():
            gone.append(record.name)
    return gone


def _verdicts(
    config: Config,
    records: Iterable[Record],
    everything: bool,
    templates_kept: frozenset[str] = frozenset(),
) -> list[Verdict]:
    return plan_sweep(
        records,
        alive=shell.alive,
        project=config.project,
        templates_kept=templates_kept,
        everything=everything,
        namespace=(config.namespace.slug, config.namespace.raw),
    )


def _databases(
    config: Config, endpoint: Endpoint, everything: bool, every_template: bool
) -> list[Found]:
    with Postgres(endpoint) as server:
        server.forget_absent()
        records = server.inventory()
        templates = [
            record
            for record in records
            if record.kind is Kind.TEMPLATE and record.complete and record.project == config.project
        ]
        keep = config.migrate.kept if config.migrate else 1
        newest = max(templates, key=lambda record: record.used, default=None)
        kept = (
            retire(templates, current=newest.name, keep=keep, now=time.time())
            if newest is not None and not every_template
            else frozenset()
        )
        sizes = {record.name: server.size(record.name) for record in records}
    return [
        Found(verdict, _dropper(endpoint, verdict.record), sizes[verdict.record.name])
        for verdict in _verdicts(config, records, everything, kept)
    ]


def _dropper(endpoint: Endpoint, record: Record) -> Callable[[], bool]:
    def drop() -> bool:
        with Postgres(endpoint) as server, server.lock(record.name):
            now = server.find(record.name)
            if now is None or replace(now, used=0.0) != replace(record, used=0.0):
                return False
            deadline = time.monotonic() + _SESSIONS_END_WITHIN
            while not server.drop(record.name):
                if time.monotonic() > deadline:
                    return False
                time.sleep(0.02)
            return True

    return drop


def _scopes(config: Config, endpoint: Endpoint, everything: bool) -> list[Found]:
    from sixfold.clients.cache import Cache

    cache = Cache(endpoint)
    scopes = cache.inventory()
    verdicts = _verdicts(config, (scope.record for scope in scopes), everything)
    return [
        Found(verdict, lambda scope=scope: cache.release(scope))  # type: ignore[misc]  # a bound default
        for scope, verdict in zip(scopes, verdicts, strict=True)
    ]


def _buckets(config: Config, endpoint: Endpoint, everything: bool) -> list[Found]:
    from sixfold.clients.objects import Objects

    objects = Objects(endpoint)

    def dropper(record: Record) -> Callable[[], bool]:
        def drop() -> bool:
            if record not in objects.inventory():
                return False
            objects.drop(record.name)
            return True

        return drop

    return [
        Found(verdict, dropper(verdict.record))
        for verdict in _verdicts(config, objects.inventory(), everything)
    ]
