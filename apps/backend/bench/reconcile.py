"""`python -m bench.reconcile`: matching of N lines against 5 N entries, and a run in the database.

The pure table grows to 100,000 lines, by stage and in seconds of the clock and of the processor,
beside n log n and, at the smallest size, beside a naive way: every line scored against every entry.
The run reads 10,000 lines and 50,000 entries from PostgreSQL, matches them and writes the matches.
Services are those that the environment engine lends to tests. `--most N`.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import random
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from math import log
from pathlib import Path

import pytest
from sqlalchemy import text

from bench.lent import application, option, run, table
from bench.reconcile_life import CURRENCIES, life
from src.database import Database
from src.reconciliation import runs
from src.reconciliation.matching import stages, without_collecting
from src.reconciliation.rules import Item, Problem, unscaled
from src.reconciliation.scoring import Scorer
from src.review import service as review

SIZES = (1_000, 10_000, 20_000, 50_000, 100_000)
_EACH = 5  # entries for each line
_DATABASE = (10_000, 50_000)


def problem(lines: int) -> Problem:
    """So many lines, and five times as many entries, of lives one after the other.

    In the order in which a run reads them: by account and date.
    """
    found_lines: list[Item] = []
    found_sides: list[Item] = []
    seed = 0
    while len(found_lines) < lines:
        one = life(seed)
        found_lines += [_kept(each, len(found_lines) + n, seed) for n, each in enumerate(one.lines)]
        found_sides += [_kept(each, len(found_sides) + n, seed) for n, each in enumerate(one.sides)]
        seed += 1
    sides = _padded(found_sides, lines * _EACH)
    return Problem(_as_read(found_lines[:lines]), _as_read(sides))


def _as_read(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(replace(each) for each in sorted(items, key=lambda each: each.shelf))


def currencies(problem_: Problem) -> dict[int, str]:
    """One currency for all accounts."""
    return {each.account: CURRENCIES[1] for each in problem_.lines}


def naive(problem_: Problem) -> int:
    """Every line scored against every entry of its account: how many pairs are good.

    The words of all pairs are compared, as nothing says beforehand which amounts are equal.
    """
    scorer, good = Scorer(problem_), 0
    for line in problem_.lines:
        for side in problem_.sides:
            if side.account == line.account:
                alike = scorer.likeness(line, side) > 0
                near = abs(line.day - side.day) <= problem_.thresholds.days
                good += alike and near and side.amount == line.amount
    return good


def _kept(item: Item, place: int, seed: int) -> Item:
    """An item of one life on accounts of its own; a transfer's two sides are two entries here."""
    id_ = place + 1
    return replace(item, id=id_, account=item.account + 10 * seed, key=f"k{id_}")


def _padded(sides: list[Item], count: int) -> list[Item]:
    """With entries that no line is of: what was written down of cash, and of other years."""
    dice = random.Random(0)  # noqa: S311 - invents entries, guards nothing
    found = list(sides)
    while len(found) < count:
        like = dice.choice(sides)
        day = like.day + dice.randint(-365, 365)
        amount = like.amount + dice.randint(-500, 500) * 100
        id_ = len(found) + 1
        found.append(replace(like, id=id_, day=day, amount=amount or 100, key=f"k{id_}"))
    return found[:count]


@dataclass(slots=True)
class Cost:
    """Seconds of the clock and of the processor."""

    wall: float = 0.0
    cpu: float = 0.0

    def told(self, before: Cost | None = None) -> str:
        """Both, and how many times the processor's are those of another one."""
        grown = f", {self.cpu / before.cpu:.1f} times" if before and before.cpu else ""
        return f"{self.wall:.2f} s, {self.cpu:.2f} s cpu{grown}"


def stage_costs(asked: Problem) -> dict[str, Cost]:
    """What each stage of matching costs, and all of them."""
    found, all_ = dict[str, Cost](), Cost()
    with without_collecting():
        wall, cpu = time.perf_counter(), time.process_time()
        for name, _ in stages(asked, currencies(asked)):
            found[name] = Cost(time.perf_counter() - wall, time.process_time() - cpu)
            all_.wall, all_.cpu = all_.wall + found[name].wall, all_.cpu + found[name].cpu
            wall, cpu = time.perf_counter(), time.process_time()
    return {"all": all_, **found}


