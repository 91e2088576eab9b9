"""Undoing an import restores the exact prior state, whatever else was imported before or after."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from src.accounting import chart
from src.accounting import service as accounting
from src.accounting.chart import NewAccount
from src.accounting.rules import Draft, Posting
from src.accounting.tables import AccountType
from src.errors import Conflict
from src.money import Money
from src.statements import committing, line_store, reading, staging, store
from src.statements.parsers.base import Reading, ReadLine, ReadStatement
from src.statements.tables import Import, Status

from .conftest import Bank
from .histories import DAY, held, overlapping

ON_ONE_DATABASE = settings(
    # Each takes many commits.
    max_examples=max(1, settings().max_examples // 8),
    # Each example opens an account of its own, so that what others left does not matter.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


async def opened(session: AsyncSession, owner: int, prefix: str = "B") -> int:
    """A new account in EUR: its id."""
    count = await session.scalar(text("SELECT count(*) FROM accounts"))
    asked = NewAccount(f"{prefix}{count}", "At the bank", AccountType.ASSET, "EUR")
    return (await chart.open_account(session, owner, asked)).id


async def staged(session: AsyncSession, owner: int, account: int, lines: Sequence[ReadLine]) -> int:
    """An import in preview, as a worker leaves it: its id."""
    count = await session.scalar(text("SELECT count(*) FROM statement_files"))
    sha256 = hashlib.sha256(str(count).encode()).hexdigest()
    file = await store.add_file(session, owner, sha256, "x", 1)
    found = Import(user_id=owner, file_id=file.id, status=Status.PREVIEW)
    session.add(found)
    await session.flush()
    read = reading.staged("ofx", Reading((ReadStatement(tuple(lines), "", "EUR"),)))
    for each in read.staged:
        statement = await staging.add_statement(session, found, each, (account, "EUR"))
        keyed = list(zip(each.lines, each.keys, strict=True))
        await staging.copy_lines(session, found, statement, 0, keyed)
    await session.commit()
    return found.id


async def state(session: AsyncSession, account: int) -> list[str]:
    """Everything that an account's statements are, row by row, with every id."""
    query = text(
        """
        SELECT 'line ' || to_jsonb(l)::text FROM statement_lines l WHERE account_id = :account
        UNION ALL
        SELECT 'seen ' || to_jsonb(il)::text FROM import_lines il
        JOIN imports i ON i.id = il.import_id JOIN statements s ON s.id = il.statement_id
        WHERE s.account_id = :account AND i.status = 'committed'
        UNION ALL
        SELECT 'statement ' || to_jsonb(s)::text FROM statements s
        JOIN imports i ON i.id = s.import_id
        WHERE s.account_id = :account AND i.status = 'committed'
        ORDER BY 1
        """
    )
    return list(await session.scalars(query, {"account": account}))


async def holds(session: AsyncSession, account: int) -> list[tuple[dt.date, Decimal, str]]:
    """What an account's lines say, sorted."""
    query = text("SELECT date, amount, text FROM statement_lines WHERE account_id = :account")
    return sorted((row.date, row.amount, row.text) for row in
                  await session.execute(query, {"account": account}))  # fmt: skip


@ON_ONE_DATABASE
@given(case=overlapping(), data=st.data())
async def test_commits_and_undoings_in_any_order_leave_the_union_of_what_is_committed(
    session: AsyncSession,
    owner: int,
    case: tuple[list[ReadLine], list[list[ReadLine]]],
    data: st.DataObject,
) -> None:
    account = await opened(session, owner)
    waiting = list(case[1])
    committed: dict[int, list[ReadLine]] = {}
    for _ in range(2 * len(waiting)):
        if committed and (not waiting or data.draw(st.booleans())):
            id_ = data.draw(st.sampled_from(sorted(committed)))
            await committing.undo_import(session, owner, id_)
            del committed[id_]
        elif waiting:
            lines = waiting.pop()
            id_ = await staged(session, owner, account, lines)
            before = await state(session, account)
            await committing.commit_import(session, owner, id_)
            if data.draw(st.booleans()):
                await committing.undo_import(session, owner, id_)
                assert await state(session, account) == before
            else:
                committed[id_] = lines
        assert await holds(session, account) == held(list(committed.values()))


@ON_ONE_DATABASE
@given(case=overlapping())
async def test_undoing_all_in_reverse_goes_back_step_by_step(
    session: AsyncSession, owner: int, case: tuple[list[ReadLine], list[list[ReadLine]]]
) -> None:
    account = await opened(session, owner)
    steps = []
    for lines in case[1]:
        id_ = await staged(session, owner, account, lines)
        steps.append((id_, await state(session, account)))
        await committing.commit_import(session, owner, id_)

    for id_, before in reversed(steps):
        await committing.undo_import(session, owner, id_)
        assert await state(session, account) == before


async def test_a_line_that_two_files_tell_of_stays_when_one_is_undone(bank: Bank) -> None:
    account = await bank.account()
    first = await bank.imported("german_02.camt053.xml", account)
    await bank.imported("german_08.camt053.xml", account)

    await bank.undo(first["id"])

    assert len(await bank.lines(account)) == 4
    line = (await bank.get("/api/statement-lines"))["items"][0]
    assert len((await bank.get(f"/api/statement-lines/{line['id']}"))["sightings"]) == 1


async def test_an_import_of_more_lines_than_a_query_has_parameters_is_undone(
    session: AsyncSession, owner: int
) -> None:
    account = await opened(session, owner)
    id_ = await staged(session, owner, account, [ReadLine(1, DAY, Decimal(5), "pay")])
    await committing.commit_import(session, owner, id_)
    many = [*await staging.lines_only_of(session, owner, id_), *range(10**9, 10**9 + 40_000)]

    assert await staging.booked(session, owner, many) == 0
    await staging.undo_lines(session, owner, id_, many)

    assert await holds(session, account) == []


async def test_an_undone_import_is_off_the_timeline(bank: Bank) -> None:
    account = await bank.account()
    done = await bank.imported("german.mt940", account)

    undone = await bank.undo(done["id"])

    assert undone["status"] == "undone"
    assert undone["undone_at"]
    assert (await bank.get(f"/api/statement-accounts/{account}/timeline"))["places"] == []
    assert (await bank.get("/api/statement-accounts"))["items"] == []


async def test_lines_in_the_books_keep_their_import(session: AsyncSession, owner: int) -> None:
    account = await opened(session, owner)
    other = await opened(session, owner, "C")
    id_ = await staged(session, owner, account, [ReadLine(1, DAY, Decimal(5), "pay")])
    await committing.commit_import(session, owner, id_)
    line = (await line_store.lines(session, owner, line_store.LineFilter(), None, 1))[0]
    postings = Posting(account, Money(Decimal(5), "EUR")), Posting(other, Money(Decimal(-5), "EUR"))
    entry = await accounting.write_entry(session, owner, Draft(DAY, "pay", postings))
    await line_store.link(session, owner, line.id, entry.id)
    await session.commit()

    with pytest.raises(Conflict, match="1 line of import"):
        await committing.undo_import(session, owner, id_)

    found = await line_store.lines_of_entries(session, owner, [entry.id])
    assert [each.id for each in found[entry.id]] == [line.id]
    assert await line_store.entries_of(session, owner, [line.id]) == {line.id: [entry.id]}
    await line_store.unlink(session, owner, line.id, entry.id)
    await session.commit()
    await committing.undo_import(session, owner, id_)
    assert await holds(session, account) == []
