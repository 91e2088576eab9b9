"""Redis: one numbered database (scope) for each owner, claimed in database 0 of the server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from sixfold.clients.resp import Connection, Refused, Reply
from sixfold.core.lease import Kind, Owner, Record
from sixfold.core.service import Endpoint
from sixfold.errors import RequestError, ServiceUnhealthy

_PREFIX: Final = "sixfold:scope:"
# How many databases there are where the server does not tell: its default.
_USUAL: Final = 16


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
        self._ledger = Connection(endpoint)

    def close(self) -> None:
        """Close the connection."""
        self._ledger.close()

    def inventory(self) -> list[Scope]:
        """Every scope that is claimed."""
        scopes = []
        for key in sorted(set(self._keys())):
            record = Record.decode(self._get(key))
            if record is not None:
                scopes.append(Scope(int(key.removeprefix(_PREFIX)), record))
        return scopes

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
                if self._ask("SET", f"{_PREFIX}{index}", text, "NX") is not None:
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

    def flush(self, index: int) -> None:
        """Empty one scope."""
        client = Connection(self.endpoint, index)
        try:
            self._ask("FLUSHDB", on=client)
        finally:
            client.close()

    def release(self, scope: Scope) -> bool:
        """Empty a scope and give it back; False when somebody else has it by now."""
        key = f"{_PREFIX}{scope.index}"
        if self._get(key) != scope.record.encode():
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
        self._ask("WATCH", key)
        if self._get(key) != old:
            self._ask("UNWATCH")
            return False
        self._ask("MULTI")
        self._ask("DEL", key) if new is None else self._ask("SET", key, new)
        # Nothing is done, and nothing answered, where somebody else was faster.
        return self._ask("EXEC") is not None

    def _keys(self) -> Iterator[str]:
        """The keys of all claims; one may come twice."""
        cursor = "0"
        while True:
            answer = self._ask("SCAN", cursor, "MATCH", f"{_PREFIX}*", "COUNT", "1000")
            if not isinstance(answer, list) or not isinstance(answer[1], list):
                return
            cursor = str(answer[0])
            yield from (str(key) for key in answer[1])
            if cursor == "0":
                return

    def _get(self, key: str) -> str | None:
        value = self._ask("GET", key)
        return value if isinstance(value, str) else None

    def _count(self) -> int:
        try:
            answer = self._ledger.ask("CONFIG", "GET", "databases")
        except Refused:
            return _USUAL
        return int(str(answer[1])) if isinstance(answer, list) and len(answer) > 1 else _USUAL

    def _ask(self, *words: str, on: Connection | None = None) -> Reply:
        try:
            return (on or self._ledger).ask(*words)
        except Refused as error:
            raise ServiceUnhealthy(
                f"Redis at {self.endpoint.address} refused {words[0]}: {error}",
                hint="sixfold status",
            ) from None
