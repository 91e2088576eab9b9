"""A test process that no runner started: it holds the namespace and the services itself."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from sixfold import shell
from sixfold.commands import stack
from sixfold.commands.context import load_config
from sixfold.commands.isolation.attach import Attachment
from sixfold.commands.isolation.resources import MASTER
from sixfold.commands.isolation.session import TestSession
from sixfold.commands.testing.runs import hold_run
from sixfold.config import Config, Suite
from sixfold.core.service import Endpoint, Purpose, Role


def hold_alone(folder: Path, *, worker: str, spreads: bool, paths: Sequence[str]) -> Attachment:
    """Hold what the suite of `folder` or `paths` needs, until the attachment is closed.

    Raises LeaseHeld when another run holds the namespace, ServiceUnhealthy when the services do
    not come up.
    """
    if worker:
        shell.die_with_parent()
    config = load_config(folder)
    suite = _suite(config, folder, paths)
    held = ExitStack()
    try:
        endpoints, memory = _services(config, suite, held, worker=worker)
        session = TestSession(config, endpoints, worker=worker or MASTER, copy_files=memory)
        environment = session.environment(claim=not spreads)
        if suite is not None and suite.eager:
            session.prepare(spreads=spreads)
    except BaseException:
        held.close()
        raise

    def close() -> list[str]:
        left = session.close()
        held.close()
        return left

    return Attachment(session, environment, f"sixfold: namespace {config.namespace.slug}", close)


def _suite(config: Config, folder: Path, paths: Sequence[str]) -> Suite | None:
    """The suite that we, or all paths, are in."""
    places = [(folder / path.partition("::")[0]).resolve() for path in paths] or [folder.resolve()]
    for suite in config.suites:
        home = (config.root / suite.directory).resolve()
        if all(place.is_relative_to(home) for place in places):
            return suite
    return None


def _roles(config: Config, suite: Suite | None) -> tuple[Role, ...]:
    present = tuple(service.role for service in config.services if service.role is not Role.OTHER)
    if suite is None:
        return present
    return tuple(role for role in present if role in suite.services)


def _services(
    config: Config, suite: Suite | None, held: ExitStack, *, worker: str
) -> tuple[Mapping[Role, Endpoint], bool]:
    """Where the services answer, and whether their data lies on a RAM disk."""
    roles = _roles(config, suite)
    if not roles:
        return {}, False
    if not worker:
        held.enter_context(hold_run(config, "pytest " + " ".join(sys.argv[1:]), wait=0))
    running = held.enter_context(stack.hold(config, Purpose.TEST, roles, command="pytest"))
    return running.endpoints, running.memory
