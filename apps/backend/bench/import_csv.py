"""`python -m bench.import_csv`: a CSV file from its upload to committed lines, beside a naive way.

Run it from `apps/backend` on a machine that is otherwise idle. Database, bucket and Redis are those
that the environment engine gives to tests (its PostgreSQL does not wait for the disk, for both ways
alike). The naive way reads the same bytes with the csv module, and asks the database about each row
before it inserts it by the ORM, in one transaction. `--lines N`, `--runs N` (the median is shown),
`--json` for machines.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import datetime as dt
import io
import json
import os
import random
import statistics
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal

import pytest
from httpx import ASGITransport, AsyncClient
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from src.auth.forgery import HEADER
from src.auth.sessions import Sessions, cookie_name
from src.config import load
from src.database import Database, connect
from src.main import create_app
from src.services import Services
from src.statements import rules
from src.statements.parsers.base import ReadLine
from src.statements.tables import StatementLine
from src.statements.worker import running

SHOPS = ("NTUC FairPrice", "Café am Markt", "GRAB *RIDE", "Stadtwerke", "TRADER JOE'S", "Rent")
HEADING = ["Date", "Description", "Amount", "Balance"]
_WAIT = 0.01


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody's account, and a client in which they are signed in."""

    client: AsyncClient
    owner: int
    id: int


