"""Statement files, their imports, and the lines of accounts that they tell."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010"
down_revision = "0008"
branch_labels = None
depends_on = None

# An account with its owner and its currency: what points at it can be neither another person's
# nor in another currency.
ACCOUNT = ["accounts.id", "accounts.user_id", "accounts.currency"]


def upgrade() -> None:
    _statement_files()
    _csv_profiles()
    _account_identifiers()
    _imports()
    _statements()
    _statement_lines()
    _import_lines()
    _import_faults()
    _statement_line_entries()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


TABLES = (
    "statement_line_entries",
    "import_faults",
    "import_lines",
    "statement_lines",
    "statements",
    "imports",
    "account_identifiers",
    "csv_profiles",
    "statement_files",
)


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False)


def _now(name: str) -> sa.Column[object]:
    moment = sa.DateTime(timezone=True)
    return sa.Column(name, moment, server_default=sa.func.now(), nullable=False)


def _to_account(table: str) -> sa.ForeignKeyConstraint:
    name = f"{table}_account_id_user_id_currency_fkey"
    return sa.ForeignKeyConstraint(["account_id", "user_id", "currency"], ACCOUNT, name=name)


def _to_user(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"{table}_user_id_fkey")


def _statement_files() -> None:
    op.create_table(
        "statement_files",
        _id(),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        _now("uploaded_at"),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("statement_files_sha256_check")),
        sa.CheckConstraint("size > 0", name=op.f("statement_files_size_check")),
        _to_user("statement_files"),
        sa.PrimaryKeyConstraint("id", name="statement_files_pkey"),
        sa.UniqueConstraint("id", "user_id", name="statement_files_id_user_id_key"),
        sa.UniqueConstraint("user_id", "sha256", name="statement_files_user_id_sha256_key"),
    )


def _csv_profiles() -> None:
    op.create_table(
        "csv_profiles",
        _id(),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("signature", sa.String(64), nullable=False),
        sa.Column("profile", JSONB, nullable=False),
        _now("created_at"),
        _to_user("csv_profiles"),
        sa.PrimaryKeyConstraint("id", name="csv_profiles_pkey"),
        sa.UniqueConstraint("id", "user_id", name="csv_profiles_id_user_id_key"),
        sa.UniqueConstraint("user_id", "signature", name="csv_profiles_user_id_signature_key"),
    )


def _account_identifiers() -> None:
    op.create_table(
        "account_identifiers",
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("identifier", sa.String(64), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("account_id", sa.BigInteger, nullable=False),
        _to_account("account_identifiers"),
        _to_user("account_identifiers"),
        sa.PrimaryKeyConstraint(
            "user_id", "identifier", "currency", name="account_identifiers_pkey"
        ),
    )
    op.create_index("account_identifiers_account_id_idx", "account_identifiers", ["account_id"])


def _imports() -> None:
    op.create_table(
        "imports",
        _id(),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("file_id", sa.BigInteger, nullable=False),
        sa.Column("status", sa.String(16), server_default="queued", nullable=False),
        sa.Column("format", sa.String(16), server_default="", nullable=False),
        sa.Column("profile", JSONB),
        sa.Column("detection", JSONB),
        sa.Column("account_id", sa.BigInteger),
        sa.Column("currency", sa.String(3)),
        sa.Column("problem", sa.Text, server_default="", nullable=False),
        sa.Column("attempts", sa.Integer, server_default=sa.text("0"), nullable=False),
        _now("created_at"),
        sa.Column("read_at", sa.DateTime(timezone=True)),
        sa.Column("committed_at", sa.DateTime(timezone=True)),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "(status = 'undone') = (undone_at IS NOT NULL)", name=op.f("imports_undone_at_check")
        ),
        sa.CheckConstraint(
            "(status IN ('committed', 'undone')) = (committed_at IS NOT NULL)",
            name=op.f("imports_committed_at_check"),
        ),
        sa.CheckConstraint(
            "status IN ('queued', 'reading', 'mapping', 'preview', 'committed', 'undone', 'failed',"
            " 'kept')",
            name=op.f("imports_status_check"),
        ),
        sa.CheckConstraint(
            "(account_id IS NULL) = (currency IS NULL)", name=op.f("imports_account_id_check")
        ),
        _to_account("imports"),
        sa.ForeignKeyConstraint(
            ["file_id", "user_id"],
            ["statement_files.id", "statement_files.user_id"],
            name="imports_file_id_user_id_fkey",
        ),
        _to_user("imports"),
        sa.PrimaryKeyConstraint("id", name="imports_pkey"),
        sa.UniqueConstraint("id", "user_id", name="imports_id_user_id_key"),
    )
    op.create_index(
        "imports_file_id_active_idx",
        "imports",
        ["file_id"],
        unique=True,
        postgresql_where=sa.text("status NOT IN ('undone', 'failed')"),
    )
    op.create_index("imports_user_id_id_idx", "imports", ["user_id", sa.text("id DESC")])


def _statements() -> None:
    op.create_table(
        "statements",
        _id(),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("import_id", sa.BigInteger, nullable=False),
        sa.Column("identifier", sa.String(64), server_default="", nullable=False),
        sa.Column("told_currency", sa.String(3), server_default="", nullable=False),
        sa.Column("account_id", sa.BigInteger),
        sa.Column("currency", sa.String(3)),
        sa.Column("opening", sa.Numeric(20, 4)),
        sa.Column("closing", sa.Numeric(20, 4)),
        sa.Column("first", sa.Date, nullable=False),
        sa.Column("last", sa.Date, nullable=False),
        sa.Column("moved", sa.Numeric(20, 4), nullable=False),
        sa.Column("line_count", sa.Integer, nullable=False),
        sa.CheckConstraint(
            "(account_id IS NULL) = (currency IS NULL)", name=op.f("statements_account_id_check")
        ),
        _to_account("statements"),
        sa.ForeignKeyConstraint(
            ["import_id", "user_id"],
            ["imports.id", "imports.user_id"],
            name="statements_import_id_user_id_fkey",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="statements_pkey"),
        sa.UniqueConstraint(
            "id", "import_id", "user_id", name="statements_id_import_id_user_id_key"
        ),
    )
    op.create_index("statements_account_id_idx", "statements", ["account_id"])
    op.create_index("statements_import_id_idx", "statements", ["import_id"])


def _statement_lines() -> None:
    op.create_table(
        "statement_lines",
        _id(),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("account_id", sa.BigInteger, nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("date", sa.Date, nullable=False),
        sa.Column("value_date", sa.Date),
        sa.Column("amount", sa.Numeric(20, 4), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("bank_id", sa.String(200), server_default="", nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.CheckConstraint(
            "amount <> 0 AND amount <> 'NaN'", name=op.f("statement_lines_amount_check")
        ),
        _to_account("statement_lines"),
        sa.PrimaryKeyConstraint("id", name="statement_lines_pkey"),
        sa.UniqueConstraint("account_id", "key", name="statement_lines_account_id_key_key"),
        sa.UniqueConstraint("id", "user_id", name="statement_lines_id_user_id_key"),
    )
    op.create_index(
        "statement_lines_account_id_bank_id_idx",
        "statement_lines",
        ["account_id", "bank_id"],
        postgresql_where=sa.text("bank_id <> ''"),
    )
    op.create_index(
        "statement_lines_account_id_date_amount_idx",
        "statement_lines",
        ["account_id", "date", "amount"],
    )
    op.create_index(
        "statement_lines_user_id_date_id_idx",
        "statement_lines",
        ["user_id", sa.text("date DESC"), sa.text("id DESC")],
    )


def _import_lines() -> None:
    op.create_table(
        "import_lines",
        sa.Column("import_id", sa.BigInteger, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("statement_id", sa.BigInteger, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("date", sa.Date, nullable=False),
        sa.Column("value_date", sa.Date),
        sa.Column("amount", sa.Numeric(20, 4), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("bank_id", sa.String(200), server_default="", nullable=False),
        sa.Column("balance", sa.Numeric(20, 4)),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("choice", sa.String(16)),
        sa.Column("line_id", sa.BigInteger),
        sa.Column("added", sa.Boolean, server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint("choice IN ('take', 'leave')", name=op.f("import_lines_choice_check")),
        sa.ForeignKeyConstraint(
            ["line_id", "user_id"],
            ["statement_lines.id", "statement_lines.user_id"],
            name="import_lines_line_id_user_id_fkey",
        ),
        sa.ForeignKeyConstraint(
            ["statement_id", "import_id", "user_id"],
            ["statements.id", "statements.import_id", "statements.user_id"],
            name="import_lines_statement_id_import_id_user_id_fkey",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("import_id", "position", name="import_lines_pkey"),
    )
    op.create_index("import_lines_import_id_key_idx", "import_lines", ["import_id", "key"])
    op.create_index(
        "import_lines_line_id_idx",
        "import_lines",
        ["line_id"],
        postgresql_where=sa.text("line_id IS NOT NULL"),
    )
    op.create_index("import_lines_statement_id_idx", "import_lines", ["statement_id"])


def _import_faults() -> None:
    op.create_table(
        "import_faults",
        sa.Column("import_id", sa.BigInteger, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("lost", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id", "user_id"],
            ["imports.id", "imports.user_id"],
            name="import_faults_import_id_user_id_fkey",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("import_id", "position", name="import_faults_pkey"),
    )


def _statement_line_entries() -> None:
    op.create_table(
        "statement_line_entries",
        sa.Column("line_id", sa.BigInteger, nullable=False),
        sa.Column("entry_id", sa.BigInteger, nullable=False),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        _now("created_at"),
        sa.ForeignKeyConstraint(
            ["entry_id", "user_id"],
            ["journal_entries.id", "journal_entries.user_id"],
            name="statement_line_entries_entry_id_user_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["line_id", "user_id"],
            ["statement_lines.id", "statement_lines.user_id"],
            name="statement_line_entries_line_id_user_id_fkey",
        ),
        sa.PrimaryKeyConstraint("line_id", "entry_id", name="statement_line_entries_pkey"),
    )
    op.create_index("statement_line_entries_entry_id_idx", "statement_line_entries", ["entry_id"])
