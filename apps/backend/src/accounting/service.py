"""The use cases of the journal. Each ends in one commit, or leaves nothing behind.

`owner` is the id of the person whose books they are: what is another's does not exist.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy import delete, func
from sqlalchemy.ext.asyncio import AsyncSession

from src import money
from src.accounting import exchanges, rules, store
from src.accounting.rules import AccountState, Balance, Draft, Posting
from src.accounting.tables import Account, Entry, Line, Status
from src.errors import Conflict, Fault, Invalid, NotFound, invalid
from src.money import Money

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """The balance of every account, and for each currency two equal totals."""

    as_of: dt.date | None
    rows: Sequence[tuple[Account, Balance]]
    totals: dict[str, Balance]


async def read_account(session: AsyncSession, owner: int, id_: int) -> Account:
    """One account. Raises NotFound."""
    account = await store.account(session, owner, id_)
    if account is None:
        raise NotFound(f"There is no account {id_}.")
    return account


async def write_entry(
    session: AsyncSession, owner: int, draft: Draft, *, post: bool = False
) -> Entry:
    """Store a balanced entry as a draft, or post it at once.

    Raises Invalid with every fault of its lines.
    """
    entry = await add_entry(session, owner, draft, post=post)
    return await _commit(session, owner, entry.id)


async def add_entry(
    session: AsyncSession, owner: int, draft: Draft, *, post: bool = False
) -> Entry:
    """As `write_entry`, as a part of what the caller commits."""
    postings = await exchanges.completed(session, owner, draft)
    await _require_balanced(session, owner, postings)
    entry = Entry(user_id=owner, date=draft.date, description=draft.description)
    session.add(entry)
    await session.flush()
    await store.add_lines(session, entry, postings)
    if post:
        await _mark_posted(session, entry)
    return entry


async def rewrite_entry(
    session: AsyncSession, owner: int, id_: int, version: int, draft: Draft
) -> Entry:
    """Replace a draft, date, description and lines, that is still at `version`.

    Raises NotFound, Conflict when it changed or was posted meanwhile, or Invalid.
    """
    entry = await _locked(session, owner, id_, version)
    _require_draft(entry)
    postings = await exchanges.completed(session, owner, draft)
    await _require_balanced(session, owner, postings)
    await session.execute(delete(Line).where(Line.entry_id == id_))
    entry.date, entry.description = draft.date, draft.description
    await session.flush()
    await store.add_lines(session, entry, postings)
    return await _commit(session, owner, id_)


async def post_entry(
    session: AsyncSession, owner: int, id_: int, version: int | None = None
) -> Entry:
    """Post a draft. Of two who post it at once, one wins and the other gets Conflict.

    With `version`, what is posted is what the caller has seen. Raises NotFound, Conflict, or
    Invalid when one of its accounts was closed meanwhile.
    """
    entry = await _locked(session, owner, id_, version)
    _require_draft(entry)
    await _require_balanced(session, owner, _postings(entry))
    await _mark_posted(session, entry)
    return await _commit(session, owner, id_)


async def post_entries(
    session: AsyncSession, owner: int, seen: Mapping[int, int | None]
) -> Sequence[int]:
    """Post several drafts, all or none: ids with the version that was seen, or None for any.

    Raises Conflict with a fault for each that cannot be posted now, or Invalid.
    """
    found = await store.drafts(session, owner, seen)
    closed_until = (await store.books(session, owner, lock=True)).closed_until
    faults = [
        Fault(f"entries.{index}", why)
        for index, (id_, version) in enumerate(seen.items())
        if (why := _why_not_posted(found.get(id_), version, closed_until))
    ]
    if faults:
        raise Conflict("; ".join(f"{each.field}: {each.message}" for each in faults), faults)
    for entry in found.values():
        await _require_balanced(session, owner, _postings(entry))
        entry.status, entry.posted_at = Status.POSTED, func.now()
    await session.commit()
    log.info("entries_posted", count=len(found))
    return list(found)


async def reverse_entry(
    session: AsyncSession,
    owner: int,
    id_: int,
    date: dt.date | None = None,
    description: str | None = None,
) -> Entry:
    """Post the entry that undoes a posted one, and link the two. Returns the new entry.

    It carries the original's date unless a later one is given, which it must be where that date's
    period is closed. Raises NotFound, Conflict when the entry is a draft or reversed already or
    the period is closed, or Invalid.
    """
    reversal = await add_reversal(session, owner, id_, date, description)
    return await _commit(session, owner, reversal.id)


async def add_reversal(
    session: AsyncSession,
    owner: int,
    id_: int,
    date: dt.date | None = None,
    description: str | None = None,
) -> Entry:
    """As `reverse_entry`, as a part of what the caller commits."""
    original = await _locked(session, owner, id_)
    if original.status is not Status.POSTED:
        raise Conflict(f"Entry {id_} is {original.status}: only a posted entry can be reversed.")
    if date is not None and date < original.date:
        raise invalid("date", f"a reversal cannot be earlier than its entry, {original.date}")
    postings = rules.mirrored(_postings(original))
    await _require_balanced(session, owner, postings)
    reversal = Entry(
        user_id=owner,
        date=date or original.date,
        description=description or f"Reversal of {original.description}"[:500],
        reverses_id=id_,
        # What undoes demonstration data is removed together with it.
        demo=original.demo,
    )
    session.add(reversal)
    await session.flush()
    await store.add_lines(session, reversal, postings)
    await _mark_posted(session, reversal)
    original.status = Status.REVERSED
    await session.flush()
    return reversal


async def discard_entry(session: AsyncSession, owner: int, id_: int) -> None:
    """Delete a draft. Raises NotFound, or Conflict when it is no draft."""
    entry = await _locked(session, owner, id_)
    _require_draft(entry)
    await session.delete(entry)
    await session.commit()


async def read_entry(session: AsyncSession, owner: int, id_: int) -> Entry:
    """One entry with its lines. Raises NotFound."""
    entry = await store.entry(session, owner, id_)
    if entry is None:
        raise NotFound(f"There is no entry {id_}.")
    return entry


async def trial_balance(
    session: AsyncSession, owner: int, as_of: dt.date | None = None
) -> TrialBalance:
    """Every account with a balance, from what is posted up to and including `as_of`.

    Without a date: from everything that is posted.
    """
    rows = [
        (each, rules.split(balance))
        for each, balance in await store.balances(session, owner, as_of)
    ]
    debits = money.sums(Money(balance.debit, each.currency) for each, balance in rows)
    credits_ = money.sums(Money(balance.credit, each.currency) for each, balance in rows)
    totals = {currency: Balance(debits[currency], credits_[currency]) for currency in debits}
    return TrialBalance(as_of, rows, totals)


async def _require_balanced(session: AsyncSession, owner: int, postings: Sequence[Posting]) -> None:
    ids = {posting.account_id for posting in postings}
    found = await store.accounts_kept_open(session, owner, ids)
    states = {
        id_: AccountState(account.code, account.currency, account.closed)
        for id_, account in found.items()
    }
    if faults := rules.entry_faults(postings, states):
        raise Invalid("; ".join(f"{fault.field}: {fault.message}" for fault in faults), faults)


async def _locked(session: AsyncSession, owner: int, id_: int, version: int | None = None) -> Entry:
    entry = await store.entry(session, owner, id_, lock=True)
    if entry is None:
        raise NotFound(f"There is no entry {id_}.")
    if version is not None and entry.version != version:
        raise Conflict(f"Entry {id_} is at version {entry.version}, not {version}. Read it again.")
    return entry


def _require_draft(entry: Entry) -> None:
    if entry.status is not Status.DRAFT:
        raise Conflict(
            f"Entry {entry.id} is {entry.status}: only a draft can be changed, posted or deleted."
        )


def _why_not_posted(
    entry: Entry | None, version: int | None, closed_until: dt.date | None
) -> str | None:
    if entry is None:
        return "there is no such entry"
    if entry.status is not Status.DRAFT:
        return f"entry {entry.id} is {entry.status}"
    if version is not None and entry.version != version:
        return f"entry {entry.id} is at version {entry.version}, not {version}"
    return rules.period_fault(entry.date, closed_until)


async def _mark_posted(session: AsyncSession, entry: Entry) -> None:
    books = await store.books(session, entry.user_id, lock=True)
    if why := rules.period_fault(entry.date, books.closed_until):
        raise Conflict(f"{why}.".capitalize(), [Fault("date", why)])
    entry.status = Status.POSTED
    entry.posted_at = func.now()
    await session.flush()


async def _commit(session: AsyncSession, owner: int, id_: int) -> Entry:
    """Commit, and return the entry as the database's triggers left it."""
    entry = await read_entry(session, owner, id_)
    await session.commit()
    log.info("entry_stored", entry=id_, status=entry.status, version=entry.version)
    return entry


def _postings(entry: Entry) -> tuple[Posting, ...]:
    return tuple(
        Posting(line.account_id, Money(line.amount, line.currency), line.memo)
        for line in entry.lines
    )
