"""Closed periods, stored rates of exchange, and the accounts that exchanges are booked on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("closed_until", sa.Date))
    _accounts()
    op.add_column("journal_entries", _flag("demo"))
    _rates()


def downgrade() -> None:
    op.drop_table("rates")
    op.drop_column("journal_entries", "demo")
    op.drop_index("accounts_user_id_role_currency_against_key", "accounts")
    for column in ("role", "against", "cash", "demo"):
        op.drop_column("accounts", column)
    op.drop_column("users", "closed_until")


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, server_default=sa.text("false"), nullable=False)


def _accounts() -> None:
    op.add_column("accounts", sa.Column("role", sa.String(16)))
    op.add_column("accounts", sa.Column("against", sa.String(3)))
    op.add_column("accounts", _flag("cash"))
    op.add_column("accounts", _flag("demo"))
    op.execute("UPDATE accounts SET cash = true WHERE type = 'asset'")
    op.create_check_constraint(
        op.f("accounts_role_check"), "accounts", "role IN ('exchange', 'exchange_gain')"
    )
    op.create_check_constraint(
        op.f("accounts_against_check"),
        "accounts",
        "(coalesce(role, '') = 'exchange') = (against IS NOT NULL)",
    )
    op.create_check_constraint(
        op.f("accounts_cash_check"), "accounts", "type = 'asset' OR NOT cash"
    )
    op.create_index(
        "accounts_user_id_role_currency_against_key",
        "accounts",
        ["user_id", "role", "currency", "against"],
        unique=True,
        postgresql_where=sa.text("role IS NOT NULL"),
        postgresql_nulls_not_distinct=True,
    )


def _rates() -> None:
    op.create_table(
        "rates",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("date", sa.Date, nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("quote", sa.String(3), nullable=False),
        sa.Column("rate", sa.Numeric(24, 12), nullable=False),
        sa.PrimaryKeyConstraint("id", name="rates_pkey"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="rates_user_id_fkey"),
        sa.UniqueConstraint(
            "user_id",
            "currency",
            "quote",
            "date",
            name="rates_user_id_currency_quote_date_key",
        ),
        sa.CheckConstraint(
            "currency ~ '^[A-Z]{3}$' AND quote ~ '^[A-Z]{3}$' AND currency <> quote",
            name=op.f("rates_pair_check"),
        ),
        sa.CheckConstraint("rate > 0 AND rate <> 'NaN'", name=op.f("rates_rate_check")),
    )
