"""The use cases around the entries: closing a period, storing rates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import structlog
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from src import money
from src.accounting import store
from src.accounting.rates import RATE_PRECISION, RATE_SCALE, Rate
from src.accounting.store import Books
from src.accounting.tables import RateRow
from src.auth.tables import UserRow
from src.errors import Fault, Invalid, NotFound

log = structlog.get_logger()

_LARGEST = Decimal(10) ** (RATE_PRECISION - RATE_SCALE)


@dataclass(frozen=True, slots=True)
class RateFilter:
    """Which rates are wanted; what is None does not matter."""

    currency: str | None = None
    quote: str | None = None
    first: dt.date | None = None
    last: dt.date | None = None


async def close_until(session: AsyncSession, owner: int, date: dt.date | None) -> Books:
    """Let nothing be posted up to and including `date` any more; None opens everything again.

    Either is recorded in the audit trail, as every change of the books is.
    """
    before = await store.books(session, owner, lock=True)
    await session.execute(update(UserRow).where(UserRow.id == owner).values(closed_until=date))
    await session.commit()
    log.info("books_closed", until=str(date), before=str(before.closed_until))
    return Books(before.base_currency, date)


async def store_rates(session: AsyncSession, owner: int, rates: Sequence[Rate]) -> int:
    """Store rates; one that is there for the day and pair is replaced. Returns how many.

    Raises Invalid with every fault.
    """
    faults = [
        Fault(f"rates.{index}.{field}", why)
        for index, rate in enumerate(rates)
        for field, why in _faults(rate)
    ]
    if faults:
        raise Invalid("; ".join(f"{each.field}: {each.message}" for each in faults), faults)
    # The last of several for one day and pair counts: a statement cannot write a row twice.
    unique = {(each.date, each.currency, each.quote): each for each in rates}
    rows = [
        {
            "user_id": owner,
            "date": each.date,
            "currency": each.currency,
            "quote": each.quote,
            "rate": each.rate,
        }
        for each in unique.values()
    ]
    query = insert(RateRow).values(rows)
    key = ["user_id", "currency", "quote", "date"]
    await session.execute(
        query.on_conflict_do_update(index_elements=key, set_={"rate": query.excluded.rate})
    )
    await session.commit()
    return len(rows)


async def rates(
    session: AsyncSession, owner: int, wanted: RateFilter, page: store.Page
) -> tuple[Sequence[RateRow], int]:
    """A page of stored rates, the latest first, and how many match."""
    query = select(RateRow).where(RateRow.user_id == owner)
    if wanted.currency is not None:
        query = query.where(RateRow.currency == wanted.currency)
    if wanted.quote is not None:
        query = query.where(RateRow.quote == wanted.quote)
    if wanted.first is not None:
        query = query.where(RateRow.date >= wanted.first)
    if wanted.last is not None:
        query = query.where(RateRow.date <= wanted.last)
    total = await store.count(session, query)
    ordered = query.order_by(RateRow.date.desc(), RateRow.currency, RateRow.quote)
    found = await session.scalars(ordered.limit(page.limit).offset(page.offset))
    return found.all(), total


async def forget_rate(session: AsyncSession, owner: int, id_: int) -> None:
    """Delete a stored rate. Raises NotFound."""
    query = delete(RateRow).where(RateRow.id == id_, RateRow.user_id == owner)
    gone = await session.scalar(query.returning(RateRow.id))
    if gone is None:
        raise NotFound(f"There is no rate {id_}.")
    await session.commit()


def _faults(rate: Rate) -> list[tuple[str, str]]:
    faults = [
        (field, money.unknown(code))
        for field, code in (("currency", rate.currency), ("quote", rate.quote))
        if not money.is_currency(code)
    ]
    if rate.currency == rate.quote:
        faults.append(("quote", "a currency has no rate in itself"))
    if not 0 < rate.rate < _LARGEST:
        faults.append(("rate", "must be above zero, with at most twelve digits before the point"))
    elif rate.rate != round(rate.rate, RATE_SCALE):
        faults.append(("rate", f"has more than {RATE_SCALE} decimals"))
    return faults
