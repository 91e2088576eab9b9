"""Drafts are few and lie among many: a register subtracts them instead of looking at each entry."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "journal_entries_drafts_idx",
        "journal_entries",
        ["user_id", "date"],
        postgresql_where=sa.text("status = 'draft'"),
    )


def downgrade() -> None:
    op.drop_index("journal_entries_drafts_idx", "journal_entries")
