"""The tables of accounting. What must always hold is held by constraints and triggers here.

The triggers are in the migration `0002_journal_rules`.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, aliased, column_property, mapped_column, relationship

from src import money
from src.auth.tables import UserRow
from src.database import Table


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


def _word(words: type[StrEnum]) -> Enum:
    """A word of a closed list, kept as text: a native enum type cannot lose a word again."""
    return Enum(
        words,
        native_enum=False,
        length=16,
        values_callable=lambda enum: [word.value for word in enum],
    )


def _one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


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
        _one_of("type", AccountType),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency"),
        CheckConstraint("btrim(code) <> '' AND btrim(name) <> ''", name="named"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(UserRow.id))
    code: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(200))
    type: Mapped[AccountType] = mapped_column(_word(AccountType))
    currency: Mapped[str] = mapped_column(String(3))
    parent_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    closed: Mapped[bool] = mapped_column(default=False, server_default=text("false"))


class Entry(Table):
    """A journal entry: at least two lines that sum to nothing in each currency."""

    __tablename__ = "journal_entries"
    __table_args__ = (
        _one_of("status", Status),
        CheckConstraint("(status = 'draft') = (posted_at IS NULL)", name="posted_at"),
        CheckConstraint("reverses_id <> id", name="reverses_another"),
        UniqueConstraint("id", "user_id"),
        ForeignKeyConstraint(
            ["reverses_id", "user_id"], ["journal_entries.id", "journal_entries.user_id"]
        ),
        Index("journal_entries_user_id_date_id_idx", "user_id", text("date DESC"), text("id DESC")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(UserRow.id))
    date: Mapped[dt.date]
    description: Mapped[str] = mapped_column(String(500))
    status: Mapped[Status] = mapped_column(_word(Status), server_default=Status.DRAFT)
    # Unique: an entry is reversed once, whoever tries.
    reverses_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    # Counted up by the database at every change of the entry or of its lines.
    version: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[dt.datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now()
    )
    posted_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))

    lines: Mapped[list[Line]] = relationship(
        order_by="Line.id", cascade="all, delete-orphan", passive_deletes=True, lazy="raise"
    )
    if TYPE_CHECKING:
        reversed_by_id: int | None


class Line(Table):
    """One line of an entry: a debit when the amount is positive, a credit when negative."""

    __tablename__ = "journal_lines"
    __table_args__ = (
        ForeignKeyConstraint(
            ["entry_id", "user_id"],
            ["journal_entries.id", "journal_entries.user_id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["account_id", "user_id", "currency"],
            ["accounts.id", "accounts.user_id", "accounts.currency"],
        ),
        CheckConstraint("amount <> 0 AND amount <> 'NaN'", name="amount"),
        Index("journal_lines_account_id_currency_idx", "account_id", "currency"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger)
    entry_id: Mapped[int] = mapped_column(BigInteger, index=True)
    account_id: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[Decimal] = mapped_column(Numeric(money.PRECISION, money.SCALE))
    memo: Mapped[str] = mapped_column(Text, server_default="")


_reversal = aliased(Entry)
# The entry that reverses this one: the other end of `reverses_id`, which alone is stored.
Entry.reversed_by_id = column_property(  # type: ignore[assignment]  # set once both tables are known
    select(_reversal.id).where(_reversal.reverses_id == Entry.id).scalar_subquery()
)
