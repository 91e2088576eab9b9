"""What a person decides about matches. Each public use case ends in one commit, or leaves nothing.

Those whose names begin with `do_` are parts of what the caller commits. `owner` is the id of the
person: what is another's does not exist.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import structlog
from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession

from src.accounting import service as accounting
from src.accounting.rules import Draft, Posting
from src.errors import Conflict, Fault, Invalid, NotFound
from src.money import Money
from src.reconciliation import store
from src.reconciliation.rules import match_key
from src.reconciliation.store import Matched, Side
from src.reconciliation.tables import Decider, Kind, Match, MatchLine, State
from src.statements.rules import total
from src.statements.tables import StatementLine

log = structlog.get_logger()

_LONGEST = 500
# A run that sees it leaves the decision to the person.
_TAKEN_BACK = {
    "factor": "person",
    "contribution": 0.0,
    "sentence": "You took a decision about it back: the program does not decide it again.",
}


@dataclass(frozen=True, slots=True)
class Split:
    """A part of a line on one account; without an amount it is all of it.

    The amount is as the journal has it: positive where that account is debited.
    """

    account_id: int
    amount: Decimal | None = None
    memo: str = ""


@dataclass(frozen=True, slots=True)
class Booking:
    """An entry that is to be made from a line; date and words are the line's where left open."""

    splits: tuple[Split, ...]
    date: dt.date | None = None
    description: str = ""


async def read(session: AsyncSession, owner: int, id_: int) -> Matched:
    """One match with its members. Raises NotFound."""
    match = await _require(session, owner, id_)
    return (await store.matched(session, owner, [match]))[0]


async def accept(
    session: AsyncSession, owner: int, id_: int, fee_account_id: int | None = None
) -> Matched:
    """Take a proposal. Of two who decide about it, one wins and the other gets Conflict.

    A transfer becomes one entry for its two lines; a difference is booked as a fee on
    `fee_account_id`, or where the last one was. Raises NotFound, Conflict or Invalid.
    """
    await do_accept(session, owner, id_, fee_account_id)
    return await _commit(session, owner, id_)


async def do_accept(
    session: AsyncSession, owner: int, id_: int, fee_account_id: int | None = None
) -> None:
    """As `accept`, as a part of what the caller commits."""
    await store.take_turn(session, owner)
    match = await _require(session, owner, id_, State.PROPOSED)
    found = (await store.matched(session, owner, [match]))[0]
    await _require_free(session, owner, found.lines, found.sides)
    if match.kind is Kind.TRANSFER:
        await _make_transfer(session, owner, found)
    if match.difference:
        await _make_fee(session, owner, found, fee_account_id)
    await _settle(session, match)


async def reject(session: AsyncSession, owner: int, id_: int) -> Matched:
    """Note that these do not belong together: it is not proposed again.

    Raises NotFound, Conflict when it is decided already.
    """
    await do_reject(session, owner, id_)
    return await _commit(session, owner, id_)


async def do_reject(session: AsyncSession, owner: int, id_: int) -> None:
    """As `reject`, as a part of what the caller commits."""
    await store.take_turn(session, owner)
    match = await _require(session, owner, id_, State.PROPOSED)
    _decide(match, State.REJECTED)
    await session.flush()


async def release(session: AsyncSession, owner: int, id_: int) -> Matched:
    """Take an accepted match apart; entries that accepting it had made are reversed.

    The program does not match these again. Raises NotFound, or Conflict when it is not accepted,
    in a closed statement, or when an entry's period is closed.
    """
    await do_release(session, owner, id_)
    return await _commit(session, owner, id_)


async def do_release(session: AsyncSession, owner: int, id_: int) -> None:
    """As `release`, as a part of what the caller commits."""
    await store.take_turn(session, owner)
    match = await _require(session, owner, id_, State.ACCEPTED)
    await take_apart(session, owner, match)
    _decide(match, State.RELEASED)
    await session.flush()


async def undo(session: AsyncSession, owner: int, id_: int) -> Matched:
    """Take a decision back: what was proposed waits again, an entry that was made is reversed.

    Raises NotFound, or Conflict when nothing was decided, or when its lines or entries have been
    used otherwise since.
    """
    await do_undo(session, owner, id_)
    return await _commit(session, owner, id_)


async def do_undo(session: AsyncSession, owner: int, id_: int) -> None:
    """As `undo`, as a part of what the caller commits."""
    await store.take_turn(session, owner)
    match = await _require(session, owner, id_)
    if match.state not in (State.ACCEPTED, State.REJECTED):
        raise Conflict(f"Match {id_} is {match.state}: there is nothing to undo.")
    if match.state is State.ACCEPTED:
        await take_apart(session, owner, match)
        # Released first: a match that counts, and loses members, goes with them.
        _decide(match, State.RELEASED)
        await session.flush()
        if match.kind is not Kind.BOOKING:
            await store.forget_made(session, match)
    else:
        found = (await store.matched(session, owner, [match]))[0]
        if not found.lines:
            raise Conflict("Its lines are gone: their import was undone.")
        await _require_free(session, owner, found.lines, found.sides)
    if match.kind is not Kind.BOOKING:
        match.state, match.decided_at, match.decided_by = State.PROPOSED, None, None
        match.reasons = [*match.reasons, _TAKEN_BACK]
    await session.flush()


