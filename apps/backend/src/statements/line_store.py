"""The queries of the lines of accounts, and of the entries that explain them.

`owner` is that person's id: what is somebody else's is not there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from src.statements.tables import (
    Import,
    ImportLine,
    LineEntry,
    StatementFile,
    StatementLine,
)


@dataclass(frozen=True, slots=True)
class LineFilter:
    """Which lines are wanted; what is None does not matter. `booked`: whether an entry has it."""

    account_id: int | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    text: str | None = None
    booked: bool | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a line of an account was told: which line of which file."""

    import_id: int
    statement_id: int
    number: int
    file_name: str
    committed_at: dt.datetime | None


async def lines(
    session: AsyncSession,
    owner: int,
    wanted: LineFilter,
    before: tuple[dt.date, int] | None,
    limit: int,
) -> Sequence[StatementLine]:
    """Lines, the latest first; `before` is the day and id of the last one of the page before."""
    conditions = _conditions(owner, wanted)
    if before is not None:
        day, id_ = before
        conditions.append(
            (StatementLine.date < day) | ((StatementLine.date == day) & (StatementLine.id < id_))
        )
    query = select(StatementLine).where(*conditions)
    order = StatementLine.date.desc(), StatementLine.id.desc()
    return (await session.scalars(query.order_by(*order).limit(limit))).all()


async def line(session: AsyncSession, owner: int, id_: int) -> StatementLine | None:
    """One line."""
    query = select(StatementLine).where(StatementLine.user_id == owner, StatementLine.id == id_)
    found: StatementLine | None = await session.scalar(query)
    return found


async def lines_by_id(
    session: AsyncSession, owner: int, ids: Collection[int]
) -> Sequence[StatementLine]:
    """Those lines that exist, by date."""
    query = select(StatementLine).where(StatementLine.user_id == owner, StatementLine.id.in_(ids))
    return (await session.scalars(query.order_by(StatementLine.date, StatementLine.id))).all()


async def entries_of(
    session: AsyncSession, owner: int, line_ids: Collection[int]
) -> dict[int, list[int]]:
    """The entries that explain each of these lines; those without any are not in it."""
    query = select(LineEntry.line_id, LineEntry.entry_id).where(
        LineEntry.user_id == owner, LineEntry.line_id.in_(line_ids)
    )
    found: dict[int, list[int]] = {}
    for line_id, entry_id in await session.execute(query.order_by(LineEntry.entry_id)):
        found.setdefault(line_id, []).append(entry_id)
    return found


async def lines_of_entries(
    session: AsyncSession, owner: int, entry_ids: Collection[int]
) -> dict[int, list[StatementLine]]:
    """The lines that each of these entries explains, by date; those without any are not in it."""
    query = (
        select(LineEntry.entry_id, StatementLine)
        .join(StatementLine, StatementLine.id == LineEntry.line_id)
        .where(LineEntry.user_id == owner, LineEntry.entry_id.in_(entry_ids))
        .order_by(StatementLine.date, StatementLine.id)
    )
    found: dict[int, list[StatementLine]] = {}
    for entry_id, each in await session.execute(query):
        found.setdefault(entry_id, []).append(each)
    return found


async def lines_of(
    session: AsyncSession, owner: int, entry_ids: Collection[int]
) -> dict[int, list[int]]:
    """The statement lines that each of these entries explains; those without any are not in it."""
    query = select(LineEntry.entry_id, LineEntry.line_id).where(
        LineEntry.user_id == owner, LineEntry.entry_id.in_(entry_ids)
    )
    found: dict[int, list[int]] = {}
    for entry_id, line_id in await session.execute(query.order_by(LineEntry.line_id)):
        found.setdefault(entry_id, []).append(line_id)
    return found


async def sightings(session: AsyncSession, owner: int, line_id: int) -> list[Sighting]:
    """Every line of a committed file that tells of this line, the first commit first."""
    query = (
        select(ImportLine, Import.committed_at, StatementFile)
        .join(Import, Import.id == ImportLine.import_id)
        .join(StatementFile, StatementFile.id == Import.file_id)
        .where(ImportLine.line_id == line_id, ImportLine.user_id == owner)
        .order_by(Import.committed_at, ImportLine.import_id, ImportLine.position)
    )
    return [
        Sighting(each.import_id, each.statement_id, each.number, file.name, committed_at)
        for each, committed_at, file in await session.execute(query)
    ]


async def link(session: AsyncSession, owner: int, line_id: int, entry_id: int) -> None:
    """Say that this entry explains this line; saying it twice is saying it once."""
    values = {"user_id": owner, "line_id": line_id, "entry_id": entry_id}
    await session.execute(insert(LineEntry).values(values).on_conflict_do_nothing())


async def unlink(session: AsyncSession, owner: int, line_id: int, entry_id: int) -> None:
    """Take that back."""
    await session.execute(
        delete(LineEntry).where(
            LineEntry.user_id == owner,
            LineEntry.line_id == line_id,
            LineEntry.entry_id == entry_id,
        )
    )


def _conditions(owner: int, wanted: LineFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [StatementLine.user_id == owner]
    if wanted.account_id is not None:
        conditions.append(StatementLine.account_id == wanted.account_id)
    if wanted.first is not None:
        conditions.append(StatementLine.date >= wanted.first)
    if wanted.last is not None:
        conditions.append(StatementLine.date <= wanted.last)
    if wanted.text:
        conditions.append(StatementLine.text.icontains(wanted.text, autoescape=True))
    if wanted.booked is not None:
        explained = select(LineEntry.line_id).where(LineEntry.line_id == StatementLine.id).exists()
        conditions.append(explained if wanted.booked else ~explained)
    return conditions
