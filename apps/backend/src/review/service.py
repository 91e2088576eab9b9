"""The use cases of review: the queue's next page, and what a person does with several items.

`owner` is the id of the person: what is another's does not exist.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from src.errors import Conflict, Invalid, NotFound, Refusal
from src.reconciliation import runs
from src.reconciliation import service as reconciliation
from src.reconciliation import store as matches
from src.reconciliation.service import Booking, Split
from src.reconciliation.store import Matched
from src.reconciliation.words import is_named, payee_of
from src.review import rules, store
from src.review.rules import Learned, Rule, Suggestion
from src.review.store import ItemKind, Waiting
from src.statements import line_store
from src.statements.tables import StatementLine

log = structlog.get_logger()

Verb = Literal["accept", "reject", "release", "undo", "book"]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits, with all that is needed to decide it."""

    waiting: Waiting
    match: Matched | None = None
    line: StatementLine | None = None
    suggestion: Suggestion | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of what waits; `next` is where the next page begins, None on the last one."""

    items: Sequence[Item]
    matches: int
    lines: int
    suggestions: Sequence[Learned]
    next: str | None

    @property
    def total(self) -> int:
        """How many things wait."""
        return self.matches + self.lines + len(self.suggestions)


@dataclass(frozen=True, slots=True)
class Action:
    """One decision of several: about a match, or an entry to be made from a line.

    What is booked instead of a proposal names both.
    """

    verb: Verb
    match_id: int | None = None
    line_id: int | None = None
    booking: Booking = field(default_factory=lambda: Booking(()))
    fee_account_id: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one action: the match, or why not."""

    match_id: int | None = None
    refusal: Refusal | None = None


async def queue(
    session: AsyncSession,
    owner: int,
    kind: ItemKind | None,
    account_id: int | None,
    after: tuple[dt.date, str, int] | None,
    limit: int,
) -> Queue:
    """A page of the queue, the oldest first, and how much waits in all."""
    found = await store.waiting(session, owner, kind, account_id, after, limit + 1)
    more, found = len(found) > limit, found[:limit]
    counts = await store.counts(session, owner, account_id)
    known = await _known(session, owner)
    suggestions = await _learned(session, owner, known) if account_id is None else []
    return Queue(
        await _items(session, owner, found, known),
        counts.get("match", 0),
        counts.get("line", 0),
        suggestions,
        found[-1].place if more else None,
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """A person's rules, what they decided for each text, and the currencies of their accounts."""

    rules: list[Rule]
    history: dict[str, dict[int, int]]
    currencies: dict[int, str]


async def _known(session: AsyncSession, owner: int) -> _Known:
    found = [store.as_rule(row) for row in await store.rules(session, owner)]
    history = await matches.history(session, owner)
    return _Known(found, history, await store.currencies(session, owner))


async def _learned(session: AsyncSession, owner: int, known: _Known) -> list[Learned]:
    """The rules that repeated decisions suggest."""
    by_payee: dict[str, dict[str, dict[int, int]]] = {}
    for text, counts in known.history.items():
        by_payee.setdefault(payee_of(text), {})[text] = counts
    return rules.learned(by_payee, known.rules, await store.refusals(session, owner))


async def decide(session: AsyncSession, owner: int, actions: Sequence[Action]) -> list[Outcome]:
    """Do several things at once: each alone succeeds or says why not, in their order."""
    outcomes = []
    for action in actions:
        try:
            async with session.begin_nested():
                outcomes.append(Outcome(await _do(session, owner, action)))
        except Refusal as refusal:
            outcomes.append(Outcome(refusal=refusal))
        except IntegrityError:
            why = Conflict("The database refused it: read the present state and retry.")
            outcomes.append(Outcome(refusal=why))
    await session.commit()
    log.info("decided", asked=len(actions), done=sum(each.refusal is None for each in outcomes))
    return outcomes


async def _items(
    session: AsyncSession, owner: int, found: Sequence[Waiting], known: _Known
) -> list[Item]:
    by_match = await _matches(session, owner, [each.id for each in found if each.kind == "match"])
    lines = await _lines(session, owner, [each.id for each in found if each.kind == "line"])
    said = _suggested(known, list(lines.values()))
    return [
        Item(each, by_match[each.id])
        if each.kind == "match"
        else Item(each, line=lines[each.id], suggestion=said.get(each.id))
        for each in found
    ]


def _suggested(known: _Known, lines: Sequence[StatementLine]) -> dict[int, Suggestion]:
    """The account that each line is likely booked on, by the line's id, where anything tells.

    An account of another currency is none: a line cannot be booked there without an exchange.
    """
    history = runs.by_payee(known.history) if lines else {}
    said = {}
    for line in lines:
        decided = history.get(payee_of(line.text), {})
        found = rules.suggestion(
            [each for each in known.rules if known.currencies[each.account_id] == line.currency],
            {
                account: count
                for account, count in decided.items()
                if account != line.account_id and known.currencies[account] == line.currency
            },
            line.text,
            line.amount,
            names=is_named(line.text),
        )
        if found is not None:
            said[line.id] = found
    return said


async def _matches(session: AsyncSession, owner: int, ids: Sequence[int]) -> dict[int, Matched]:
    shown = await matches.matched(session, owner, await matches.by_id(session, owner, ids))
    return {each.match.id: each for each in shown}


async def _lines(session: AsyncSession, owner: int, ids: Sequence[int]) -> dict[int, StatementLine]:
    return {each.id: each for each in await line_store.lines_by_id(session, owner, ids)}


async def _do(session: AsyncSession, owner: int, action: Action) -> int:
    if action.verb == "book":
        return await _book(session, owner, action)
    if action.match_id is None:
        raise Invalid(f"match_id: say which match to {action.verb}")
    if action.verb == "accept":
        await reconciliation.do_accept(session, owner, action.match_id, action.fee_account_id)
    elif action.verb == "reject":
        await reconciliation.do_reject(session, owner, action.match_id)
    elif action.verb == "release":
        await reconciliation.do_release(session, owner, action.match_id)
    else:
        await reconciliation.do_undo(session, owner, action.match_id)
    return action.match_id


async def _book(session: AsyncSession, owner: int, action: Action) -> int:
    """Book a line as asked, or, where nothing is asked, as it is suggested."""
    if action.line_id is None:
        raise Invalid("line_id: say which line to book")
    wish = action.booking
    if not wish.splits:
        lines = await _lines(session, owner, [action.line_id])
        if not lines:
            raise NotFound(f"There is no statement line {action.line_id}.")
        known = await _known(session, owner)
        said = _suggested(known, list(lines.values())).get(action.line_id)
        if said is None:
            raise Invalid("splits: nothing suggests an account for this line: choose one")
        wish = replace(
            wish,
            splits=(Split(said.account_id),),
            description=wish.description or said.description,
        )
    return await reconciliation.do_book(session, owner, action.line_id, wish, action.match_id)
