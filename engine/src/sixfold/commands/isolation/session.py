"""The resources of one test process: made when a test first asks, given back when it ends."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sixfold import shell
from sixfold.boundary import as_bug
from sixfold.commands.application import values, variables
from sixfold.commands.isolation.resources import MASTER, TestBucket, TestDatabase, TestScope
from sixfold.commands.testing.runs import OPEN
from sixfold.config import Config
from sixfold.core.lease import Kind, Owner, Record
from sixfold.core.service import Endpoint, Role
from sixfold.errors import RequestError, ServiceUnhealthy, SixfoldError

if TYPE_CHECKING:
    from sixfold.clients.cache import Cache, Scope
    from sixfold.clients.objects import Objects
    from sixfold.commands.isolation.databases import Databases

# How many fresh databases are made ahead once a test has asked for the first.
_AHEAD: Final = 2


class TestSession:
    """The resources of one test process (see `Resources`), made by this process.

    `worker` is xdist's name of the test process, or `master`; `owner` is that process where it is
    not this one. `environ` is what the migration command sees (default: our own environment).
    """

    __test__ = False

    def __init__(
        self,
        config: Config,
        endpoints: Mapping[Role, Endpoint],
        *,
        worker: str = MASTER,
        copy_files: bool = False,
        run: Path | None = None,
        owner: Owner | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self.config = config
        self.endpoints = endpoints
        self.worker = worker
        self.owner = owner or shell.this_process(f"pytest {worker}")
        self._environ = environ
        self._copy_files = copy_files
        self._open = run / f"{OPEN}{self.owner.pid}" if run else None
        self._databases: Databases | None = None
        self._worker_database: TestDatabase | None = None
        self._pool: FreshPool | None = None
        self._cache: Cache | None = None
        self._scope: Scope | None = None
        self._objects: Objects | None = None
        self._bucket: TestBucket | None = None

    def environment(self, *, database: str | None = None, claim: bool = True) -> dict[str, str]:
        """The application's environment variables for this worker.

        Naming a database or bucket does not make it. A Redis database has no name of its own, so
        its number is claimed here when `[variables]` mentions it (unless `claim` is False).
        """
        index = None
        if Role.REDIS in self.endpoints and self._mentions("{redis.index}", "{redis.url}"):
            index = self.scope().index if claim else 0
        known = values(
            self.config,
            self.endpoints,
            database=database or self._database_name(),
            bucket=self._bucket_name(),
            index=index,
        )
        own = {
            "TEST_NAMESPACE": self.config.namespace.slug,
            "SIXFOLD_NAMESPACE": self.config.namespace.slug,
        }
        return own | variables(self.config, known)

    def database(self) -> TestDatabase:
        """This worker's database, cloned from the template at the first call."""
        if self._worker_database is None:
            name = self._database_name()
            self._server().clone(Kind.WORKER, name)
            self._worker_database = TestDatabase(name, self._endpoint(Role.POSTGRES))
        return self._worker_database

    def fresh(self) -> TestDatabase:
        """A database of one test's own, from the pool; hand it back with `give_back`."""
        if self._pool is None:
            self._pool = FreshPool(self._connect, self._fresh_name)
        return TestDatabase(self._pool.take().name, self._endpoint(Role.POSTGRES))

    def give_back(self, name: str) -> None:
        """Drop a fresh database, later and beside the tests."""
        if self._pool is not None:
            self._pool.give_back(name)

    def bucket(self) -> TestBucket:
        """This worker's bucket, made at the first call."""
        if self._bucket is None:
            name = self._bucket_name()
            self._s3().create(self._record(Kind.BUCKET, name))
            self._bucket = TestBucket(name, self._endpoint(Role.S3))
        return self._bucket

    def empty_bucket(self) -> None:
        """Delete what tests have put into this worker's bucket."""
        if self._bucket is not None:
            self._s3().empty(self._bucket.name)

    def scope(self) -> TestScope:
        """This worker's Redis database, claimed at the first call."""
        endpoint = self._endpoint(Role.REDIS)
        if self._scope is None:
            from sixfold.clients.cache import Cache

            self._cache = Cache(endpoint)
            name = self.config.names.redis_scope(self.config.namespace, self.worker)
            self._scope = self._cache.claim(self._record(Kind.SCOPE, name), alive=shell.alive)
        return TestScope(self._scope.index, endpoint)

    def flush_scope(self) -> None:
        """Delete every key of this worker's Redis database."""
        if self._cache is not None and self._scope is not None:
            self._cache.flush(self._scope.index)

    def prepare(self, *, spreads: bool) -> None:
        """Make what the tests of an eager suite need, who ask for no fixture, before the first.

        A process that only spreads tests makes the template alone, so that a migration that fails
        is told once and not by every worker.
        """
        if Role.POSTGRES in self.endpoints and spreads:
            self._server().template()
        elif Role.POSTGRES in self.endpoints:
            self.database()
        if Role.S3 in self.endpoints and not spreads:
            self.bucket()

    def close(self) -> list[str]:
        """Give back everything, each step alone; returns what could not be given back."""
        steps: list[tuple[str, Callable[[], object]]] = []
        if self._pool is not None:
            steps.append(("fresh databases", self._pool.close))
        if self._worker_database is not None:
            name = self._worker_database.name
            steps.append((f"database {name}", lambda: self._server().drop(name)))
        if self._databases is not None:
            steps.append(("session", self._databases.close))
        if self._bucket is not None:
            bucket = self._bucket.name
            steps.append((f"bucket {bucket}", lambda: self._s3().drop(bucket)))
        if self._cache is not None and self._scope is not None:
            cache, scope = self._cache, self._scope
            steps.append((f"redis scope {scope.index}", lambda: cache.release(scope)))
            steps.append(("redis session", cache.close))
        left = []
        for what, act in steps:
            try:
                if act() is False:
                    left.append(what)
            except SixfoldError as error:
                left.append(f"{what}: {error.message}")
        if self._open is not None and not left:
            self._open.unlink(missing_ok=True)
        return left

    def _server(self) -> Databases:
        if self._databases is None:
            self._databases = self._connect()
        return self._databases

    def _connect(self) -> Databases:
        # PostgreSQL's client takes long to import: a test without a database does not pay for it.
        from sixfold.commands.isolation.databases import Databases

        return Databases(
            self.config,
            self._endpoint(Role.POSTGRES),
            self.owner,
            copy_files=self._copy_files,
            environ=self._environ,
        )

    def _s3(self) -> Objects:
        if self._objects is None:
            from sixfold.clients.objects import Objects

            self._objects = Objects(self._endpoint(Role.S3))
        return self._objects

    def _endpoint(self, role: Role) -> Endpoint:
        if self._open is not None:
            # The runner sweeps after a process that ends without taking this file away.
            self._open.touch()
        if role not in self.endpoints:
            raise RequestError(
                f"this suite has no {role} service, and a test asks for one",
                hint=f'add "{role}" to the suite\'s `services` in sixfold.toml',
            )
        return self.endpoints[role]

    def _record(self, kind: Kind, name: str) -> Record:
        namespace = self.config.namespace
        return Record(
            kind=kind,
            name=name,
            project=self.config.project,
            namespace=namespace.slug,
            raw=namespace.raw,
            owner=self.owner,
            born=time.time(),
        )

    def _database_name(self) -> str:
        names, namespace = self.config.names, self.config.namespace
        if self.worker == MASTER:
            return names.test_database(namespace)
        return names.worker_database(namespace, self.worker)

    def _bucket_name(self) -> str:
        return self.config.names.test_bucket(self.config.namespace, self.worker)

    def _fresh_name(self, ordinal: int) -> str:
        return self.config.names.fresh_database(self.config.namespace, self.worker, ordinal)

    def _mentions(self, *marks: str) -> bool:
        return any(mark in text for text in self.config.variables.values() for mark in marks)


