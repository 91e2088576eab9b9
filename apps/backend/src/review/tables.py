"""The tables of review: rules that a person made, and suggestions that they did not want."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from src.accounting.tables import Account
from src.auth.tables import UserRow
from src.database import Table, one_of, word
from src.rows import identity, now, of_money

_ACCOUNT = [f"{Account.__tablename__}.{column}" for column in ("id", "user_id", "currency")]


class How(StrEnum):
    """How a rule's pattern is looked for in a line's text, capitals and spaces aside."""

    CONTAINS = "contains"
    STARTS = "starts"
    EQUALS = "equals"


class RuleRow(Table):
    """Lines whose text is like this are booked on that account; the first that fits counts."""

    __tablename__ = "review_rules"
    __table_args__ = (
        UniqueConstraint("id", "user_id"),
        ForeignKeyConstraint(["account_id", "user_id", "currency"], _ACCOUNT),
        one_of("how", How),
        CheckConstraint("btrim(pattern) <> ''", name="pattern"),
        CheckConstraint("least IS NULL OR most IS NULL OR least <= most", name="bounds"),
        Index("review_rules_user_id_position_idx", "user_id", "position"),
    )

    id: Mapped[int] = identity()
    user_id: Mapped[int] = mapped_column(ForeignKey(UserRow.id))
    position: Mapped[int]
    pattern: Mapped[str] = mapped_column(Text)
    how: Mapped[How] = mapped_column(word(How), server_default=How.CONTAINS)
    # Bounds of the line's amount with its sign: below zero is money that left.
    least: Mapped[Decimal | None] = mapped_column(of_money())
    most: Mapped[Decimal | None] = mapped_column(of_money())
    # What it books on, with its currency.
    account_id: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    # What the entry is called; empty is the line's own text.
    description: Mapped[str] = mapped_column(String(500), server_default="")
    enabled: Mapped[bool] = mapped_column(server_default=sql("true"))
    created_at: Mapped[dt.datetime] = now()


class RuleRefusal(Table):
    """A person's no to the suggestion of a rule: it is not made again."""

    __tablename__ = "rule_refusals"
    __table_args__ = (
        PrimaryKeyConstraint("user_id", "payee", "account_id"),
        ForeignKeyConstraint(["account_id", "user_id", "currency"], _ACCOUNT, ondelete="CASCADE"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey(UserRow.id))
    payee: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    refused_at: Mapped[dt.datetime] = now()
