"""The one contract that every runtime passes: what a user may rely on, whichever runs the servers.

A runtime joins by a line in `tests/live/test_runtime_contract.py`. Everything here is seen from
outside: real clients speak to real servers, starters are processes of their own, and what is left
is counted by the kernel.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

import psutil
import pytest
from sixfold import shell, web
from sixfold.commands import plans
from sixfold.core.places import Places
from sixfold.core.service import Endpoint, Purpose, Role, Service
from sixfold.runtimes.base import Runtime, ServerPlan
from sixfold.runtimes.registry import runtimes

from tests.runtimes import clients

PASSWORD = "a $trange 'pass\"word" + "-long"  # of letters that mean something to shells and YAML
COMPOSE_FILE = """
services:
  db:
    image: postgres:18
    environment: {POSTGRES_USER: ledger, POSTGRES_PASSWORD: "${LEDGER_PASSWORD}"}
    ports: ["127.0.0.1:5432:5432"]
    volumes: ["db:/var/lib/postgresql"]
  cache:
    image: valkey/valkey:9
    command: ["valkey-server", "--requirepass", "${LEDGER_PASSWORD}", "--appendonly", "yes"]
    ports: ["127.0.0.1:6379:6379"]
    volumes: ["cache:/data"]
  files:
    image: rclone/rclone:1.75
    command: ["serve", "s3", "/data", "--addr", ":9000"]
    environment: {RCLONE_AUTH_KEY: '"ledger-access-key,ledger-secret-key"'}
    ports: ["127.0.0.1:9000:9000"]
    volumes: ["files:/data"]
