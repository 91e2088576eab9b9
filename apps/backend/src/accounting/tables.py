"""The tables of accounting. What must always hold is held by constraints and triggers here.

The triggers are in the migrations `0002_journal_rules`, `0005_ledger` and `0006_audit`.
"""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Numeric,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    cast,
    select,
    text,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, aliased, column_property, mapped_column, relationship

from src.accounting.rates import RATE_PRECISION, RATE_SCALE
from src.auth.tables import UserRow
from src.database import Table, one_of, word
from src.rows import identity, now, of_money


class AccountType(StrEnum):
    """The five kinds of account."""

    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSE = "expense"


class Status(StrEnum):
    """The life of a journal entry: it only ever moves to the right."""

    DRAFT = "draft"
    POSTED = "posted"
    REVERSED = "reversed"


class Role(StrEnum):
    """What an account is for that the program itself books on."""

    # Keeps what was given of a currency for another one: two such accounts for each pair.
    EXCHANGE = "exchange"
    EXCHANGE_GAIN = "exchange_gain"


class Account(Table):
    """An account of the chart. Its currency is the currency of all its lines."""

    __tablename__ = "accounts"
    __table_args__ = (
        # A child is of its parent's type, a line of its account's currency, and both are of the
        # same person: the triples below are what those foreign keys point at.
        UniqueConstraint("user_id", "code"),
        UniqueConstraint("id", "user_id", "type"),
        UniqueConstraint("id", "user_id", "currency"),
        ForeignKeyConstraint(
            ["parent_id", "user_id", "type"], ["accounts.id", "accounts.user_id", "accounts.type"]
        ),
        one_of("type", AccountType),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency"),
        CheckConstraint("btrim(code) <> '' AND btrim(name) <> ''", name="named"),
        one_of("role", Role),
        CheckConstraint(
            "(coalesce(role, '') = 'exchange') = (against IS NOT NULL)", name="against"
        ),
        CheckConstraint("type = 'asset' OR NOT cash", name="cash"),
        Index(
            "accounts_user_id_role_currency_against_key",
            "user_id",
            "role",
            "currency",
            "against",
            unique=True,
            postgresql_where=text("role IS NOT NULL"),
            postgresql_nulls_not_distinct=True,
        ),
    )

    id: Mapped[int] = identity()
    user_id: Mapped[int] = mapped_column(ForeignKey(UserRow.id))
    code: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(200))
    type: Mapped[AccountType] = mapped_column(word(AccountType))
    currency: Mapped[str] = mapped_column(String(3))
    parent_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    closed: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    role: Mapped[Role | None] = mapped_column(word(Role))
    # Of an exchange account: the other currency of its pair.
    against: Mapped[str | None] = mapped_column(String(3))
    # Whether the cash flow counts it as money at hand.
    cash: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    demo: Mapped[bool] = mapped_column(default=False, server_default=text("false"))


class Entry(Table):
    """A journal entry: at least two lines that sum to nothing in each currency."""

    __tablename__ = "journal_entries"
    __table_args__ = (
        one_of("status", Status),
        CheckConstraint("(status = 'draft') = (posted_at IS NULL)", name="posted_at"),
        CheckConstraint("reverses_id <> id", name="reverses_another"),
        UniqueConstraint("id", "user_id"),
        UniqueConstraint("id", "user_id", "date"),
        ForeignKeyConstraint(
            ["reverses_id", "user_id"], ["journal_entries.id", "journal_entries.user_id"]
        ),
        Index("journal_entries_user_id_date_id_idx", "user_id", text("date DESC"), text("id DESC")),
        Index(
            "journal_entries_drafts_idx",
            "user_id",
            "date",
            postgresql_where=text("status = 'draft'"),
        ),
    )

    id: Mapped[int] = identity()
    user_id: Mapped[int] = mapped_column(ForeignKey(UserRow.id))
    date: Mapped[dt.date]
    description: Mapped[str] = mapped_column(String(500))
    status: Mapped[Status] = mapped_column(word(Status), server_default=Status.DRAFT)
    # Unique: an entry is reversed once, whoever tries.
    reverses_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    # Counted up by the database at every change of the entry or of its lines.
    version: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[dt.datetime] = now()
    posted_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    # Demonstration data is nobody's money: it alone can be removed after it was posted.
    demo: Mapped[bool] = mapped_column(default=False, server_default=text("false"))

    lines: Mapped[list[Line]] = relationship(
        primaryjoin="Line.entry_id == Entry.id",
        foreign_keys="Line.entry_id",
        order_by="Line.id",
        cascade="all, delete-orphan",
        passive_deletes=True,
        lazy="raise",
    )
    if TYPE_CHECKING:
        reversed_by_id: int | None


