"""PostgreSQL: databases that carry the record of who owns them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from types import TracebackType
from typing import Any, Final, Self

import psycopg
from psycopg import errors as pg
from psycopg import sql

from sixfold.core.lease import Record
from sixfold.core.service import Endpoint
from sixfold.errors import NotPassed, ServiceUnhealthy

MAINTENANCE: Final = "postgres"

# An intent is written before CREATE DATABASE and removed after the comment that completes it, so
# that a database whose creator was killed in between is still known to be ours, and whose it is.
_INTENT_TABLE: Final = """
    create schema if not exists sixfold;
    create table if not exists sixfold.intent (name text primary key, record text not null);
"""

# A server that dies while it drops a database leaves it with this limit, and lets nobody do
# anything with it but drop it: https://www.postgresql.org/docs/current/sql-dropdatabase.html
_INVENTORY: Final = """
    select d.datname, shobj_description(d.oid, 'pg_database'), i.record, d.datconnlimit = -2
    from pg_database d left join sixfold.intent i on i.name = d.datname
    where shobj_description(d.oid, 'pg_database') like 'sixfold %' or i.record is not null
    order by d.datname
"""


class Postgres:
    """A session on a server's maintenance database, for making and dropping databases.

    Not for use by several threads at once. Raises ServiceUnhealthy when the server cannot be
    reached.
    """

    def __init__(
        self, endpoint: Endpoint, *, maintenance: str = MAINTENANCE, timeout: float = 10
    ) -> None:
        self.endpoint = endpoint
        self.maintenance = maintenance
        try:
            self._session = psycopg.connect(
                endpoint.url(maintenance),
                autocommit=True,
                connect_timeout=max(2, int(timeout)),
                application_name="sixfold",
            )
        except psycopg.OperationalError as error:
            raise ServiceUnhealthy(
                f"PostgreSQL at {endpoint.address} does not let sixfold in: {_first_line(error)}",
                hint="sixfold doctor",
            ) from None
        # Ours are short statements and waits on purpose; the tests' own limits are not for them.
        self._execute("set statement_timeout = 0; set lock_timeout = 0")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the session; every advisory lock that it holds is released by the server."""
        self._session.close()

    @property
    def version(self) -> str:
        """The server's version as it calls itself (`18.6`)."""
        return self._session.info.parameter_status("server_version") or ""

    def inventory(self) -> list[Record]:
        """Every database that is sixfold's; a half-made or half-dropped one is not `complete`."""
        found = []
        for name, comment, intent, half_dropped in self._query(_INVENTORY):
            record = Record.decode(comment)
            if record is not None and half_dropped:
                record = replace(record, complete=False)
            if record is None and (half := Record.decode(intent)) is not None:
                record = replace(half, complete=False)
            if record is not None and record.name == name:
                found.append(record)
        return found

    def find(self, name: str) -> Record | None:
        """The record of one database, or None where it is absent or not ours."""
        return next((record for record in self.inventory() if record.name == name), None)

    def exists(self, name: str) -> bool:
        """Whether a database of exactly this name exists, whoever owns it."""
        rows = self._execute("select 1 from pg_database where datname = %s", [name])
        return rows.fetchone() is not None

    def size(self, name: str) -> int:
        """The bytes that a database takes on the server's disk; 0 when it is gone by now."""
        try:
            row = self._execute("select pg_database_size(%s)", [name]).fetchone()
        except pg.InvalidCatalogName:
            return 0
        return int(row[0]) if row else 0

    def sessions(self, name: str) -> int:
        """How many sessions are connected to a database now."""
        row = self._execute(
            "select count(*) from pg_stat_activity where datname = %s", [name]
        ).fetchone()
        return int(row[0]) if row else 0

    @contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """Serialise all who make, clone or drop `name`; the server frees it with the session."""
        self._execute("select pg_advisory_lock(hashtextextended(%s, 6))", [name])
        try:
            yield
        finally:
            if not self._session.closed and not self._session.broken:
                self._execute("select pg_advisory_unlock(hashtextextended(%s, 6))", [name])

    def create(
        self,
        record: Record,
        *,
        template: str | None = None,
        settings: Mapping[str, str] | None = None,
        copy_files: bool = False,
        complete: bool = True,
    ) -> None:
        """Make the database `record.name`, a clone of `template` where one is given.

        `settings` become the defaults of every session in it. `copy_files` chooses
        `STRATEGY FILE_COPY`, which is faster where the data lies on a RAM disk. The record is
        written last; with `complete=False` it stays half made until `finish` is called.
        Call it under `lock(record.name)`. Raises NotPassed when the template is gone or in use.
        """
        name = sql.Identifier(record.name)
        self._intend(record)
        clause = sql.SQL("create database {} template {}").format(
            name, sql.Identifier(template or "template0")
        )
        if copy_files and template:
            clause += sql.SQL(" strategy file_copy")
        try:
            self._execute(clause)
        except (pg.InvalidCatalogName, pg.ObjectInUse) as error:
            self._forget(record.name)
            raise NotPassed(
                f"database {record.name} could not be cloned: {_first_line(error)}"
            ) from None
        with self._explained(), self._session.pipeline():
            for key, value in (settings or {}).items():
                self._execute(
                    sql.SQL("alter database {} set {} = {}").format(
                        name, sql.Identifier(key), sql.Literal(value)
                    )
                )
            if complete:
                self._comment(record)
                self._forget(record.name)

    def finish(self, record: Record, *, as_template: bool = False) -> None:
        """Mark a database complete; as a template it takes no more connections."""
        name = sql.Identifier(record.name)
        if as_template:
            self._execute(
                sql.SQL("alter database {} with is_template true allow_connections false").format(
                    name
                )
            )
        self._comment(record)
        self._forget(record.name)

    def note(self, record: Record) -> None:
        """Rewrite the record of a database that exists."""
        self._comment(record)

    def adopt(self, old: str, record: Record) -> None:
        """Rename the database `old` to `record.name` and give it the new record."""
        self._intend(record)
        self._execute(
            sql.SQL("alter database {} rename to {}").format(
                sql.Identifier(old), sql.Identifier(record.name)
            )
        )
        self._comment(record)
        self._forget(record.name)

    def drop(self, name: str) -> bool:
        """Drop one of our databases by its exact name; False when a session is still in it.

        Never with FORCE: a session that lives is somebody's. Call it under `lock(name)` after
        looking at its record again.
        """
        if self.exists(name):
            if self.sessions(name):
                return False
            try:
                if self._is_template(name):
                    self._execute(
                        sql.SQL("alter database {} with is_template false").format(
                            sql.Identifier(name)
                        )
                    )
                self._execute(sql.SQL("drop database {}").format(sql.Identifier(name)))
            except pg.ObjectInUse:
                return False
            except pg.InvalidCatalogName:
                pass
        self._forget(name)
        return True

    def forget_absent(self) -> None:
        """Remove intents whose database was never made and cannot be made any more.

        Each is judged under its lock: whoever is about to create holds that lock.
        """
        rows = self._query(
            "select name from sixfold.intent where name not in (select datname from pg_database)"
        )
        for (name,) in rows:
            with self.lock(name):
                if not self.exists(name):
                    self._forget(name)

    def _is_template(self, name: str) -> bool:
        rows = self._execute(
            "select 1 from pg_database where datname = %s and datistemplate", [name]
        )
        return rows.fetchone() is not None

    def _intend(self, record: Record) -> None:
        self._query(
            "insert into sixfold.intent values (%s, %s)"
            " on conflict (name) do update set record = excluded.record",
            [record.name, record.encode()],
        )

    def _forget(self, name: str) -> None:
        self._execute("delete from sixfold.intent where name = %s", [name])

    def _comment(self, record: Record) -> None:
        self._execute(
            sql.SQL("comment on database {} is {}").format(
                sql.Identifier(record.name), sql.Literal(record.encode())
            )
        )

    def _execute(
        self, statement: str | sql.SQL | sql.Composed, values: list[str] | None = None
    ) -> psycopg.Cursor[tuple[Any, ...]]:
        """One statement. Raises ServiceUnhealthy when the server cannot go on."""
        text = statement.encode() if isinstance(statement, str) else statement
        with self._explained():
            return self._session.execute(text, values)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """What the server's machine does to it is told as that, and is no bug of anybody's."""
        try:
            yield
        except (pg.AdminShutdown, pg.CrashShutdown, pg.CannotConnectNow) as error:
            raise self._unhealthy("went away", error) from None
        except (pg.DiskFull, pg.OutOfMemory, pg.TooManyConnections) as error:
            raise self._unhealthy("ran out of something", error) from None
        except psycopg.OperationalError as error:
            if self._session.broken:
                raise self._unhealthy("went away", error) from None
            raise

    def _unhealthy(self, what: str, error: psycopg.Error) -> ServiceUnhealthy:
        return ServiceUnhealthy(
            f"PostgreSQL at {self.endpoint.address} {what}: {_first_line(error)}",
            hint="sixfold status",
        )

    def _query(self, text: str, values: list[str] | None = None) -> list[tuple[Any, ...]]:
        """Run a statement on the intents, making their table where it is not there yet."""
        for _ in range(2):
            try:
                cursor = self._execute(text, values)
                return cursor.fetchall() if cursor.description else []
            except (pg.UndefinedTable, pg.InvalidSchemaName):
                with self.lock("sixfold.intent"):
                    self._execute(_INTENT_TABLE)
        raise AssertionError("the table of intents was made and is still not there")


def _first_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
