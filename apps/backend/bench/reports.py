"""`python -m bench.reports`: reports and registers of a million lines, beside sums over the lines.

Run it from `apps/backend` on a machine that is otherwise idle. Both ways answer for the same books
in the same run, and the figures must be equal. `--lines N`, `--runs N` (medians are shown),
`--pages N`.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy import text

from bench import ledger, lent
from bench.ledger import FIRST, LAST, Ledger
from src.database import Database

_DICE = random.Random(7)  # noqa: S311 - the same pages in every run, not a secret
# A day within a month: the days before it have to be summed from the lines.
AS_OF = "2025-12-17"

_NAIVE_SHEET = """
    SELECT l.account_id, sum(l.amount) FROM journal_lines l
    JOIN journal_entries e ON e.id = l.entry_id
    WHERE e.user_id = :owner AND e.status <> 'draft' AND e.date <= '{as_of}' GROUP BY 1
"""
_NAIVE_INCOME = """
    SELECT l.account_id, sum(l.amount) FROM journal_lines l
    JOIN journal_entries e ON e.id = l.entry_id JOIN accounts a ON a.id = l.account_id
    WHERE e.user_id = :owner AND e.status <> 'draft' AND a.type IN ('income', 'expense')
      AND e.date BETWEEN '2025-01-01' AND '{as_of}' GROUP BY 1
"""
_NAIVE_PAGE = """
    SELECT * FROM (
        SELECT l.id, l.date, l.amount, sum(l.amount) OVER (ORDER BY l.date, l.id) AS balance
        FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id
        WHERE l.account_id = :account AND e.status <> 'draft'
    ) AS register ORDER BY date DESC, id DESC LIMIT 50 OFFSET :offset
"""


async def measured(lines: int, runs: int, pages: int) -> str:
    """The table."""
    async with lent.application() as ours:
        owner = await ours.person("big")
        begun = time.perf_counter()
        books = await ledger.fill(ours.database, owner, lines)
        print(f"{books.lines} lines in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
        async with ours.signed_in(owner) as client:
            await _check(ours.database, client, books)
            both = await _median(runs, lambda: _both_reports(client))
            naive_both = await _median(runs, lambda: _naive_reports(ours.database, books))
            page_times = [await _timed(_page(client, books)) for _ in range(pages)]
            naive_page = await _median(max(runs, 3), lambda: _naive_page(ours.database, books))
            others = {
                name: await _median(runs, _reader(client, query))
                for name, query in (
                    ("net worth, 120 months", f"net-worth?from={FIRST}&to={LAST}"),
                    ("categories, 12 months", "categories?from=2025-01-01&to=2025-12-31"),
                    ("cash flow, 12 months", "cash-flow?from=2025-01-01&to=2025-12-31"),
                )
            }
    p95 = statistics.quantiles(page_times, n=20)[-1]
    rows = [
        ("balance sheet and income statement", _ms(both), "300 ms"),
        ("the same figures summed from the lines", _ms(naive_both), ""),
        (f"register page, p95 of {pages}", _ms(p95), "60 ms"),
        ("register page, median", _ms(statistics.median(page_times)), ""),
        ("the same page by window and offset", _ms(naive_page), ""),
        *((name, _ms(seconds), "") for name, seconds in others.items()),
    ]
    return lent.table(f"{books.lines} lines over {ledger.YEARS} years, over HTTP in process", rows)


async def _both_reports(client: AsyncClient) -> None:
    await _get(client, f"/api/reports/balance-sheet?as_of={AS_OF}")
    await _get(client, f"/api/reports/income-statement?from=2025-01-01&to={AS_OF}")


async def _naive_reports(database: Database, books: Ledger) -> None:
    async with database.engine.connect() as connection:
        for query in (_NAIVE_SHEET, _NAIVE_INCOME):
            statement = text(query.format(as_of=AS_OF))
            (await connection.execute(statement, {"owner": books.owner})).all()


async def _page(client: AsyncClient, books: Ledger) -> None:
    """A page somewhere in the register of the busiest account."""
    year, month, day = _DICE.randint(2016, 2025), _DICE.randint(1, 12), _DICE.randint(1, 28)
    place = f"{year}-{month:02}-{day:02}.{_DICE.randint(1, books.lines)}"
    await _get(client, f"/api/accounts/{books.busiest}/register?after={place}")


async def _naive_page(database: Database, books: Ledger) -> None:
    values = {"account": books.busiest, "offset": _DICE.randint(0, books.lines // 4)}
    async with database.engine.connect() as connection:
        (await connection.execute(text(_NAIVE_PAGE), values)).all()


async def _check(database: Database, client: AsyncClient, books: Ledger) -> None:
    """Both ways come to the same figures."""
    async with database.engine.connect() as connection:
        statement = text(_NAIVE_SHEET.format(as_of=AS_OF))
        rows = await connection.execute(statement, {"owner": books.owner})
        naive = {id_: amount for id_, amount in rows if amount}
        page = {"account": books.busiest, "offset": 0}
        last = (await connection.execute(text(_NAIVE_PAGE), page)).first()
    sheet = await _get(client, f"/api/reports/balance-sheet?as_of={AS_OF}")
    shown = [row for part in ("assets", "liabilities") for row in sheet[part]["rows"]]
    assert len(shown) > 10
    for row in shown:
        assert abs(Decimal(row["amount"])) == abs(naive[row["account_id"]]), row
    register = await _get(client, f"/api/accounts/{books.busiest}/register")
    assert last is not None
    assert Decimal(register["lines"][0]["balance"]) == last.balance


def _reader(client: AsyncClient, query: str) -> Callable[[], Awaitable[Any]]:
    return lambda: _get(client, f"/api/reports/{query}")


async def _get(client: AsyncClient, path: str) -> Any:
    answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def _median(runs: int, use: Callable[[], Awaitable[Any]]) -> float:
    return statistics.median([await _timed(use()) for _ in range(runs)])


async def _timed(use: Awaitable[Any]) -> float:
    begun = time.perf_counter()
    await use
    return time.perf_counter() - begun


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


@pytest.mark.usefixtures("fresh_database", "redis_scope")
def bench_reports() -> None:
    """What pytest runs; `main` has set the options."""
    options = lent.option("lines"), lent.option("runs"), lent.option("pages")
    print(asyncio.run(measured(*options)))


def main() -> int:
    """Run the benchmark. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.reports")
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--pages", type=int, default=200)
    options = parser.parse_args()
    return lent.run(__file__, vars(options))


if __name__ == "__main__":
    sys.exit(main())
