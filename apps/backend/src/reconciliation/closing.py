"""Statements as they are reconciled: the workbench, closing at a difference of zero, reopening.

`owner` is the id of the person: what is another's does not exist.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import structlog
from sqlalchemy import delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from src.errors import Conflict, Fault, Invalid, NotFound
from src.money import Money, render
from src.reconciliation import store
from src.reconciliation.store import Matched, Side
from src.reconciliation.tables import Closing, ClosingLine, Match, MatchLine, State
from src.statements.rules import total
from src.statements.tables import Import, ImportLine, Statement, StatementLine
from src.statements.tables import Status as ImportStatus

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Standing:
    """A committed statement, how many of its lines are explained, and its closing if closed."""

    statement: Statement
    lines: int
    ticked: int
    proposed: int
    closing_id: int | None


@dataclass(frozen=True, slots=True)
class Workbench:
    """A statement on the left, the ledger on the right, and what is between them.

    `opening` and `closing` are the bank's, or what is known instead: `told` says which. `ticked`
    is the sum of the lines that are explained. `entries` are those up to its last day that explain
    no line.
    """

    standing: Standing
    opening: Decimal
    closing: Decimal
    told: bool
    ticked: Decimal
    difference: Decimal
    ledger: Decimal
    lines: Sequence[StatementLine]
    matches: Sequence[Matched]
    entries: Sequence[Side]
    more_entries: bool


async def standings(
    session: AsyncSession, owner: int, account_id: int | None = None
) -> list[Standing]:
    """The committed statements of a person, the latest first."""
    return await _standings(session, owner, account_id=account_id)


async def workbench(
    session: AsyncSession,
    owner: int,
    statement_id: int,
    closing: Decimal | None = None,
    limit: int = 500,
) -> Workbench:
    """All that is needed to reconcile a statement; at most `limit` unmatched entries. NotFound.

    `closing` is the balance that the paper says, for a file that tells none.
    """
    standing = await _standing(session, owner, statement_id)
    statement = standing.statement
    lines = await _lines(session, owner, statement_id)
    matches = await _matches(session, owner, [line.id for line in lines])
    ticked = _ticked(lines, matches)
    opening = await _opening(session, owner, statement)
    told = statement.closing is not None
    end = statement.closing if statement.closing is not None else closing
    if end is None:
        end = total((opening, *(line.amount for line in lines)))
    entries = await _open_entries(session, owner, statement, limit + 1)
    return Workbench(
        standing,
        opening,
        end,
        told,
        ticked,
        total((end, -opening, -ticked)),
        await _ledger(session, owner, statement),
        lines,
        matches,
        entries[:limit],
        len(entries) > limit,
    )


async def close(
    session: AsyncSession, owner: int, statement_id: int, closing: Decimal | None = None
) -> Closing:
    """Lock a statement whose every line is explained and whose difference is 0.

    Raises NotFound; Conflict when it is closed already; Invalid when it does not add up.
    """
    await store.take_turn(session, owner)
    bench = await workbench(session, owner, statement_id, closing)
    statement = bench.standing.statement
    if bench.standing.closing_id is not None:
        raise Conflict(f"Statement {statement_id} is closed already.")
    _require_settled(bench)
    made = Closing(
        user_id=owner,
        account_id=statement.account_id or 0,
        currency=statement.currency or "",
        statement_id=statement.id,
        import_id=statement.import_id,
        first=statement.first,
        last=statement.last,
        opening=bench.opening,
        closing=bench.closing,
        lines=_record(bench),
    )
    session.add(made)
    await session.flush()
    of_line = {line.id: each.match.id for each in bench.matches for line in each.lines}
    session.add_all(
        ClosingLine(closing_id=made.id, line_id=line.id, match_id=of_line[line.id], user_id=owner)
        for line in bench.lines
    )
    await session.flush()
    await session.refresh(made)
    await session.commit()
    log.info("statement_closed", statement=statement_id, lines=len(bench.lines))
    return made


async def reopen(session: AsyncSession, owner: int, statement_id: int, reason: str) -> Closing:
    """Let a closed statement be worked on again; its record stays, with when and why.

    Raises NotFound, or Conflict when it is not closed.
    """
    await store.take_turn(session, owner)
    await _standing(session, owner, statement_id)
    query = select(Closing).where(
        Closing.user_id == owner,
        Closing.statement_id == statement_id,
        Closing.reopened_at.is_(None),
    )
    found = await session.scalar(query)
    if found is None:
        raise Conflict(f"Statement {statement_id} is not closed.")
    await session.execute(delete(ClosingLine).where(ClosingLine.closing_id == found.id))
    found.reason = reason
    found.reopened_at = func.now()
    await session.flush()
    await session.refresh(found)
    await session.commit()
    log.info("statement_reopened", statement=statement_id)
    return found


async def closings(session: AsyncSession, owner: int, account_id: int | None) -> Sequence[Closing]:
    """Every closing there was, the latest first, also those that were reopened."""
    query = select(Closing).where(Closing.user_id == owner)
    if account_id is not None:
        query = query.where(Closing.account_id == account_id)
    return (await session.scalars(query.order_by(Closing.id.desc()))).all()


def _require_settled(bench: Workbench) -> None:
    currency = bench.standing.statement.currency or ""
    faults = []
    if open_ := bench.standing.lines - bench.standing.ticked:
        faults.append(Fault("lines", f"{open_} of its lines are not explained by an entry"))
    if bench.difference:
        what = f"the difference is {Money(bench.difference, currency)}, it must be 0"
        faults.append(Fault("difference", what))
    if faults:
        raise Invalid("; ".join(each.message for each in faults).capitalize() + ".", faults)


def _record(bench: Workbench) -> list[Any]:
    """The lines with what explains them, as JSON: nothing in it follows a later change."""
    currency = bench.standing.statement.currency or ""
    of_line = {line.id: each for each in bench.matches for line in each.lines}
    return [
        {
            "line_id": line.id,
            "date": line.date.isoformat(),
            "amount": render(line.amount, currency),
            "text": line.text,
            "entry_ids": sorted({side.entry_id for side in of_line[line.id].sides}),
        }
        for line in bench.lines
    ]


def _ticked(lines: Sequence[StatementLine], matches: Sequence[Matched]) -> Decimal:
    settled = {
        line.id for each in matches if each.match.state is State.ACCEPTED for line in each.lines
    }
    return total(line.amount for line in lines if line.id in settled)


async def _standing(session: AsyncSession, owner: int, statement_id: int) -> Standing:
    found = await _standings(session, owner, statement_id=statement_id)
    if not found:
        raise NotFound(f"There is no committed statement {statement_id}.")
    return found[0]


async def _standings(
    session: AsyncSession,
    owner: int,
    *,
    account_id: int | None = None,
    statement_id: int | None = None,
) -> list[Standing]:
    query = (
        select(Statement)
        .join(Import, Import.id == Statement.import_id)
        .where(
            Statement.user_id == owner,
            Statement.account_id.is_not(None),
            Import.status == ImportStatus.COMMITTED,
        )
        .order_by(Statement.last.desc(), Statement.id.desc())
    )
    if account_id is not None:
        query = query.where(Statement.account_id == account_id)
    if statement_id is not None:
        query = query.where(Statement.id == statement_id)
    statements = (await session.scalars(query)).all()
    rows = await session.execute(
        text(_STANDINGS), {"owner": owner, "ids": [each.id for each in statements]}
    )
    counts = {row.id: row for row in rows}
    return [
        Standing(
            each,
            counts[each.id].lines,
            counts[each.id].ticked,
            counts[each.id].proposed,
            counts[each.id].closing_id,
        )
        for each in statements
    ]


_STANDINGS = """
    WITH lines AS (
        SELECT DISTINCT il.statement_id, il.line_id FROM import_lines il
        WHERE il.user_id = :owner AND il.statement_id = ANY(:ids) AND il.line_id IS NOT NULL
    ), states AS (
        SELECT lines.*,
               EXISTS (SELECT FROM match_lines m
                       WHERE m.line_id = lines.line_id AND m.settled) AS ticked,
               EXISTS (SELECT FROM match_lines m JOIN matches ON matches.id = m.match_id
                       WHERE m.line_id = lines.line_id AND matches.state = 'proposed') AS proposed
        FROM lines
    )
    SELECT s.id,
           count(states.line_id) AS lines,
           count(*) FILTER (WHERE states.ticked) AS ticked,
           count(*) FILTER (WHERE states.proposed AND NOT states.ticked) AS proposed,
           (SELECT c.id FROM closings c
            WHERE c.statement_id = s.id AND c.reopened_at IS NULL) AS closing_id
    FROM statements s LEFT JOIN states ON states.statement_id = s.id
    WHERE s.id = ANY(:ids) GROUP BY s.id
