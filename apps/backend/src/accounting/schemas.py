"""What accounting says and hears over HTTP. Amounts are strings, so that no reader rounds them."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    StringConstraints,
    WithJsonSchema,
)

from src import money
from src.accounting.chart import NewAccount
from src.accounting.rules import Draft, Posting
from src.accounting.service import TrialBalance
from src.accounting.tables import Account, AccountType, Entry, Line, Role, Status
from src.bodies import PLAIN, Body
from src.days import Day
from src.money import Money

_AMOUNT = r"^-?\d{1,16}(\.\d{1,4})?$"


def decimal_of(value: object, pattern: str, examples: str) -> Decimal:
    """Decimal digits in a string; a JSON number has been through a float and is refused."""
    if not isinstance(value, str) or not re.fullmatch(pattern, value, re.ASCII):
        raise ValueError(f"must be a decimal string such as {examples}")
    return Decimal(value)


def _amount(value: object) -> Decimal:
    return decimal_of(value, _AMOUNT, '"12.34" or "-12.34"')


Amount = Annotated[
    Decimal,
    BeforeValidator(_amount),
    WithJsonSchema({"type": "string", "pattern": _AMOUNT, "examples": ["12.34", "-12.34"]}),
]
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Code = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=32, pattern=PLAIN)
]
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=PLAIN)
]
Description = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=PLAIN)
]
Memo = Annotated[str, StringConstraints(max_length=500, pattern=PLAIN)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class AccountIn(Body):
    """A new account. Its type and currency are for ever."""

    code: Code
    name: Name
    type: AccountType
    currency: Currency
    parent_id: Id | None = None
    # Whether the cash flow counts it as money at hand; left open, an asset is.
    cash: bool | None = None

    def asked(self) -> NewAccount:
        """The use case's form of it."""
        return NewAccount(self.code, self.name, self.type, self.currency, self.parent_id, self.cash)


class AccountChange(Body):
    """What may change of an account; what is left out stays, a null parent makes it a root."""

    code: Code = ""
    name: Name = ""
    parent_id: Id | None = None
    closed: bool = False
    cash: bool = False


class AccountOut(BaseModel):
    """An account of the chart. `role` is set where the program keeps it for itself."""

    id: int
    code: str
    name: str
    type: AccountType
    currency: str
    parent_id: int | None
    closed: bool
    cash: bool
    role: Role | None
    against: str | None
    demo: bool

    @classmethod
    def of(cls, account: Account) -> AccountOut:
        """What is shown of an account."""
        return cls.model_validate(account, from_attributes=True)


class LineIn(Body):
    """A debit when the amount is positive, a credit when it is negative."""

    account_id: Id
    amount: Amount
    currency: Currency
    memo: Memo = ""


class EntryChange(Body):
    """An entry's whole content: at least two lines that sum to zero in each currency.

    With `exchange`, they may leave two currencies open, one given and the other got: the lines
    that book the exchange, and its realised gain or loss, are added.
    """

    date: Day
    description: Description
    lines: Annotated[list[LineIn], Field(min_length=2, max_length=1000)]
    exchange: bool = False

    def draft(self) -> Draft:
        """The use case's form of it."""
        postings = tuple(
            Posting(line.account_id, Money(line.amount, line.currency), line.memo)
            for line in self.lines
        )
        return Draft(self.date, self.description, postings, self.exchange)


class EntryIn(EntryChange):
    """A new entry: posted at once when `post` is true, else a draft."""

    post: bool = False


class EntryRewrite(EntryChange):
    """The new content of the draft that was seen at `version`."""

    version: int


class PostIn(Body):
    """With `version`, the draft is posted only if it is still what was seen."""

    version: int | None = None


class SeenDraft(Body):
    """A draft to post, if it is still at the version that was seen."""

    id: Id
    version: int | None = None


class PostManyIn(Body):
    """Drafts to post together: all of them or none."""

    entries: Annotated[list[SeenDraft], Field(min_length=1, max_length=500)]

    def seen(self) -> dict[int, int | None]:
        """The use case's form of it."""
        return {each.id: each.version for each in self.entries}


class PostedOut(BaseModel):
    """The ids of what was posted."""

    posted: list[int]


class ReverseIn(Body):
    """How the reversing entry differs from the original's date and words."""

    date: Day | None = None
    description: Description | None = None


class LineOut(BaseModel):
    """A line; `amount` is positive for a debit."""

    id: int
    account_id: int
    amount: str
    currency: str
    memo: str

    @classmethod
    def of(cls, line: Line) -> LineOut:
        """What is shown of a line."""
        return cls(
            id=line.id,
            account_id=line.account_id,
            amount=money.render(line.amount, line.currency),
            currency=line.currency,
            memo=line.memo,
        )


class EntryOut(BaseModel):
    """A journal entry. `version` changes with every change of the entry or its lines."""

    id: int
    date: dt.date
    description: str
    status: Status
    reverses_id: int | None
    reversed_by_id: int | None
    lines: list[LineOut]
    created_at: dt.datetime
    posted_at: dt.datetime | None
    version: int

    @classmethod
    def of(cls, entry: Entry) -> EntryOut:
        """What is shown of an entry."""
        return cls(
            id=entry.id,
            date=entry.date,
            description=entry.description,
            status=entry.status,
            reverses_id=entry.reverses_id,
            reversed_by_id=entry.reversed_by_id,
            lines=[LineOut.of(line) for line in entry.lines],
            created_at=entry.created_at,
            posted_at=entry.posted_at,
            version=entry.version,
        )


class AccountList(BaseModel):
    """A page of accounts, by code."""

    items: list[AccountOut]
    total: int
    limit: int
    offset: int


class EntryList(BaseModel):
    """A page of entries, the latest first."""

    items: list[EntryOut]
    total: int
    limit: int
    offset: int


class TrialBalanceRow(BaseModel):
    """An account's balance, in one of the two columns; the other is zero."""

    account_id: int
    code: str
    name: str
    type: AccountType
    currency: str
    debit: str
    credit: str


class TrialBalanceTotal(BaseModel):
    """The two sums of a currency. They are equal."""

    currency: str
    debit: str
    credit: str


class TrialBalanceOut(BaseModel):
    """The balance of every account; without a date, from everything that is posted."""

    as_of: dt.date | None
    rows: list[TrialBalanceRow]
    totals: list[TrialBalanceTotal]

    @classmethod
    def of(cls, balance: TrialBalance) -> TrialBalanceOut:
        """What is shown of a trial balance."""
        rows = [
            TrialBalanceRow(
                account_id=account.id,
                code=account.code,
                name=account.name,
                type=account.type,
                currency=account.currency,
                debit=money.render(columns.debit, account.currency),
                credit=money.render(columns.credit, account.currency),
            )
            for account, columns in balance.rows
        ]
        totals = [
            TrialBalanceTotal(
                currency=currency,
                debit=money.render(columns.debit, currency),
                credit=money.render(columns.credit, currency),
            )
            for currency, columns in balance.totals.items()
        ]
        return cls(as_of=balance.as_of, rows=rows, totals=totals)
