"""The rules of the journal that the database itself holds, whoever writes to it."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, body in FUNCTIONS.items():
        op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$")
    for trigger in TRIGGERS:
        op.execute(f"CREATE {trigger}")


def downgrade() -> None:
    for name in FUNCTIONS:
        op.execute(f"DROP FUNCTION {name}() CASCADE")


FUNCTIONS = {
    # Two moves at once could each be right and together close a circle: they take turns.
    "account_tree_has_no_cycle": """
BEGIN
    PERFORM pg_advisory_xact_lock('accounts'::regclass::oid::bigint);
    IF EXISTS (
        WITH RECURSIVE ancestors(id) AS (
            SELECT NEW.parent_id
            UNION
            SELECT a.parent_id FROM accounts a JOIN ancestors USING (id)
        )
        SELECT FROM ancestors WHERE id = NEW.id
    ) THEN
        RAISE EXCEPTION 'account % cannot lie below itself', NEW.id
            USING ERRCODE = 'check_violation', TABLE = 'accounts',
                  CONSTRAINT = 'account_tree_has_no_cycle';
    END IF;
    RETURN NULL;
END
""",
    # A posted entry takes no line any more, so an entry is written as a draft and then posted; both
    # may happen in one transaction.
    "journal_entry_is_born_draft": """
BEGIN
    RAISE EXCEPTION 'a journal entry is stored as a draft first, not as %', NEW.status
        USING ERRCODE = 'check_violation', TABLE = 'journal_entries',
              CONSTRAINT = 'journal_entry_is_born_draft',
              HINT = 'Insert the draft and its lines, then set its status to posted.';
END
""",
    # Whole rows are compared, so that a column added later is protected without a word here.
    "journal_entry_is_immutable": """
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
""",
    # Who saw version 3 can ask that what is posted is version 3.
    "journal_entry_counts_changes": """
BEGIN
    NEW.version := OLD.version + 1;
    RETURN NEW;
END
""",
    # Whoever changes lines writes their entry too. That one write does three things: it is refused
    # when the entry is posted; it makes writers of one entry wait for each other (and fail under
    # repeatable read, where waiting alone would not show them the other's lines); and it makes the
    # entry due for the check of its balance.
    "journal_lines_touch_entry": """
BEGIN
    IF TG_OP IN ('UPDATE', 'DELETE') THEN
        UPDATE journal_entries SET version = version
            WHERE id IN (SELECT entry_id FROM lines_before);
    END IF;
    IF TG_OP = 'INSERT' THEN
        UPDATE journal_entries SET version = version
            WHERE id IN (SELECT entry_id FROM lines_after);
    ELSIF TG_OP = 'UPDATE' THEN
        UPDATE journal_entries SET version = version
            WHERE id IN (SELECT entry_id FROM lines_after
                         EXCEPT SELECT entry_id FROM lines_before);
    END IF;
    RETURN NULL;
END
""",
    # TRUNCATE fires no trigger that sees rows.
    "journal_lines_are_not_truncated": """
BEGIN
    RAISE EXCEPTION 'journal_lines cannot be truncated: its entries would lose their balance'
        USING ERRCODE = 'restrict_violation', TABLE = 'journal_lines',
              CONSTRAINT = 'journal_lines_are_not_truncated';
END
""",
    # Runs at the commit: an entry is written line by line, and only the whole must balance.
    "journal_entry_balances": """
DECLARE
    entry journal_entries;
    line_count bigint;
    unbalanced text;
    reversal_status text;
