"""The use cases of the journal."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from decimal import Decimal

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from src.accounting import chart as chart_of
from src.accounting import service, store
from src.accounting.rules import Balance, Draft, Posting
from src.accounting.store import EntryFilter, Page
from src.accounting.tables import Entry, Status
from src.database import Database
from src.errors import Conflict, Invalid, NotFound

from .conftest import Chart, sgd, usd

PAYDAY = dt.date(2026, 3, 25)


def asked(*postings: Posting, date: dt.date = PAYDAY, description: str = "March pay") -> Draft:
    """An entry as a caller asks for it."""
    return Draft(date, description, postings)


async def cash_in(session: AsyncSession, chart: Chart, amount: str, date: dt.date) -> Entry:
    """Post a salary that is paid in cash."""
    draft = asked(*chart.salary_of(amount), date=date)
    return await service.write_entry(session, chart.owner, draft, post=True)


async def test_a_draft_is_stored_with_its_lines(session: AsyncSession, chart: Chart) -> None:
    lines = sgd(chart.cash, "80", "net"), sgd(chart.food, "20"), sgd(chart.salary, "-100")

    stored = await service.write_entry(session, chart.owner, asked(*lines))

    read = await service.read_entry(session, chart.owner, stored.id)
    assert (read.status, read.posted_at) == (Status.DRAFT, None)
    assert [(line.account_id, line.amount, line.memo) for line in read.lines] == [
        (chart.cash, Decimal(80), "net"),
        (chart.food, Decimal(20), ""),
        (chart.salary, Decimal(-100), ""),
    ]


async def test_an_unbalanced_entry_is_refused_and_leaves_nothing(
    session: AsyncSession, chart: Chart
) -> None:
    with pytest.raises(Invalid, match=r"0\.01 SGD too much on the debit side"):
        await service.write_entry(
            session, chart.owner, asked(sgd(chart.cash, "1"), sgd(chart.food, "-0.99"))
        )

    assert (await store.entries(session, chart.owner, EntryFilter(), Page(10, 0)))[1] == 0


async def test_an_entry_can_be_posted_at_once(session: AsyncSession, chart: Chart) -> None:
    entry = await cash_in(session, chart, "100", PAYDAY)

    assert entry.status is Status.POSTED
    assert entry.posted_at is not None


async def test_a_posted_draft_is_posted_for_good(session: AsyncSession, chart: Chart) -> None:
    draft = await service.write_entry(session, chart.owner, asked(*chart.salary_of("100")))

    await service.post_entry(session, chart.owner, draft.id)

    for attempt in (
        service.post_entry(session, chart.owner, draft.id),
        service.discard_entry(session, chart.owner, draft.id),
        service.rewrite_entry(
            session, chart.owner, draft.id, draft.version, asked(*chart.salary_of("1"))
        ),
    ):
        with pytest.raises(Conflict):
            await attempt


async def test_a_draft_can_be_rewritten_while_nobody_else_did(
    session: AsyncSession, chart: Chart
) -> None:
    draft = await service.write_entry(session, chart.owner, asked(*chart.salary_of("100")))
    seen = draft.version

    changed = asked(*chart.salary_of("250"), description="Corrected")
    rewritten = await service.rewrite_entry(session, chart.owner, draft.id, seen, changed)

    assert rewritten.description == "Corrected"
    assert [line.amount for line in rewritten.lines] == [Decimal(250), Decimal(-250)]
    with pytest.raises(Conflict, match="version"):
        await service.rewrite_entry(
            session, chart.owner, draft.id, seen, asked(*chart.salary_of("1"))
        )


async def test_what_is_posted_is_what_was_seen(session: AsyncSession, chart: Chart) -> None:
    draft = await service.write_entry(session, chart.owner, asked(*chart.salary_of("100")))
    seen = draft.version
    await service.rewrite_entry(
        session, chart.owner, draft.id, seen, asked(*chart.salary_of("999"))
    )

    with pytest.raises(Conflict, match="Read it again"):
        await service.post_entry(session, chart.owner, draft.id, seen)


async def test_a_draft_can_be_discarded(session: AsyncSession, chart: Chart) -> None:
    draft = await service.write_entry(session, chart.owner, asked(*chart.salary_of("100")))

    await service.discard_entry(session, chart.owner, draft.id)

    with pytest.raises(NotFound):
        await service.read_entry(session, chart.owner, draft.id)


async def test_a_draft_on_an_account_that_was_closed_meanwhile_is_not_posted(
    session: AsyncSession, chart: Chart
) -> None:
    draft = await service.write_entry(session, chart.owner, asked(*chart.salary_of("100")))
    await chart_of.change_account(session, chart.owner, chart.cash, {"closed": True})

    with pytest.raises(Invalid, match="account 1000 is closed"):
        await service.post_entry(session, chart.owner, draft.id)


@pytest.mark.parametrize(
    "use_case",
    [service.post_entry, service.reverse_entry, service.discard_entry, service.read_entry],
)
async def test_an_entry_that_is_not_there_is_not_found(
    session: AsyncSession,
    owner: int,
    use_case: Callable[[AsyncSession, int, int], Awaitable[object]],
) -> None:
    with pytest.raises(NotFound, match="no entry 404404404404"):
        await use_case(session, owner, 404404404404)


# --- reversal --------------------------------------------------------------------------------


async def test_a_reversal_mirrors_its_entry_and_both_know_each_other(
    session: AsyncSession, chart: Chart
) -> None:
    original = await cash_in(session, chart, "100", PAYDAY)

    reversal = await service.reverse_entry(session, chart.owner, original.id)

    original = await service.read_entry(session, chart.owner, original.id)
    assert (original.status, original.reversed_by_id) == (Status.REVERSED, reversal.id)
    assert (reversal.status, reversal.reverses_id) == (Status.POSTED, original.id)
    assert (reversal.date, reversal.description) == (PAYDAY, "Reversal of March pay")
    assert [line.amount for line in reversal.lines] == [Decimal(-100), Decimal(100)]
    assert (await service.trial_balance(session, chart.owner)).rows == []


async def test_a_reversal_takes_a_later_date_and_never_an_earlier_one(
    session: AsyncSession, chart: Chart
) -> None:
    original = await cash_in(session, chart, "100", PAYDAY)

    with pytest.raises(Invalid, match="cannot be earlier"):
        await service.reverse_entry(
            session, chart.owner, original.id, PAYDAY - dt.timedelta(days=1)
        )
    reversal = await service.reverse_entry(
        session, chart.owner, original.id, dt.date(2026, 4, 1), "Paid twice"
    )

    assert (reversal.date, reversal.description) == (dt.date(2026, 4, 1), "Paid twice")


async def test_a_draft_is_not_reversed(session: AsyncSession, chart: Chart) -> None:
    draft = await service.write_entry(session, chart.owner, asked(*chart.salary_of("100")))

    with pytest.raises(Conflict, match="only a posted entry"):
        await service.reverse_entry(session, chart.owner, draft.id)


async def test_the_longest_description_still_fits_its_reversal(
    session: AsyncSession, chart: Chart
) -> None:
    entry = asked(*chart.salary_of("100"), description="x" * 500)
    original = await service.write_entry(session, chart.owner, entry, post=True)

    reversal = await service.reverse_entry(session, chart.owner, original.id)

    assert len(reversal.description) == 500


async def test_reversing_a_reversal_restores_what_was_booked(
    session: AsyncSession, chart: Chart
) -> None:
    original = await cash_in(session, chart, "100", PAYDAY)
    before = (await service.trial_balance(session, chart.owner)).totals
    reversal = await service.reverse_entry(session, chart.owner, original.id)

    await service.reverse_entry(session, chart.owner, reversal.id)

    assert (await service.trial_balance(session, chart.owner)).totals == before


# --- trial balance ---------------------------------------------------------------------------


async def test_the_trial_balance_holds_posted_entries_only(
    session: AsyncSession, chart: Chart
) -> None:
    await service.write_entry(session, chart.owner, asked(*chart.salary_of("7")))
    await cash_in(session, chart, "100", PAYDAY)

    balance = await service.trial_balance(session, chart.owner)

    assert [(account.code, columns) for account, columns in balance.rows] == [
        ("1000", Balance(Decimal(100), Decimal(0))),
        ("4000", Balance(Decimal(0), Decimal(100))),
    ]


async def test_the_trial_balance_is_of_a_day(session: AsyncSession, chart: Chart) -> None:
    await cash_in(session, chart, "100", dt.date(2026, 1, 31))
    await cash_in(session, chart, "50", dt.date(2026, 2, 1))

    january = await service.trial_balance(session, chart.owner, dt.date(2026, 1, 31))
    before = await service.trial_balance(session, chart.owner, dt.date(2026, 1, 30))

    assert january.totals == {"SGD": Balance(Decimal(100), Decimal(100))}
    assert before.rows == []


async def test_a_reversal_counts_from_its_own_date(session: AsyncSession, chart: Chart) -> None:
    original = await cash_in(session, chart, "100", dt.date(2026, 1, 31))
    await service.reverse_entry(session, chart.owner, original.id, dt.date(2026, 2, 10))

    assert (await service.trial_balance(session, chart.owner, dt.date(2026, 2, 9))).rows
    assert (await service.trial_balance(session, chart.owner, dt.date(2026, 2, 10))).rows == []


async def test_each_currency_has_equal_totals(session: AsyncSession, chart: Chart) -> None:
    await cash_in(session, chart, "1000", PAYDAY)
    exchange = asked(
        sgd(chart.cash, "-13.50"),
        sgd(chart.exchange, "13.50"),
        usd(chart.dollars, "10"),
        usd(chart.dollar_exchange, "-10"),
    )
    await service.write_entry(session, chart.owner, exchange, post=True)

    totals = (await service.trial_balance(session, chart.owner)).totals

    assert list(totals) == ["SGD", "USD"]
    assert all(total.debit == total.credit for total in totals.values())
    assert totals["USD"].debit == Decimal(10)


# --- two at once -----------------------------------------------------------------------------


async def at_once(
    database: Database, use_case: Callable[[AsyncSession], Awaitable[object]], count: int = 4
) -> list[object]:
    """Run a use case in several sessions at the same time; results and refusals."""

    async def alone() -> object:
        async with database.sessions() as session:
            return await use_case(session)

    return await asyncio.gather(*(alone() for _ in range(count)), return_exceptions=True)


async def stored(database: Database, chart: Chart, *, post: bool) -> int:
    async with database.sessions() as session:
        draft = asked(*chart.salary_of("100"))
        entry = await service.write_entry(session, chart.owner, draft, post=post)
        return entry.id


async def test_of_several_who_post_a_draft_one_wins(own: Database, own_chart: Chart) -> None:
    entry = await stored(own, own_chart, post=False)

    results = await at_once(
        own, lambda session: service.post_entry(session, own_chart.owner, entry)
    )

    assert sum(isinstance(result, Entry) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == 3


async def test_of_several_who_reverse_an_entry_one_wins(own: Database, own_chart: Chart) -> None:
    entry = await stored(own, own_chart, post=True)

    results = await at_once(
        own, lambda session: service.reverse_entry(session, own_chart.owner, entry)
    )

    assert sum(isinstance(result, Entry) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == 3
    async with own.sessions() as session:
        assert (await service.trial_balance(session, own_chart.owner)).rows == []


async def test_posting_and_discarding_at_once_leave_one_of_the_two(
    own: Database, own_chart: Chart
) -> None:
    entry = await stored(own, own_chart, post=False)

    async def post() -> object:
        async with own.sessions() as session:
            return await service.post_entry(session, own_chart.owner, entry)

    async def discard() -> None:
        async with own.sessions() as session:
            await service.discard_entry(session, own_chart.owner, entry)

    posted, discarded = await asyncio.gather(post(), discard(), return_exceptions=True)

    assert isinstance(posted, Entry) != (discarded is None)


async def test_an_account_is_not_closed_under_an_entry_that_is_being_written(
    own: Database, own_chart: Chart
) -> None:
    """Closing waits for the writer, so no line enters a closed account."""
    async with own.sessions() as writer, own.sessions() as closer:
        await store.accounts_kept_open(writer, own_chart.owner, {own_chart.cash})
        closing = asyncio.create_task(
            chart_of.change_account(closer, own_chart.owner, own_chart.cash, {"closed": True})
        )
        await asyncio.wait([closing], timeout=0.1)
        assert not closing.done()

        await service.write_entry(
            writer, own_chart.owner, asked(*own_chart.salary_of("5")), post=True
        )

        assert (await closing).closed
