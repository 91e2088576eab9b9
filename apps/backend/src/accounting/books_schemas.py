"""What is said and heard over HTTP around the entries: closing, rates, the audit trail."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema

from src import money
from src.accounting.exchanges import Foreseen
from src.accounting.rates import Rate
from src.accounting.schemas import Amount, Currency, decimal_of
from src.accounting.tables import AuditRecord, RateRow
from src.bodies import Body
from src.days import Day
from src.money import Money

_RATE = r"^\d{1,12}(\.\d{1,12})?$"


def _rate(value: object) -> Decimal:
    return decimal_of(value, _RATE, '"1.3472"')


RateNumber = Annotated[
    Decimal,
    BeforeValidator(_rate),
    WithJsonSchema({"type": "string", "pattern": _RATE, "examples": ["1.3472"]}),
]


class BooksOut(BaseModel):
    """What holds for all entries; nothing is posted up to and including `closed_until`."""

    base_currency: str
    closed_until: dt.date | None


class ClosingIn(Body):
    """The last day of the closed period; null opens everything again."""

    closed_until: Day | None


class RateIn(Body):
    """One unit of `currency` was worth `rate` units of `quote` on `date`."""

    date: Day
    currency: Currency
    quote: Currency
    rate: RateNumber


class RatesIn(Body):
    """Rates to store; one that is there for the day and pair is replaced."""

    rates: Annotated[list[RateIn], Field(min_length=1, max_length=1000)]

    def asked(self) -> list[Rate]:
        """The use case's form of it."""
        return [Rate(each.date, each.currency, each.quote, each.rate) for each in self.rates]


class RatesStored(BaseModel):
    """How many rates were stored or replaced."""

    stored: int


class MoneyIn(Body):
    """A debit when the amount is positive, a credit when it is negative."""

    amount: Amount
    currency: Currency


class ExchangeIn(Body):
    """What an entry of that date would give and get."""

    date: Day
    amounts: Annotated[list[MoneyIn], Field(min_length=2, max_length=1000)]

    def moneys(self) -> list[Money]:
        """The use case's form of it."""
        return [Money(each.amount, each.currency) for each in self.amounts]


class MoneyOut(BaseModel):
    """An amount and the currency that it is of."""

    amount: str
    currency: str

    @classmethod
    def of(cls, shown: Money) -> MoneyOut:
        """What is shown of money."""
        return cls(amount=money.render(shown.amount, shown.currency), currency=shown.currency)


class ExchangeOut(BaseModel):
    """What the exchange would realise: a gain above zero, a loss below.

    `in_base` is the same in the base currency, at the rate of the date; null where none is stored.
    """

    gain: MoneyOut
    in_base: MoneyOut | None

    @classmethod
    def of(cls, found: Foreseen) -> ExchangeOut:
        """What is shown of it."""
        return cls(
            gain=MoneyOut.of(found.gain),
            in_base=MoneyOut.of(found.in_base) if found.in_base else None,
        )


class RateOut(BaseModel):
    """A stored rate."""

    id: int
    date: dt.date
    currency: str
    quote: str
    rate: str

    @classmethod
    def of(cls, row: RateRow) -> RateOut:
        """What is shown of a rate."""
        return cls(
            id=row.id,
            date=row.date,
            currency=row.currency,
            quote=row.quote,
            rate=money.plain(row.rate),
        )


class RateList(BaseModel):
    """A page of rates, the latest first."""

    items: list[RateOut]
    total: int
    limit: int
    offset: int


Subject = Literal[
    "account", "entry", "lines", "rate", "person", "match", "closing", "rule", "thresholds"
]


class AuditOut(BaseModel):
    """One change: who made it, with which program, when, and what was there before and after."""

    id: int
    at: dt.datetime
    user_id: int
    source: str
    subject: str
    subject_id: int
    action: str
    before: dict[str, Any] | list[Any] | None
    after: dict[str, Any] | list[Any] | None

    @classmethod
    def of(cls, record: AuditRecord) -> AuditOut:
        """What is shown of a record."""
        return cls.model_validate(record, from_attributes=True)


class AuditList(BaseModel):
    """The latest records; `next_before` asks for older ones, null when there are none."""

    items: list[AuditOut]
    next_before: int | None
