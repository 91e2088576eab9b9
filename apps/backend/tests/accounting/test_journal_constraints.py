"""The database itself holds the rules of the journal: plain SQL meets them too.

Constraints that are deferred to the commit are looked at by `SET CONSTRAINTS` where one
connection is enough; the races commit for real, on a database of their own.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from src.database import Database

from .conftest import Chart, opened

Line = tuple[int, str]


async def run(connection: AsyncConnection, sql: str, **values: object) -> list[tuple[Any, ...]]:
    """Execute one statement; its rows when it has any."""
    result = await connection.execute(text(sql), values)
    return [tuple(row) for row in result] if result.returns_rows else []


async def draft(
    connection: AsyncConnection, owner: int, *lines: Line, reverses: int | None = None
) -> int:
    """Insert a draft with these lines. Returns its id."""
    rows = await run(
        connection,
        "INSERT INTO journal_entries (user_id, date, description, reverses_id)"
        " VALUES (:owner, '2026-03-01', 'test', :reverses) RETURNING id",
        owner=owner,
        reverses=reverses,
    )
    entry: int = rows[0][0]
    for account, amount in lines:
        await line(connection, entry, account, amount)
    return entry


async def line(connection: AsyncConnection, entry: int, account: int, amount: str) -> None:
    """Insert one line in the currency of its account."""
    await run(
        connection,
        "INSERT INTO journal_lines (user_id, entry_id, date, account_id, currency, amount)"
        " SELECT a.user_id, e.id, e.date, a.id, a.currency, :amount"
        " FROM accounts a, journal_entries e WHERE a.id = :account AND e.id = :entry",
        entry=entry,
        account=account,
        amount=Decimal(amount),
    )


async def post(connection: AsyncConnection, entry: int) -> None:
    """Post a draft."""
    await run(
        connection,
        "UPDATE journal_entries SET status = 'posted', posted_at = now() WHERE id = :entry",
        entry=entry,
    )


async def mark_reversed(connection: AsyncConnection, entry: int) -> None:
    """Set a posted entry's status, and nothing else."""
    await run(
        connection, "UPDATE journal_entries SET status = 'reversed' WHERE id = :entry", entry=entry
    )


async def look(connection: AsyncConnection) -> None:
    """What a commit would look at."""
    await run(connection, "SET CONSTRAINTS ALL IMMEDIATE")


@asynccontextmanager
async def refused(constraint: str) -> AsyncIterator[None]:
    """The block must end in a refusal by this constraint."""
    with pytest.raises(IntegrityError) as caught:
        yield
    assert caught.value.orig is not None
    assert getattr(caught.value.orig.__cause__, "constraint_name", None) == constraint


# --- balance ---------------------------------------------------------------------------------


async def test_a_balanced_draft_is_stored(connection: AsyncConnection, chart: Chart) -> None:
    await draft(
        connection, chart.owner, (chart.cash, "10"), (chart.salary, "-7"), (chart.food, "-3")
    )

    await look(connection)


async def test_an_unbalanced_draft_is_refused(connection: AsyncConnection, chart: Chart) -> None:
    await draft(connection, chart.owner, (chart.cash, "10"), (chart.salary, "-9.9999"))

    async with refused("journal_entry_balances"):
        await look(connection)


async def test_an_unbalanced_entry_is_refused_at_a_real_commit(
    own: Database, own_chart: Chart
) -> None:
    async with refused("journal_entry_balances"), own.engine.begin() as connection:
        await draft(connection, own_chart.owner, (own_chart.cash, "10"), (own_chart.salary, "-9"))

    async with own.engine.connect() as connection:
        assert await run(connection, "SELECT 1 FROM journal_entries") == []


async def test_currencies_balance_each_for_itself(
    connection: AsyncConnection, chart: Chart
) -> None:
    await draft(connection, chart.owner, (chart.cash, "10"), (chart.dollars, "-10"))

    async with refused("journal_entry_balances"):
        await look(connection)


async def test_an_exchange_balances_in_both_currencies(
    connection: AsyncConnection, chart: Chart
) -> None:
    await draft(
        connection,
        chart.owner,
        (chart.cash, "-13.50"),
        (chart.exchange, "13.50"),
        (chart.dollars, "10"),
        (chart.dollar_exchange, "-10"),
    )

    await look(connection)


