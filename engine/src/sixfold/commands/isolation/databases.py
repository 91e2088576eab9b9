"""Databases for tests: a template migrated once, worker databases and fresh ones cloned from it."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from sixfold.clients.postgres import Postgres
from sixfold.commands.application import values, variables
from sixfold.config import Config, Migration
from sixfold.core.lease import Kind, Owner, Record
from sixfold.core.schemas.template import Ingredients, fingerprint, retire
from sixfold.core.service import Endpoint, Role
from sixfold.core.variables import render
from sixfold.errors import NotPassed, SixfoldError
from sixfold.shell import run

# How often a template's last use is written down; it only has to order templates by age.
_USE_NOTED_EVERY: Final = 3600.0
_MIGRATION_LIMIT: Final = 900.0
# The server takes a moment to notice that a client has closed its connection.
_SESSION_ENDS_WITHIN: Final = 2.0
_NO_LIMITS: Final = {"statement_timeout": "0", "idle_in_transaction_session_timeout": "0"}


class Databases:
    """The test databases of one namespace on one server, made for one owner.

    `environ` is what the migration command sees (default: our own environment).
    One session is kept open; not for use by several threads at once.
    """

    def __init__(
        self,
        config: Config,
        endpoint: Endpoint,
        owner: Owner,
        *,
        copy_files: bool = False,
        notify: Callable[[str], None] = lambda _: None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self.config = config
        self.endpoint = endpoint
        self.owner = owner
        self.server = Postgres(endpoint)
        self._copy_files = copy_files
        self._notify = notify
        self._environ = environ
        self._settings = _limits(config.migrate)

    def close(self) -> None:
        """End the session."""
        self.server.close()

    def template(self) -> str | None:
        """The name of the template database of today's migrations, made if it is not there.

        None where the repository has no migrations. Whoever comes second waits for the first.
        Raises NotPassed with the migration's own output when it fails; nothing half made is left.
        """
        migration = self.config.migrate
        if migration is None:
            return None
        mark = fingerprint(ingredients(self.config, migration, self.server.version, self.endpoint))
        name = self.config.names.template_database(mark)
        found = self.server.find(name)
        if found is None or not found.complete:
            with self.server.lock(name):
                found = self.server.find(name)
                if found is None or not found.complete:
                    found = self._build(name, mark, migration)
        self._note_use(found)
        return name

    def clone(self, kind: Kind, name: str) -> Record:
        """Make the database `name` from the template; one of that name left by the dead goes."""
        record = self._record(kind, name)
        for attempt in (1, 2):
            template = self.template()
            with self.server.lock(name):
                self._clear(name)
                try:
                    self.server.create(
                        record,
                        template=template,
                        settings=self._settings,
                        copy_files=self._copy_files,
                    )
                    return record
                except NotPassed:
                    # The template can be retired between the look and the clone, once.
                    if attempt == 2:
                        raise
        raise AssertionError("unreachable")

    def drop(self, name: str) -> bool:
        """Drop a database of this owner; False when somebody stays connected or it is another's."""
        with self.server.lock(name):
            found = self.server.find(name)
            if found is not None and not found.owner.same_process(self.owner):
                return False
            return self._wait_and_drop(name, limit=_SESSION_ENDS_WITHIN)

    def retire(self, current: str) -> list[str]:
        """Drop the templates of this project that are older than the ones kept."""
        migration = self.config.migrate
        ours = [
            record
            for record in self.server.inventory()
            if record.kind is Kind.TEMPLATE and record.project == self.config.project
        ]
        kept = retire(
            ours, current=current, keep=migration.kept if migration else 1, now=time.time()
        )
        gone = []
        for record in ours:
            if record.complete and record.name not in kept:
                with self.server.lock(record.name):
                    if self.server.drop(record.name):
                        gone.append(record.name)
        return gone

    def _build(self, name: str, mark: str, migration: Migration) -> Record:
        self._notify(f"migrating a template database ({' '.join(migration.command[-4:])})")
        self._clear(name, template=True)
        record = replace(self._record(Kind.TEMPLATE, name), fingerprint=mark)
        # The limits of tests are not for migrations, which may take their time.
        self.server.create(record, settings=_NO_LIMITS, complete=False)
        try:
            migrate(self.config, self.endpoint, name, environ=self._environ)
        except SixfoldError:
            self._wait_and_drop(name)
            raise
        done = replace(record, used=time.time())
        self.server.finish(done, as_template=True)
        self.retire(name)
        return done

    def _record(self, kind: Kind, name: str) -> Record:
        return Record(
            kind=kind,
            name=name,
            project=self.config.project,
            namespace=self.config.namespace.slug,
            raw=self.config.namespace.raw,
            owner=self.owner,
            born=time.time(),
        )

    def _note_use(self, found: Record) -> None:
        if time.time() - found.used > _USE_NOTED_EVERY:
            self.server.note(replace(found, used=time.time()))

    def _clear(self, name: str, *, template: bool = False) -> None:
        """Make room for `name`: its lock is held, so whoever made the old one is no more."""
        if not self.server.exists(name):
            return
        found = self.server.find(name)
        if found is None:
            raise NotPassed(
                f"a database named {name} is already there and is not sixfold's",
                hint=f"rename or drop it yourself: dropdb {name}",
            )
        if not self._wait_and_drop(name):
            what = "a half-made template" if template else "a database of an earlier run"
            raise NotPassed(
                f"{name} is {what}, and somebody is still connected to it",
                hint="sixfold status",
            )

    def _wait_and_drop(self, name: str, limit: float = 10.0) -> bool:
        """Drop `name` as soon as its last session is gone; a killed client's goes within 1 s."""
        deadline = time.monotonic() + limit
        while not self.server.drop(name):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True


