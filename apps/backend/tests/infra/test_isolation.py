"""The contract of isolation: what a test may rely on, from the application's point of view.

Tests come in pairs that do the same thing: whichever runs second would see what the first left.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import make_url, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession, create_async_engine

from src.accounting import chart
from src.accounting.chart import NewAccount
from src.accounting.tables import Account, AccountType, Entry
from src.config import load
from src.database import Database, address

from .objects import client_of, keys_of

BACKEND = Path(__file__).parents[2]
TWICE = pytest.mark.parametrize("turn", ["first", "second"])
DAY = dt.date(2026, 3, 1)
WALLET = NewAccount("ISOLATION", "Wallet", AccountType.ASSET, "SGD")


async def accounts_in(url: str) -> int:
    """How many accounts a session of its own sees in a database."""
    engine = create_async_engine(address(url))
    async with engine.connect() as connection:
        count = await connection.scalar(text("SELECT count(*) FROM accounts"))
    await engine.dispose()
    return int(count)


# --- the worker's database -------------------------------------------------------------------


def test_the_application_is_given_the_worker_database(worker_database: Any) -> None:
    assert make_url(os.environ["DATABASE_URL"]).database == worker_database.name


def test_its_name_is_a_legal_identifier_that_nothing_cut_short(worker_database: Any) -> None:
    assert len(worker_database.name.encode()) <= 63
    assert re.fullmatch(r"[a-z0-9_]+", worker_database.name)


async def test_its_schema_is_made_by_the_migrations(connection: AsyncConnection) -> None:
    """`create_all` would leave out the triggers."""
    query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    triggers = set(await connection.scalars(text(query)))

    assert {"journal_entry_balances", "journal_entry_is_immutable"} <= triggers
    assert await connection.scalar(text("SELECT version_num FROM alembic_version"))


@TWICE
async def test_what_a_test_commits_is_gone_for_the_next(
    session: AsyncSession, turn: str, owner: int
) -> None:
    await chart.open_account(session, owner, WALLET)

    assert await session.scalar(text("SELECT count(*) FROM accounts")) == 1


async def test_what_a_test_commits_is_seen_by_nobody_else(
    session: AsyncSession, owner: int
) -> None:
    await chart.open_account(session, owner, WALLET)

    assert await accounts_in(os.environ["DATABASE_URL"]) == 0


async def test_a_rollback_undoes_what_was_not_committed_and_no_more(
    session: AsyncSession, owner: int
) -> None:
    await chart.open_account(session, owner, WALLET)
    session.add(
        Account(user_id=owner, code="LOST", name="x", type=AccountType.ASSET, currency="SGD")
    )
    await session.flush()

    await session.rollback()

    assert list(await session.scalars(text("SELECT code FROM accounts"))) == ["ISOLATION"]


async def test_what_a_commit_would_refuse_is_refused_here_too(
    session: AsyncSession, owner: int
) -> None:
    """Deferred constraints are looked at, although the transaction never really commits."""
    session.add(Entry(user_id=owner, date=DAY, description="no lines"))

    with pytest.raises(IntegrityError, match="at least two are needed"):
        await session.commit()


async def test_the_session_can_be_used_after_a_refusal(session: AsyncSession, owner: int) -> None:
    session.add(Entry(user_id=owner, date=DAY, description="no lines"))
    with pytest.raises(IntegrityError):
        await session.commit()
    await session.rollback()

    assert (await chart.open_account(session, owner, WALLET)).id


async def test_nothing_waits_for_ever(connection: AsyncConnection) -> None:
    """A lock that nobody gives back fails the test instead of hanging the run."""
    for name in ("statement_timeout", "lock_timeout"):
        assert await connection.scalar(text(f"SHOW {name}")) != "0"


# --- fresh databases -------------------------------------------------------------------------


def test_a_fresh_database_is_another_one_and_the_application_is_given_it(
    worker_database: Any, fresh_database: Any
) -> None:
    assert fresh_database.name != worker_database.name
    assert make_url(os.environ["DATABASE_URL"]).database == fresh_database.name


@TWICE
async def test_a_fresh_database_is_empty_whatever_others_committed(
    own: Database, turn: str, own_owner: int
) -> None:
    assert await accounts_in(os.environ["DATABASE_URL"]) == 0

    async with own.sessions() as session:
        await chart.open_account(session, own_owner, WALLET)

    assert await accounts_in(os.environ["DATABASE_URL"]) == 1


async def test_what_is_committed_in_a_fresh_database_is_nowhere_else(
    own: Database, connection: AsyncConnection, own_owner: int
) -> None:
    async with own.sessions() as session:
        await chart.open_account(session, own_owner, WALLET)

    assert await connection.scalar(text("SELECT count(*) FROM accounts")) == 0


async def test_a_fresh_database_has_the_rules_of_the_journal(own: Database, own_owner: int) -> None:
    async with own.sessions() as session:
        session.add(Entry(user_id=own_owner, date=DAY, description="no lines"))

        with pytest.raises(IntegrityError, match="at least two are needed"):
            await session.commit()


@TWICE
def test_without_a_fresh_database_the_application_has_the_workers(
    worker_database: Any, turn: str
) -> None:
    assert make_url(os.environ["DATABASE_URL"]).database == worker_database.name


# --- bucket and Redis ------------------------------------------------------------------------


def test_the_application_is_given_the_worker_bucket(worker_bucket: Any) -> None:
    assert load().s3_bucket == worker_bucket.name


def test_the_bucket_has_a_name_that_every_s3_server_takes(worker_bucket: Any) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]", worker_bucket.name)


def test_the_bucket_holds_what_this_worker_puts_there(worker_bucket: Any) -> None:
    settings = load()
    s3 = client_of(settings)
    s3.put_object(Bucket=worker_bucket.name, Key="isolation/mine", Body=b"1")

    keys = keys_of(s3, worker_bucket.name)

    s3.delete_object(Bucket=worker_bucket.name, Key="isolation/mine")
    assert "isolation/mine" in keys
    assert not [key for key in keys if not key.startswith("isolation/")]


@TWICE
def test_a_redis_scope_is_empty_for_every_test(redis_scope: Any, turn: str) -> None:
    with Redis.from_url(os.environ["REDIS_URL"]) as redis:
        assert redis.dbsize() == 0
        redis.set("isolation", turn)


def test_the_application_is_given_the_redis_scope(redis_scope: Any) -> None:
    assert os.environ["REDIS_URL"].endswith(f"/{redis_scope.index}")


# --- two processes ---------------------------------------------------------------------------


def test_two_processes_at_once_never_meet(worker_database: Any, tmp_path: Path) -> None:
    """Two runs of two branches write the same code, key and object at the same moment."""
    racers = [racer(f"race-{tmp_path.name}-{side}", tmp_path) for side in "ab"]
    outputs = [each.communicate(timeout=120)[0] for each in racers]

    assert [each.returncode for each in racers] == [0, 0], "\n\n".join(outputs)
    one, two = (json.loads(file.read_text()) for file in tmp_path.glob("names.*.json"))
    assert not set(one) & set(two)
    assert worker_database.name not in {*one, *two}


def racer(branch: str, rendezvous: Path) -> subprocess.Popen[str]:
    """Start `racing.py` as a run of its own, on another branch of this checkout."""
    ours = ("SIXFOLD_", "PYTEST_XDIST_", "PYTEST_CURRENT_TEST", "DATABASE_URL", "REDIS_URL", "S3_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment |= {"BRANCH_NAME": branch, "RENDEZVOUS": str(rendezvous), "ENVIRONMENT": "test"}
    # What racing.py does not use, the whole application among it, would be most of its start.
    unused = ("cacheprovider", "hypothesispytest", "pytest_postgresql")
    without = ["--noconftest", *(word for name in unused for word in ("-p", f"no:{name}"))]
    return subprocess.Popen(
        [sys.executable, "-m", "pytest", "-q", *without, "tests/infra/racing.py"],
        cwd=BACKEND,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
