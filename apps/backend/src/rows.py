"""What the tables and queries of several domains are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, Identity, Numeric, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from src import money


def identity() -> Mapped[int]:
    """The column of a row's number, which the database gives."""
    return mapped_column(BigInteger, Identity(always=True), primary_key=True)


def of_money() -> Numeric[Decimal]:
    """The type of a column of money: as many digits as the books hold."""
    return Numeric(money.PRECISION, money.SCALE)


def now() -> Mapped[dt.datetime]:
    """The column of the moment at which its row was written."""
    return mapped_column(DateTime(timezone=True), server_default=func.now())


async def copy_rows(
    session: AsyncSession, table: str, columns: Sequence[str], records: Sequence[tuple[Any, ...]]
) -> None:
    """PostgreSQL's COPY, in the session's own transaction; twenty times an INSERT's speed."""
    connection = await (await session.connection()).get_raw_connection()
    driver: Any = connection.driver_connection
    await driver.copy_records_to_table(table, records=records, columns=columns)