"""


async def _lines(session: AsyncSession, owner: int, statement_id: int) -> list[StatementLine]:
    told = select(ImportLine.line_id).where(
        ImportLine.user_id == owner,
        ImportLine.statement_id == statement_id,
        ImportLine.line_id.is_not(None),
    )
    query = select(StatementLine).where(StatementLine.user_id == owner, StatementLine.id.in_(told))
    return list(await session.scalars(query.order_by(StatementLine.date, StatementLine.id)))


async def _matches(session: AsyncSession, owner: int, line_ids: list[int]) -> list[Matched]:
    """The matches of these lines that are accepted or wait."""
    members = select(MatchLine.match_id).where(
        MatchLine.user_id == owner, MatchLine.line_id.in_(line_ids)
    )
    query = select(Match).where(
        Match.user_id == owner,
        Match.id.in_(members),
        Match.state.in_((State.ACCEPTED, State.PROPOSED)),
    )
    found = (await session.scalars(query.order_by(Match.id))).all()
    return await store.matched(session, owner, found)


async def _opening(session: AsyncSession, owner: int, statement: Statement) -> Decimal:
    """The bank's, else the balance of the last closed statement before, else what came before."""
    if statement.opening is not None:
        return statement.opening
    query = (
        select(Closing.closing)
        .where(
            Closing.user_id == owner,
            Closing.account_id == statement.account_id,
            Closing.reopened_at.is_(None),
            Closing.last < statement.first,
        )
        .order_by(Closing.last.desc())
        .limit(1)
    )
    found: Decimal | None = await session.scalar(query)
    if found is not None:
        return found
    before = select(func.sum(StatementLine.amount)).where(
        StatementLine.user_id == owner,
        StatementLine.account_id == statement.account_id,
        StatementLine.date < statement.first,
    )
    return await session.scalar(before) or Decimal(0)


