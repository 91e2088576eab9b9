"""The life of one test run as a context manager, for programs that are no pytest suite."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sixfold.commands import stack
from sixfold.commands.isolation.session import TestSession
from sixfold.commands.sweep import sweep_namespace
from sixfold.commands.testing.runs import hold_run
from sixfold.commands.up import infra_roles
from sixfold.config import Config
from sixfold.core.service import Purpose, Role


@contextmanager
def isolated(config: Config, command: str, *, wait: float | None = 0) -> Iterator[dict[str, str]]:
    """Hold the namespace, have its services up and its test database migrated, give it all back.

    Yields the application's environment variables. Whatever ends the block, a signal that Python
    turns into an exception included, the database is dropped; after kill -9 the next run does it.
    Raises LeaseHeld when another run holds the namespace.
    """
    with (
        hold_run(config, command, wait=wait),
        stack.hold(config, Purpose.TEST, infra_roles(config), command=command) as running,
    ):
        session = TestSession(config, running.endpoints, copy_files=running.memory)
        try:
            if Role.POSTGRES in running.endpoints:
                session.database()
            yield session.environment()
        finally:
            session.close()


def clear_namespace(config: Config) -> list[str]:
    """Drop what dead processes left in this namespace; returns the names of what went."""
    roles = [role for role in infra_roles(config) if role is Role.POSTGRES]
    with stack.hold(config, Purpose.TEST, roles, command="cleaning up") as running:
        return sweep_namespace(config, running.endpoints)
