"""How a test process joins its run: by the run's folder, or alone under pytest itself."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sixfold import shell
from sixfold.commands import stack
from sixfold.commands.context import handed_over, load_config
from sixfold.commands.runs import RUN_FOLDER, RUN_SUITE, hold_run
from sixfold.commands.session import MASTER, TestSession
from sixfold.config import Config, Suite
from sixfold.core.service import Endpoint, Purpose, Role
from sixfold.errors import ServiceUnhealthy
from sixfold.web import wait_until

_SERVICES_LIMIT: Final = 120.0


@dataclass(slots=True)
class Attachment:
    """One test process's place in a run."""

    session: TestSession
    environment: dict[str, str]
    header: str
    report: Path | None = None
    _held: ExitStack = field(default_factory=ExitStack)

    def close(self) -> list[str]:
        """Give back everything; returns what could not be."""
        left = self.session.close()
        self._held.close()
        return left


def attach(
    folder: Path, *, worker: str, spreads: bool, paths: Sequence[str] = ()
) -> Attachment | None:
    """Join the run that this process belongs to, or None where there is no sixfold.toml.

    `worker` is xdist's name of this process or empty; `spreads` says that it only hands tests to
    workers; `paths` are the ones that pytest was given. Raises LeaseHeld when another run holds
    the namespace, ServiceUnhealthy when the services do not come up.
    """
    run = os.environ.get(RUN_FOLDER)
    if run is None and not _configured(folder):
        return None
    if worker or run:
        shell.die_with_parent()
    config = (handed_over(Path(run)) if run else None) or load_config(folder)
    suite = _suite(config, folder, paths)
    held = ExitStack()
    try:
        if run is not None:
            endpoints, memory = _told(Path(run), suite)
        else:
            endpoints, memory = _alone(config, suite, held, worker=worker)
        session = TestSession(
            config,
            endpoints,
            worker=worker or MASTER,
            copy_files=memory,
            run=Path(run) if run else None,
        )
        environment = session.environment(claim=not spreads)
        if suite is not None and suite.eager:
            session.prepare(spreads=spreads)
    except BaseException:
        held.close()
        raise
    return Attachment(
        session=session,
        environment=environment,
        header=f"sixfold: namespace {config.namespace.slug}",
        report=Path(run) / f"{suite.name}.json" if run and suite and not worker else None,
        _held=held,
    )


def _configured(folder: Path) -> bool:
    return any((place / "sixfold.toml").is_file() for place in (folder, *folder.parents))


def _suite(config: Config, folder: Path, paths: Sequence[str]) -> Suite | None:
    """The suite that the runner named, else the one that we, or all paths, are in."""
    named = os.environ.get(RUN_SUITE)
    places = [(folder / path.partition("::")[0]).resolve() for path in paths] or [folder.resolve()]
    for suite in config.suites:
        home = (config.root / suite.directory).resolve()
        inside = all(place.is_relative_to(home) for place in places)
        if suite.name == named or (named is None and inside):
            return suite
    return None


def _roles(config: Config, suite: Suite | None) -> tuple[Role, ...]:
    present = tuple(service.role for service in config.services if service.role is not Role.OTHER)
    if suite is None:
        return present
    return tuple(role for role in present if role in suite.services)


def _told(run: Path, suite: Suite | None) -> tuple[Mapping[Role, Endpoint], bool]:
    """Where services answer, as the runner writes it once they do."""
    if suite is not None and not suite.services:
        return {}, False
    answer, failure = run / "stack.json", run / "failure.json"

    def look() -> dict[str, object] | None:
        if failure.is_file():
            told = json.loads(failure.read_text())
            raise ServiceUnhealthy(told["message"], hint=told["hint"], reference=told["reference"])
        return json.loads(answer.read_text()) if answer.is_file() else None

    told = wait_until(look, timeout=_SERVICES_LIMIT, what="the run's services")
    return stack.decode(told)


def _alone(
    config: Config, suite: Suite | None, held: ExitStack, *, worker: str
) -> tuple[Mapping[Role, Endpoint], bool]:
    """Hold namespace and services for this process, which no runner started."""
    roles = _roles(config, suite)
    if not roles:
        return {}, False
    if not worker:
        held.enter_context(hold_run(config, "pytest " + " ".join(sys.argv[1:]), wait=0))
    running = held.enter_context(stack.hold(config, Purpose.TEST, roles, command="pytest"))
    return running.endpoints, running.memory