class Line(Table):
    """One line of an entry: a debit when the amount is positive, a credit when negative."""

    __tablename__ = "journal_lines"
    __table_args__ = (
        # Owner and date are those of the entry, also after a draft was moved to another day.
        ForeignKeyConstraint(
            ["entry_id", "user_id", "date"],
            ["journal_entries.id", "journal_entries.user_id", "journal_entries.date"],
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        ForeignKeyConstraint(
            ["account_id", "user_id", "currency"],
            ["accounts.id", "accounts.user_id", "accounts.currency"],
        ),
        CheckConstraint("amount <> 0 AND amount <> 'NaN'", name="amount"),
        Index(
            "journal_lines_account_id_date_id_idx",
            "account_id",
            "date",
            "id",
            postgresql_include=["entry_id", "amount"],
        ),
    )

    id: Mapped[int] = identity()
    user_id: Mapped[int] = mapped_column(BigInteger)
    entry_id: Mapped[int] = mapped_column(BigInteger, index=True)
    date: Mapped[dt.date]
    account_id: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[Decimal] = mapped_column(of_money())
    memo: Mapped[str] = mapped_column(Text, server_default="")


class AccountMonth(Table):
    """What was posted on an account in a month. The database keeps it; nobody else may write."""

    __tablename__ = "account_months"
    __table_args__ = (
        ForeignKeyConstraint(
            ["account_id", "user_id", "currency"],
            ["accounts.id", "accounts.user_id", "accounts.currency"],
            ondelete="CASCADE",
        ),
    )

    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    account_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    currency: Mapped[str] = mapped_column(String(3))
    # Its first day.
    month: Mapped[dt.date] = mapped_column(primary_key=True)
    amount: Mapped[Decimal] = mapped_column(Numeric)
    lines: Mapped[int] = mapped_column(BigInteger)


class RateRow(Table):
    """One unit of `currency` was worth `rate` units of `quote` on that day."""

    __tablename__ = "rates"
    __table_args__ = (
        UniqueConstraint("user_id", "currency", "quote", "date"),
        CheckConstraint(
            "currency ~ '^[A-Z]{3}$' AND quote ~ '^[A-Z]{3}$' AND currency <> quote", name="pair"
        ),
        CheckConstraint("rate > 0 AND rate <> 'NaN'", name="rate"),
    )

    id: Mapped[int] = identity()
    user_id: Mapped[int] = mapped_column(ForeignKey(UserRow.id))
    date: Mapped[dt.date]
    currency: Mapped[str] = mapped_column(String(3))
    quote: Mapped[str] = mapped_column(String(3))
    rate: Mapped[Decimal] = mapped_column(Numeric(RATE_PRECISION, RATE_SCALE))
    demo: Mapped[bool] = mapped_column(default=False, server_default=text("false"))


class _ExactJson(TypeDecorator[Any]):
    """JSON of the database whose numbers are read without a float: 12.50 as the text "12.50".

    A whole number stays one where JavaScript can hold it, too.
    """

    impl = JSONB
    cache_ok = True

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Ask for the text, which the driver would read by itself otherwise."""
        return type_coerce(cast(column, Text), self)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """The value that the text stands for."""
        del dialect
        return None if value is None else json.loads(value, parse_float=str, parse_int=_whole)


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) <= _DIGITS_OF_A_DOUBLE else digits


_DIGITS_OF_A_DOUBLE = 15
_SOURCE = text("coalesce(nullif(current_setting('application_name'), ''), session_user)")


class AuditRecord(Table):
    """One change of one thing. The database writes it, and lets nobody change or delete it."""

    __tablename__ = "audit_log"
    __table_args__ = (
        Index("audit_log_user_id_at_id_idx", "user_id", text("at DESC"), text("id DESC")),
        Index("audit_log_subject_id_subject_idx", "subject_id", "subject"),
    )

    id: Mapped[int] = identity()
    user_id: Mapped[int] = mapped_column(ForeignKey(UserRow.id))
    at: Mapped[dt.datetime] = mapped_column(
        DateTime(timezone=True), server_default=text("clock_timestamp()")
    )
    # The program that changed it in the name of its owner.
    source: Mapped[str] = mapped_column(Text, server_default=_SOURCE)
    subject: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[int] = mapped_column(BigInteger)
    action: Mapped[str] = mapped_column(String(16))
    before: Mapped[dict[str, Any] | list[Any] | None] = mapped_column(_ExactJson(none_as_null=True))
    after: Mapped[dict[str, Any] | list[Any] | None] = mapped_column(_ExactJson(none_as_null=True))


_reversal = aliased(Entry)
# The entry that reverses this one: the other end of `reverses_id`, which alone is stored.
Entry.reversed_by_id = column_property(  # type: ignore[assignment]  # set once both tables are known
    select(_reversal.id).where(_reversal.reverses_id == Entry.id).scalar_subquery()
)
