"""Migrations: safe to start many times at once, reversible, and equal to the models."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import column, func, select, table, text

from src.database import Database

from .migrating import migrated

BACKEND = Path(__file__).parents[1]

# A posted entry, as the first two migrations allowed it.
OLD_BOOKS = (
    "INSERT INTO accounts (code, name, type, currency)"
    " VALUES ('1', 'Cash', 'asset', 'SGD'), ('4', 'Pay', 'income', 'SGD')",
    "INSERT INTO journal_entries (date, description) VALUES ('2026-01-01', 'Pay')",
    "INSERT INTO journal_lines (entry_id, account_id, currency, amount)"
    " SELECT e.id, a.id, 'SGD', CASE a.code WHEN '1' THEN 7 ELSE -7 END"
    " FROM journal_entries e, accounts a",
    "UPDATE journal_entries SET status = 'posted', posted_at = now()",
)


def start(*words: str) -> subprocess.Popen[str]:
    """Start a migration command on the database that DATABASE_URL names."""
    return subprocess.Popen(
        [sys.executable, "-m", "alembic", *words],
        cwd=BACKEND,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> str:
    """Its output, once it has succeeded."""
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0, output
    return output


async def emptied(database: Database) -> None:
    """Leave nothing in the database, as a new one has nothing."""
    async with database.engine.begin() as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))


async def tables(database: Database) -> set[str]:
    """The tables that are there."""
    async with database.sessions() as session:
        query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        return set(await session.scalars(text(query)))


async def test_replicas_that_start_together_migrate_once(own: Database) -> None:
    await emptied(own)

    replicas = [start("upgrade", "head") for _ in range(4)]

    for replica in replicas:
        finish(replica)
    assert await tables(own) >= {"users", "accounts", "journal_entries", "journal_lines"}


async def test_every_migration_can_be_taken_back_and_made_again(own: Database) -> None:
    await migrated(command.downgrade, "base")
    assert await tables(own) == {"alembic_version"}
    async with own.sessions() as session:
        query = "SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        assert await session.scalar(text(query)) == 0

    await migrated(command.upgrade, "head")

    assert "accounts" in await tables(own)


@pytest.mark.usefixtures("fresh_database")
def test_the_models_are_what_the_migrations_make() -> None:
    assert "No new upgrade operations detected" in finish(start("check"))


async def test_books_from_before_there_were_people_get_an_owner_and_lose_nothing(
    own: Database,
) -> None:
    await migrated(command.downgrade, "0002")
    async with own.engine.begin() as connection:
        for statement in OLD_BOOKS:
            await connection.execute(text(statement))

    await migrated(command.upgrade, "head")

    async with own.sessions() as session:
        counts = [
            await session.scalar(select(func.count(column("user_id"))).select_from(table(name)))
            for name in ("accounts", "journal_entries", "journal_lines")
        ]
        unclaimed = await session.scalar(text("SELECT email IS NULL FROM users"))
    assert (counts, unclaimed) == ([2, 1, 2], True)


async def test_a_migration_that_fails_leaves_nothing_half_made(own: Database) -> None:
    await emptied(own)
    async with own.engine.begin() as connection:
        # Stands where a later step of the same migration wants to be.
        await connection.execute(text("CREATE TABLE journal_lines (mine int)"))

    process = start("upgrade", "head")
    process.communicate(timeout=60)

    assert process.returncode != 0
    assert await tables(own) == {"journal_lines"}


def test_the_address_must_be_set_and_its_password_is_not_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for value in (None, "mysql://root:hunter2@db/books"):
        monkeypatch.delenv("DATABASE_URL", raising=False)
        if value:
            monkeypatch.setenv("DATABASE_URL", value)

        process = start("upgrade", "head")
        output, _ = process.communicate(timeout=60)

        assert process.returncode == 1
        assert output.startswith("DATABASE_URL ")
        assert "must be postgresql://" in output
        assert "hunter2" not in output
        assert "Traceback" not in output


def test_the_sql_can_be_read_without_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)

    output = finish(start("upgrade", "head", "--sql"))

    assert "CREATE TABLE journal_entries" in output
    assert "CREATE CONSTRAINT TRIGGER journal_entry_balances" in output


def test_a_template_is_migrated_without_the_application_being_imported() -> None:
    """Migrations run for every template database: what they import is most of their time."""
    script = (
        "import sys, runpy; sys.argv = ['alembic', 'upgrade', 'head', '--sql'];"
        'exec(\'try:\\n runpy.run_module("alembic", run_name="__main__")\\n'
        "except SystemExit: pass');"
        "print(sorted({'fastapi', 'pydantic', 'boto3', 'redis'} & set(sys.modules)),"
        " file=sys.stderr)"
    )

    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=BACKEND,
        capture_output=True,
        text=True,
        env=os.environ.copy(),
    )

    assert done.stderr.strip().splitlines()[-1] == "[]"
