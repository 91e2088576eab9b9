"""What a test process can ask for, whoever makes it: the process itself, or the runner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from sixfold.core.service import Endpoint

if TYPE_CHECKING:
    import psycopg

# The process that runs the tests itself when there are no xdist workers.
MASTER: Final = "master"


@dataclass(frozen=True, slots=True)
class TestDatabase:
    """A database of one worker or one test."""

    __test__ = False

    name: str
    endpoint: Endpoint

    @property
    def url(self) -> str:
        """`postgresql://user:password@host:port/name`."""
        return self.endpoint.url(self.name)

    def connect(self, **options: Any) -> psycopg.Connection[tuple[Any, ...]]:
        """A new psycopg connection; closing it is the caller's."""
        # It takes a tenth of a second to import: only who connects with it pays for it.
        import psycopg

        return psycopg.connect(self.url, **options)


@dataclass(frozen=True, slots=True)
class TestBucket:
    """An S3 bucket of one worker."""

    __test__ = False

    name: str
    endpoint: Endpoint

    @property
    def url(self) -> str:
        """The server's address, as S3 clients take it for `endpoint_url`."""
        return self.endpoint.url()


@dataclass(frozen=True, slots=True)
class TestScope:
    """A numbered Redis database of one worker."""

    __test__ = False

    index: int
    endpoint: Endpoint

    @property
    def url(self) -> str:
        """`redis://host:port/index`."""
        return self.endpoint.url(str(self.index))


class Resources(Protocol):
    """The resources of one test process: nothing until asked, all given back by `close`.

    Raises what sixfold can explain as SixfoldError.
    """

    def environment(self, *, database: str | None = None) -> dict[str, str]:
        """The application's environment variables, by default with the worker's own database."""
        ...

    def database(self) -> TestDatabase:
        """This worker's database, cloned from the template at the first call."""
        ...

    def fresh(self) -> TestDatabase:
        """A database of one test's own; hand it back with `give_back`."""
        ...

    def give_back(self, name: str) -> None:
        """Drop a fresh database, later and beside the tests."""
        ...

    def bucket(self) -> TestBucket:
        """This worker's bucket, made at the first call."""
        ...

    def empty_bucket(self) -> None:
        """Delete what tests have put into this worker's bucket."""
        ...

    def scope(self) -> TestScope:
        """This worker's Redis database, claimed at the first call."""
        ...

    def flush_scope(self) -> None:
        """Delete every key of this worker's Redis database."""
        ...

    def close(self) -> list[str]:
        """Give back everything, each step alone; returns what could not be given back."""
        ...
