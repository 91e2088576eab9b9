"""The sums that the database keeps for each month never differ from what is posted."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession, async_sessionmaker

from src.accounting import service
from src.accounting.rules import Draft
from src.database import Database
from src.errors import Refusal

from .conftest import Chart, opened, sgd

NAIVE = """
    SELECT e.user_id, l.account_id, date_trunc('month', e.date)::date, sum(l.amount), count(*)
    FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id
    WHERE e.status <> 'draft' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
KEPT = """
    SELECT user_id, account_id, month, amount, lines FROM account_months
    WHERE lines <> 0 ORDER BY 1, 2, 3
"""

actions = st.lists(
    st.tuples(
        st.sampled_from(("draft", "post", "rewrite", "reverse", "discard", "move")),
        st.integers(0, 9),
        st.dates(dt.date(2025, 12, 1), dt.date(2026, 2, 28)),
        st.integers(1, 99_999).map(lambda cents: Decimal(cents).scaleb(-2)),
    ),
    min_size=1,
    max_size=12,
)


async def both(connection: AsyncConnection) -> tuple[Sequence[Any], Sequence[Any]]:
    """The sums that are kept, and the sums of the lines themselves."""
    kept = (await connection.execute(text(KEPT))).all()
    return kept, (await connection.execute(text(NAIVE))).all()


def entry(chart: Chart, date: dt.date, amount: Decimal) -> Draft:
    """Pay, partly spent."""
    lines = (
        sgd(chart.cash, str(amount)),
        sgd(chart.food, "0.01"),
        sgd(chart.salary, str(-amount - Decimal("0.01"))),
    )
    return Draft(date, "x", lines)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(plan=actions)
async def test_whatever_is_done_the_sums_are_those_of_the_lines(
    connection: AsyncConnection,
    sessions: async_sessionmaker[AsyncSession],
    chart: Chart,
    plan: list[tuple[str, int, dt.date, Decimal]],
) -> None:
    ids: list[int] = []
    for action, which, date, amount in plan:
        chosen = ids[which % len(ids)] if ids else 0
        draft = entry(chart, date, amount)
        async with sessions() as session:
            try:
                if action in ("draft", "post"):
                    post = action == "post"
                    written = await service.write_entry(session, chart.owner, draft, post=post)
                    ids.append(written.id)
                elif action == "rewrite":
                    seen = await service.read_entry(session, chart.owner, chosen)
                    await service.rewrite_entry(session, chart.owner, chosen, seen.version, draft)
                elif action == "reverse":
                    await service.reverse_entry(session, chart.owner, chosen)
                elif action == "discard":
                    await service.discard_entry(session, chart.owner, chosen)
                else:
                    await service.post_entry(session, chart.owner, chosen)
            except Refusal:
                await session.rollback()

    kept, naive = await both(connection)
    assert kept == naive


async def test_many_who_post_at_once_leave_the_sums_true(own: Database, own_chart: Chart) -> None:
    async with own.sessions() as session:
        drafts = [
            (await service.write_entry(session, own_chart.owner, entry(own_chart, day, amount))).id
            for day in (dt.date(2026, 1, 31), dt.date(2026, 2, 1))
            for amount in map(Decimal, range(1, 9))
        ]

    async def post(ids: list[int]) -> None:
        async with own.sessions() as session:
            for id_ in ids:
                try:
                    await service.post_entry(session, own_chart.owner, id_)
                except (Refusal, DBAPIError):
                    await session.rollback()

    # Each draft is posted by two, who come to it in opposite orders.
    await asyncio.gather(post(drafts), post(drafts[::-1]), post(drafts[::2]), post(drafts[1::2]))

    async with own.engine.connect() as connection:
        kept, naive = await both(connection)
        posted = await connection.scalar(
            text("SELECT count(*) FROM journal_entries WHERE status = 'posted'")
        )
    assert kept == naive
    assert posted == len(drafts)


async def test_the_period_cannot_be_closed_over_an_entry_that_is_being_posted(
    own: Database, own_chart: Chart
) -> None:
    """Closing waits for the poster; whoever comes first, no entry is posted after the closing."""
    async with own.engine.connect() as poster, own.engine.connect() as closer:
        async with own.sessions() as session:
            await service.write_entry(
                session, own_chart.owner, entry(own_chart, dt.date(2026, 1, 1), Decimal(1))
            )
        await closer.execute(text("UPDATE users SET closed_until = '2026-12-31'"))
        posting = asyncio.create_task(
            poster.execute(text("UPDATE journal_entries SET status = 'posted', posted_at = now()"))
        )
        await asyncio.wait([posting], timeout=0.05)
        await closer.commit()

        with pytest.raises(IntegrityError, match="closed until"):
            await posting


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE account_months SET amount = amount + 1",
        "DELETE FROM account_months",
        "INSERT INTO account_months SELECT user_id, account_id, currency,"
        " month + 31, amount, lines FROM account_months",
        "TRUNCATE account_months",
    ],
)
async def test_nobody_else_writes_the_sums(
    connection: AsyncConnection, session: AsyncSession, chart: Chart, statement: str
) -> None:
    draft = entry(chart, dt.date(2026, 1, 1), Decimal(1))
    await service.write_entry(session, chart.owner, draft, post=True)

    with pytest.raises(IntegrityError, match="kept by the journal"):
        await connection.execute(text(statement))


async def test_the_lines_of_a_draft_move_with_its_date(
    connection: AsyncConnection, session: AsyncSession, chart: Chart
) -> None:
    draft = entry(chart, dt.date(2026, 1, 31), Decimal(1))
    written = await service.write_entry(session, chart.owner, draft)

    await connection.execute(text("UPDATE journal_entries SET date = '2026-02-01'"))
    await service.post_entry(session, chart.owner, written.id)

    dates = await connection.scalars(text("SELECT DISTINCT date FROM journal_lines"))
    assert list(dates) == [dt.date(2026, 2, 1)]
    kept, naive = await both(connection)
    assert kept == naive


async def test_sums_of_two_people_are_kept_apart(
    connection: AsyncConnection, session: AsyncSession, chart: Chart, other: int
) -> None:
    theirs = await opened(connection, other)
    for each in (chart, theirs):
        draft = entry(each, dt.date(2026, 1, 1), Decimal(1))
        await service.write_entry(session, each.owner, draft, post=True)

    kept, naive = await both(connection)
    assert kept == naive
    assert {row[0] for row in kept} == {chart.owner, other}