async def test_an_entry_without_lines_is_refused(connection: AsyncConnection, owner: int) -> None:
    await draft(connection, owner)

    async with refused("journal_entry_has_two_lines"):
        await look(connection)


async def test_changing_one_amount_is_refused(connection: AsyncConnection, chart: Chart) -> None:
    entry = await draft(connection, chart.owner, (chart.cash, "10"), (chart.salary, "-10"))
    await run(
        connection,
        "UPDATE journal_lines SET amount = 11 WHERE entry_id = :entry AND amount > 0",
        entry=entry,
    )

    async with refused("journal_entry_balances"):
        await look(connection)


async def test_deleting_one_line_is_refused(connection: AsyncConnection, chart: Chart) -> None:
    entry = await draft(
        connection, chart.owner, (chart.cash, "10"), (chart.salary, "-4"), (chart.food, "-6")
    )
    await run(
        connection,
        "DELETE FROM journal_lines WHERE entry_id = :entry AND amount = -6",
        entry=entry,
    )

    async with refused("journal_entry_balances"):
        await look(connection)


async def test_moving_a_line_to_another_entry_is_refused(
    connection: AsyncConnection, chart: Chart
) -> None:
    one = await draft(connection, chart.owner, (chart.cash, "10"), (chart.salary, "-10"))
    other = await draft(connection, chart.owner, (chart.cash, "10"), (chart.salary, "-10"))
    await look(connection)
    await run(connection, "SET CONSTRAINTS ALL DEFERRED")
    await run(
        connection,
        "UPDATE journal_lines SET entry_id = :other WHERE entry_id = :one AND amount > 0",
        one=one,
        other=other,
    )

    async with refused("journal_entry_has_two_lines"):
        await look(connection)


async def test_moving_balanced_lines_leaves_nothing_behind(
    connection: AsyncConnection, chart: Chart
) -> None:
    one = await draft(connection, chart.owner, (chart.cash, "10"), (chart.salary, "-10"))
    other = await draft(connection, chart.owner, (chart.cash, "1"), (chart.salary, "-1"))
    await run(
        connection,
        "UPDATE journal_lines SET entry_id = :other WHERE entry_id = :one",
        one=one,
        other=other,
    )

    async with refused("journal_entry_has_two_lines"):
        await look(connection)


async def test_deleting_a_draft_takes_its_lines(connection: AsyncConnection, chart: Chart) -> None:
    entry = await draft(connection, chart.owner, (chart.cash, "10"), (chart.salary, "-10"))
    await run(connection, "DELETE FROM journal_entries WHERE id = :entry", entry=entry)

    await look(connection)

    assert await run(connection, "SELECT 1 FROM journal_lines") == []


async def test_truncating_the_lines_is_refused(connection: AsyncConnection) -> None:
    async with refused("journal_lines_are_not_truncated"):
        await run(connection, "TRUNCATE journal_lines")


@pytest.mark.parametrize("amount", ["0", "NaN"])
async def test_an_amount_that_says_nothing_is_refused(
    connection: AsyncConnection, chart: Chart, amount: str
) -> None:
    async with refused("journal_lines_amount_check"):
        await draft(connection, chart.owner, (chart.cash, amount))


async def test_a_line_in_another_currency_than_its_account_is_refused(
    connection: AsyncConnection, chart: Chart
) -> None:
    entry = await draft(connection, chart.owner)

    async with refused("journal_lines_account_id_user_id_currency_fkey"):
        await run(
            connection,
            "INSERT INTO journal_lines (user_id, entry_id, date, account_id, currency, amount)"
            " VALUES (:owner, :entry, '2026-03-01', :cash, 'USD', 1)",
            owner=chart.owner,
            entry=entry,
            cash=chart.cash,
        )


async def test_an_account_with_lines_keeps_its_currency(
    connection: AsyncConnection, chart: Chart
) -> None:
    await draft(connection, chart.owner, (chart.cash, "10"), (chart.salary, "-10"))

    async with refused("journal_lines_account_id_user_id_currency_fkey"):
        await run(
            connection, "UPDATE accounts SET currency = 'USD' WHERE id = :cash", cash=chart.cash
        )


# --- owners ----------------------------------------------------------------------------------


