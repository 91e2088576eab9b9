"""The embedded PostgreSQL: which one runs, what it keeps, and what it recovers from."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sixfold import shell, web
from sixfold.commands import plans
from sixfold.core.places import Places
from sixfold.core.service import Purpose, Service
from sixfold.errors import RequestError, ServiceUnhealthy
from sixfold.runtimes.base import ServerPlan
from sixfold.runtimes.embedded import EmbeddedRuntime
from sixfold.runtimes.embedded.cluster import MAKES
from sixfold.runtimes.embedded.home import MARK, home_of

from tests.runtimes import clients
from tests.runtimes.contract import SERVICES, Role
from tests.runtimes.places import RAM_DISK, open_places

RUNTIME = EmbeddedRuntime()
DATABASE = SERVICES[Role.POSTGRES]
Plans = Callable[..., ServerPlan]


@pytest.fixture(scope="module")
def places(programs: Path) -> Iterator[Places]:
    with open_places(programs) as places:
        yield places


@pytest.fixture
def planned(places: Places, request: pytest.FixtureRequest) -> Iterator[Plans]:
    """Makes plans of a project of this test's own; their servers are removed afterwards."""
    made = []

    def make(purpose: Purpose = Purpose.TEST, service: Service = DATABASE) -> ServerPlan:
        project = request.node.name.partition("[")[0]
        plan = ServerPlan(service, project, purpose, web.free_port(), places)
        made.append(plan)
        return plan

    yield make
    for plan in made:
        RUNTIME.remove(plan)


def answer(plan: ServerPlan, query: str) -> Any:
    """The one value that a query of a running server returns."""
    url = RUNTIME.start(plan).url("postgres")
    with psycopg.connect(url, autocommit=True, connect_timeout=10) as connection:
        row = connection.execute(query.encode()).fetchone()
    return row and row[0]


def running(plan: ServerPlan) -> int:
    """How many processes carry the server's mark."""
    return len(shell.marked(MARK, str(home_of(plan).folder)))


@pytest.mark.parametrize(
    ("purpose", "durable"), [(Purpose.DEV, "on"), (Purpose.TEST, "off")], ids=["dev", "test"]
)
def test_only_development_data_is_flushed(planned: Plans, purpose: Purpose, durable: str) -> None:
    plan = planned(purpose)
    assert [answer(plan, f"SHOW {name}") for name in ("fsync", "full_page_writes")] == [durable] * 2


def test_no_test_waits_for_ever(planned: Plans) -> None:
    plan = planned()
    for limit in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
        assert answer(plan, f"SHOW {limit}") not in ("0", None)


def test_texts_are_sorted_alike_on_every_machine(planned: Plans) -> None:
    query = "SELECT string_agg(x, '' ORDER BY x) FROM unnest(ARRAY['b', 'a', 'B', 'é']) x"
    assert answer(planned(), query) == "Babé"


def test_a_development_password_is_asked_for(planned: Plans) -> None:
    endpoint = RUNTIME.start(planned(Purpose.DEV))
    assert clients.got(endpoint) is None
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(
            replace(endpoint, password=type(endpoint.password)("wrong")).url("postgres")
        )


def test_another_major_version_is_said(planned: Plans) -> None:
    endpoint = RUNTIME.start(planned(service=replace(DATABASE, image="postgres:12", major=12)))
    running = endpoint.server.removeprefix("PostgreSQL ")
    assert endpoint.note == f"the compose file asks for PostgreSQL 12, this is {running}"


@pytest.mark.skipif(
    not Path("/usr/lib/postgresql/15/bin/initdb").exists(),
    reason="PostgreSQL 15 is not among the machine's own programs",
)
def test_the_machines_server_of_the_version_asked_for_is_preferred(planned: Plans) -> None:
    plan = planned(service=replace(DATABASE, image="postgres:15", major=15))
    endpoint = RUNTIME.start(plan)
    assert endpoint.server.startswith("PostgreSQL 15.")
    assert endpoint.note == ""
    assert answer(plan, "SHOW server_version").startswith("15.")


def test_two_versions_have_two_data_folders_and_say_so(planned: Plans) -> None:
    clients.put(RUNTIME.start(planned(Purpose.DEV)), "mine")
    other = planned(Purpose.DEV, replace(DATABASE, image="postgres:12", major=12))
    endpoint = RUNTIME.start(other)
    assert clients.got(endpoint) is None
    kept = home_of(planned(Purpose.DEV)).data
    assert f"other development data stays in {kept}" in endpoint.note