_LEDGER = """
    SELECT coalesce(sum(l.amount), 0) FROM journal_lines l
    JOIN journal_entries e ON e.id = l.entry_id
    WHERE l.user_id = :owner AND l.account_id = :account AND l.date <= :last
      AND e.status <> 'draft'
"""
# From as long before the statement as an entry may wait for its line.
_OPEN = """
    SELECT DISTINCT l.entry_id, l.date FROM journal_lines l
    JOIN journal_entries e ON e.id = l.entry_id
    WHERE l.user_id = :owner AND l.account_id = :account AND l.date BETWEEN :first AND :last
      AND e.status = 'posted' AND e.reverses_id IS NULL
      AND NOT EXISTS (SELECT FROM match_sides m WHERE m.entry_id = l.entry_id
                      AND m.account_id = l.account_id AND m.settled)
    ORDER BY l.date DESC, l.entry_id DESC LIMIT :limit
"""
_OUTSTANDING = dt.timedelta(days=180)


async def _ledger(session: AsyncSession, owner: int, statement: Statement) -> Decimal:
    """What the journal says that the account held on the statement's last day."""
    values = {"owner": owner, "account": statement.account_id, "last": statement.last}
    found: Decimal = await session.scalar(text(_LEDGER), values)
    return found


async def _open_entries(
    session: AsyncSession, owner: int, statement: Statement, limit: int
) -> list[Side]:
    values = {
        "owner": owner,
        "account": statement.account_id,
        "first": statement.first - _OUTSTANDING,
        "last": statement.last,
        "limit": limit,
    }
    ids = [row.entry_id for row in await session.execute(text(_OPEN), values)]
    shown = await store.sides_of(session, owner, ids)
    account = statement.account_id or 0
    return [shown[id_, account] for id_ in ids if shown[id_, account].amount]