def ingredients(
    config: Config, migration: Migration, version: str, endpoint: Endpoint
) -> Ingredients:
    """Everything that a template database is made of, read from the working tree."""
    return Ingredients(
        inputs=tuple(
            (path.relative_to(config.root).as_posix(), _digest(path))
            for pattern in migration.inputs
            for path in sorted(config.root.glob(pattern))
            if path.is_file() and "__pycache__" not in path.parts
        ),
        command=migration.command,
        server=version,
        role=endpoint.user,
        seeds=migration.seed,
    )


def migrate(
    config: Config,
    endpoint: Endpoint,
    database: str,
    *,
    seed: bool = True,
    environ: Mapping[str, str] | None = None,
) -> None:
    """Run the repository's own migration command (and seeds) on one database.

    Raises NotPassed with the last lines that the command printed.
    """
    migration = config.migrate
    if migration is None:
        return
    known = values(config, {Role.POSTGRES: endpoint}, database=database)
    environment = {**(os.environ if environ is None else environ), **variables(config, known)}
    for command in (migration.command, migration.seed if seed else ()):
        if not command:
            continue
        argv = [render(word, known, place="database.migrate") for word in command]
        result = run(
            argv,
            cwd=config.root / migration.directory,
            env=environment,
            timeout=_MIGRATION_LIMIT,
            check=False,
        )
        if result.code != 0:
            tail = "\n".join((result.out + result.err).strip().splitlines()[-15:])
            raise NotPassed(
                f"the migration of {database} failed with exit code {result.code}:\n{tail}",
                hint=f"cd {migration.directory} && {' '.join(argv)}",
            )


def _limits(migration: Migration | None) -> Mapping[str, str]:
    """Session defaults of every test database, so that no test waits for ever."""
    statement = migration.statement_timeout if migration else 60.0
    lock = migration.lock_timeout if migration else 20.0
    return {
        "statement_timeout": f"{int(statement * 1000)}ms",
        "lock_timeout": f"{int(lock * 1000)}ms",
        "idle_in_transaction_session_timeout": f"{int(statement * 5000)}ms",
    }


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
