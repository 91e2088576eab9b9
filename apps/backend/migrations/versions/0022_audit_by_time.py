"""The audit trail is read by time: any span of it without the records before and after."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    columns = ["user_id", sa.text("at DESC"), sa.text("id DESC")]
    op.create_index("audit_log_user_id_at_id_idx", "audit_log", columns)
    op.drop_index("audit_log_user_id_id_idx", "audit_log")


def downgrade() -> None:
    op.create_index("audit_log_user_id_id_idx", "audit_log", ["user_id", sa.text("id DESC")])
    op.drop_index("audit_log_user_id_at_id_idx", "audit_log")
