"""Reading the audit trail: what was changed in somebody's books, when, and by which program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from src.accounting.tables import AuditRecord


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which records are wanted; what is empty or None does not matter.

    The lines of an entry are recorded under the entry's id, as a subject of their own: the history
    of an entry has both subjects. `since` is included, `until` is not.
    """

    subjects: Sequence[str] = ()
    subject_id: int | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None


async def records(
    session: AsyncSession, owner: int, wanted: AuditFilter, before: int | None, limit: int
) -> Sequence[AuditRecord]:
    """The latest records that are wanted, of those before the record with the id `before`."""
    return (await session.scalars(page(owner, wanted, before, limit))).all()


def page(owner: int, wanted: AuditFilter, before: int | None, limit: int) -> Select[AuditRecord]:
    """What reads them, in the order of one index: of any span, only what is shown is looked at."""
    query = select(AuditRecord).where(AuditRecord.user_id == owner)
    if wanted.subjects:
        query = query.where(AuditRecord.subject.in_(wanted.subjects))
    if wanted.subject_id is not None:
        query = query.where(AuditRecord.subject_id == wanted.subject_id)
    if wanted.since is not None:
        query = query.where(AuditRecord.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(AuditRecord.at < wanted.until)
    if before is not None:
        last = select(AuditRecord.at, AuditRecord.id).where(
            AuditRecord.user_id == owner, AuditRecord.id == before
        )
        query = query.where(tuple_(AuditRecord.at, AuditRecord.id) < last.scalar_subquery())
    return query.order_by(AuditRecord.at.desc(), AuditRecord.id.desc()).limit(limit)