class FreshPool:
    """Fresh databases made ahead by a thread, so that a test need not wait for its clone.

    The thread has a server session of its own, opened when the first database is asked for.
    """

    def __init__(self, connect: Callable[[], Databases], name: Callable[[int], str]) -> None:
        self._connect = connect
        self._name = name
        self._clean = False
        self._ready: queue.Queue[Record | SixfoldError] = queue.Queue()
        self._work: queue.Queue[str | None] = queue.Queue()
        self._thread = threading.Thread(target=self._run, name="sixfold-pool", daemon=True)
        self._thread.start()
        for _ in range(_AHEAD):
            self._work.put("")

    def take(self) -> Record:
        """The next database; waits for its clone only when tests outrun the thread."""
        self._work.put("")
        made = self._ready.get()
        if isinstance(made, SixfoldError):
            raise made
        return made

    def give_back(self, name: str) -> None:
        """Have the thread drop a database."""
        self._work.put(name)

    def close(self) -> bool:
        """Drop what is left and end the thread; False when a database was still in use."""
        self._work.put(None)
        self._thread.join(timeout=60)
        return not self._thread.is_alive() and self._clean

    def _run(self) -> None:
        try:
            self._serve()
        except SixfoldError as error:
            self._refuse(error)
        except Exception as bug:
            self._refuse(as_bug(bug))

    def _serve(self) -> None:
        """Make and drop until told to end. Raises ServiceUnhealthy when the server is gone."""
        databases = self._connect()
        busy: list[str] = []
        ordinal = 0
        while (item := self._work.get()) is not None:
            if item:
                if not databases.drop(item):
                    busy.append(item)
                continue
            ordinal += 1
            try:
                self._ready.put(databases.clone(Kind.FRESH, self._name(ordinal)))
            except ServiceUnhealthy:
                raise
            except SixfoldError as error:
                self._ready.put(error)
        while not self._ready.empty():
            made = self._ready.get()
            if isinstance(made, Record):
                busy.append(made.name)
        left = [name for name in busy if not databases.drop(name)]
        self._clean = not left
        databases.close()

    def _refuse(self, error: SixfoldError) -> None:
        """Answer everybody who waits or will ask with what went wrong: nobody waits for ever."""
        self._ready.put(error)
        while (item := self._work.get()) is not None:
            if not item:
                self._ready.put(error)
