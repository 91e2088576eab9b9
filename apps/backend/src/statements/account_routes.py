"""Accounts that have statements, over HTTP: their timelines and their lines."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query

from src.accounting import service as accounting
from src.days import Day
from src.dependencies import Session, SignedIn
from src.errors import Fault, Invalid, NotFound, answers
from src.statements import line_store, service
from src.statements.account_schemas import (
    AccountStatementsList,
    AccountStatementsOut,
    PlaceOut,
    StatementLineDetail,
    StatementLineList,
    StatementLineOut,
    TimelineOut,
)
from src.statements.line_store import LineFilter

NOT_FOUND = HTTPStatus.NOT_FOUND

router = APIRouter()

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
Limit = Annotated[int, Query(ge=1, le=500)]
Search = Annotated[str | None, Query(max_length=200, pattern=r"^[^\x00]*$")]


@router.get("/statement-accounts")
async def list_statement_accounts(session: Session, user: SignedIn) -> AccountStatementsList:
    """The accounts of the ledger that have statements."""
    found = await service.accounts_with_statements(session, user.id)
    items = [AccountStatementsOut.of(summary, whole) for summary, whole in found]
    return AccountStatementsList(items=items)


@router.get("/statement-accounts/{account_id}/timeline", responses=answers(NOT_FOUND))
async def read_timeline(session: Session, user: SignedIn, account_id: Id) -> TimelineOut:
    """The statements of an account by date: what follows, what is missing, what does not add up."""
    found = await service.timeline(session, user.id, account_id)
    places = [
        PlaceOut.of(place, found.imports[place.span.id], found.currency) for place in found.places
    ]
    return TimelineOut(
        account_id=account_id, currency=found.currency, whole=found.whole, places=places
    )


@router.get("/statement-lines")
async def list_statement_lines(
    session: Session,
    user: SignedIn,
    account_id: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
    first: Annotated[Day | None, Query(alias="from")] = None,
    last: Annotated[Day | None, Query(alias="to")] = None,
    text: Annotated[Search, Query(alias="q")] = None,
    booked: bool | None = None,
    before: Annotated[str | None, Query(max_length=40, examples=["2026-01-31:42"])] = None,
    limit: Limit = 100,
) -> StatementLineList:
    """The lines of accounts, the latest first; `booked` are those that an entry explains."""
    wanted = LineFilter(account_id, first, last, text, booked)
    found = await line_store.lines(session, user.id, wanted, _place(before), limit)
    entries = await line_store.entries_of(session, user.id, [line.id for line in found])
    items = [StatementLineOut.of(line, entries) for line in found]
    next_ = f"{found[-1].date}:{found[-1].id}" if len(found) == limit else None
    return StatementLineList(items=items, next=next_)


@router.get("/statement-lines/{line_id}", responses=answers(NOT_FOUND))
async def read_statement_line(session: Session, user: SignedIn, line_id: Id) -> StatementLineDetail:
    """One line, the entries that explain it, and the lines of files that tell of it."""
    line = await line_store.line(session, user.id, line_id)
    if line is None:
        raise NotFound(f"There is no statement line {line_id}.")
    entries = await line_store.entries_of(session, user.id, [line_id])
    seen = await line_store.sightings(session, user.id, line_id)
    return StatementLineDetail.detail(line, entries, seen)


@router.get("/entries/{entry_id}/statement-lines", responses=answers(NOT_FOUND))
async def list_lines_of_entry(
    session: Session, user: SignedIn, entry_id: Id
) -> list[StatementLineOut]:
    """The lines of statements that an entry of the journal explains, by date."""
    await accounting.read_entry(session, user.id, entry_id)
    found = await line_store.lines_of_entries(session, user.id, [entry_id])
    lines = found.get(entry_id, [])
    entries = await line_store.entries_of(session, user.id, [line.id for line in lines])
    return [StatementLineOut.of(line, entries) for line in lines]


def _place(before: str | None) -> tuple[dt.date, int] | None:
    """The day and id that `next` of the page before was made of."""
    if before is None:
        return None
    day, _, id_ = before.partition(":")
    try:
        found = dt.date.fromisoformat(day), int(id_)
    except ValueError:
        found = None
    if found is None or not 0 < found[1] < 2**63:
        message = "must be the `next` of the page before"
        raise Invalid(f"before: {message}", [Fault("before", message)])
    return found
