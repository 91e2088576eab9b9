"""Which imports came with the demonstration books, so that they go with them.

A closing stays a record that nobody changes or deletes, but for that of a statement that was only
shown: it goes when the demonstration is removed.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_REOPENED = """\
    IF TG_OP = 'UPDATE' AND OLD.reopened_at IS NULL
       AND to_jsonb(NEW) - '{reopened_at,reason}'::text[]
         = to_jsonb(OLD) - '{reopened_at,reason}'::text[]
    THEN
        RETURN NEW;
    END IF;
"""
_SHOWN = """\
    IF TG_OP = 'DELETE' AND current_setting('finance.removes_demo', true) = 'yes'
       AND EXISTS (SELECT FROM imports WHERE id = OLD.import_id AND demo)
    THEN
        RETURN OLD;
    END IF;
"""
_REFUSED = """\
    RAISE EXCEPTION 'closing % is a record: it can be reopened, not changed', OLD.id
        USING ERRCODE = 'restrict_violation', TABLE = 'closings',
              CONSTRAINT = 'closing_is_a_record';
"""


def upgrade() -> None:
    column = sa.Column("demo", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    op.add_column("imports", column)
    _hold(_REOPENED + _SHOWN + _REFUSED)


def downgrade() -> None:
    _hold(_REOPENED + _REFUSED)
    op.drop_column("imports", "demo")


def _hold(body: str) -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION closing_is_a_record() RETURNS trigger LANGUAGE plpgsql"
        f" AS $$\nBEGIN\n{body}END\n$$"
    )