def test_development_data_of_another_version_is_never_touched(planned: Plans) -> None:
    plan = planned(Purpose.DEV)
    RUNTIME.start(plan)
    RUNTIME.stop(plan)
    data = home_of(plan).data
    (data / "PG_VERSION").write_text("11\n")
    before = sorted(data.rglob("*"))
    with pytest.raises(RequestError, match=r"is of PostgreSQL 11 as ledger, and 18\.\d+ is asked"):
        RUNTIME.start(plan)
    assert sorted(data.rglob("*")) == before


def test_another_superuser_gets_a_new_test_cluster_and_keeps_development_data(
    planned: Plans,
) -> None:
    other = replace(DATABASE, environment={"POSTGRES_USER": "somebody"})
    RUNTIME.start(planned())
    RUNTIME.stop(planned())
    assert answer(planned(service=other), "SELECT current_user") == "somebody"
    RUNTIME.start(planned(Purpose.DEV))
    RUNTIME.stop(planned(Purpose.DEV))
    with pytest.raises(RequestError, match=r"as ledger, and .* as somebody is asked for"):
        RUNTIME.start(planned(Purpose.DEV, other))


def test_a_cluster_that_flushed_nothing_is_not_trusted_after_a_boot(planned: Plans) -> None:
    for purpose, kept in ((Purpose.TEST, None), (Purpose.DEV, "kept")):
        plan = planned(purpose)
        clients.put(RUNTIME.start(plan), "kept")
        RUNTIME.stop(plan)
        record = home_of(plan).record
        told = json.loads(record.read_text())
        told["boot"] = told["process"]["boot"] = "the boot before"
        record.write_text(json.dumps(told))
        assert RUNTIME.status(plan).state == "stopped"
        assert clients.got(RUNTIME.start(plan)) == kept


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_half_made_cluster_is_made_anew(planned: Plans, purpose: Purpose) -> None:
    plan = planned(purpose)
    data = home_of(plan).data
    data.mkdir(parents=True)
    (data / "base").mkdir()
    (data / "PG_VERSION").write_text("18\n")
    if os.geteuid() == 0:
        # As initdb leaves them, whatever the mask of this user.
        for folder in data.parents:
            folder.chmod(folder.stat().st_mode | 0o755)
    assert answer(plan, "SELECT 1") == 1


def test_a_cluster_that_was_not_made_here_is_never_deleted(planned: Plans) -> None:
    plan = planned(Purpose.DEV)
    RUNTIME.start(plan)
    RUNTIME.stop(plan)
    data = home_of(plan).data
    (data / "sixfold-complete").unlink()
    with pytest.raises(RequestError, match="was not made here"):
        RUNTIME.start(plan)
    assert (data / "PG_VERSION").exists()


def test_a_pid_file_whose_pid_is_another_programs_is_in_nobodys_way(planned: Plans) -> None:
    plan = planned(Purpose.DEV)
    clients.put(RUNTIME.start(plan), "kept")
    os.kill(RUNTIME.status(plan).pids[0], signal.SIGKILL)
    pid_file = home_of(plan).data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    assert clients.got(RUNTIME.start(plan)) == "kept"


def test_a_busy_child_of_a_killed_server_does_not_keep_it_down(planned: Plans) -> None:
    plan = planned(Purpose.DEV)
    endpoint = RUNTIME.start(plan)
    clients.put(endpoint, "kept")
    busy = psycopg.connect(endpoint.url("postgres"), autocommit=True)
    child = shell.identify(busy.info.backend_pid)
    assert child is not None
    busy.pgconn.send_query(b"DO $$ BEGIN LOOP END LOOP; END $$")
    os.kill(RUNTIME.status(plan).pids[0], signal.SIGKILL)
    assert clients.got(RUNTIME.start(plan)) == "kept"
    assert not shell.alive(child)
    busy.close()


def test_what_a_killed_initdb_left_running_is_ended_first(planned: Plans) -> None:
    plan = planned()
    left = subprocess.Popen(["sleep", "600"], env={**os.environ, MAKES: str(home_of(plan).data)})
    RUNTIME.start(plan)
    assert left.wait(timeout=20) < 0


