"""The tables of reconciliation. Each row names its owner, and so does each foreign key.

A match says that these lines of statements are those sides of entries: what an entry books on the
lines' account. Accepted, it is settled: a line and a side are in one settled match at most. The
triggers that hold this, and that keep closed statements as they are, are in migration 0020.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Numeric,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from src.accounting.tables import Account, Entry
from src.auth.tables import UserRow
from src.database import Table, one_of, word
from src.rows import identity, now, of_money
from src.statements.tables import Statement, StatementLine

_ACCOUNT = [f"{Account.__tablename__}.{column}" for column in ("id", "user_id", "currency")]
_ENTRY = [f"{Entry.__tablename__}.{column}" for column in ("id", "user_id")]
_LINE = [f"{StatementLine.__tablename__}.{column}" for column in ("id", "user_id")]
_STATEMENT = [f"{Statement.__tablename__}.{column}" for column in ("id", "import_id", "user_id")]


class Kind(StrEnum):
    """What a match is made of."""

    # Entries that are in the journal.
    ENTRY = "entry"
    # Two lines of two own accounts: accepting it makes the one entry that is both.
    TRANSFER = "transfer"
    # An entry that a person had made from a line.
    BOOKING = "booking"


class State(StrEnum):
    """The life of a match: proposed, then decided; what was accepted can be released again."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    RELEASED = "released"


class Decider(StrEnum):
    """Who decided: the owner of the books, or the program by their thresholds."""

    PERSON = "person"
    PROGRAM = "program"


class Match(Table):
    """Lines of statements and the sides of entries that explain them, with score and reasons."""

    __tablename__ = "matches"
    __table_args__ = (
        UniqueConstraint("id", "user_id"),
        ForeignKeyConstraint(["account_id", "user_id", "currency"], _ACCOUNT),
        one_of("kind", Kind),
        one_of("state", State),
        one_of("decided_by", Decider),
        CheckConstraint(
            "(state = 'proposed') = (decided_at IS NULL)"
            " AND (decided_at IS NULL) = (decided_by IS NULL)",
            name="decided_at",
        ),
        CheckConstraint("score BETWEEN 0 AND 1", name="score"),
        Index("matches_account_id_state_idx", "account_id", "state"),
        Index("matches_user_id_decided_at_idx", "user_id", sql("decided_at DESC")),
        Index(
            "matches_refused_idx",
            "user_id",
            "key",
            postgresql_where=sql("state IN ('rejected', 'released')"),
        ),
    )

    id: Mapped[int] = identity()
    user_id: Mapped[int] = mapped_column(ForeignKey(UserRow.id))
    account_id: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    kind: Mapped[Kind] = mapped_column(word(Kind))
    state: Mapped[State] = mapped_column(word(State), server_default=State.PROPOSED)
    score: Mapped[Decimal] = mapped_column(Numeric(5, 4))
    reasons: Mapped[list[Any]] = mapped_column(JSONB)
    # What the lines have more than the sides: accepting it books this as a fee.
    difference: Mapped[Decimal] = mapped_column(of_money(), server_default=sql("0"))
    # The same for the same lines and sides, also after their import was undone and made again.
    key: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[dt.datetime] = now()
    decided_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    decided_by: Mapped[Decider | None] = mapped_column(word(Decider))


class MatchLine(Table):
    """A line in a match; `settled` while that match is accepted."""

    __tablename__ = "match_lines"
    __table_args__ = (
        PrimaryKeyConstraint("match_id", "line_id"),
        ForeignKeyConstraint(
            ["match_id", "user_id"], ["matches.id", "matches.user_id"], ondelete="CASCADE"
        ),
        # A proposal goes with its lines; what is settled is kept by `statement_line_entries`.
        ForeignKeyConstraint(["line_id", "user_id"], _LINE, ondelete="CASCADE"),
        Index("match_lines_settled_key", "line_id", unique=True, postgresql_where=sql("settled")),
        Index("match_lines_line_id_idx", "line_id"),
    )

    match_id: Mapped[int] = mapped_column(BigInteger)
    line_id: Mapped[int] = mapped_column(BigInteger)
    user_id: Mapped[int] = mapped_column(BigInteger)
    settled: Mapped[bool] = mapped_column(server_default=sql("false"))


