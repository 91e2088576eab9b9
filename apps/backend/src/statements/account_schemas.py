"""What is said over HTTP of the accounts that have statements, and of their lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from src import money
from src.statements.account_store import AccountSummary
from src.statements.line_store import Sighting
from src.statements.rules import Joint, Place
from src.statements.tables import (
    StatementLine,
)


class AccountStatementsOut(BaseModel):
    """An account of the ledger that has statements; `whole` when its timeline needs no look."""

    account_id: int
    currency: str
    identifiers: list[str]
    lines: int
    statements: int
    first: dt.date
    last: dt.date
    whole: bool

    @classmethod
    def of(cls, summary: AccountSummary, whole: bool) -> AccountStatementsOut:
        """What is shown of an account."""
        return cls(
            account_id=summary.account_id,
            currency=summary.currency,
            identifiers=list(summary.identifiers),
            lines=summary.lines,
            statements=summary.statements,
            first=summary.first,
            last=summary.last,
            whole=whole,
        )


class AccountStatementsList(BaseModel):
    """Every account that has statements."""

    items: list[AccountStatementsOut]


class PlaceOut(BaseModel):
    """A statement on the timeline of its account.

    `joint` says how it stands to the one before: `follows`, `overlaps`; `missing` (their balances
    differ by `amount`, and days lie between), `broken` (they differ, and no day lies between),
    `uncovered` (days lie between, and no balance tells). `difference` is the statement's own,
    `asserted` by how much the account's lines up to `last` miss its closing balance.
    """

    statement_id: int
    import_id: int
    first: dt.date
    last: dt.date
    opening: str | None
    closing: str | None
    moved: str
    difference: str | None
    joint: Joint | None
    amount: str | None
    uncovered_first: dt.date | None
    uncovered_last: dt.date | None
    asserted: str | None

    @classmethod
    def of(cls, place: Place, import_id: int, currency: str) -> PlaceOut:
        """What is shown of a place."""
        span, uncovered = place.span, place.uncovered or (None, None)
        return cls(
            statement_id=span.id,
            import_id=import_id,
            first=span.first,
            last=span.last,
            opening=_amount(span.opening, currency),
            closing=_amount(span.closing, currency),
            moved=money.render(span.moved, currency),
            difference=_amount(place.difference, currency),
            joint=place.joint,
            amount=_amount(place.amount, currency),
            uncovered_first=uncovered[0],
            uncovered_last=uncovered[1],
            asserted=_amount(place.asserted, currency),
        )


class TimelineOut(BaseModel):
    """The committed statements of an account by date; `whole` when nothing needs a look."""

    account_id: int
    currency: str
    whole: bool
    places: list[PlaceOut]


class StatementLineOut(BaseModel):
    """A line of an account, and the entries of the journal that explain it."""

    id: int
    account_id: int
    date: dt.date
    value_date: dt.date | None
    amount: str
    currency: str
    text: str
    bank_id: str
    entry_ids: list[int]

    @classmethod
    def of(cls, line: StatementLine, entries: Mapping[int, list[int]]) -> StatementLineOut:
        """What is shown of a line."""
        return cls(**_line(line, entries))


class SightingOut(BaseModel):
    """Where a line was told: which line of which imported file."""

    import_id: int
    statement_id: int
    number: int
    file_name: str
    committed_at: dt.datetime | None


class StatementLineDetail(StatementLineOut):
    """A line with the places in files that tell of it."""

    sightings: list[SightingOut]

    @classmethod
    def detail(
        cls, line: StatementLine, entries: Mapping[int, list[int]], seen: Sequence[Sighting]
    ) -> StatementLineDetail:
        """All that is known of a line."""
        places = [SightingOut.model_validate(each, from_attributes=True) for each in seen]
        return cls(**_line(line, entries), sightings=places)


class StatementLineList(BaseModel):
    """A page of lines, the latest first; `next` is the `before` of the next page."""

    items: list[StatementLineOut]
    next: str | None


def _amount(amount: Decimal | None, currency: str) -> str | None:
    return None if amount is None else money.render(amount, currency)


def _line(line: StatementLine, entries: Mapping[int, list[int]]) -> dict[str, Any]:
    return {
        "id": line.id,
        "account_id": line.account_id,
        "date": line.date,
        "value_date": line.value_date,
        "amount": money.render(line.amount, line.currency),
        "currency": line.currency,
        "text": line.text,
        "bank_id": line.bank_id,
        "entry_ids": entries.get(line.id, []),
    }
