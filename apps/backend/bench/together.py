"""`python -m bench.together`: fifty people at once read reports and post entries.

Run it from `apps/backend` on a machine that is otherwise idle. Each person reads and posts in their
own books, some drafts are posted by two windows at the same moment. No answer may be an error, and
afterwards every book must balance and every sum that the database keeps must be that of the lines.
`--people N`, `--rounds N`.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import time
from collections import Counter, defaultdict
from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy import text

from bench import lent
from src.database import Database

_CHART = (("1", "asset"), ("2", "liability"), ("4", "income"), ("5", "expense"))
_UNBALANCED = """
    SELECT count(*) FROM (
        SELECT e.user_id, l.currency
        FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id
        WHERE e.status <> 'draft' GROUP BY 1, 2 HAVING sum(l.amount) <> 0
    ) AS wrong
"""
_DRIFTED = """
    SELECT count(*) FROM (
        SELECT l.account_id, date_trunc('month', e.date)::date AS month, sum(l.amount) AS amount,
               count(*) AS lines
        FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id
        WHERE e.status <> 'draft' GROUP BY 1, 2
    ) AS naive FULL JOIN account_months kept USING (account_id, month)
    WHERE naive.amount IS DISTINCT FROM kept.amount OR naive.lines IS DISTINCT FROM kept.lines
"""


class Watch:
    """How long each kind of request took, and what was answered."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, list[float]] = defaultdict(list)
        self.answers: Counter[tuple[str, int]] = Counter()

    async def ask(self, client: AsyncClient, what: str, path: str, **body: Any) -> Any:
        """Make a request; anything but success, or 409 where two compete, is an error."""
        begun = time.perf_counter()
        method = "POST" if body else "GET"
        answer = await client.request(method, path, **body)
        self.seconds[what].append(time.perf_counter() - begun)
        self.answers[what, answer.status_code] += 1
        expected = (200, 201, 409) if what == "post a draft, two at once" else (200, 201)
        assert answer.status_code in expected, answer.text
        return answer.json()


async def live(client: AsyncClient, rounds: int, watch: Watch) -> None:
    """What one person does."""
    ids = []
    for code, kind in _CHART:
        account = {"code": code, "name": kind, "type": kind, "currency": "SGD"}
        ids.append(
            (await watch.ask(client, "open an account", "/api/accounts", json=account))["id"]
        )
    for number in range(rounds):
        lines = [
            {"account_id": ids[number % 2], "amount": f"-{number + 1}.10", "currency": "SGD"},
            {"account_id": ids[2 + number % 2], "amount": f"{number + 1}.10", "currency": "SGD"},
        ]
        day = f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}"
        entry = {"date": day, "description": "Entry", "lines": lines}
        await watch.ask(client, "post an entry", "/api/entries", json=entry | {"post": True})
        draft = await watch.ask(client, "write a draft", "/api/entries", json=entry)
        path = f"/api/entries/{draft['id']}/post"
        twice = (watch.ask(client, "post a draft, two at once", path, json={}) for _ in range(2))
        await asyncio.gather(*twice)
        await watch.ask(client, "balance sheet", "/api/reports/balance-sheet?as_of=2026-12-31")
        await watch.ask(client, "income statement", "/api/reports/income-statement?to=2026-12-31")
        await watch.ask(client, "register", f"/api/accounts/{ids[0]}/register")


async def measured(people: int, rounds: int) -> str:
    """The table."""
    watch = Watch()
    async with lent.application() as ours:
        owners = [await ours.person(f"person{number}") for number in range(people)]

        async def alone(owner: int) -> None:
            async with ours.signed_in(owner) as client:
                await live(client, rounds, watch)

        begun = time.perf_counter()
        await asyncio.gather(*(alone(owner) for owner in owners))
        seconds = time.perf_counter() - begun
        unbalanced, drifted = await _wrong(ours.database)
    assert (unbalanced, drifted) == (0, 0), (unbalanced, drifted)
    asked = watch.answers.total()
    won = watch.answers["post a draft, two at once", 200]
    lost = watch.answers["post a draft, two at once", 409]
    assert (won, lost) == (people * rounds, people * rounds)
    rows = [
        ("errors", "0", "0"),
        ("books that do not balance, sums that drifted", f"{unbalanced}, {drifted}", "0, 0"),
        ("drafts posted by two at once: won, told so", f"{won}, {lost}", ""),
        ("requests a second", f"{asked / seconds:.0f}", ""),
        *(
            (f"{what}, median and p95", f"{_ms(times, 10)}, {_ms(times, 19)} ms", "")
            for what, times in watch.seconds.items()
        ),
    ]
    return lent.table(f"{people} people at once, {rounds} rounds each", rows)


async def _wrong(database: Database) -> tuple[int, int]:
    async with database.engine.connect() as connection:
        unbalanced = await connection.scalar(text(_UNBALANCED))
        return int(unbalanced), int(await connection.scalar(text(_DRIFTED)))


def _ms(times: list[float], twentieth: int) -> str:
    return f"{statistics.quantiles(times, n=20)[twentieth - 1] * 1000:.0f}"


@pytest.mark.usefixtures("fresh_database", "redis_scope")
def bench_together() -> None:
    """What pytest runs; `main` has set the options."""
    print(asyncio.run(measured(lent.option("people"), lent.option("rounds"))))


def main() -> int:
    """Run the benchmark. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.together")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=10)
    return lent.run(__file__, vars(parser.parse_args()))


if __name__ == "__main__":
    sys.exit(main())
