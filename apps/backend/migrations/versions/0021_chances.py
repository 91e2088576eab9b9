"""Thresholds of matching are chances, and need no margin: what was set as points is set anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM matching_settings")
    op.drop_column("matching_settings", "margin")


def downgrade() -> None:
    op.execute("DELETE FROM matching_settings")
    op.add_column("matching_settings", sa.Column("margin", sa.Numeric(4, 3), nullable=False))
    name = op.f("matching_settings_margin_check")
    op.create_check_constraint(name, "matching_settings", "margin BETWEEN 0 AND 1")
