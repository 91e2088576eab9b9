"""What statements say and hear over HTTP. Amounts are strings, so that no reader rounds them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from src import money
from src.bodies import PLAIN, Body
from src.statements import rules
from src.statements.parsers.csv_rows import MOST_COLUMNS
from src.statements.progress import Progress, Step
from src.statements.service import Imported, Received
from src.statements.staging import Marked, State
from src.statements.tables import (
    Choice,
    Import,
    ImportFault,
    Statement,
    StatementFile,
    Status,
)

Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Column = Annotated[int, Field(ge=0, lt=MOST_COLUMNS)]
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=PLAIN)
]


class FileOut(BaseModel):
    """An uploaded file; its bytes are at `/api/imports/{id}/file`."""

    name: str
    size: int
    sha256: str
    uploaded_at: dt.datetime

    @classmethod
    def of(cls, file: StatementFile) -> FileOut:
        """What is shown of a file."""
        return cls.model_validate(file, from_attributes=True)


class StatementOut(BaseModel):
    """The lines of one account in a file, with the balances that the bank put around them.

    `difference` is by how much closing misses opening plus lines; null where one is unknown.
    `account_id` is null until the account is known; then say which it is.
    """

    id: int
    identifier: str
    told_currency: str
    account_id: int | None
    currency: str | None
    first: dt.date
    last: dt.date
    opening: str | None
    closing: str | None
    moved: str
    difference: str | None
    line_count: int

    @classmethod
    def of(cls, each: Statement) -> StatementOut:
        """What is shown of a statement."""
        currency = each.currency or each.told_currency
        return cls(
            id=each.id,
            identifier=each.identifier,
            told_currency=each.told_currency,
            account_id=each.account_id,
            currency=each.currency,
            first=each.first,
            last=each.last,
            opening=_amount(each.opening, currency),
            closing=_amount(each.closing, currency),
            moved=money.render(each.moved, currency),
            difference=_amount(rules.difference(each.opening, each.moved, each.closing), currency),
            line_count=each.line_count,
        )


class CountsOut(BaseModel):
    """How many lines become what, and how many faults there are, `lost` of them with a line."""

    new: int
    duplicate: int
    similar: int
    left: int
    faults: int
    lost: int


class ImportBrief(BaseModel):
    """An import in a list."""

    id: int
    status: Status
    format: str
    problem: str
    file: FileOut
    created_at: dt.datetime
    read_at: dt.datetime | None
    committed_at: dt.datetime | None
    undone_at: dt.datetime | None

    @classmethod
    def brief(cls, found: Import, file: StatementFile) -> ImportBrief:
        """What a list shows of an import."""
        return cls(**_brief(found, file))


class ImportOut(ImportBrief):
    """An import with its statements and what becomes of its lines."""

    statements: list[StatementOut]
    counts: CountsOut

    @classmethod
    def of(cls, imported: Imported) -> ImportOut:
        """What is shown of an import."""
        return cls(
            **_brief(imported.found, imported.file),
            statements=[StatementOut.of(each) for each in imported.statements],
            counts=CountsOut.model_validate(imported.counts, from_attributes=True),
        )


class ImportList(BaseModel):
    """A page of imports, the latest first."""

    items: list[ImportBrief]
    total: int
    limit: int
    offset: int

    @classmethod
    def of(
        cls, found: Sequence[tuple[Import, StatementFile]], total: int, limit: int, offset: int
    ) -> ImportList:
        """A page of what was found."""
        items = [ImportBrief.brief(each, file) for each, file in found]
        return cls(items=items, total=total, limit=limit, offset=offset)


class UploadOut(BaseModel):
    """A new import; or, with `known`, the one that has this very file, and a sentence that says so.

    `link` is where the import is.
    """

    known: bool
    message: str
    link: str
    imported: ImportOut

    @classmethod
    def of(cls, received: Received) -> UploadOut:
        """What an upload is answered with."""
        found = received.imported.found
        link = f"/api/imports/{found.id}"
        message = "Uploaded; it is being read."
        if received.known:
            done = "imported" if found.status is Status.COMMITTED else "uploaded"
            on = found.committed_at or found.created_at
            message = f"This file was already {done} on {on:%Y-%m-%d} as import {found.id}."
        return cls(
            known=received.known,
            message=message,
            link=link,
            imported=ImportOut.of(received.imported),
        )


class ProgressOut(BaseModel):
    """How far the reading is: `lines` of `total` in this step, 0 of 0 where nothing is counted."""

    status: Status
    step: Step
    lines: int
    total: int

    @classmethod
    def of(cls, status: Status, progress: Progress) -> ProgressOut:
        """What is shown of the progress of an import."""
        return cls(status=status, step=progress.step, lines=progress.lines, total=progress.total)


class ImportLineOut(BaseModel):
    """A staged line. `number` is its line in the file, `like_id` the line that it resembles or is.

    `state`: `new` becomes a line of the account; `duplicate` is one that is there; `similar`
    resembles one of another file (`similar` at the commit decides); `left` is left out.
    """

    position: int
    number: int
    statement_id: int
    date: dt.date
    value_date: dt.date | None
    amount: str
    currency: str | None
    text: str
    bank_id: str
    state: State
    choice: Choice | None
    like_id: int | None
    line_id: int | None

    @classmethod
    def of(cls, marked: Marked) -> ImportLineOut:
        """What is shown of a staged line."""
        line = marked.line
        return cls(
            position=line.position,
            number=line.number,
            statement_id=line.statement_id,
            date=line.date,
            value_date=line.value_date,
            amount=money.render(line.amount, marked.currency or ""),
            currency=marked.currency,
            text=line.text,
            bank_id=line.bank_id,
            state=marked.state,
            choice=line.choice,
            like_id=marked.like_id,
            line_id=line.line_id,
        )


class ImportLineList(BaseModel):
    """A page of staged lines in the order of the file; `next` is the `after` of the next page."""

    items: list[ImportLineOut]
    next: int | None

    @classmethod
    def of(cls, found: Sequence[Marked], limit: int) -> ImportLineList:
        """A page of what was found."""
        items = [ImportLineOut.of(each) for each in found]
        return cls(items=items, next=items[-1].position if len(items) == limit else None)


class FaultOut(BaseModel):
    """What was wrong at a line of the file (0: in all of it). `lost`: a line is missing for it."""

    line: int
    message: str
    text: str
    lost: bool

    @classmethod
    def of(cls, fault: ImportFault) -> FaultOut:
        """What is shown of a fault."""
        return cls(line=fault.number, message=fault.message, text=fault.text, lost=fault.lost)


class FaultList(BaseModel):
    """A page of faults by their lines."""

    items: list[FaultOut]
    total: int
    limit: int
    offset: int


class AssignIn(Body):
    """The account of the ledger of one statement."""

    statement_id: Id
    account_id: Id


class AssignmentsIn(Body):
    """Which account each of these statements is of."""

    accounts: Annotated[list[AssignIn], Field(min_length=1, max_length=1000)]


class ChoicesIn(Body):
    """Take or leave these staged lines, whatever the rules say; null takes the choice back."""

    positions: Annotated[
        list[Annotated[int, Field(ge=0, le=2**31 - 1)]], Field(min_length=1, max_length=10_000)
    ]
    choice: Choice | None = None


class CommitIn(Body):
    """`similar` is needed when lines are similar, `accept_difference` when balances are off."""

    similar: Choice | None = None
    accept_difference: bool = False


def _amount(amount: Decimal | None, currency: str) -> str | None:
    return None if amount is None else money.render(amount, currency)


def _brief(found: Import, file: StatementFile) -> dict[str, Any]:
    return {
        "id": found.id,
        "status": found.status,
        "format": found.format,
        "problem": found.problem,
        "file": FileOut.of(file),
        "created_at": found.created_at,
        "read_at": found.read_at,
        "committed_at": found.committed_at,
        "undone_at": found.undone_at,
    }
