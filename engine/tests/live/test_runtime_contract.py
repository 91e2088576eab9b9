"""Every runtime of the registry passes the one contract, or is skipped by name with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sixfold import shell
from sixfold.core.places import Places
from sixfold.core.service import Role
from sixfold.runtimes.base import ServerPlan
from sixfold.runtimes.embedded.home import MARK, home_of

from tests.runtimes.contract import RuntimeContract, Subject, subject_of
from tests.runtimes.places import open_places

ROLES = [Role.POSTGRES, Role.REDIS, Role.S3]


@pytest.fixture(scope="module")
def places(programs: Path) -> Iterator[Places]:
    """Places of this module's own, so that the servers' programs are put there once."""
    with open_places(programs) as places:
        yield places


@pytest.fixture
def cleanup() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.mark.parametrize("role", ROLES)
class TestEmbedded(RuntimeContract):
    """Native processes."""

    @pytest.fixture
    def subject(self, role: Role, tmp_path: Path, places: Places, cleanup: ExitStack) -> Subject:
        return subject_of("embedded", role, tmp_path, places, cleanup)

    def started_by(self, subject: Subject, plan: ServerPlan) -> int:
        assert super().started_by(subject, plan) == 1
        return len(shell.marked(MARK, str(home_of(plan).folder)))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("engine", ["docker", "podman"])
class TestEngine(RuntimeContract):
    """Containers of an engine that answers here."""

    @pytest.fixture
    def subject(
        self, engine: str, role: Role, tmp_path: Path, places: Places, cleanup: ExitStack
    ) -> Subject:
        return subject_of(engine, role, tmp_path, places, cleanup)
