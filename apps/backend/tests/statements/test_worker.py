"""The worker: killed, doubled, cut off from its services; nothing is lost or doubled."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text, update

from src.config import Settings, load
from src.database import Database
from src.services import Services
from src.statements import queue, store, worker
from src.statements.files import StorageAway
from src.statements.queue import Queue
from src.statements.tables import Import
from src.statements.worker import MOST_ATTEMPTS, Worker, running

from .conftest import Bank

BACKEND = Path(__file__).parents[2]
PATIENCE = 60.0
# The server has other databases, of other tests.
SOMEBODY_WAITS = """
    SELECT count(*) > 0 FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
    WHERE datname = current_database() AND NOT granted
"""


async def until(database: Database, query: str) -> None:
    """Wait until a query says true."""
    async with asyncio.timeout(PATIENCE):
        while True:
            async with database.sessions() as session:
                if await session.scalar(text(query)):
                    return
            await asyncio.sleep(0.02)


@contextmanager
def process() -> Iterator[subprocess.Popen[bytes]]:
    """A worker as a process of its own, on the services of this test."""
    started = subprocess.Popen(
        [sys.executable, "-m", "src.statements.worker"], cwd=BACKEND, env=os.environ.copy()
    )
    try:
        yield started
    finally:
        started.kill()
        started.wait()


@asynccontextmanager
async def in_another_hand(database: Database, import_id: int) -> AsyncIterator[None]:
    """Somebody else reads this import, as far as the database knows."""
    async with database.sessions() as session:
        assert await store.take_in_hand(session, import_id)
        yield


@pytest.fixture
def offered_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one worker left undone is offered to the next without a pause."""
    monkeypatch.setattr(queue, "OFFERED_AGAIN", 0)


async def uploaded(bank: Bank) -> int:
    """An import that waits: its id."""
    id_: int = (await bank.upload("german.mt940"))["imported"]["id"]
    return id_


async def test_a_worker_killed_half_way_leaves_nothing_half_done(
    own_bank: Bank, own: Database, offered_at_once: None
) -> None:
    account = await own_bank.account()
    id_ = await uploaded(own_bank)
    async with own.engine.connect() as obstacle:
        # The worker has read the file and wants to write: here it meets its end.
        await obstacle.execute(text("LOCK TABLE import_faults IN SHARE MODE"))
        with process() as victim:
            await until(own, SOMEBODY_WAITS)
            victim.kill()
            victim.wait()
        assert (await own_bank.get(f"/api/imports/{id_}"))["status"] == "reading"
        assert (await own_bank.get(f"/api/imports/{id_}/lines"))["items"] == []

    # The message comes again, and the killed worker's lock is gone with its connection.
    async with asyncio.timeout(PATIENCE):
        while (await own_bank.get(f"/api/imports/{id_}"))["status"] != "preview":
            await own_bank.worker.once(wait=1)

    found = await own_bank.get(f"/api/imports/{id_}")
    body = {"accounts": [{"statement_id": found["statements"][0]["id"], "account_id": account}]}
    await own_bank.ask("PUT", f"/api/imports/{id_}/accounts", json=body)
    await own_bank.commit(id_)
    assert len(await own_bank.lines(account)) == 5


async def test_a_worker_process_reads_what_waits_and_ends_when_told(
    own_bank: Bank, own: Database
) -> None:
    await uploaded(own_bank)

    with process() as started:
        await until(own, "SELECT status = 'preview' FROM imports")
        started.terminate()

        assert await asyncio.to_thread(started.wait, PATIENCE) == 0


async def test_a_worker_beside_the_api_reads_what_is_uploaded(
    own_bank: Bank, own_services: Services, own: Database
) -> None:
    async with running(own_services, own):
        await uploaded(own_bank)

        await until(own, "SELECT status = 'preview' FROM imports")


async def test_an_import_in_anothers_hand_is_left_and_offered_again(
    own_bank: Bank, own: Database, offered_at_once: None
) -> None:
    id_ = await uploaded(own_bank)
    async with in_another_hand(own, id_):
        assert await own_bank.worker.once(wait=1)
        assert (await own_bank.get(f"/api/imports/{id_}"))["status"] == "queued"

    assert await own_bank.worker.once(wait=1)

    assert (await own_bank.get(f"/api/imports/{id_}"))["status"] == "preview"
    assert not await own_bank.worker.once(wait=1)