async def match_by_hand(
    session: AsyncSession, owner: int, line_ids: Collection[int], entry_ids: Collection[int]
) -> Matched:
    """Say which entries explain which lines of one account: their sums must be equal.

    Raises NotFound; Conflict when one is matched or locked; Invalid when the sums differ.
    """
    await store.take_turn(session, owner)
    lines = await _lines(session, owner, line_ids)
    account, currency = lines[0].account_id, lines[0].currency
    if {each.account_id for each in lines} != {account}:
        raise _invalid("line_ids", "the lines are of different accounts")
    shown = await store.sides_of(session, owner, entry_ids)
    if missing := set(entry_ids) - {entry for entry, _ in shown}:
        raise NotFound(f"There is no entry {min(missing)}.")
    sides = [shown[id_, account] for id_ in sorted(set(entry_ids)) if (id_, account) in shown]
    if len(sides) < len(set(entry_ids)):
        raise _invalid("entry_ids", "each entry must have a line on the account of the lines")
    await _require_free(session, owner, lines, sides)
    off = total((*(line.amount for line in lines), *(-side.amount for side in sides)))
    if off:
        what = f"the sums differ by {Money(off, currency)}"
        raise _invalid("entry_ids", what)
    match = await _new(session, owner, lines, sides, Kind.ENTRY, "You matched them.")
    await _settle(session, match)
    return await _commit(session, owner, match.id)


async def book(
    session: AsyncSession, owner: int, line_id: int, wish: Booking, instead_of: int | None = None
) -> Matched:
    """Make and post the entry that a line has none of yet, and match the two.

    `instead_of` is the proposal for the line that is wrong: it is rejected together with the
    booking, or neither happens. Raises NotFound; Conflict when the line is explained already, the
    proposal is decided or the period is closed; Invalid with every fault of the splits.
    """
    id_ = await do_book(session, owner, line_id, wish, instead_of)
    return await _commit(session, owner, id_)


async def do_book(
    session: AsyncSession, owner: int, line_id: int, wish: Booking, instead_of: int | None = None
) -> int:
    """As `book`, as a part of what the caller commits: the match's id."""
    await store.take_turn(session, owner)
    line = (await _lines(session, owner, [line_id]))[0]
    if instead_of is not None:
        await _reject_for(session, owner, instead_of, line)
    await _require_free(session, owner, [line], [])
    draft = await _draft(session, owner, line, wish)
    entry = await accounting.add_entry(session, owner, draft, post=True)
    match = await _new(session, owner, [line], [], Kind.BOOKING, "You had it booked.")
    await store.add_side(session, match, entry.id, line.account_id, made=True)
    await _settle(session, match)
    return match.id


async def save_thresholds(session: AsyncSession, owner: int, values: Mapping[str, Any]) -> None:
    """Keep a person's thresholds; what they say counts from the next run on."""
    await store.save_thresholds(session, owner, values)
    await session.commit()


# --- parts -----------------------------------------------------------------------------------


async def _require(
    session: AsyncSession, owner: int, id_: int, state: State | None = None
) -> Match:
    match = await store.match(session, owner, id_)
    if match is None:
        raise NotFound(f"There is no match {id_}.")
    if state is not None and match.state is not state:
        raise Conflict(f"Match {id_} is {match.state}, not {state}. Read it again.")
    return match


async def _reject_for(session: AsyncSession, owner: int, id_: int, line: StatementLine) -> None:
    """Reject the proposal that a line is booked instead of."""
    match = await _require(session, owner, id_, State.PROPOSED)
    found = (await store.matched(session, owner, [match]))[0]
    if line.id not in {each.id for each in found.lines}:
        raise _invalid("instead_of", f"match {id_} is not about line {line.id}")
    _decide(match, State.REJECTED)
    await session.flush()


async def _lines(session: AsyncSession, owner: int, ids: Collection[int]) -> list[StatementLine]:
    found = await store.lines(session, owner, ids)
    if missing := set(ids) - set(found):
        raise NotFound(f"There is no statement line {min(missing)}.")
    return list(found.values())


async def _require_free(
    session: AsyncSession, owner: int, lines: Sequence[StatementLine], sides: Sequence[Side]
) -> None:
    """Raise Conflict unless all lines and sides can still be matched, and hold them so."""
    await store.lines(session, owner, [each.id for each in lines])
    if taken := await store.settled_lines(session, owner, [each.id for each in lines]):
        raise Conflict(f"Line {min(taken)} is explained by match {taken[min(taken)]} already.")
    entries = {each.entry_id for each in sides}
    statuses = await store.hold_entries(session, owner, entries)
    for id_ in sorted(entries):
        if statuses.get(id_) != "posted":
            what = statuses.get(id_, "a reversal")
            raise Conflict(f"Entry {id_} is {what}: only a posted entry explains a line.")
    settled = await store.settled_sides(session, owner, entries)
    for side in sides:
        if other := settled.get((side.entry_id, side.account_id)):
            raise Conflict(f"Entry {side.entry_id} explains lines of match {other} already.")