def export(lines: int, seed: int) -> bytes:
    """A bank's export with this many bookings over two years, many of them alike."""
    chance = random.Random(seed)  # noqa: S311 - a file like any, not a secret
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADING)
    balance = Decimal(0)
    for number in range(lines):
        day = dt.date(2024, 1, 1) + dt.timedelta(days=number * 730 // lines)
        amount = Decimal(chance.randint(-20_000, 19_000) or 1).scaleb(-2)
        balance += amount
        writer.writerow([day, f"{chance.choice(SHOPS)} {chance.randint(1, 400)}", amount, balance])
    return out.getvalue().encode()


async def ours(account: Account, content: bytes) -> float:
    """Seconds from the first byte of the upload to the answer of the commit."""
    begun = time.perf_counter()
    form = {"account_id": str(account.id)}
    files = {"file": ("export.csv", content)}
    answer = await account.client.post("/api/imports", files=files, data=form)
    link = answer.json()["link"]
    await _read(account, link, "preview")
    answer = await account.client.post(f"{link}/commit", json={"similar": "take"})
    assert answer.status_code == 200, answer.text
    return time.perf_counter() - begun


async def naive(session: AsyncSession, account: Account, content: bytes) -> float:
    """Seconds for a question and an insert for each row."""
    begun = time.perf_counter()
    for number, row in enumerate(csv.DictReader(io.StringIO(content.decode()))):
        day, amount = dt.date.fromisoformat(row["Date"]), Decimal(row["Amount"])
        query = select(StatementLine).where(
            StatementLine.account_id == account.id,
            StatementLine.date == day,
            StatementLine.amount == amount,
            StatementLine.text == row["Description"],
        )
        (await session.scalars(query)).all()
        line = ReadLine(number, day, amount, row["Description"], bank_id=str(number))
        session.add(
            StatementLine(
                user_id=account.owner,
                account_id=account.id,
                currency="SGD",
                date=day,
                amount=amount,
                text=row["Description"],
                key=rules.identities([line])[0],
            )
        )
        await session.flush()
    await session.commit()
    return time.perf_counter() - begun


async def measured(lines: int, runs: int) -> dict[str, float]:
    """Median seconds of each way."""
    database = connect(os.environ["DATABASE_URL"])
    services = Services(load(), database)
    found: dict[str, list[float]] = {"ours": [], "naive": []}
    try:
        async with _signed_in(database, services) as account, running(services, database):
            await _confirm(account)
            for run in range(runs):
                found["ours"].append(await ours(account, export(lines, seed=run)))
                await _check(database, account, lines)
                async with database.sessions() as session:
                    found["naive"].append(await naive(session, account, export(lines, seed=run)))
                await _check(database, account, lines)
    finally:
        await services.close()
        await database.close()
    return {way: statistics.median(seconds) for way, seconds in found.items()}


async def _confirm(account: Account) -> None:
    """Confirm once how this bank writes: what a person does with the first file of a bank."""
    files = {"file": ("first.csv", export(20, seed=-1))}
    link = (await account.client.post("/api/imports", files=files)).json()["link"]
    await _read(account, link, "mapping")
    mapping = (await account.client.get(f"{link}/mapping")).json()
    body = {"name": "Bank", "profile": mapping["detected"]}
    answer = await account.client.put(f"{link}/mapping", json=body)
    assert answer.status_code == 200, answer.text
    await _read(account, link, "preview")


async def _read(account: Account, link: str, status: str) -> None:
    """Wait until the worker has read an import."""
    while True:
        found = (await account.client.get(f"{link}/progress")).json()
        if found["status"] not in ("queued", "reading"):
            assert found["status"] == status, found
            return
        await asyncio.sleep(_WAIT)


async def _check(database: Database, account: Account, lines: int) -> None:
    """All lines are there; then they are taken away for the next way."""
    async with database.sessions() as session:
        query = text("SELECT count(*) FROM statement_lines WHERE account_id = :account")
        assert await session.scalar(query, {"account": account.id}) == lines
        await session.execute(text("TRUNCATE statement_lines CASCADE"))
        await session.execute(text("DELETE FROM imports"))
        await session.commit()


@asynccontextmanager
async def _signed_in(database: Database, services: Services) -> AsyncIterator[Account]:
    app = create_app(services.settings)
    app.state.database, app.state.services = database, services
    async with database.sessions() as session:
        query = "INSERT INTO users (email, email_key, name, password_hash)"
        values = " VALUES ('b@example.org', 'b@example.org', 'B', 'none') RETURNING id"
        owner = int(await session.scalar(text(query + values)))
        await session.commit()
    secret = await Sessions(services.redis, services.settings.namespace).open(owner)
    async with AsyncClient(
        transport=ASGITransport(app),
        base_url="http://books.test",
        headers={HEADER: "bench"},
        cookies={cookie_name(services.settings): secret},
        timeout=600,
    ) as client:
        body = {"code": "1", "name": "Bank", "type": "asset", "currency": "SGD"}
        answer = await client.post("/api/accounts", json=body)
        yield Account(client, owner, answer.json()["id"])


@pytest.mark.usefixtures("fresh_database", "bucket", "redis_scope")
def bench_import() -> None:
    """What pytest runs, so that the engine lends its services; `main` has set the options."""
    lines, runs = int(os.environ["BENCH_LINES"]), int(os.environ["BENCH_RUNS"])
    found = asyncio.run(measured(lines, runs))
    ratio = found["naive"] / found["ours"]
    if os.environ["BENCH_JSON"] == "1":
        print(json.dumps({"lines": lines, "runs": runs, **found, "ratio": ratio}))
        return
    print(f"\n| {lines} lines of CSV, upload to committed lines | seconds |\n|---|---|")
    print(f"| ours: COPY, one INSERT for all | {found['ours']:.2f} |")
    print(f"| naive: a SELECT and an INSERT for each row | {found['naive']:.2f} |")
    print(f"| ratio | {ratio:.1f} |")


def main() -> int:
    """Run the benchmark. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.import_csv")
    parser.add_argument("--lines", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    os.environ |= {
        "BENCH_LINES": str(options.lines),
        "BENCH_RUNS": str(options.runs),
        "BENCH_JSON": str(int(options.json)),
        "ENVIRONMENT": "test",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    # Not the suite's configuration: only the plugin that lends services, and no other event loop.
    words = [__file__, "-c", os.devnull, "-q", "-s", "--no-header", "-p", "no:cacheprovider"]
    return int(pytest.main([*words, "-p", "sixfold", "-o", "python_functions=bench_*"]))


if __name__ == "__main__":
    sys.exit(main())