@pytest.mark.skipif(not RAM_DISK.is_dir(), reason="there is no RAM disk on this machine")
@pytest.mark.parametrize("purpose", Purpose)
def test_a_killed_server_leaves_nothing_in_shared_memory(planned: Plans, purpose: Purpose) -> None:
    plan = planned(purpose)
    RUNTIME.start(plan)
    mapped = Path(f"/proc/{RUNTIME.status(plan).pids[0]}/maps").read_text()
    assert str(home_of(plan).data / "pg_dynshmem") in mapped
    assert "/dev/shm/PostgreSQL." not in mapped


def test_a_server_whose_record_is_lost_is_ended_and_started_once(planned: Plans) -> None:
    plan = planned(Purpose.DEV)
    clients.put(RUNTIME.start(plan), "kept")
    home_of(plan).record.unlink()
    assert clients.got(RUNTIME.start(plan)) == "kept"
    assert running(plan) == 1


def test_a_port_stolen_after_it_was_chosen_is_given_up(
    planned: Plans, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = planned()
    free_port = web.free_port
    with web.listen() as thief:
        stolen = thief.getsockname()[1]
        first = iter([stolen])
        monkeypatch.setattr(web, "free_port", lambda port: next(first, 0) or free_port(port))
        assert RUNTIME.start(plan).port != stolen
    assert running(plan) == 1


def test_a_server_that_does_not_come_up_is_explained_and_not_left_running(planned: Plans) -> None:
    plan = planned(Purpose.DEV)
    RUNTIME.start(plan)
    RUNTIME.stop(plan)
    with (home_of(plan).data / "postgresql.conf").open("a") as file:
        file.write("no_such_setting = 1\n")
    with pytest.raises(ServiceUnhealthy, match="no_such_setting") as caught:
        RUNTIME.start(plan)
    assert caught.value.reference == str(home_of(plan).log)
    assert running(plan) == 0


def test_broken_test_data_is_made_anew(planned: Plans) -> None:
    plan = planned()
    RUNTIME.start(plan)
    RUNTIME.stop(plan)
    shutil.rmtree(home_of(plan).data / "global")
    assert answer(plan, "SELECT 1") == 1


def test_data_is_closed_to_other_users(planned: Plans) -> None:
    plan = planned(Purpose.DEV)
    RUNTIME.start(plan)
    data = home_of(plan).data
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert not list(data.parent.glob("*password*"))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's servers have another account")
def test_a_home_that_the_servers_account_cannot_reach_is_said(
    planned: Plans, tmp_path: Path
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    plan = planned()
    places = Places(closed / "data", closed / "cache", closed / "state")
    with pytest.raises(RequestError, match=r"is closed to the account `\w+`") as caught:
        RUNTIME.start(replace(plan, places=places))
    assert "SIXFOLD_HOME" in caught.value.hint
    RUNTIME.remove(replace(plan, places=places))


STARTER = """
import os, sys
from pathlib import Path
from sixfold.commands.plans import decode
from sixfold.runtimes.embedded import EmbeddedRuntime
runtime = EmbeddedRuntime()
for file in sys.argv[1:]:
    plan = decode(Path(file).read_text())
    endpoint = runtime.start(plan)
    pid = runtime.status(plan).pids[0]
    print(plan.service.role, runtime.status(plan).state, os.stat(f"/proc/{pid}").st_uid)
    runtime.remove(plan)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="this user is not root: all other tests show it")
@pytest.mark.skipif(shutil.which("setpriv") is None, reason="setpriv is not on this machine")
def test_it_runs_as_an_ordinary_user() -> None:
    """A user with no right but to read, since the interpreter may lie in root's own folder."""
    account = shell.account()
    assert account is not None
    with tempfile.TemporaryDirectory(prefix="sixfold-test-") as folder:
        home = Path(folder)
        os.chown(home, account.uid, account.gid)
        files = []
        for role, service in SERVICES.items():
            places = Places(home / "data", home / "cache", home / "state")
            plan = ServerPlan(service, "ordinary", Purpose.DEV, web.free_port(), places)
            file = home / f"{role}.json"
            file.write_text(plans.encode(plan))
            files.append(str(file))
        rights = "+dac_read_search"
        become = ["setpriv", f"--reuid={account.uid}", f"--regid={account.gid}", "--clear-groups"]
        become += [f"--inh-caps={rights}", f"--ambient-caps={rights}", "--bounding-set", rights]
        said = subprocess.run(
            [*become, sys.executable, "-c", STARTER, *files],
            capture_output=True,
            text=True,
            cwd="/",
            env={**os.environ, "HOME": folder},
            timeout=120,
            check=False,
        )
    assert said.stdout.splitlines() == [f"{role} healthy {account.uid}" for role in SERVICES], said