BEGIN
    SELECT * INTO entry FROM journal_entries WHERE id = NEW.id;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;

    SELECT count(*) INTO line_count FROM journal_lines WHERE entry_id = entry.id;
    IF line_count < 2 THEN
        RAISE EXCEPTION 'journal entry % has % line(s), at least two are needed',
            entry.id, line_count
            USING ERRCODE = 'check_violation', TABLE = 'journal_entries',
                  CONSTRAINT = 'journal_entry_has_two_lines';
    END IF;

    SELECT string_agg(format('%s %s', total, currency), ', ') INTO unbalanced
        FROM (SELECT currency, sum(amount) AS total FROM journal_lines
              WHERE entry_id = entry.id GROUP BY currency HAVING sum(amount) <> 0
              ORDER BY currency) AS sums;
    IF unbalanced IS NOT NULL THEN
        RAISE EXCEPTION 'journal entry % does not balance: %', entry.id, unbalanced
            USING ERRCODE = 'check_violation', TABLE = 'journal_entries',
                  CONSTRAINT = 'journal_entry_balances';
    END IF;

    SELECT status INTO reversal_status FROM journal_entries WHERE reverses_id = entry.id;
    IF (entry.status = 'reversed') <> (coalesce(reversal_status, 'draft') <> 'draft') THEN
        RAISE EXCEPTION 'journal entry % is % but its reversal is %',
            entry.id, entry.status, coalesce(reversal_status, 'missing')
            USING ERRCODE = 'check_violation', TABLE = 'journal_entries',
                  CONSTRAINT = 'journal_entry_is_reversed_by_one';
    END IF;

    IF entry.status <> 'draft' AND entry.reverses_id IS NOT NULL AND (
        EXISTS (SELECT FROM journal_lines WHERE entry_id IN (entry.id, entry.reverses_id)
                GROUP BY account_id HAVING sum(amount) <> 0)
        OR EXISTS (SELECT FROM journal_entries
                   WHERE id = entry.reverses_id AND status <> 'reversed')
    ) THEN
        RAISE EXCEPTION 'journal entry % does not undo entry %', entry.id, entry.reverses_id
            USING ERRCODE = 'check_violation', TABLE = 'journal_entries',
                  CONSTRAINT = 'journal_entry_undoes_another';
    END IF;
    RETURN NULL;
END
""",
}

TRIGGERS = (
    """TRIGGER account_tree_has_no_cycle
       AFTER UPDATE OF parent_id ON accounts
       FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL)
       EXECUTE FUNCTION account_tree_has_no_cycle()""",
    """TRIGGER journal_entry_is_born_draft
       BEFORE INSERT ON journal_entries
       FOR EACH ROW WHEN (NEW.status <> 'draft')
       EXECUTE FUNCTION journal_entry_is_born_draft()""",
    """TRIGGER journal_entry_is_immutable
       BEFORE UPDATE OR DELETE ON journal_entries
       FOR EACH ROW WHEN (OLD.status <> 'draft')
       EXECUTE FUNCTION journal_entry_is_immutable()""",
    """TRIGGER journal_entry_counts_changes
       BEFORE UPDATE ON journal_entries
       FOR EACH ROW EXECUTE FUNCTION journal_entry_counts_changes()""",
    """TRIGGER journal_lines_inserted
       AFTER INSERT ON journal_lines REFERENCING NEW TABLE AS lines_after
       FOR EACH STATEMENT EXECUTE FUNCTION journal_lines_touch_entry()""",
    """TRIGGER journal_lines_updated
       AFTER UPDATE ON journal_lines REFERENCING OLD TABLE AS lines_before NEW TABLE AS lines_after
       FOR EACH STATEMENT EXECUTE FUNCTION journal_lines_touch_entry()""",
    """TRIGGER journal_lines_deleted
       AFTER DELETE ON journal_lines REFERENCING OLD TABLE AS lines_before
       FOR EACH STATEMENT EXECUTE FUNCTION journal_lines_touch_entry()""",
    """TRIGGER journal_lines_are_not_truncated
       BEFORE TRUNCATE ON journal_lines
       FOR EACH STATEMENT EXECUTE FUNCTION journal_lines_are_not_truncated()""",
    """CONSTRAINT TRIGGER journal_entry_balances
       AFTER INSERT OR UPDATE ON journal_entries
       DEFERRABLE INITIALLY DEFERRED
       FOR EACH ROW EXECUTE FUNCTION journal_entry_balances()""",
)
