"""A big set of books, made inside the database in seconds."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from src.database import Database

YEARS = 10
FIRST, LAST = "2016-01-01", "2025-12-31"
_DAYS = 3653

_ACCOUNTS = """
    INSERT INTO accounts (user_id, code, name, type, currency, cash)
    SELECT :owner, 'a' || i, 'Account ' || i, kinds[1 + i % 5],
           CASE WHEN i <= 70 THEN 'SGD' WHEN i <= 85 THEN 'EUR' ELSE 'USD' END, i % 5 = 0
    FROM generate_series(1, 100) i,
         (SELECT ARRAY['asset', 'liability', 'equity', 'income', 'expense'] AS kinds) k
"""
_RATES = """
    INSERT INTO rates (user_id, date, currency, quote, rate)
    SELECT :owner, day::date, currency, 'SGD', 1.3 + random() / 10
    FROM generate_series('2015-12-31'::date, :last, interval '7 days') day,
         unnest(ARRAY['EUR', 'USD']) currency
"""
_ENTRIES = """
    INSERT INTO journal_entries (user_id, date, description, status, posted_at)
    SELECT :owner, :first::date + (i::bigint * {days} / {entries})::int, 'Entry ' || i,
           CASE WHEN i % 100 = 0 THEN 'draft' ELSE 'posted' END,
           CASE WHEN i % 100 = 0 THEN NULL ELSE now() END
    FROM generate_series(0, {entries} - 1) i
"""
# Two lines each. Most entries in SGD are with one account, as a person's current account is.
_LINES = """
    INSERT INTO journal_lines (user_id, entry_id, date, account_id, currency, amount)
    SELECT e.user_id, e.id, e.date, a.id, a.currency, side * (1 + e.id % 99991) / 100.0
    FROM journal_entries e
         JOIN (VALUES (0, 71, 15), (1, 86, 15), (2, 1, 70)) AS c(kind, low, many)
              ON c.kind = least(e.id % 10, 2)
         CROSS JOIN LATERAL (VALUES (1, CASE WHEN e.id % 10 > 2 THEN 5 ELSE c.low END),
                                    (-1, c.low + 1 + (e.id * 7919 % (c.many - 1)))) l(side, number)
         JOIN accounts a ON a.user_id = e.user_id AND a.code = 'a' || l.number
    WHERE e.user_id = :owner
"""
_SUMS = """
    INSERT INTO account_months
    SELECT l.user_id, l.account_id, l.currency, date_trunc('month', e.date)::date,
           sum(l.amount), count(*)
    FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id
    WHERE e.user_id = :owner AND e.status <> 'draft' GROUP BY 1, 2, 3, 4
"""
_TABLES = ("journal_entries", "journal_lines", "account_months")


@dataclass(frozen=True, slots=True)
class Ledger:
    """Big books: their owner, and the account that most entries are with."""

    owner: int
    lines: int
    busiest: int


async def fill(database: Database, owner: int, lines: int) -> Ledger:
    """Fill a person's empty books with so many lines over ten years, one of a hundred a draft.

    The triggers are set aside for it, and the sums are written as they would have.
    """
    async with database.engine.begin() as connection:
        # Tests may not wait that long; filling is no test.
        await connection.execute(text("SET LOCAL statement_timeout = 0"))
        for name in _TABLES:
            await connection.execute(text(f"ALTER TABLE {name} DISABLE TRIGGER USER"))
        for statement in (_ACCOUNTS, _RATES, _ENTRIES, _LINES, _SUMS):
            await _run(connection, statement, owner, lines)
        for name in _TABLES:
            await connection.execute(text(f"ALTER TABLE {name} ENABLE TRIGGER USER"))
        busiest = await connection.scalar(
            text("SELECT id FROM accounts WHERE user_id = :owner AND code = 'a5'"), {"owner": owner}
        )
        count = await connection.scalar(text("SELECT count(*) FROM journal_lines"))
    async with database.engine.connect() as connection:
        plain = await connection.execution_options(isolation_level="AUTOCOMMIT")
        # What autovacuum does within a minute.
        await plain.execute(text("SET statement_timeout = 0"))
        await plain.execute(text("VACUUM ANALYZE"))
        await plain.execute(text("RESET statement_timeout"))
    return Ledger(owner, int(count), int(busiest))


async def _run(connection: AsyncConnection, statement: str, owner: int, lines: int) -> None:
    numbered = statement.format(days=_DAYS, entries=lines // 2)
    written = numbered.replace(":first::date", f"'{FIRST}'::date").replace(
        ":last", f"'{LAST}'::date"
    )
    await connection.execute(text(written), {"owner": owner})
