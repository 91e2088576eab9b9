"""What a register and the reports read: each line's date, and the sums of each month.

Sums are written where an entry is posted, in the same transaction and by the database itself;
nothing else may write them. A posted entry's lines never change, so nothing else has to.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _dates()
    _months()
    for name, body in FUNCTIONS.items():
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"
        )
    for trigger in TRIGGERS:
        op.execute(f"CREATE {trigger}")


def downgrade() -> None:
    op.execute("DROP FUNCTION journal_entries_are_booked() CASCADE")
    op.execute("DROP FUNCTION account_months_are_kept_by_the_journal() CASCADE")
    op.execute(
        "CREATE OR REPLACE FUNCTION journal_entry_is_immutable() RETURNS trigger"
        f" LANGUAGE plpgsql AS $${IMMUTABLE_BEFORE}$$"
    )
    op.drop_table("account_months")
    op.drop_constraint("journal_lines_entry_id_user_id_date_fkey", "journal_lines")
    op.drop_index("journal_lines_account_id_date_id_idx", "journal_lines")
    op.drop_constraint("journal_entries_id_user_id_date_key", "journal_entries")
    op.drop_column("journal_lines", "date")
    op.create_foreign_key(
        "journal_lines_entry_id_user_id_fkey",
        "journal_lines",
        "journal_entries",
        ["entry_id", "user_id"],
        ["id", "user_id"],
        ondelete="CASCADE",
    )
    op.create_index(
        "journal_lines_account_id_currency_idx", "journal_lines", ["account_id", "currency"]
    )


def _dates() -> None:
    op.add_column("journal_lines", sa.Column("date", sa.Date))
    op.execute("ALTER TABLE journal_lines DISABLE TRIGGER USER")
    op.execute(
        "UPDATE journal_lines SET date = journal_entries.date"
        " FROM journal_entries WHERE journal_entries.id = entry_id"
    )
    op.execute("ALTER TABLE journal_lines ENABLE TRIGGER USER")
    op.alter_column("journal_lines", "date", nullable=False)
    op.create_unique_constraint(
        "journal_entries_id_user_id_date_key", "journal_entries", ["id", "user_id", "date"]
    )
    # A line's date is that of its entry, also after a draft was moved: the key says so.
    op.drop_constraint("journal_lines_entry_id_user_id_fkey", "journal_lines")
    op.create_foreign_key(
        "journal_lines_entry_id_user_id_date_fkey",
        "journal_lines",
        "journal_entries",
        ["entry_id", "user_id", "date"],
        ["id", "user_id", "date"],
        ondelete="CASCADE",
        onupdate="CASCADE",
    )
    op.drop_index("journal_lines_account_id_currency_idx", "journal_lines")
    op.create_index(
        "journal_lines_account_id_date_id_idx",
        "journal_lines",
        ["account_id", "date", "id"],
        postgresql_include=["entry_id", "amount"],
    )


def _months() -> None:
    op.create_table(
        "account_months",
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("account_id", sa.BigInteger, nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("month", sa.Date, nullable=False),
        sa.Column("amount", sa.Numeric, nullable=False),
        sa.Column("lines", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "account_id", "month", name="account_months_pkey"),
        sa.ForeignKeyConstraint(
            ["account_id", "user_id", "currency"],
            ["accounts.id", "accounts.user_id", "accounts.currency"],
            name="account_months_account_id_user_id_currency_fkey",
        ),
    )
    op.execute(
        """
        INSERT INTO account_months
        SELECT l.user_id, l.account_id, l.currency, date_trunc('month', l.date)::date,
               sum(l.amount), count(*)
        FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id
        WHERE e.status <> 'draft'
        GROUP BY 1, 2, 3, 4
        """
    )


IMMUTABLE_BEFORE = """
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.status = 'posted' AND NEW.status = 'reversed'
       AND to_jsonb(NEW) - '{status,version}'::text[] = to_jsonb(OLD) - '{status,version}'::text[]
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'journal entry % is %: it cannot be changed or deleted', OLD.id, OLD.status
        USING ERRCODE = 'restrict_violation', TABLE = 'journal_entries',
              CONSTRAINT = 'journal_entry_is_immutable',
              HINT = 'Correct it by an entry that reverses it.';
