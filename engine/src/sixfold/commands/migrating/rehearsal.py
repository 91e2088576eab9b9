"""The stage of a rehearsal: databases of its own on the test servers, and Alembic within them."""

from __future__ import annotations

import itertools
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg

from sixfold import shell
from sixfold.clients.postgres import Postgres
from sixfold.commands import stack
from sixfold.commands.isolation.session import TestSession
from sixfold.commands.migrating.process import LIMIT, Alembic, Done
from sixfold.commands.migrating.verb import alembic
from sixfold.commands.testing.runs import hold_run
from sixfold.commands.up import infra_roles
from sixfold.config import Config
from sixfold.core.lease import Kind, Record
from sixfold.core.service import Purpose, Role
from sixfold.core.variables import render
from sixfold.errors import RequestError

_COMMAND: Final = "sixfold migrations rehearse"
_SESSION_ENDS_WITHIN: Final = 10.0
# Ordinals that no fresh database of a test reaches in one run.
_FIRST: Final = 900_000


class Stage:
    """What a rehearsal plays on; every database that it makes goes with it."""

    def __init__(self, config: Config, session: TestSession, server: Postgres) -> None:
        self.config = config
        self.session = session
        self.server = server
        self._ordinals = itertools.count(_FIRST)
        self._names: list[str] = []
        self._processes: dict[str, Alembic] = {}

    def database(self, template: str | None = None, *, instead_of: str | None = None) -> str:
        """The name of a new database: empty, or a copy of one in which nobody is.

        It may have the name of one that goes, which processes that wait know already.
        """
        if instead_of is not None:
            self.drop(instead_of)
        name = instead_of or self.config.names.fresh_database(
            self.config.namespace, "master", next(self._ordinals)
        )
        record = Record(
            kind=Kind.FRESH,
            name=name,
            project=self.config.project,
            namespace=self.config.namespace.slug,
            raw=self.config.namespace.raw,
            owner=self.session.owner,
            born=time.time(),
        )
        if template is not None:
            self._leave(template)
        with self.server.lock(name):
            self.server.create(record, template=template)
        self._names.append(name)
        return name

    def drop(self, name: str) -> bool:
        """Drop a database as soon as its last session is gone; False when one stays."""
        self._leave(name)
        deadline = time.monotonic() + _SESSION_ENDS_WITHIN
        with self.server.lock(name):
            while not self.server.drop(name):
                if time.monotonic() > deadline:
                    return False
                time.sleep(0.02)
        self._names.remove(name)
        return True

    def close(self) -> None:
        """Drop every database that is left, each alone."""
        for name in reversed(list(self._names)):
            self.drop(name)

    def connect(self, name: str) -> psycopg.Connection[tuple[Any, ...]]:
        """A session in one of the databases; each statement is its own transaction."""
        url = self.session.endpoints[Role.POSTGRES].url(name)
        return psycopg.connect(url, autocommit=True, application_name="sixfold rehearsal")

    def environment(self, name: str) -> dict[str, str]:
        """What the application's processes are given to work in that database."""
        return self.session.environment(database=name)

    def run(
        self, command: tuple[str, ...], name: str, *, root: Path | None = None, **extra: str
    ) -> Done:
        """One of the repository's own commands, to its end, in the folder of `[database]`.

        `root` is another checkout of it, where the command is that one's.
        """
        begun = time.monotonic()
        known = self._known(name, {"root": str(root or self.config.root), **extra})
        done = shell.run(
            [render(word, known, place="migrations") for word in command],
            cwd=(root or self.config.root) / self.folder,
            env={**_surroundings(), **self.environment(name)},
            timeout=LIMIT,
            check=False,
        )
        return Done(done.code, done.out + done.err, time.monotonic() - begun)

    @contextmanager
    def alembic(self, name: str) -> Iterator[Alembic]:
        """Alembic in one database, until the block is left."""
        words = [render(word, self._known(name, {}), place="migrations") for word in self.words]
        process = Alembic(
            words, self.config.root / self.folder, {**_surroundings(), **self.environment(name)}
        )
        self._processes[name] = process
        try:
            yield process
        finally:
            del self._processes[name]
            process.close()

    def _leave(self, name: str) -> None:
        """End the process that keeps a session in a database; its next command starts another.

        Many repositories' Alembic pools its connections, and nobody may be in what is copied.
        """
        process = self._processes.get(name)
        if process is None or not self.server.sessions(name):
            return
        process.close()
        deadline = time.monotonic() + _SESSION_ENDS_WITHIN
        while self.server.sessions(name) and time.monotonic() < deadline:
            time.sleep(0.02)

    @property
    def words(self) -> tuple[str, ...]:
        """The words that call Alembic."""
        return alembic(self.config)

    @property
    def folder(self) -> str:
        """Where the repository's commands run, from its root."""
        assert self.config.migrate is not None  # noqa: S101 - `alembic` has looked
        return self.config.migrate.directory

    def _known(self, name: str, extra: dict[str, str]) -> dict[str, str]:
        known = {"python": sys.executable, "root": str(self.config.root), "database": name}
        return {**known, **extra}


@contextmanager
def staged(config: Config, *, whole: bool = False) -> Iterator[Stage]:
    """A stage on this checkout's test servers, which it holds as a run of tests does.

    Alembic alone needs PostgreSQL; with `whole`, what the application needs is up, too. Raises
    LeaseHeld where a run holds the namespace, RequestError where there is no PostgreSQL.
    """
    alembic(config)
    roles = infra_roles(config)
    if Role.POSTGRES not in roles:
        raise RequestError("migrations are rehearsed on PostgreSQL, and no service in use is it")
    if not whole:
        roles = [Role.POSTGRES]
    with ExitStack() as held:
        held.enter_context(hold_run(config, _COMMAND, wait=0))
        running = held.enter_context(stack.hold(config, Purpose.TEST, roles, command=_COMMAND))
        session = TestSession(config, running.endpoints, copy_files=running.memory)
        held.callback(session.close)
        server = held.enter_context(Postgres(running.endpoints[Role.POSTGRES]))
        stage = Stage(config, session, server)
        held.callback(stage.close)
        yield stage


def _surroundings() -> dict[str, str]:
    return dict(os.environ)
