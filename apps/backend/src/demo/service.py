"""Loads the demonstration books into empty ones, and removes them as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import structlog
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from src.accounting import exchanges, store
from src.accounting.rules import Draft, Posting
from src.accounting.tables import Account, Entry, Line, RateRow, Status
from src.demo import paper, statement
from src.demo.chart import CHART
from src.demo.household import DemoEntry, Household, household
from src.errors import Conflict
from src.money import Money
from src.reconciliation import runs
from src.services import Services
from src.statements.tables import Import, ImportLine, LineEntry

log = structlog.get_logger()

_OPEN_THEM = "Open them first: PUT /api/books/closing."


@dataclass(frozen=True, slots=True)
class DemoBooks:
    """What of a person's books is for demonstration."""

    accounts: int
    entries: int
    first: dt.date | None
    last: dt.date | None


async def load(session: AsyncSession, services: Services, owner: int, last: dt.date) -> DemoBooks:
    """Two years up to `last`, and the bank's statement of their end, matched as far as it goes.

    When they are there already, nothing happens. Where the storage is away there is no statement.

    Raises Conflict when there are accounts of the person's own: nobody's books are mixed up.
    """
    closed_until = (await store.books(session, owner, lock=True)).closed_until
    there = await present(session, owner)
    if there.entries:
        return there
    if closed_until is not None:
        raise Conflict(f"The books are closed until {closed_until}. {_OPEN_THEM}")
    if await session.scalar(select(Account.id).where(Account.user_id == owner).limit(1)):
        raise Conflict("There are accounts of your own. Demonstration data needs empty books.")
    invented = household(last)
    accounts = await _accounts(session, owner)
    session.add_all(RateRow(user_id=owner, demo=True, **asdict(rate)) for rate in invented.rates)
    await _entries(session, owner, accounts, invented)
    # The object first: a row promises that its file is there.
    if content := await statement.kept(services, owner, invented.entries, last):
        await statement.imported(session, owner, accounts[paper.ACCOUNT], content)
        await runs.run(session, owner)
    await session.commit()
    log.info("demo_loaded", user=owner)
    return await present(session, owner)


async def remove(session: AsyncSession, services: Services, owner: int) -> DemoBooks:
    """Remove all of it, and return what had to stay.

    An account that the person booked on, imported into or made a rule for becomes their own. Raises
    Conflict when entries lie in a closed period, or explain lines of the person's own statements.
    """
    closed_until = (await store.books(session, owner, lock=True)).closed_until
    await _require_free(session, owner, closed_until)
    await statement.removed(session, services, owner)
    await store.books(session, owner, lock=True)  # what was taken back is committed: lock anew
    await session.execute(text("SELECT set_config('finance.removes_demo', 'yes', true)"))
    await session.execute(delete(Entry).where(Entry.user_id == owner, Entry.demo))
    await session.execute(delete(RateRow).where(RateRow.user_id == owner, RateRow.demo))
    await _remove_unused(session, owner)
    await session.execute(update(Account).where(Account.user_id == owner).values(demo=False))
    await session.commit()
    log.info("demo_removed", user=owner)
    return await present(session, owner)


async def _require_free(session: AsyncSession, owner: int, closed_until: dt.date | None) -> None:
    mine = (Entry.user_id == owner, Entry.demo)
    if closed_until is not None:
        closed = select(Entry.id).where(
            *mine, Entry.status != Status.DRAFT, Entry.date <= closed_until
        )
        if await session.scalar(closed.limit(1)) is not None:
            what = f"Some of these entries lie in the period that is closed until {closed_until}."
            raise Conflict(f"{what} {_OPEN_THEM}")
    explaining = (
        select(func.count(Entry.id.distinct()))
        .join(LineEntry)
        .join(ImportLine, ImportLine.line_id == LineEntry.line_id)
        .join(Import, Import.id == ImportLine.import_id)
        .where(*mine, ~Import.demo)
    )
    if count := await session.scalar(explaining):
        raise Conflict(
            f"{count} of these entries explain lines of your statements. Undo those imports, or"
            " release their matches, first."
        )


async def _remove_unused(session: AsyncSession, owner: int) -> None:
    """Delete the accounts that nothing names: entries, imports, rules, accounts below.

    Whether anything does, the database knows best. Leaves go first; then their parents are leaves.
    """
    mine = select(Account.id).where(Account.user_id == owner, Account.demo)
    left = set(await session.scalars(mine))
    while gone := {id_ for id_ in left if await _is_removed(session, id_)}:
        left -= gone


async def _is_removed(session: AsyncSession, id_: int) -> bool:
    try:
        async with session.begin_nested():
            await session.execute(delete(Account).where(Account.id == id_))
    except IntegrityError:
        return False
    return True


async def present(session: AsyncSession, owner: int) -> DemoBooks:
    """What is there for demonstration."""
    accounts = select(func.count()).where(Account.user_id == owner, Account.demo)
    entries = select(func.count(), func.min(Entry.date), func.max(Entry.date)).where(
        Entry.user_id == owner, Entry.demo
    )
    count, first, last = (await session.execute(entries)).one()
    return DemoBooks(await session.scalar(accounts) or 0, count, first, last)


async def _accounts(session: AsyncSession, owner: int) -> dict[str, Account]:
    """The chart, by code; parents are named when all have an id."""
    accounts = {
        each.code: Account(
            user_id=owner,
            code=each.code,
            name=each.name,
            type=each.type,
            currency=each.currency,
            cash=each.cash,
            demo=True,
        )
        for each in CHART
    }
    session.add_all(accounts.values())
    await session.flush()
    for each in CHART:
        if each.parent:
            accounts[each.code].parent_id = accounts[each.parent].id
    await session.flush()
    return accounts


async def _entries(
    session: AsyncSession, owner: int, accounts: dict[str, Account], invented: Household
) -> None:
    """All entries with a handful of statements; an exchange needs what was posted before it."""
    plain: list[DemoEntry] = [each for each in invented.entries if not each.exchange]
    await _store(session, owner, [(each, _postings(each, accounts)) for each in plain])
    for each in invented.entries:
        if each.exchange:
            draft = Draft(each.date, each.description, _postings(each, accounts), exchange=True)
            await _store(session, owner, [(each, await exchanges.completed(session, owner, draft))])
    await session.execute(update(Account).where(Account.user_id == owner).values(demo=True))


async def _store(
    session: AsyncSession, owner: int, entries: Sequence[tuple[DemoEntry, Sequence[Posting]]]
) -> None:
    rows = [
        Entry(
            user_id=owner,
            date=each.date,
            description=each.description,
            demo=True,
            lines=[
                Line(
                    user_id=owner,
                    date=each.date,
                    account_id=posting.account_id,
                    currency=posting.money.currency,
                    amount=posting.money.amount,
                    memo=posting.memo,
                )
                for posting in postings
            ],
        )
        for each, postings in entries
    ]
    session.add_all(rows)
    await session.flush()
    posted = [row.id for row, (each, _) in zip(rows, entries, strict=True) if not each.draft]
    await session.execute(
        update(Entry)
        .where(Entry.id.in_(posted))
        .values(status=Status.POSTED, posted_at=func.now())
        .execution_options(synchronize_session=False)
    )


def _postings(entry: DemoEntry, accounts: dict[str, Account]) -> tuple[Posting, ...]:
    return tuple(
        Posting(accounts[code].id, Money(amount, accounts[code].currency), entry.memo)
        for code, amount in entry.lines
    )