def pure(most: int) -> str:
    """Seconds by size and stage beside the size before, and the naive way at the least one."""
    rows: list[tuple[str, str, str]] = []
    costs: dict[int, dict[str, Cost]] = {}
    for size in (each for each in SIZES if each <= most):
        known, costs[size] = costs.get(_DATABASE[0], {}), stage_costs(problem(size))
        for name, cost in costs[size].items():
            what = f"{size} lines, {size * _EACH} entries" if name == "all" else f"- {name}"
            rows.append((what, cost.told(known.get(name)), _goal(size) if name == "all" else ""))
    asked = problem(SIZES[0])
    begun = time.perf_counter()
    naive(asked)
    seconds = time.perf_counter() - begun
    rows.append((f"naive, all pairs: {SIZES[0]} lines", f"{seconds:.2f} s", ""))
    return table("Matching, pure", rows)


def _goal(size: int) -> str:
    """The target of a size: seconds for that of a run, n log n beside it for what is larger."""
    lines = _DATABASE[0]
    if size <= lines:
        return "5 s" if size == lines else ""
    return f"{size * log(size) / (lines * log(lines)):.1f} times"


async def _in_database() -> str:
    lines, entries = _DATABASE
    async with application() as lent:
        owner = await lent.person("reconciler")
        await _fill(lent.database, owner, problem(lines))
        async with lent.database.sessions() as session:
            begun = time.perf_counter()
            ran = await runs.run(session, owner)
            seconds = time.perf_counter() - begun
            begun = time.perf_counter()
            waiting = await review.queue(session, owner, None, None, None, 50)
            page = time.perf_counter() - begun
    what = f"{lines} lines, {entries} entries: {ran.accepted} accepted, {ran.proposed} proposed"
    rows = [
        (what, f"{seconds:.2f} s", "5 s"),
        (f"a page of the queue, {waiting.total} waiting", f"{page * 1000:.0f} ms", ""),
    ]
    return table("A run, read, matched and written", rows)


_ACCOUNTS = """
    INSERT INTO accounts (user_id, code, name, type, currency)
    SELECT :owner, kind || number, kind || number, kind, 'SGD'
    FROM unnest(CAST(:numbers AS int[])) number, unnest(ARRAY['asset', 'expense']) kind
    RETURNING id, code
"""


async def _fill(database: Database, owner: int, asked: Problem) -> None:
    """Write a problem into the database; triggers of the journal are set aside for it."""
    numbers = sorted({each.account for each in (*asked.lines, *asked.sides)})
    async with database.engine.begin() as connection:
        await connection.execute(text("SET LOCAL statement_timeout = 0"))
        rows = await connection.execute(text(_ACCOUNTS), {"owner": owner, "numbers": numbers})
        ids = {row.code: row.id for row in rows}
        for name in ("journal_entries", "journal_lines"):
            await connection.execute(text(f"ALTER TABLE {name} DISABLE TRIGGER USER"))
        raw = (await connection.get_raw_connection()).driver_connection
        await raw.copy_records_to_table(
            "statement_lines",
            columns=("user_id", "account_id", "currency", "date", "amount", "text", "key"),
            records=[
                (owner, ids[f"asset{each.account}"], "SGD", _date(each), _amount(each),
                 _text(each), each.key)
                for each in asked.lines
            ],
        )  # fmt: skip
        await raw.copy_records_to_table(
            "journal_entries",
            columns=("id", "user_id", "date", "description", "status", "posted_at"),
            records=[
                (each.id, owner, _date(each), _text(each), "posted", _NOW) for each in asked.sides
            ],
        )
        await raw.copy_records_to_table(
            "journal_lines",
            columns=("user_id", "entry_id", "date", "account_id", "currency", "amount"),
            records=[
                (owner, each.id, _date(each), ids[f"{kind}{each.account}"], "SGD",
                 _amount(each) * sign)
                for each in asked.sides
                for kind, sign in (("asset", 1), ("expense", -1))
            ],
        )  # fmt: skip
        for name in ("journal_entries", "journal_lines"):
            await connection.execute(text(f"ALTER TABLE {name} ENABLE TRIGGER USER"))
    async with database.engine.connect() as connection:
        plain = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await plain.execute(text("VACUUM ANALYZE"))


_NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def _date(item: Item) -> dt.date:
    return dt.date.fromordinal(item.day)


def _amount(item: Item) -> Decimal:
    return unscaled(item.amount)


def _text(item: Item) -> str:
    return " ".join(sorted(word.lstrip("#") for word in item.words)) or "x"


@pytest.mark.usefixtures("fresh_database", "redis_scope")
def bench_reconcile() -> None:
    """What pytest runs, so that the engine lends its services; `main` has set the options."""
    print(pure(option("most")))
    print(asyncio.run(_in_database()))


def main() -> int:
    """Run the benchmark. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.reconcile")
    parser.add_argument("--most", type=int, default=SIZES[-1], help="lines of the largest size")
    return run(str(Path(__file__).resolve()), vars(parser.parse_args()))


if __name__ == "__main__":
    sys.exit(main())
