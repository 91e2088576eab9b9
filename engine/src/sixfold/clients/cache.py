"""Redis: one numbered database (scope) for each owner, claimed in database 0 of the server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, Final

import redis

from sixfold.core.lease import Kind, Owner, Record
from sixfold.core.service import Endpoint
from sixfold.errors import RequestError, ServiceUnhealthy

_PREFIX: Final = "sixfold:scope:"


def _explained[**P, R](
    act: Callable[Concatenate[Cache, P], R],
) -> Callable[Concatenate[Cache, P], R]:
    """A server that goes away meanwhile is told as that."""

    @wraps(act)
    def told(self: Cache, /, *args: P.args, **options: P.kwargs) -> R:
        try:
            return act(self, *args, **options)
        except redis.RedisError as error:
            raise ServiceUnhealthy(
                f"Redis at {self.endpoint.address} went away: {error}", hint="sixfold status"
            ) from None

    return told


@dataclass(frozen=True, slots=True)
class Scope:
    """One Redis database: `index` is what a client selects."""

    index: int
    record: Record


class Cache:
    """A client of one Redis-compatible server. Raises ServiceUnhealthy when it cannot be reached.

    Databases are numbered, and every Redis client can select one, so that an application needs
    no change to be isolated. Database 0 holds the claims and is handed to nobody.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._ledger = self._client(0)
        try:
            self._ledger.ping()
        except redis.RedisError as error:
            raise ServiceUnhealthy(
                f"Redis at {endpoint.address} does not answer: {error}", hint="sixfold doctor"
            ) from None

    def close(self) -> None:
        """Close the connection."""
        self._ledger.close()

    @_explained
    def inventory(self) -> list[Scope]:
        """Every scope that is claimed."""
        keys = sorted(self._ledger.scan_iter(match=f"{_PREFIX}*", count=1000))
        scopes = []
        for key in keys:
            record = Record.decode(_text(self._ledger.get(key)))
            if record is not None:
                scopes.append(Scope(int(key.removeprefix(_PREFIX)), record))
        return scopes

    @_explained
    def claim(self, record: Record, *, alive: Callable[[Owner], bool | None]) -> Scope:
        """Claim an empty database for `record`, or the one that its namespace already has.

        Development scopes are found again by their name; those of owners that are provably gone
        are emptied and taken over. Raises RequestError when every database is taken.
        """
        taken = {scope.index: scope.record for scope in self.inventory()}
        for index, holder in taken.items():
            if holder.name == record.name and holder.raw == record.raw and record.kind is Kind.DEV:
                return Scope(index, holder)
        text = record.encode()
        for index in range(1, self._count()):
            held = taken.get(index)
            if held is None:
                if self._ledger.set(f"{_PREFIX}{index}", text, nx=True):
                    return Scope(index, record)
            elif (
                held.kind is not Kind.DEV
                and alive(held.owner) is False
                and self._take_over(index, held.encode(), text)
            ):
                return Scope(index, record)
        raise RequestError(
            f"all {self._count() - 1} databases of the Redis at {self.endpoint.address} are taken",
            hint="raise `--databases` in the compose file's command, or run: sixfold clean",
        )

    @_explained
    def flush(self, index: int) -> None:
        """Empty one scope."""
        client = self._client(index)
        try:
            client.flushdb()
        finally:
            client.close()

    @_explained
    def release(self, scope: Scope) -> bool:
        """Empty a scope and give it back; False when somebody else has it by now."""
        key = f"{_PREFIX}{scope.index}"
        if self._ledger.get(key) != scope.record.encode():
            return False
        self.flush(scope.index)
        return self._swap(key, scope.record.encode(), None)

    def _take_over(self, index: int, old: str, new: str) -> bool:
        if not self._swap(f"{_PREFIX}{index}", old, new):
            return False
        self.flush(index)
        return True

    def _swap(self, key: str, old: str, new: str | None) -> bool:
        """Compare and set, so that of two who want one scope only one gets it."""
        with self._ledger.pipeline() as pipe:
            try:
                pipe.watch(key)  # type: ignore[no-untyped-call]  # redis leaves it untyped
                if pipe.get(key) != old:
                    return False
                pipe.multi()
                if new is None:
                    pipe.delete(key)
                else:
                    pipe.set(key, new)
                pipe.execute()
            except redis.WatchError:
                return False
        return True

    def _count(self) -> int:
        return int(self._ledger.config_get("databases")["databases"] or 16)

    def _client(self, index: int) -> redis.Redis:
        return redis.Redis(
            host=self.endpoint.host,
            port=self.endpoint.port,
            db=index,
            username=self.endpoint.user or None,
            password=self.endpoint.password.reveal() or None,
            decode_responses=True,
            socket_timeout=10,
            socket_connect_timeout=3,
        )


def _text(value: object) -> str | None:
    """A reply as text: the client decodes replies, which its types do not say."""
    return value if isinstance(value, str) else None
