"""Accounts, journal entries and their lines."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIGINT = sa.BigInteger


def upgrade() -> None:
    _accounts()
    _entries()
    _lines()


def downgrade() -> None:
    op.drop_table("journal_lines")
    op.drop_table("journal_entries")
    op.drop_table("accounts")


def _id() -> sa.Column[int]:
    return sa.Column("id", BIGINT, sa.Identity(always=True), nullable=False)


def _accounts() -> None:
    op.create_table(
        "accounts",
        _id(),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("type", sa.String(16), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("parent_id", BIGINT),
        sa.Column("closed", sa.Boolean, server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="accounts_pkey"),
        sa.UniqueConstraint("code", name="accounts_code_key"),
        sa.UniqueConstraint("id", "type", name="accounts_id_type_key"),
        sa.UniqueConstraint("id", "currency", name="accounts_id_currency_key"),
        sa.ForeignKeyConstraint(
            ["parent_id", "type"],
            ["accounts.id", "accounts.type"],
            name="accounts_parent_id_type_fkey",
        ),
        sa.CheckConstraint(
            "type IN ('asset', 'liability', 'equity', 'income', 'expense')",
            name=op.f("accounts_type_check"),
        ),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("accounts_currency_check")),
        sa.CheckConstraint(
            "btrim(code) <> '' AND btrim(name) <> ''", name=op.f("accounts_named_check")
        ),
    )
    op.create_index("accounts_parent_id_idx", "accounts", ["parent_id"])


def _entries() -> None:
    op.create_table(
        "journal_entries",
        _id(),
        sa.Column("date", sa.Date, nullable=False),
        sa.Column("description", sa.String(500), nullable=False),
        sa.Column("status", sa.String(16), server_default="draft", nullable=False),
        sa.Column("reverses_id", BIGINT),
        sa.Column("version", sa.Integer, server_default=sa.text("0"), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.func.now(),
            nullable=False,
        ),
        sa.Column("posted_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="journal_entries_pkey"),
        sa.UniqueConstraint("reverses_id", name="journal_entries_reverses_id_key"),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["journal_entries.id"], name="journal_entries_reverses_id_fkey"
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'posted', 'reversed')", name=op.f("journal_entries_status_check")
        ),
        sa.CheckConstraint(
            "(status = 'draft') = (posted_at IS NULL)",
            name=op.f("journal_entries_posted_at_check"),
        ),
        sa.CheckConstraint(
            "reverses_id <> id", name=op.f("journal_entries_reverses_another_check")
        ),
    )
    op.create_index(
        "journal_entries_date_id_idx",
        "journal_entries",
        [sa.text("date DESC"), sa.text("id DESC")],
    )


def _lines() -> None:
    op.create_table(
        "journal_lines",
        _id(),
        sa.Column("entry_id", BIGINT, nullable=False),
        sa.Column("account_id", BIGINT, nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("amount", sa.Numeric(20, 4), nullable=False),
        sa.Column("memo", sa.Text, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="journal_lines_pkey"),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["journal_entries.id"],
            name="journal_lines_entry_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "currency"],
            ["accounts.id", "accounts.currency"],
            name="journal_lines_account_id_currency_fkey",
        ),
        sa.CheckConstraint(
            "amount <> 0 AND amount <> 'NaN'", name=op.f("journal_lines_amount_check")
        ),
    )
    op.create_index("journal_lines_entry_id_idx", "journal_lines", ["entry_id"])
    op.create_index(
        "journal_lines_account_id_currency_idx", "journal_lines", ["account_id", "currency"]
    )