async def test_a_line_cannot_be_on_another_persons_account(
    connection: AsyncConnection, chart: Chart, other: int
) -> None:
    theirs = await opened(connection, other)
    entry = await draft(connection, chart.owner)

    for owner in (chart.owner, other):
        with pytest.raises(IntegrityError, match="_user_id_"):
            async with connection.begin_nested():
                await run(
                    connection,
                    "INSERT INTO journal_lines"
                    " (user_id, entry_id, date, account_id, currency, amount)"
                    " VALUES (:owner, :entry, '2026-03-01', :account, 'SGD', 1)",
                    owner=owner,
                    entry=entry,
                    account=theirs.cash,
                )


async def test_an_account_cannot_lie_below_another_persons(
    connection: AsyncConnection, chart: Chart, other: int
) -> None:
    theirs = await opened(connection, other)

    async with refused("accounts_parent_id_user_id_type_fkey"):
        await run(
            connection,
            "UPDATE accounts SET parent_id = :theirs WHERE id = :mine",
            theirs=theirs.cash,
            mine=chart.dollars,
        )


async def test_an_entry_cannot_reverse_another_persons(
    connection: AsyncConnection, chart: Chart, other: int
) -> None:
    entry = await draft(connection, chart.owner, (chart.cash, "1"), (chart.salary, "-1"))

    async with refused("journal_entries_reverses_id_user_id_fkey"):
        await draft(connection, other, reverses=entry)


# --- immutability ----------------------------------------------------------------------------


async def test_an_entry_cannot_be_born_posted(connection: AsyncConnection, owner: int) -> None:
    async with refused("journal_entry_is_born_draft"):
        await run(
            connection,
            "INSERT INTO journal_entries (user_id, date, description, status, posted_at)"
            " VALUES (:owner, '2026-03-01', 'test', 'posted', now())",
            owner=owner,
        )


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE journal_entries SET description = 'other' WHERE id = :entry",
        "UPDATE journal_entries SET date = '2020-01-01' WHERE id = :entry",
        "UPDATE journal_entries SET status = 'draft', posted_at = NULL WHERE id = :entry",
        "UPDATE journal_entries SET posted_at = posted_at - interval '1 day' WHERE id = :entry",
        "UPDATE journal_entries SET status = 'reversed', description = 'x' WHERE id = :entry",
        "DELETE FROM journal_entries WHERE id = :entry",
        "UPDATE journal_lines SET amount = amount * 2 WHERE entry_id = :entry",
        "UPDATE journal_lines SET memo = 'other' WHERE entry_id = :entry",
        "DELETE FROM journal_lines WHERE entry_id = :entry",
        "INSERT INTO journal_lines (user_id, entry_id, date, account_id, currency, amount)"
        " SELECT user_id, entry_id, date, account_id, currency, amount FROM journal_lines"
        " WHERE entry_id = :entry",
    ],
)
async def test_a_posted_entry_cannot_change(
    connection: AsyncConnection, chart: Chart, change: str
) -> None:
    entry = await draft(connection, chart.owner, (chart.cash, "10"), (chart.salary, "-10"))
    await post(connection, entry)

    async with refused("journal_entry_is_immutable"):
        await run(connection, change, entry=entry)


async def test_a_line_cannot_be_moved_out_of_a_posted_entry(
    connection: AsyncConnection, chart: Chart
) -> None:
    posted = await draft(connection, chart.owner, (chart.cash, "10"), (chart.salary, "-10"))
    other = await draft(connection, chart.owner, (chart.cash, "10"), (chart.salary, "-10"))
    await post(connection, posted)

    async with refused("journal_entry_is_immutable"):
        await run(
            connection,
            "UPDATE journal_lines SET entry_id = :other WHERE entry_id = :posted",
            posted=posted,
            other=other,
        )


async def test_a_line_cannot_be_moved_into_a_posted_entry(
    connection: AsyncConnection, chart: Chart
) -> None:
    posted = await draft(connection, chart.owner, (chart.cash, "10"), (chart.salary, "-10"))
    other = await draft(connection, chart.owner, (chart.cash, "10"), (chart.salary, "-10"))
    await post(connection, posted)

    async with refused("journal_entry_is_immutable"):
        await run(
            connection,
            "UPDATE journal_lines SET entry_id = :posted WHERE entry_id = :other",
            posted=posted,
            other=other,
        )


