"""Making, ordering and trying rules. Each use case ends in one commit, or leaves nothing behind.

`owner` is the id of the person: what is another's does not exist.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from src.accounting import service as accounting
from src.errors import Fault, Invalid, NotFound
from src.review import rules, store
from src.review.rules import Rule
from src.review.store import Told
from src.review.tables import RuleRow

log = structlog.get_logger()

_EXAMPLES = 50


@dataclass(frozen=True, slots=True)
class Change:
    """A line that a rule would have booked: `before` is what is true of it without the rule.

    For an open line that is what the other rules would suggest, None where nothing does.
    """

    line: Told
    before: tuple[int, ...]
    after: int


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a rule would have done with every line there is.

    `fits` lines are like it; of these, `open` wait and would get its account, `same` were booked
    on it already, `other` were booked elsewhere, and an earlier rule would have taken `earlier`.
    """

    fits: int
    open: int
    same: int
    other: int
    earlier: int
    examples: Sequence[Change]


async def add(session: AsyncSession, owner: int, values: dict[str, Any]) -> RuleRow:
    """Add a rule behind all others. Raises NotFound when there is no such account."""
    account = await accounting.read_account(session, owner, values["account_id"])
    row = RuleRow(
        user_id=owner,
        position=await store.next_position(session, owner),
        currency=account.currency,
        **values,
    )
    session.add(row)
    await session.flush()
    await session.refresh(row)
    await session.commit()
    log.info("rule_made", rule=row.id)
    return row


async def change(session: AsyncSession, owner: int, id_: int, changes: dict[str, Any]) -> RuleRow:
    """Change a rule; what is absent stays. Raises NotFound, Invalid."""
    row = await _require(session, owner, id_)
    if "account_id" in changes:
        account = await accounting.read_account(session, owner, changes["account_id"])
        row.currency = account.currency
    for name, value in changes.items():
        setattr(row, name, value)
    if row.least is not None and row.most is not None and row.least > row.most:
        raise Invalid("least: must be at most `most`", [Fault("least", "must be at most `most`")])
    await session.commit()
    return row


async def remove(session: AsyncSession, owner: int, id_: int) -> None:
    """Forget a rule; what was booked by it stays. Raises NotFound."""
    await session.delete(await _require(session, owner, id_))
    await session.commit()


async def reorder(session: AsyncSession, owner: int, ids: Sequence[int]) -> Sequence[RuleRow]:
    """Put the rules into this order. Raises Invalid unless each is named once."""
    rows = {row.id: row for row in await store.rules(session, owner)}
    if sorted(ids) != sorted(rows):
        message = "name each of your rules once"
        raise Invalid(f"ids: {message}", [Fault("ids", message)])
    for position, id_ in enumerate(ids):
        rows[id_].position = position
    await session.commit()
    return await store.rules(session, owner)


async def refuse(session: AsyncSession, owner: int, payee: str, account_id: int) -> None:
    """Do not suggest this rule again. Raises NotFound when there is no such account."""
    account = await accounting.read_account(session, owner, account_id)
    await store.refuse(session, owner, payee, account_id, account.currency)
    await session.commit()


async def dry_run(
    session: AsyncSession, owner: int, rule: Rule, replaces: int | None = None
) -> DryRun:
    """What a rule would have done with every line, in its place among the others.

    It takes the place of the rule that it `replaces`, else it is the last. Raises NotFound.
    """
    await accounting.read_account(session, owner, rule.account_id)
    known = [store.as_rule(row) for row in await store.rules(session, owner)]
    if replaces is not None and replaces not in {each.id for each in known}:
        raise NotFound(f"There is no rule {replaces}.")
    tried = replace(rule, enabled=True)
    others = known
    if replaces is None:
        place = len(known)
    else:
        place = next(index for index, each in enumerate(known) if each.id == replaces)
        others = [each for each in known if each.id != replaces]
    lines = await store.told_lines(session, owner)
    return await asyncio.to_thread(_tried, tried, others, place, lines)


def _tried(rule: Rule, others: Sequence[Rule], place: int, lines: Sequence[Told]) -> DryRun:
    fits = [line for line in lines if rule.fits(line.text, line.amount)]
    reached = [line for line in fits if not rules.first_fit(others[:place], line.text, line.amount)]
    open_, same, other = [], 0, []
    for line in reached:
        if not line.accounts:
            said = rules.first_fit(others[place:], line.text, line.amount)
            before = (said.account_id,) if said else ()
            open_.append(Change(line, before, rule.account_id))
        elif rule.account_id in line.accounts:
            same += 1
        else:
            other.append(Change(line, line.accounts, rule.account_id))
    return DryRun(
        len(fits),
        len(open_),
        same,
        len(other),
        len(fits) - len(reached),
        [*other, *open_][:_EXAMPLES],
    )


async def _require(session: AsyncSession, owner: int, id_: int) -> RuleRow:
    row = await store.rule(session, owner, id_)
    if row is None:
        raise NotFound(f"There is no rule {id_}.")
    return row