async def _settle(session: AsyncSession, match: Match) -> None:
    _decide(match, State.ACCEPTED)
    await session.flush()
    await store.settle(session, match)
    log.info("match_accepted", match=match.id, kind=match.kind)


def _decide(match: Match, state: State) -> None:
    match.state, match.decided_by = state, Decider.PERSON
    match.decided_at = func.now()


async def take_apart(session: AsyncSession, owner: int, match: Match) -> None:
    """Free a match's lines and sides, and reverse what accepting it had made.

    What the match is from now on, the caller says. Raises Conflict when a closed statement holds
    it, or the period of such an entry is closed.
    """
    if await store.is_closed(session, match.id):
        raise Conflict("It is part of a closed statement. Reopen the statement first.")
    found = (await store.matched(session, owner, [match]))[0]
    await store.unsettle(session, match)
    for id_ in sorted({side.entry_id for side in found.sides if side.made}):
        await accounting.add_reversal(session, owner, id_)


async def _make_transfer(session: AsyncSession, owner: int, found: Matched) -> None:
    """One entry that is both lines; the money has moved on the day it left."""
    lines = sorted(found.lines, key=lambda line: line.amount)
    postings = tuple(Posting(line.account_id, _money(line), line.text[:500]) for line in lines)
    text = lines[0].text[:_LONGEST].strip() or "Transfer"
    entry = await accounting.add_entry(
        session, owner, Draft(lines[0].date, text, postings), post=True
    )
    for line in lines:
        await store.add_side(session, found.match, entry.id, line.account_id, made=True)


async def _make_fee(
    session: AsyncSession, owner: int, found: Matched, account_id: int | None
) -> None:
    """The entry that makes sides and lines equal."""
    match = found.match
    account_id = account_id or await store.last_fee_account(session, owner, match.currency)
    if account_id is None:
        raise _invalid("fee_account_id", "say on which account the fee is booked")
    fee = Money(match.difference, match.currency)
    postings = (Posting(match.account_id, fee), Posting(account_id, -fee))
    date = max(line.date for line in found.lines)
    text = f"Fee: {found.lines[0].text}"[:_LONGEST]
    entry = await accounting.add_entry(session, owner, Draft(date, text, postings), post=True)
    await store.add_side(session, match, entry.id, match.account_id, made=True)


async def _draft(session: AsyncSession, owner: int, line: StatementLine, wish: Booking) -> Draft:
    if len(wish.splits) > 1 and any(split.amount is None for split in wish.splits):
        raise _invalid("splits", "each of several splits needs its amount")
    postings, exchange = [Posting(line.account_id, _money(line))], False
    for index, split in enumerate(wish.splits):
        account = await accounting.read_account(session, owner, split.account_id)
        if account.id == line.account_id:
            raise _invalid(f"splits.{index}.account_id", "is the account of the line itself")
        foreign = account.currency != line.currency
        if split.amount is None and foreign:
            what = f"is in {account.currency}: say how much of it"
            raise _invalid(f"splits.{index}.amount", what)
        amount = -line.amount if split.amount is None else split.amount
        postings.append(Posting(account.id, Money(amount, account.currency), split.memo))
        exchange = exchange or foreign
    text = wish.description or line.text[:_LONGEST].strip() or "Booking of the bank"
    return Draft(wish.date or line.date, text, tuple(postings), exchange)


async def _new(
    session: AsyncSession,
    owner: int,
    lines: Sequence[StatementLine],
    sides: Sequence[Side],
    kind: Kind,
    sentence: str,
) -> Match:
    """A match that a person makes: their word is all of its score."""
    line = lines[0]
    match = Match(
        user_id=owner,
        account_id=line.account_id,
        currency=line.currency,
        kind=kind,
        state=State.PROPOSED,
        score=Decimal(1),
        reasons=[{"factor": "person", "contribution": 1.0, "sentence": sentence}],
        difference=Decimal(0),
        key=match_key(
            (f"{each.account_id}:{each.key}" for each in lines),
            (f"{each.entry_id}:{each.account_id}" for each in sides),
        ),
    )
    session.add(match)
    await session.flush()
    session.add_all(MatchLine(match_id=match.id, line_id=each.id, user_id=owner) for each in lines)
    await session.flush()
    for side in sides:
        await store.add_side(session, match, side.entry_id, side.account_id, made=False)
    return match


async def _commit(session: AsyncSession, owner: int, id_: int) -> Matched:
    found = await read(session, owner, id_)
    await session.commit()
    return found


def _money(line: StatementLine) -> Money:
    return Money(line.amount, line.currency)


def _invalid(field: str, message: str) -> Invalid:
    return Invalid(f"{field}: {message}", [Fault(field, message)])
