"""Around the entries over HTTP: closing a period, stored rates, the audit trail."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime

from src import days
from src.accounting import audit, books, exchanges, store
from src.accounting.audit import AuditFilter
from src.accounting.books import RateFilter
from src.accounting.books_schemas import (
    AuditList,
    AuditOut,
    BooksOut,
    ClosingIn,
    ExchangeIn,
    ExchangeOut,
    RateList,
    RateOut,
    RatesIn,
    RatesStored,
    Subject,
)
from src.accounting.routes import (
    FORBIDDEN,
    INVALID,
    NOT_FOUND,
    UNAUTHORIZED,
    AccountId,
    CurrencyCode,
    Id,
    Limit,
    Offset,
)
from src.days import Day
from src.dependencies import Session, SignedIn
from src.errors import answers

router = APIRouter(
    prefix="/api", tags=["accounting"], responses=answers(UNAUTHORIZED, FORBIDDEN, INVALID)
)

_FIRST, _LAST = (dt.datetime.combine(day, dt.time(), dt.UTC) for day in (days.FIRST, days.LAST))
Moment = Annotated[AwareDatetime | None, Query(ge=_FIRST, le=_LAST)]
Subjects = Annotated[list[Subject] | None, Query(max_length=20)]


@router.get("/books")
async def read_books(session: Session, user: SignedIn) -> BooksOut:
    """The base currency, and until when the books are closed."""
    return BooksOut(**asdict(await store.books(session, user.id)))


@router.put("/books/closing")
async def close_books(session: Session, user: SignedIn, wish: ClosingIn) -> BooksOut:
    """Close the books until a day, or open them again. Both are in the audit trail."""
    return BooksOut(**asdict(await books.close_until(session, user.id, wish.closed_until)))


@router.get("/rates")
async def list_rates(
    session: Session,
    user: SignedIn,
    currency: CurrencyCode = None,
    quote: CurrencyCode = None,
    first: Annotated[Day | None, Query(alias="from")] = None,
    last: Annotated[Day | None, Query(alias="to")] = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> RateList:
    """Stored rates, the latest first; `from` and `to` are included."""
    wanted = RateFilter(currency, quote, first, last)
    found, total = await books.rates(session, user.id, wanted, store.Page(limit, offset))
    items = [RateOut.of(rate) for rate in found]
    return RateList(items=items, total=total, limit=limit, offset=offset)


@router.put("/rates")
async def store_rates(session: Session, user: SignedIn, wish: RatesIn) -> RatesStored:
    """Store or replace rates."""
    return RatesStored(stored=await books.store_rates(session, user.id, wish.asked()))


@router.delete("/rates/{rate_id}", status_code=HTTPStatus.NO_CONTENT, responses=answers(NOT_FOUND))
async def forget_rate(session: Session, user: SignedIn, rate_id: Id) -> None:
    """Delete a stored rate."""
    await books.forget_rate(session, user.id, rate_id)


@router.post("/exchanges/dry-run")
async def foresee_exchange(session: Session, user: SignedIn, asked: ExchangeIn) -> ExchangeOut:
    """The gain or loss that an exchange would realise if it was posted now. Nothing is written."""
    found = await exchanges.foreseen(session, user.id, asked.date, asked.moneys())
    return ExchangeOut.of(found)


@router.get("/audit")
async def read_audit(
    session: Session,
    user: SignedIn,
    subject: Subjects = None,
    subject_id: AccountId = None,
    since: Moment = None,
    until: Moment = None,
    before: AccountId = None,
    limit: Limit = 50,
) -> AuditList:
    """What was changed, the latest first: of one thing, or of everything; `until` is excluded.

    The lines of an entry are recorded under the entry's id, as a subject of their own.
    """
    wanted = AuditFilter(subject or (), subject_id, since, until)
    found = await audit.records(session, user.id, wanted, before, limit)
    more = found[-1].id if len(found) == limit else None
    return AuditList(items=[AuditOut.of(record) for record in found], next_before=more)
