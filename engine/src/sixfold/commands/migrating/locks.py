"""How long each revision locks which table, on a table of very many rows."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from psycopg import sql

from sixfold.clients.postgres_catalogue import Connection, tables
from sixfold.clients.postgres_queries import VERSION_TABLE
from sixfold.commands.migrating.process import Alembic, Done
from sixfold.commands.migrating.rehearsal import Stage
from sixfold.commands.migrating.rows import fill
from sixfold.core.schemas.migrations import History, Revision

# From the one that hinders least to the one that hinders everybody.
_MODES: Final = (
    "AccessShareLock",
    "RowShareLock",
    "RowExclusiveLock",
    "ShareUpdateExclusiveLock",
    "ShareLock",
    "ShareRowExclusiveLock",
    "ExclusiveLock",
    "AccessExclusiveLock",
)
_WRITERS_WAIT: Final = frozenset(_MODES[4:])
_LOOK_AGAIN: Final = 0.005

# Alembic writes down where it is at the end of each revision, in its transaction: what is locked
# then is all that the revision has locked.
_WATCH: Final = f"""
    create table sixfold_locks (relation oid, mode text);
    create function sixfold_note_locks() returns trigger language plpgsql as $$
    begin
        insert into public.sixfold_locks select relation, mode from pg_locks
            where pid = pg_backend_pid() and locktype = 'relation' and granted;
        return null;
    end $$;
    create trigger sixfold_note_locks after insert or update or delete on {VERSION_TABLE}
        for each statement execute function sixfold_note_locks();
"""  # noqa: S608 - made of a constant
_NOW: Final = """
    select l.relation, l.mode from pg_locks l join pg_database d on d.oid = l.database
    where d.datname = %s and l.locktype = 'relation' and l.granted and l.pid <> pg_backend_pid()
"""


@dataclass(frozen=True, slots=True)
class Held:
    """The strongest lock that a revision takes on a table that was there before it.

    `seconds` is how long a lock of the table was seen, to some 5 ms; `total` how long the revision
    took. `note` says why the table could not be filled, where it could not.
    """

    revision: str
    place: str
    table: str
    mode: str
    seconds: float
    total: float
    rows: int
    note: str = ""

    @property
    def blocks_writers(self) -> bool:
        """Whether whoever writes to the table waits for this lock."""
        return self.mode in _WRITERS_WAIT


def measure(
    stage: Stage, history: History, full: str, *, count: int, only: tuple[str, ...] = ()
) -> tuple[Held, ...]:
    """What each revision locks and for how long, with `count` rows in each table that it locks.

    `full` is a database at head with some rows, which stays as it is. Where branches meet nothing
    is measured: a single step has no place to begin from.
    """
    found: list[Held] = []
    level, tried = stage.database(template=full), stage.database()
    with stage.alembic(level) as down, stage.alembic(tried) as up:
        for revision in reversed(history.line()):
            if len(revision.parents) != 1:
                break
            down.must("downgrade", revision.parents[0], what=f"taking {revision.name} back")
            if not only or revision.name in only:
                trial = _Trial(stage, revision, level, tried, up)
                found += trial.timed(trial.locked(), count)
    return tuple(reversed(found))


@dataclass(frozen=True, slots=True)
class _Trial:
    """One revision, tried in the database `tried`, a copy of `level`, which stands before it."""

    stage: Stage
    revision: Revision
    level: str
    tried: str
    up: Alembic

    def locked(self) -> dict[str, str]:
        """The strongest lock of the revision on each table that is there before it."""
        self.stage.database(template=self.level, instead_of=self.tried)
        with self.stage.connect(self.tried) as connection:
            there = {table.oid: table.name for table in tables(connection)}
            connection.execute(_WATCH.encode())
        self._upgrade("a few rows")
        strongest: dict[str, str] = {}
        with self.stage.connect(self.tried) as connection:
            seen = connection.execute("select relation, mode from sixfold_locks").fetchall()
        for oid, mode in seen:
            if oid in there and mode in _MODES:
                table = there[oid]
                strongest[table] = max(strongest.get(table, mode), mode, key=_MODES.index)
        return {table: mode for table, mode in strongest.items() if mode != _MODES[0]}

    def timed(self, locked: dict[str, str], count: int) -> list[Held]:
        """How long these locks are held where each table has `count` rows."""
        if not locked:
            return []
        self.stage.database(template=self.level, instead_of=self.tried)
        notes = {table: _filled(self.stage, self.tried, table, count) for table in locked}
        with self.stage.connect(self.tried) as connection:
            oids = {table.oid: table.name for table in tables(connection) if table.name in locked}
            connection.execute("vacuum analyze")
            counts = {table: _count(connection, table) for table in locked}
        watch = _Watch(oids)
        with self.stage.connect("postgres") as observer, watch.watching(observer, self.tried):
            done = self._upgrade(f"{count} rows")
        return [
            Held(
                revision=self.revision.name,
                place=self.revision.place,
                table=table.removeprefix("public."),
                mode=mode,
                seconds=round(watch.held.get(table, 0.0), 3),
                total=round(done.seconds, 3),
                rows=counts[table],
                note=notes[table],
            )
            for table, mode in sorted(locked.items())
        ]

    def _upgrade(self, rows: str) -> Done:
        return self.up.must("upgrade", self.revision.name, what=f"{self.revision.name} on {rows}")


def _filled(stage: Stage, name: str, table: str, count: int) -> str:
    """Fill a table by the generic filler, else by the repository's own command."""
    with stage.connect(name) as connection:
        why = fill(connection, table, count)
    command = stage.config.rehearsing.fill
    if not why or not command:
        return why
    done = stage.run(command, name, table=table.removeprefix("public."), rows=str(count))
    return "" if done.code == 0 else f"[migrations] fill: {done.tail}"


class _Watch:
    """Looks at the locks of a database from outside of it, again and again."""

    def __init__(self, oids: dict[int, str]) -> None:
        self._oids = oids
        self._first: dict[str, float] = {}
        self.held: dict[str, float] = {}

    @contextmanager
    def watching(self, observer: Connection, name: str) -> Iterator[None]:
        """Look from another thread until the block is left."""
        over = threading.Event()
        thread = threading.Thread(target=self._look, args=(observer, name, over), daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _look(self, observer: Connection, name: str, over: threading.Event) -> None:
        while not over.wait(_LOOK_AGAIN):
            locked = {
                self._oids[oid]
                for oid, mode in observer.execute(_NOW, [name]).fetchall()
                if oid in self._oids and mode != _MODES[0]
            }
            now = time.monotonic()
            for table in locked:
                self._first.setdefault(table, now)
            for table in self._first.keys() - locked:
                self._end(table, now)
        now = time.monotonic()
        for table in list(self._first):
            self._end(table, now)

    def _end(self, table: str, now: float) -> None:
        lasted = now - self._first.pop(table)
        self.held[table] = self.held.get(table, 0.0) + lasted


def _count(connection: Connection, table: str) -> int:
    query = sql.SQL("select count(*) from {}").format(sql.Identifier(*table.split(".", 1)))
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
