"""The tables of statements. Each row names its owner, and so does each foreign key.

A staged line (`ImportLine`) is what one file said at one place. Committing an import points its
staged lines at lines of the account (`StatementLine`), which are made where they are new. A line
of the account is there for as long as a staged line points at it.
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

_ACCOUNT = [f"{Account.__tablename__}.{column}" for column in ("id", "user_id", "currency")]
_ENTRY = [f"{Entry.__tablename__}.{column}" for column in ("id", "user_id")]


class Status(StrEnum):
    """The life of an import."""

    QUEUED = "queued"
    READING = "reading"
    # CSV in a style that nobody has confirmed yet: readable, but not to be committed.
    MAPPING = "mapping"
    PREVIEW = "preview"
    COMMITTED = "committed"
    UNDONE = "undone"
    # Nothing in it could be read; `problem` says why.
    FAILED = "failed"
    # A PDF: the file is there, and nothing more was promised.
    KEPT = "kept"


# A file that has an import in none but these may be imported again.
OVER = (Status.UNDONE, Status.FAILED)


class Choice(StrEnum):
    """What a person decided about one staged line, against what the rules would do."""

    TAKE = "take"
    LEAVE = "leave"


class StatementFile(Table):
    """A file as it was uploaded; its bytes are in the bucket under the owner and the hash."""

    __tablename__ = "statement_files"
    __table_args__ = (
        UniqueConstraint("user_id", "sha256"),
        UniqueConstraint("id", "user_id"),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),
        CheckConstraint("size > 0", name="size"),
    )

    id: Mapped[int] = identity()
    user_id: Mapped[int] = mapped_column(ForeignKey(UserRow.id))
    sha256: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(255))
    size: Mapped[int] = mapped_column(BigInteger)
    uploaded_at: Mapped[dt.datetime] = now()


class CsvProfile(Table):
    """How one bank writes CSV, confirmed by a person; found again by the hash of its heading."""

    __tablename__ = "csv_profiles"
    __table_args__ = (UniqueConstraint("user_id", "signature"), UniqueConstraint("id", "user_id"))

    id: Mapped[int] = identity()
    user_id: Mapped[int] = mapped_column(ForeignKey(UserRow.id))
    name: Mapped[str] = mapped_column(String(200))
    signature: Mapped[str] = mapped_column(String(64))
    profile: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[dt.datetime] = now()


class AccountIdentifier(Table):
    """What a file calls an account (IBAN, number, name), and which account of the ledger it is."""

    __tablename__ = "account_identifiers"
    __table_args__ = (
        PrimaryKeyConstraint("user_id", "identifier", "currency"),
        ForeignKeyConstraint(["account_id", "user_id", "currency"], _ACCOUNT),
        Index("account_identifiers_account_id_idx", "account_id"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey(UserRow.id))
    identifier: Mapped[str] = mapped_column(String(64))
    currency: Mapped[str] = mapped_column(String(3))
    account_id: Mapped[int] = mapped_column(BigInteger)


class Import(Table):
    """One reading of one file, from its upload to its commit, and perhaps its undoing."""

    __tablename__ = "imports"
    __table_args__ = (
        UniqueConstraint("id", "user_id"),
        ForeignKeyConstraint(
            ["file_id", "user_id"], ["statement_files.id", "statement_files.user_id"]
        ),
        ForeignKeyConstraint(["account_id", "user_id", "currency"], _ACCOUNT),
        CheckConstraint("(account_id IS NULL) = (currency IS NULL)", name="account_id"),
        one_of("status", Status),
        CheckConstraint(
            "(status IN ('committed', 'undone')) = (committed_at IS NOT NULL)", name="committed_at"
        ),
        CheckConstraint("(status = 'undone') = (undone_at IS NOT NULL)", name="undone_at"),
        Index(
            "imports_file_id_active_idx",
            "file_id",
            unique=True,
            postgresql_where=sql("status NOT IN ('undone', 'failed')"),
        ),
        Index("imports_user_id_id_idx", "user_id", sql("id DESC")),
    )

    id: Mapped[int] = identity()
    user_id: Mapped[int] = mapped_column(ForeignKey(UserRow.id))
    file_id: Mapped[int] = mapped_column(BigInteger)
    status: Mapped[Status] = mapped_column(word(Status), server_default=Status.QUEUED)
    # The name of the parser; empty until the file was read, or when none recognised it.
    format: Mapped[str] = mapped_column(String(16), server_default="")
    # CSV only: how the file is read, and what the detection said about it.
    profile: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    detection: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    # The account that the uploader named, for statements that name none.
    account_id: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str | None] = mapped_column(String(3))
    problem: Mapped[str] = mapped_column(Text, server_default="")
    # Whether it came with the demonstration books, and goes with them.
    demo: Mapped[bool] = mapped_column(server_default=sql("false"))
    # How often a worker began to read it; one that kills its workers is given up.
    attempts: Mapped[int] = mapped_column(server_default=sql("0"))
    created_at: Mapped[dt.datetime] = now()
    read_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    committed_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    undone_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))


class Statement(Table):
    """The lines of one account in one file, and the balances that the bank put around them."""

    __tablename__ = "statements"
    __table_args__ = (
        UniqueConstraint("id", "import_id", "user_id"),
        ForeignKeyConstraint(
            ["import_id", "user_id"], ["imports.id", "imports.user_id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["account_id", "user_id", "currency"], _ACCOUNT),
        CheckConstraint("(account_id IS NULL) = (currency IS NULL)", name="account_id"),
        Index("statements_import_id_idx", "import_id"),
        Index("statements_account_id_idx", "account_id"),
    )

    id: Mapped[int] = identity()
    user_id: Mapped[int] = mapped_column(BigInteger)
    import_id: Mapped[int] = mapped_column(BigInteger)
    # What the file calls the account, and its currency; empty where the file is silent.
    identifier: Mapped[str] = mapped_column(String(64), server_default="")
    told_currency: Mapped[str] = mapped_column(String(3), server_default="")
    # The account of the ledger, with its currency, once it is known.
    account_id: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str | None] = mapped_column(String(3))
    opening: Mapped[Decimal | None] = mapped_column(of_money())
    closing: Mapped[Decimal | None] = mapped_column(of_money())
    first: Mapped[dt.date]
    last: Mapped[dt.date]
    moved: Mapped[Decimal] = mapped_column(of_money())
    line_count: Mapped[int]


class StatementLine(Table):
    """A booking of an account as its bank tells it, once, however many files told it."""

    __tablename__ = "statement_lines"
    __table_args__ = (
        UniqueConstraint("account_id", "key"),
        UniqueConstraint("id", "user_id"),
        ForeignKeyConstraint(["account_id", "user_id", "currency"], _ACCOUNT),
        CheckConstraint("amount <> 0 AND amount <> 'NaN'", name="amount"),
        Index(
            "statement_lines_account_id_bank_id_idx",
            "account_id",
            "bank_id",
            postgresql_where=sql("bank_id <> ''"),
        ),
        Index("statement_lines_account_id_date_amount_idx", "account_id", "date", "amount"),
        Index("statement_lines_user_id_date_id_idx", "user_id", sql("date DESC"), sql("id DESC")),
    )

    id: Mapped[int] = identity()
    user_id: Mapped[int] = mapped_column(BigInteger)
    account_id: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    date: Mapped[dt.date]
    value_date: Mapped[dt.date | None]
    amount: Mapped[Decimal] = mapped_column(of_money())
    text: Mapped[str] = mapped_column(Text)
    bank_id: Mapped[str] = mapped_column(String(200), server_default="")
    # What makes it this line and no other of its account: see `rules.identities`.
    key: Mapped[str] = mapped_column(String(80))


class ImportLine(Table):
    """A line as one file said it. `line_id` is set while its import is committed."""

    __tablename__ = "import_lines"
    __table_args__ = (
        PrimaryKeyConstraint("import_id", "position"),
        ForeignKeyConstraint(
            ["statement_id", "import_id", "user_id"],
            ["statements.id", "statements.import_id", "statements.user_id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["line_id", "user_id"], ["statement_lines.id", "statement_lines.user_id"]
        ),
        CheckConstraint("choice IN ('take', 'leave')", name="choice"),
        Index("import_lines_statement_id_idx", "statement_id"),
        Index("import_lines_import_id_key_idx", "import_id", "key"),
        Index("import_lines_line_id_idx", "line_id", postgresql_where=sql("line_id IS NOT NULL")),
    )

    import_id: Mapped[int] = mapped_column(BigInteger)
    # Its place among the lines of the import, from 0.
    position: Mapped[int]
    user_id: Mapped[int] = mapped_column(BigInteger)
    statement_id: Mapped[int] = mapped_column(BigInteger)
    # The line of the file, from 1.
    number: Mapped[int]
    date: Mapped[dt.date]
    value_date: Mapped[dt.date | None]
    amount: Mapped[Decimal] = mapped_column(of_money())
    text: Mapped[str] = mapped_column(Text)
    bank_id: Mapped[str] = mapped_column(String(200), server_default="")
    balance: Mapped[Decimal | None] = mapped_column(of_money())
    key: Mapped[str] = mapped_column(String(80))
    choice: Mapped[Choice | None] = mapped_column(word(Choice))
    line_id: Mapped[int | None] = mapped_column(BigInteger)
    # Whether committing this import is what made the line.
    added: Mapped[bool] = mapped_column(server_default=sql("false"))


class ImportFault(Table):
    """What was wrong at one place of a file; `number` is the line from 1, or 0 for the whole."""

    __tablename__ = "import_faults"
    __table_args__ = (
        PrimaryKeyConstraint("import_id", "position"),
        ForeignKeyConstraint(
            ["import_id", "user_id"], ["imports.id", "imports.user_id"], ondelete="CASCADE"
        ),
    )

    import_id: Mapped[int] = mapped_column(BigInteger)
    position: Mapped[int]
    user_id: Mapped[int] = mapped_column(BigInteger)
    number: Mapped[int]
    message: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    lost: Mapped[bool]


class LineEntry(Table):
    """Which journal entries a line of a statement is explained by; reconciliation writes it."""

    __tablename__ = "statement_line_entries"
    __table_args__ = (
        PrimaryKeyConstraint("line_id", "entry_id"),
        # No cascade: an import whose lines are in the books cannot be undone under them.
        ForeignKeyConstraint(
            ["line_id", "user_id"], ["statement_lines.id", "statement_lines.user_id"]
        ),
        ForeignKeyConstraint(["entry_id", "user_id"], _ENTRY, ondelete="CASCADE"),
        Index("statement_line_entries_entry_id_idx", "entry_id"),
    )

    line_id: Mapped[int] = mapped_column(BigInteger)
    entry_id: Mapped[int] = mapped_column(BigInteger)
    user_id: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[dt.datetime] = now()
