"""The audit trail: who changed what and when, before and after. Written by the database itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


SOURCE = "coalesce(nullif(current_setting('application_name'), ''), session_user)"


def upgrade() -> None:
    op.create_table(
        "audit_log",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        # The books belong to one person, so who changed them is their owner; this is the program
        # that did it in their name, as it introduced itself to the database.
        sa.Column("source", sa.Text, server_default=sa.text(SOURCE), nullable=False),
        sa.Column("subject", sa.String(16), nullable=False),
        sa.Column("subject_id", sa.BigInteger, nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("before", JSONB(none_as_null=True)),
        sa.Column("after", JSONB(none_as_null=True)),
        sa.PrimaryKeyConstraint("id", name="audit_log_pkey"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="audit_log_user_id_fkey"),
    )
    op.create_index("audit_log_user_id_id_idx", "audit_log", ["user_id", sa.text("id DESC")])
    op.create_index("audit_log_subject_id_subject_idx", "audit_log", ["subject_id", "subject"])
    for name, body in FUNCTIONS.items():
        op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$")
    for trigger in TRIGGERS:
        op.execute(f"CREATE {trigger}")


def downgrade() -> None:
    for name in FUNCTIONS:
        op.execute(f"DROP FUNCTION {name}() CASCADE")
    op.drop_table("audit_log")


FUNCTIONS = {
    # Arguments: what the thing is called, the columns that are not worth a record (or secret), and
    # the column of its owner.
    "audit_row": """
DECLARE
    before jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) - TG_ARGV[1]::text[] END;
    after jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) - TG_ARGV[1]::text[] END;
    present jsonb := coalesce(to_jsonb(NEW), to_jsonb(OLD));
BEGIN
    IF before IS NOT DISTINCT FROM after THEN
        RETURN NULL;
    END IF;
    INSERT INTO audit_log (user_id, subject, subject_id, action, before, after)
        VALUES ((present ->> TG_ARGV[2])::bigint, TG_ARGV[0],
                (present ->> 'id')::bigint, lower(TG_OP), before, after);
    RETURN NULL;
END
""",
    "audit_lines": """
BEGIN
    INSERT INTO audit_log (user_id, subject, subject_id, action, before, after)
        SELECT user_id, 'lines', entry_id, lower(TG_OP),
               CASE WHEN TG_ARGV[0] = 'before' THEN jsonb_agg(to_jsonb(each) ORDER BY id) END,
               CASE WHEN TG_ARGV[0] = 'after' THEN jsonb_agg(to_jsonb(each) ORDER BY id) END
        FROM changed AS each GROUP BY user_id, entry_id;
    RETURN NULL;
END
""",
    "audit_line_changes": """
BEGIN
    INSERT INTO audit_log (user_id, subject, subject_id, action, before, after)
        SELECT b.user_id, 'lines', b.entry_id, 'update',
               jsonb_agg(to_jsonb(b) ORDER BY id), jsonb_agg(to_jsonb(a) ORDER BY id)
        FROM lines_before AS b JOIN lines_after AS a USING (id)
        GROUP BY b.user_id, b.entry_id;
    RETURN NULL;
END
""",
    "audit_log_only_grows": """
BEGIN
    RAISE EXCEPTION 'the audit trail only grows: % is refused', TG_OP
        USING ERRCODE = 'restrict_violation', TABLE = 'audit_log',
              CONSTRAINT = 'audit_log_only_grows';
END
""",
}


def _rows(table: str, subject: str, left_out: str, owner: str = "user_id") -> str:
    return f"""TRIGGER audit_{table}
       AFTER INSERT OR UPDATE OR DELETE ON {table}
       FOR EACH ROW EXECUTE FUNCTION audit_row('{subject}', '{{{left_out}}}', '{owner}')"""


TRIGGERS = (
    _rows("accounts", "account", ""),
    # A change of its lines touches the entry's version, and has a record of its own.
    _rows("journal_entries", "entry", "version"),
    _rows("rates", "rate", ""),
    _rows("users", "person", "password_hash,email_key", "id"),
    """TRIGGER audit_lines_inserted
       AFTER INSERT ON journal_lines REFERENCING NEW TABLE AS changed
       FOR EACH STATEMENT EXECUTE FUNCTION audit_lines('after')""",
    """TRIGGER audit_lines_deleted
       AFTER DELETE ON journal_lines REFERENCING OLD TABLE AS changed
       FOR EACH STATEMENT EXECUTE FUNCTION audit_lines('before')""",
    """TRIGGER audit_lines_updated
       AFTER UPDATE ON journal_lines REFERENCING OLD TABLE AS lines_before NEW TABLE AS lines_after
       FOR EACH STATEMENT EXECUTE FUNCTION audit_line_changes()""",
    """TRIGGER audit_log_only_grows
       BEFORE UPDATE OR DELETE ON audit_log
       FOR EACH ROW EXECUTE FUNCTION audit_log_only_grows()""",
    """TRIGGER audit_log_is_not_truncated
       BEFORE TRUNCATE ON audit_log
       FOR EACH STATEMENT EXECUTE FUNCTION audit_log_only_grows()""",
)