class MatchSide(Table):
    """What an entry books on an account, in a match; `made` when accepting it made the entry."""

    __tablename__ = "match_sides"
    __table_args__ = (
        PrimaryKeyConstraint("match_id", "entry_id", "account_id"),
        ForeignKeyConstraint(
            ["match_id", "user_id"], ["matches.id", "matches.user_id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["entry_id", "user_id"], _ENTRY, ondelete="CASCADE"),
        Index(
            "match_sides_settled_key",
            "entry_id",
            "account_id",
            unique=True,
            postgresql_where=sql("settled"),
        ),
        Index("match_sides_entry_id_idx", "entry_id"),
    )

    match_id: Mapped[int] = mapped_column(BigInteger)
    entry_id: Mapped[int] = mapped_column(BigInteger)
    account_id: Mapped[int] = mapped_column(BigInteger)
    user_id: Mapped[int] = mapped_column(BigInteger)
    settled: Mapped[bool] = mapped_column(server_default=sql("false"))
    made: Mapped[bool] = mapped_column(server_default=sql("false"))


class Closing(Table):
    """A statement that added up, as it was then: nobody changes it, it can only be reopened."""

    __tablename__ = "closings"
    __table_args__ = (
        UniqueConstraint("id", "user_id"),
        ForeignKeyConstraint(["account_id", "user_id", "currency"], _ACCOUNT),
        ForeignKeyConstraint(["statement_id", "import_id", "user_id"], _STATEMENT),
        Index(
            "closings_statement_id_key",
            "statement_id",
            unique=True,
            postgresql_where=sql("reopened_at IS NULL"),
        ),
        Index("closings_account_id_last_idx", "account_id", "last"),
    )

    id: Mapped[int] = identity()
    user_id: Mapped[int] = mapped_column(ForeignKey(UserRow.id))
    account_id: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    statement_id: Mapped[int] = mapped_column(BigInteger)
    import_id: Mapped[int] = mapped_column(BigInteger)
    first: Mapped[dt.date]
    last: Mapped[dt.date]
    opening: Mapped[Decimal] = mapped_column(of_money())
    closing: Mapped[Decimal] = mapped_column(of_money())
    # Every line with the entries that explain it, as it was at the closing.
    lines: Mapped[list[Any]] = mapped_column(JSONB)
    closed_at: Mapped[dt.datetime] = now()
    reopened_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    reason: Mapped[str] = mapped_column(Text, server_default="")


class ClosingLine(Table):
    """A line that a closing locks, with its match; gone when the statement is reopened."""

    __tablename__ = "closing_lines"
    __table_args__ = (
        PrimaryKeyConstraint("closing_id", "line_id"),
        ForeignKeyConstraint(["closing_id", "user_id"], ["closings.id", "closings.user_id"]),
        ForeignKeyConstraint(["line_id", "user_id"], _LINE),
        ForeignKeyConstraint(["match_id", "user_id"], ["matches.id", "matches.user_id"]),
        Index("closing_lines_line_id_idx", "line_id"),
        Index("closing_lines_match_id_idx", "match_id"),
    )

    closing_id: Mapped[int] = mapped_column(BigInteger)
    line_id: Mapped[int] = mapped_column(BigInteger)
    match_id: Mapped[int] = mapped_column(BigInteger)
    user_id: Mapped[int] = mapped_column(BigInteger)


class MatchingSettings(Table):
    """A person's thresholds; who has no row uses those of `rules.Thresholds`."""

    __tablename__ = "matching_settings"
    __table_args__ = (
        UniqueConstraint("user_id"),
        CheckConstraint("propose_at > 0 AND propose_at <= accept_at", name="propose_at"),
        CheckConstraint("accept_at <= 1", name="accept_at"),
        CheckConstraint("days BETWEEN 0 AND 60", name="days"),
        CheckConstraint("fee_share BETWEEN 0 AND 0.2 AND fee_most >= 0", name="fee"),
    )

    id: Mapped[int] = identity()
    user_id: Mapped[int] = mapped_column(ForeignKey(UserRow.id))
    accept_at: Mapped[Decimal] = mapped_column(Numeric(4, 3))
    propose_at: Mapped[Decimal] = mapped_column(Numeric(4, 3))
    days: Mapped[int]
    fee_share: Mapped[Decimal] = mapped_column(Numeric(5, 4))
    fee_most: Mapped[Decimal] = mapped_column(of_money())
