"""What reports read from the database is what the lines themselves sum to, whatever the period."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from src.reporting import store
from src.reporting.rules import Flow, month_end, months_between
from src.reporting.store import Wanted, cut

from .conftest import Booking, Chart, book_all

DAYS = [
    dt.date(2025, 12, 31),
    dt.date(2026, 1, 1),
    dt.date(2026, 1, 15),
    dt.date(2026, 1, 31),
    dt.date(2026, 2, 1),
    dt.date(2026, 2, 28),
    dt.date(2026, 3, 30),
]
NAIVE = text(
    """
    SELECT l.account_id, CASE WHEN :by_month THEN date_trunc('month', e.date)::date END,
           sum(l.amount)
    FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id
    WHERE e.user_id = :owner AND e.status <> 'draft' AND e.date BETWEEN :first AND :last
    GROUP BY 1, 2 HAVING sum(l.amount) <> 0
    """
)


@pytest.fixture
async def scattered(session: AsyncSession, chart: Chart) -> Chart:
    """An entry on each of the days, posted and drafted."""
    bookings: list[Booking] = []
    for number, day in enumerate(DAYS):
        amount = str(Decimal(number + 1) ** 3)
        lines = (chart.bank, amount, "SGD"), (chart.salary, f"-{amount}", "SGD")
        bookings.append((day, lines))
    await book_all(session, chart.owner, *bookings)
    await book_all(session, chart.owner, *bookings, post=False)
    return chart


def ordered(flows: list[Flow]) -> list[tuple[int, dt.date | None, Decimal]]:
    """Flows in an order of their own."""
    rows = [(each.account_id, each.month, each.amount) for each in flows]
    return sorted(rows, key=lambda row: (row[0], row[1] or dt.date.min))


@pytest.mark.parametrize("grain", ["none", "month"])
async def test_flows_of_any_period_are_the_sums_of_its_lines(
    session: AsyncSession, scattered: Chart, grain: str
) -> None:
    for first, last in combinations_with_replacement(DAYS, 2):
        flows = await store.flows(session, scattered.owner, Wanted(first, last, grain))

        values = {
            "owner": scattered.owner,
            "first": first,
            "last": last,
            "by_month": grain == "month",
        }
        naive = [Flow(*row) for row in await session.execute(NAIVE, values)]
        assert ordered(flows) == ordered(naive), (first, last)


async def test_flows_from_the_beginning_and_of_some_accounts(
    session: AsyncSession, scattered: Chart
) -> None:
    wanted = Wanted(None, dt.date(2026, 1, 15), "none", ("income",))

    flows = await store.flows(session, scattered.owner, wanted)

    assert flows == [Flow(scattered.salary, None, Decimal(-(1 + 8 + 27)))]


@given(st.dates(dt.date(1999, 1, 1), dt.date(2003, 1, 1)), st.integers(-1, 900))
def test_a_period_is_cut_into_parts_that_hold_each_day_once(first: dt.date, days: int) -> None:
    last = first + dt.timedelta(days=days)
    parts = cut(first, last)

    held = []
    for begin, end in (parts.head, parts.tail):
        if begin <= end:
            assert (begin.year, begin.month) == (end.year, end.month)
            held += [begin + dt.timedelta(days=number) for number in range((end - begin).days + 1)]
    if parts.whole[0] <= parts.whole[1]:
        for month in months_between(*parts.whole):
            held += [month + dt.timedelta(days=number) for number in range(month_end(month).day)]
    assert sorted(held) == [first + dt.timedelta(days=number) for number in range(days + 1)]