# --- reversal --------------------------------------------------------------------------------


async def test_a_reversal_that_mirrors_its_entry_is_stored(
    connection: AsyncConnection, chart: Chart
) -> None:
    entry = await draft(connection, chart.owner, (chart.cash, "10"), (chart.salary, "-10"))
    await post(connection, entry)
    reversal = await draft(
        connection, chart.owner, (chart.cash, "-10"), (chart.salary, "10"), reverses=entry
    )
    await post(connection, reversal)
    await mark_reversed(connection, entry)

    await look(connection)


async def test_an_entry_is_not_reversed_without_its_reversal(
    connection: AsyncConnection, chart: Chart
) -> None:
    entry = await draft(connection, chart.owner, (chart.cash, "10"), (chart.salary, "-10"))
    await post(connection, entry)
    await mark_reversed(connection, entry)

    async with refused("journal_entry_is_reversed_by_one"):
        await look(connection)


async def test_a_reversal_is_not_posted_while_its_entry_stands(
    connection: AsyncConnection, chart: Chart
) -> None:
    entry = await draft(connection, chart.owner, (chart.cash, "10"), (chart.salary, "-10"))
    await post(connection, entry)
    await look(connection)
    await run(connection, "SET CONSTRAINTS ALL DEFERRED")
    reversal = await draft(
        connection, chart.owner, (chart.cash, "-10"), (chart.salary, "10"), reverses=entry
    )
    await post(connection, reversal)

    async with refused("journal_entry_undoes_another"):
        await look(connection)


async def test_a_reversal_with_other_amounts_is_refused(
    connection: AsyncConnection, chart: Chart
) -> None:
    entry = await draft(connection, chart.owner, (chart.cash, "10"), (chart.salary, "-10"))
    await post(connection, entry)
    reversal = await draft(
        connection, chart.owner, (chart.cash, "-9"), (chart.salary, "9"), reverses=entry
    )
    await post(connection, reversal)
    await mark_reversed(connection, entry)

    async with refused("journal_entry_undoes_another"):
        await look(connection)


async def test_an_entry_has_one_reversal_at_most(connection: AsyncConnection, chart: Chart) -> None:
    entry = await draft(connection, chart.owner, (chart.cash, "10"), (chart.salary, "-10"))
    await post(connection, entry)
    await draft(connection, chart.owner, reverses=entry)

    async with refused("journal_entries_reverses_id_key"):
        await draft(connection, chart.owner, reverses=entry)


# --- the tree --------------------------------------------------------------------------------


async def test_a_child_is_of_the_type_of_its_parent(
    connection: AsyncConnection, chart: Chart
) -> None:
    async with refused("accounts_parent_id_user_id_type_fkey"):
        await run(
            connection,
            "UPDATE accounts SET parent_id = :salary WHERE id = :cash",
            salary=chart.salary,
            cash=chart.cash,
        )


async def test_two_moves_at_once_cannot_close_a_circle(own: Database, own_chart: Chart) -> None:
    move = "UPDATE accounts SET parent_id = :parent WHERE id = :child"
    async with own.engine.connect() as one, own.engine.connect() as two:
        await run(one, move, child=own_chart.cash, parent=own_chart.dollars)
        second = asyncio.create_task(run(two, move, child=own_chart.dollars, parent=own_chart.cash))
        await until_waiting(own)
        await one.commit()

        async with refused("account_tree_has_no_cycle"):
            await second


# --- concurrent writers ----------------------------------------------------------------------


