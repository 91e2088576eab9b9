"""How a test process joins its run: through the runner's door, or alone under pytest itself."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sixfold.commands.isolation.membership import RUN_FOLDER, RUN_SUITE, join
from sixfold.commands.isolation.resources import Resources


@dataclass(frozen=True, slots=True)
class Attachment:
    """One test process's place in a run. `report` is where it writes its outcomes, if anywhere.

    `close` gives back everything, and returns what could not be.
    """

    resources: Resources
    environment: dict[str, str]
    header: str
    close: Callable[[], list[str]]
    report: Path | None = None


def attach(
    folder: Path, *, worker: str, spreads: bool, paths: Sequence[str] = ()
) -> Attachment | None:
    """Join the run that this process belongs to, or None where there is no sixfold.toml.

    `worker` is xdist's name of this process or empty; `spreads` says that it only hands tests to
    workers; `paths` are the ones that pytest was given. Raises LeaseHeld when another run holds
    the namespace, ServiceUnhealthy when the services do not come up.
    """
    run = os.environ.get(RUN_FOLDER)
    if run is not None:
        suite = os.environ.get(RUN_SUITE, "")
        member, told = join(Path(run), suite=suite, worker=worker, spreads=spreads)
        return Attachment(member, told.environment, told.header, member.close, told.report)
    if not any((place / "sixfold.toml").is_file() for place in (folder, *folder.parents)):
        return None
    # All of sixfold is needed only by a process that has no runner.
    from sixfold.commands.isolation.alone import hold_alone

    return hold_alone(folder, worker=worker, spreads=spreads, paths=paths)