async def test_two_workers_at_once_stage_the_lines_once(
    own_bank: Bank, own_services: Services, own: Database
) -> None:
    id_ = await uploaded(own_bank)

    await asyncio.gather(*(Worker(own_services, own).read(id_) for _ in range(3)))

    assert (await own_bank.get(f"/api/imports/{id_}"))["counts"]["new"] == 5


async def test_a_message_that_comes_twice_does_nothing_twice(bank: Bank) -> None:
    found = await bank.read("german.mt940")
    await Queue(bank.worker.services.redis, load().namespace).put(found["id"])

    assert await bank.worker.once(wait=1)

    assert (await bank.get(f"/api/imports/{found['id']}")) == found


async def test_a_message_about_nothing_is_taken_away(bank: Bank) -> None:
    await Queue(bank.worker.services.redis, load().namespace).put(404)

    assert await bank.worker.once(wait=1)
    assert not await bank.worker.once(wait=1)


async def test_what_no_message_speaks_of_is_found(bank: Bank) -> None:
    """Redis may lose its memory; the database does not."""
    id_ = await uploaded(bank)
    services = bank.worker.services
    await services.redis.delete(Queue(services.redis, services.settings.namespace).stream)

    await bank.worker.look()

    assert (await bank.get(f"/api/imports/{id_}"))["status"] == "preview"


async def test_an_upload_is_taken_while_the_queue_is_away(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    from redis.exceptions import ConnectionError as Away

    async def away(_: Queue, __: int) -> None:
        raise Away("no route")

    monkeypatch.setattr(Queue, "put", away)

    id_ = await uploaded(bank)
    await bank.worker.look()

    assert (await bank.get(f"/api/imports/{id_}"))["status"] == "preview"


async def test_while_the_storage_is_away_the_import_waits(
    own_bank: Bank, own: Database, settings: Settings, offered_at_once: None
) -> None:
    id_ = await uploaded(own_bank)
    cut_off = Services(settings.model_copy(update={"s3_endpoint": "http://127.0.0.1:1"}), own)
    with pytest.raises(StorageAway):
        await Worker(cut_off, own).once(wait=1)
    await cut_off.close()
    assert (await own_bank.get(f"/api/imports/{id_}"))["status"] == "reading"

    await own_bank.worker.once(wait=1)

    assert (await own_bank.get(f"/api/imports/{id_}"))["status"] == "preview"


async def test_a_file_that_is_gone_from_the_storage_is_told(own_bank: Bank) -> None:
    id_ = await uploaded(own_bank)
    bucket = own_bank.worker.services.bucket
    for batch in bucket.list():
        for each in batch:
            await bucket.delete_async(each["path"])

    await own_bank.worker.once(wait=1)

    found = await own_bank.get(f"/api/imports/{id_}")
    assert found["status"] == "failed"
    assert "not in the storage" in found["problem"]
    answer = await own_bank.client.get(f"/api/imports/{id_}/file")
    assert answer.status_code == 404


async def test_a_fault_of_ours_fails_one_import_and_can_be_retried(
    own_bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    id_ = await uploaded(own_bank)
    with monkeypatch.context() as patched:
        patched.setattr(worker, "read_file", broken)
        await own_bank.worker.once(wait=1)
    found = await own_bank.get(f"/api/imports/{id_}")
    assert (found["status"], found["problem"][:22]) == ("failed", "it could not be read: ")

    await own_bank.ask("POST", f"/api/imports/{id_}/retry")
    await own_bank.worker.once(wait=1)

    assert (await own_bank.get(f"/api/imports/{id_}"))["status"] == "preview"


async def test_a_file_that_ends_its_readers_is_given_up(own_bank: Bank, own: Database) -> None:
    id_ = await uploaded(own_bank)
    async with own.sessions() as session:
        spent = {"attempts": MOST_ATTEMPTS, "status": "reading"}
        await session.execute(update(Import).values(**spent))
        await session.commit()

    await own_bank.worker.once(wait=1)

    found = await own_bank.get(f"/api/imports/{id_}")
    assert found["status"] == "failed"
    assert "3 attempts" in found["problem"]


async def test_an_import_that_was_discarded_is_not_read(bank: Bank) -> None:
    id_ = await uploaded(bank)
    await bank.client.delete(f"/api/imports/{id_}")

    assert await bank.worker.once(wait=1)

    assert (await bank.get("/api/imports"))["total"] == 0