END
"""

FUNCTIONS = {
    # Demonstration entries are nobody's money: they may go, when the transaction says that it
    # means to remove them, and they take their sums with them.
    "journal_entry_is_immutable": """
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.status = 'posted' AND NEW.status = 'reversed'
       AND to_jsonb(NEW) - '{status,version}'::text[] = to_jsonb(OLD) - '{status,version}'::text[]
    THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' AND OLD.demo AND current_setting('finance.removes_demo', true) = 'yes' THEN
        UPDATE account_months AS sums
            SET amount = sums.amount - gone.amount, lines = sums.lines - gone.lines
            FROM (SELECT account_id, date_trunc('month', date)::date AS month,
                         sum(amount) AS amount, count(*) AS lines
                  FROM journal_lines WHERE entry_id = OLD.id GROUP BY 1, 2) AS gone
            WHERE sums.user_id = OLD.user_id AND sums.account_id = gone.account_id
              AND sums.month = gone.month;
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'journal entry % is %: it cannot be changed or deleted', OLD.id, OLD.status
        USING ERRCODE = 'restrict_violation', TABLE = 'journal_entries',
              CONSTRAINT = 'journal_entry_is_immutable',
              HINT = 'Correct it by an entry that reverses it.';
END
""",
    # The owner's row is locked first: the posters of one person take turns, so that the end of the
    # closed period cannot move between the look and the posting, and two posters that add to the
    # same sums in another order cannot wait for each other.
    "journal_entries_are_booked": """
DECLARE
    refused record;
BEGIN
    IF NOT EXISTS (SELECT FROM entries_after a JOIN entries_before b USING (id)
                   WHERE b.status = 'draft' AND a.status <> 'draft')
    THEN
        RETURN NULL;
    END IF;

    PERFORM FROM users WHERE id IN (SELECT user_id FROM entries_after)
        ORDER BY id FOR NO KEY UPDATE;
    SELECT a.id, a.date, u.closed_until INTO refused
        FROM entries_after a JOIN entries_before b USING (id) JOIN users u ON u.id = a.user_id
        WHERE b.status = 'draft' AND a.status <> 'draft' AND a.date <= u.closed_until
        ORDER BY a.id LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'journal entry % of % lies in the period closed until %',
            refused.id, refused.date, refused.closed_until
            USING ERRCODE = 'check_violation', TABLE = 'journal_entries',
                  CONSTRAINT = 'journal_period_is_closed';
    END IF;

    INSERT INTO account_months AS sums (user_id, account_id, currency, month, amount, lines)
        SELECT l.user_id, l.account_id, l.currency, date_trunc('month', l.date)::date,
               sum(l.amount), count(*)
        FROM entries_after a JOIN entries_before b USING (id)
             JOIN journal_lines l ON l.entry_id = a.id
        WHERE b.status = 'draft' AND a.status <> 'draft'
        GROUP BY 1, 2, 3, 4
        ON CONFLICT (user_id, account_id, month) DO UPDATE
            SET amount = sums.amount + EXCLUDED.amount, lines = sums.lines + EXCLUDED.lines;
    RETURN NULL;
END
""",
    "account_months_are_kept_by_the_journal": """
BEGIN
    RAISE EXCEPTION 'account_months is kept by the journal: post an entry instead'
        USING ERRCODE = 'restrict_violation', TABLE = 'account_months',
              CONSTRAINT = 'account_months_are_kept_by_the_journal';
END
""",
}

TRIGGERS = (
    """TRIGGER journal_entries_are_booked
       AFTER UPDATE ON journal_entries
       REFERENCING OLD TABLE AS entries_before NEW TABLE AS entries_after
       FOR EACH STATEMENT EXECUTE FUNCTION journal_entries_are_booked()""",
    # A depth of 0 is a statement that somebody wrote; triggers of the journal are deeper.
    """TRIGGER account_months_are_kept_by_the_journal
       BEFORE INSERT OR UPDATE OR DELETE ON account_months
       FOR EACH ROW WHEN (pg_trigger_depth() = 0)
       EXECUTE FUNCTION account_months_are_kept_by_the_journal()""",
    """TRIGGER account_months_are_not_truncated
       BEFORE TRUNCATE ON account_months
       FOR EACH STATEMENT EXECUTE FUNCTION account_months_are_kept_by_the_journal()""",
)