volumes: {db: {}, cache: {}, files: {}}
"""
SERVICES = MappingProxyType(
    {
        Role.POSTGRES: Service(
            name="db",
            role=Role.POSTGRES,
            image="postgres:18",
            major=18,
            environment={"POSTGRES_USER": "ledger", "POSTGRES_PASSWORD": PASSWORD},
            ports=(5432,),
        ),
        Role.REDIS: Service(
            name="cache",
            role=Role.REDIS,
            image="valkey/valkey:9",
            major=9,
            environment={},
            command=("valkey-server", "--requirepass", PASSWORD, "--appendonly", "yes"),
            ports=(6379,),
        ),
        Role.S3: Service(
            name="files",
            role=Role.S3,
            image="rclone/rclone:1.75",
            major=1,
            environment={"RCLONE_AUTH_KEY": '"ledger-access-key,ledger-secret-key"'},
            command=("serve", "s3", "/data", "--addr", ":9000"),
            ports=(9000,),
        ),
    }
)
# How often a starter is killed for each runtime and role: a few times in every run, more on demand.
MOMENTS = int(os.environ.get("SIXFOLD_MOMENTS", "3"))
STARTER = """
import sys
from pathlib import Path
from sixfold.commands.plans import decode
from sixfold.runtimes.registry import runtimes
print(runtimes()[sys.argv[1]]().start(decode(Path(sys.argv[2]).read_text())).port)
"""


@dataclass
class Subject:
    """One runtime and one role under test, and the plans made for it."""

    runtime: Runtime
    role: Role
    folder: Path
    places: Places
    made: list[ServerPlan] = field(default_factory=list)

    def plan(self, purpose: Purpose = Purpose.DEV) -> ServerPlan:
        """A server that nobody else plans."""
        plan = ServerPlan(
            service=SERVICES[self.role],
            project=f"ledger{os.getpid()}x{random.getrandbits(32):08x}",
            purpose=purpose,
            port=web.free_port(),
            places=self.places,
            compose_files=(self.folder / "docker-compose.yml",),
            project_directory=self.folder,
        )
        self.made.append(plan)
        return plan

    def starter(self, plan: ServerPlan) -> subprocess.Popen[str]:
        """Another process that starts the server, and prints its port."""
        with tempfile.NamedTemporaryFile("w", dir=self.folder, delete=False) as file:
            file.write(plans.encode(plan))
        argv = [sys.executable, "-c", STARTER, self.runtime.name, file.name]
        return subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def server(self, plan: ServerPlan) -> tuple[int, ...]:
        """The pids of a server that runs; a skip where its processes are out of sight."""
        pids = self.runtime.status(plan).pids
        if not pids:
            pytest.skip(f"runtime {self.runtime.name}: its processes are on another machine")
        return pids

    def put(self, endpoint: Endpoint, value: str) -> None:
        """Have the server keep a value."""
        clients.put(endpoint, value)

    def got(self, endpoint: Endpoint) -> str | None:
        """The value that the server kept."""
        return clients.got(endpoint)


def prepare(folder: Path) -> None:
    """Write the repository that engines bring up."""
    (folder / "docker-compose.yml").write_text(COMPOSE_FILE)
    quoted = PASSWORD.replace("\\", "\\\\").replace("$", "$$").replace('"', '\\"')
    (folder / ".env").write_text(f'LEDGER_PASSWORD="{quoted}"\n')


class RuntimeContract:
    """What holds for every runtime, with every role that it runs."""

    def test_it_serves_real_requests(self, subject: Subject) -> None:
        endpoint = subject.runtime.start(subject.plan())
        assert subject.got(endpoint) is None
        subject.put(endpoint, "kept")
        assert subject.got(endpoint) == "kept"

    def test_a_second_start_finds_the_same_server(self, subject: Subject) -> None:
        plan = subject.plan()
        first = subject.runtime.start(plan)
        pids = subject.runtime.status(plan).pids
        assert subject.runtime.start(plan) == first
        assert subject.runtime.status(plan).pids[:1] == pids[:1]

    def test_two_starters_at_once_start_one_server(self, subject: Subject) -> None:
        plan = subject.plan()
        starters = [subject.starter(plan) for _ in range(2)]
        said = [starter.communicate(timeout=120) for starter in starters]
        assert [starter.returncode for starter in starters] == [0, 0], said
        assert said[0][0] == said[1][0]
        assert self.started_by(subject, plan) == 1

    def test_only_this_machine_reaches_it(self, subject: Subject) -> None:
        endpoint = subject.runtime.start(subject.plan())
        outward = [
            address.address
            for addresses in psutil.net_if_addrs().values()
            for address in addresses
            if address.family == 2 and not address.address.startswith("127.")
        ]
        assert web.answers("127.0.0.1", endpoint.port)
        assert not [host for host in outward if web.answers(host, endpoint.port, timeout=0.5)]

    def test_no_process_shows_the_password(self, subject: Subject) -> None:
        endpoint = subject.runtime.start(subject.plan())
        secret = endpoint.password.reveal()
        for process in psutil.process_iter():
            try:
                assert secret not in " ".join(process.cmdline())
            except psutil.Error:
                continue

    def test_stop_ends_every_process_and_keeps_development_data(self, subject: Subject) -> None:
        plan = subject.plan(Purpose.DEV)
        before = subject.runtime.start(plan)
        subject.put(before, "kept")
        pids = subject.runtime.status(plan).pids
        assert subject.runtime.stop(plan) is True
        assert not [pid for pid in pids if shell.identify(pid) is not None]
        assert not web.answers("127.0.0.1", before.port)
        assert subject.runtime.status(plan).state == "stopped"
        after = subject.runtime.start(plan)
        assert subject.got(after) == "kept"
        assert after.port == before.port

    def test_what_does_not_run_is_not_stopped(self, subject: Subject) -> None:
        plan = subject.plan()
        assert subject.runtime.stop(plan) is False
        subject.runtime.start(plan)
        assert subject.runtime.stop(plan) is True
        assert subject.runtime.stop(plan) is False

    def test_a_killed_server_is_started_again_with_its_data(self, subject: Subject) -> None:
        plan = subject.plan(Purpose.DEV)
        subject.put(subject.runtime.start(plan), "kept")
        leader = subject.server(plan)[0]
        os.kill(leader, signal.SIGKILL)
        web.wait_until(
            lambda: subject.runtime.status(plan).state != "healthy" or None, timeout=20, what="it"
        )
        assert subject.got(subject.runtime.start(plan)) == "kept"
        assert self.started_by(subject, plan) == 1

    def test_a_starter_killed_at_any_moment_is_in_nobodys_way(self, subject: Subject) -> None:
        for _ in range(MOMENTS):
            plan = subject.plan(random.choice(list(Purpose)))  # noqa: S311 - any will do
            starter = subject.starter(plan)
            try:
                starter.wait(timeout=random.uniform(0.1, 2.0))  # noqa: S311 - any moment
            except subprocess.TimeoutExpired:
                starter.kill()
            starter.communicate()
            endpoint = subject.runtime.start(plan)
            subject.put(endpoint, "kept")
            assert subject.got(endpoint) == "kept"
            assert self.started_by(subject, plan) == 1
            subject.runtime.remove(plan)

    def test_a_taken_port_gives_way_to_another(self, subject: Subject) -> None:
        plan = subject.plan()
        with web.listen(plan.port) as occupant:
            taken = occupant.getsockname()[1]
            endpoint = subject.runtime.start(plan)
            assert endpoint.port != taken
        subject.put(endpoint, "kept")
        assert subject.runtime.start(plan).port == endpoint.port

    def test_looking_changes_nothing(self, subject: Subject) -> None:
        plan = subject.plan()
        before = _files(subject)
        assert subject.runtime.status(plan).state == "stopped"
        assert list(subject.runtime.logs(plan, 10)) == []
        assert _files(subject) == before
        endpoint = subject.runtime.start(plan)
        status = subject.runtime.status(plan)
        assert (status.state, status.endpoint) == ("healthy", endpoint)
        assert subject.runtime.logs(plan, 1)
        assert subject.runtime.start(plan) == endpoint

    def test_remove_leaves_nothing_and_touches_nothing_else(self, subject: Subject) -> None:
        other, plan = subject.plan(), subject.plan()
        subject.put(subject.runtime.start(other), "theirs")
        before = _files(subject)
        subject.put(subject.runtime.start(plan), "ours")
        pids = subject.runtime.status(plan).pids
        subject.runtime.remove(plan)
        assert not [pid for pid in pids if shell.identify(pid) is not None]
        assert not [file for file in _files(subject) - before if plan.project in file]
        assert subject.got(subject.runtime.start(other)) == "theirs"
        assert subject.got(subject.runtime.start(plan)) is None

    def test_what_tests_leave_is_not_development_data(self, subject: Subject) -> None:
        dev = subject.plan(Purpose.DEV)
        test = subject.plan(Purpose.TEST)
        subject.put(subject.runtime.start(dev), "mine")
        assert subject.got(subject.runtime.start(test)) is None
        subject.runtime.remove(test)
        assert subject.got(subject.runtime.start(dev)) == "mine"

    def started_by(self, subject: Subject, plan: ServerPlan) -> int:
        """How many servers run for a plan."""
        return 1 if subject.runtime.status(plan).state == "healthy" else 0


def subject_of(name: str, role: Role, folder: Path, places: Places, cleanup: ExitStack) -> Subject:
    """A runtime under test; its servers are removed at the end. Skips, by name, with the reason."""
    runtime = runtimes()[name]()
    if why := _lacks(name, SERVICES[role].image):
        pytest.skip(f"runtime {name}: {why}")
    prepare(folder)
    subject = Subject(runtime, role, folder, places)

    def remove_all() -> None:
        for plan in subject.made:
            runtime.remove(plan)

    cleanup.callback(remove_all)
    return subject


@cache
def _lacks(name: str, image: str) -> str:
    """Why a runtime cannot run an image here, or an empty text; an engine is asked once."""
    runtime = runtimes()[name]()
    check = runtime.check()
    if not check.usable:
        return check.reason
    holds: Callable[[str], bool] | None = getattr(getattr(runtime, "engine", None), "holds", None)
    if holds is not None and not holds(image):
        return f"the engine does not hold {image}"
    return ""


def _files(subject: Subject) -> frozenset[str]:
    """Every file that servers may have, with its size and time."""
    places = subject.places
    roots = [places.data, places.cache, places.state, places.memory]
    return frozenset(
        f"{file} {file.stat().st_mtime_ns}"
        for root in filter(None, roots)
        for file in root.rglob("*.*")
        if "installations" not in file.parts and "data" not in file.parent.parts
    )