async def until_waiting(database: Database) -> None:
    """Return when some session of this database waits for a lock. Fails after ten seconds."""
    query = (
        "SELECT 1 FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    async with asyncio.timeout(10), database.engine.connect() as watcher:
        while not await run(watcher, query):
            await watcher.rollback()
            await asyncio.sleep(0.005)


@pytest.fixture
async def entry(own: Database, own_chart: Chart) -> int:
    """A committed draft of four lines, ten dollars twice."""
    async with own.engine.begin() as connection:
        pair = (own_chart.cash, "10"), (own_chart.salary, "-10")
        return await draft(connection, own_chart.owner, *pair, *pair)


async def lines_of(database: Database, entry: int) -> list[tuple[int, str]]:
    async with database.engine.connect() as connection:
        query = (
            "SELECT account_id, amount::text FROM journal_lines WHERE entry_id = :entry ORDER BY id"
        )
        return [(row[0], row[1]) for row in await run(connection, query, entry=entry)]


async def test_two_halves_of_a_balance_in_two_transactions_are_both_refused(
    own: Database, own_chart: Chart, entry: int
) -> None:
    async with own.engine.connect() as one, own.engine.connect() as two:
        await line(one, entry, own_chart.cash, "5")
        second = asyncio.create_task(line(two, entry, own_chart.salary, "-5"))
        await until_waiting(own)
        async with refused("journal_entry_balances"):
            await one.commit()
        await second
        async with refused("journal_entry_balances"):
            await two.commit()

    assert len(await lines_of(own, entry)) == 4


async def test_two_transactions_cannot_delete_the_lines_pair_by_pair(
    own: Database, entry: int
) -> None:
    """Each sees two lines left; together they would leave none."""
    pair = (
        "DELETE FROM journal_lines WHERE id IN"
        " (SELECT id FROM journal_lines WHERE entry_id = :entry ORDER BY id {} LIMIT 2)"
    )
    async with own.engine.connect() as one, own.engine.connect() as two:
        await run(one, pair.format("ASC"), entry=entry)
        second = asyncio.create_task(run(two, pair.format("DESC"), entry=entry))
        await until_waiting(own)
        await one.commit()
        await second
        async with refused("journal_entry_has_two_lines"):
            await two.commit()

    assert len(await lines_of(own, entry)) == 2


async def test_under_repeatable_read_the_second_writer_has_to_start_again(
    own: Database, entry: int
) -> None:
    """Its snapshot does not show the first one's deletion, so waiting alone would not help."""
    pair = (
        "DELETE FROM journal_lines WHERE id IN"
        " (SELECT id FROM journal_lines WHERE entry_id = :entry ORDER BY id {} LIMIT 2)"
    )
    async with own.engine.connect() as one, own.engine.connect() as two:
        await two.execution_options(isolation_level="REPEATABLE READ")
        await run(two, "SELECT 1 FROM journal_lines")
        await run(one, pair.format("ASC"), entry=entry)
        await one.commit()
        with pytest.raises(DBAPIError) as caught:
            await run(two, pair.format("DESC"), entry=entry)

    assert getattr(caught.value.orig, "sqlstate", "") == "40001"
    assert len(await lines_of(own, entry)) == 2


async def test_a_line_written_while_the_entry_is_posted_is_refused(
    own: Database, own_chart: Chart, entry: int
) -> None:
    async with own.engine.connect() as poster, own.engine.connect() as writer:
        await post(poster, entry)
        second = asyncio.create_task(line(writer, entry, own_chart.cash, "1"))
        await until_waiting(own)
        await poster.commit()
        async with refused("journal_entry_is_immutable"):
            await second

    assert len(await lines_of(own, entry)) == 4


async def test_an_entry_posted_while_a_line_is_written_is_posted_whole(
    own: Database, own_chart: Chart, entry: int
) -> None:
    async with own.engine.connect() as writer, own.engine.connect() as poster:
        await line(writer, entry, own_chart.cash, "1")
        await line(writer, entry, own_chart.salary, "-1")
        second = asyncio.create_task(post(poster, entry))
        await until_waiting(own)
        await writer.commit()
        await second
        await poster.commit()

    assert len(await lines_of(own, entry)) == 6


async def test_every_change_counts_the_version_up(own: Database, own_chart: Chart) -> None:
    seen = []
    async with own.engine.connect() as connection:
        entry = await draft(
            connection, own_chart.owner, (own_chart.cash, "1"), (own_chart.salary, "-1")
        )
        for change in (
            "UPDATE journal_lines SET memo = 'x' WHERE entry_id = :entry",
            "UPDATE journal_entries SET description = 'x' WHERE id = :entry",
        ):
            rows = await run(
                connection, "SELECT version FROM journal_entries WHERE id = :entry", entry=entry
            )
            seen.append(rows[0][0])
            await run(connection, change, entry=entry)
        rows = await run(
            connection, "SELECT version FROM journal_entries WHERE id = :entry", entry=entry
        )
        seen.append(rows[0][0])

    assert seen == sorted(set(seen))
