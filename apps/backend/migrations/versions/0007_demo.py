"""Rates of demonstration data carry its mark, and sums of nothing go with their account."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SUMS_OF_ACCOUNT = "account_months_account_id_user_id_currency_fkey"


def upgrade() -> None:
    op.add_column(
        "rates", sa.Column("demo", sa.Boolean, server_default=sa.text("false"), nullable=False)
    )
    _sums_of_account("CASCADE")


def downgrade() -> None:
    _sums_of_account(None)
    op.drop_column("rates", "demo")


def _sums_of_account(ondelete: str | None) -> None:
    """An account with lines cannot go, so what goes with it is a sum of nothing."""
    op.drop_constraint(SUMS_OF_ACCOUNT, "account_months")
    op.create_foreign_key(
        SUMS_OF_ACCOUNT,
        "account_months",
        "accounts",
        ["account_id", "user_id", "currency"],
        ["id", "user_id", "currency"],
        ondelete=ondelete,
    )
