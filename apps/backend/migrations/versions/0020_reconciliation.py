"""Matches of statement lines with entries, closed statements, thresholds, and rules of review."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0020"
down_revision = "0010"
branch_labels = None
depends_on = None

ACCOUNT = ["accounts.id", "accounts.user_id", "accounts.currency"]
LINE = ["statement_lines.id", "statement_lines.user_id"]
MATCH = ["matches.id", "matches.user_id"]


def upgrade() -> None:
    _matches()
    _match_lines()
    _match_sides()
    _closings()
    _closing_lines()
    _matching_settings()
    _review_rules()
    _rule_refusals()
    for name, body in FUNCTIONS.items():
        op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$")
    for trigger in TRIGGERS:
        op.execute(f"CREATE {trigger}")


def downgrade() -> None:
    for name in FUNCTIONS:
        op.execute(f"DROP FUNCTION {name}() CASCADE")
    for table in TABLES:
        op.drop_table(table)


TABLES = (
    "rule_refusals",
    "review_rules",
    "matching_settings",
    "closing_lines",
    "closings",
    "match_sides",
    "match_lines",
    "matches",
)


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False)


def _big(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def _amount(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Numeric(20, 4), nullable=nullable)


def _flag(name: str, default: str = "false") -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, server_default=sa.text(default), nullable=False)


def _now(name: str) -> sa.Column[object]:
    moment = sa.DateTime(timezone=True)
    return sa.Column(name, moment, server_default=sa.func.now(), nullable=False)


def _to(
    table: str, columns: list[str], target: list[str], ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    name = f"{table}_{'_'.join(columns)}_fkey"
    return sa.ForeignKeyConstraint(columns, target, name=name, ondelete=ondelete)


def _to_account(table: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return _to(table, ["account_id", "user_id", "currency"], ACCOUNT, ondelete)


def _to_user(table: str) -> sa.ForeignKeyConstraint:
    return _to(table, ["user_id"], ["users.id"])


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"{table}_{name}_check"))


def _matches() -> None:
    op.create_table(
        "matches",
        _id(),
        _big("user_id"),
        _big("account_id"),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), server_default="proposed", nullable=False),
        sa.Column("score", sa.Numeric(5, 4), nullable=False),
        sa.Column("reasons", JSONB, nullable=False),
        sa.Column("difference", sa.Numeric(20, 4), server_default=sa.text("0"), nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        _now("created_at"),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("decided_by", sa.String(16)),
        _check("matches", "kind", "kind IN ('entry', 'transfer', 'booking')"),
        _check("matches", "state", "state IN ('proposed', 'accepted', 'rejected', 'released')"),
        _check("matches", "decided_by", "decided_by IN ('person', 'program')"),
        _check(
            "matches",
            "decided_at",
            "(state = 'proposed') = (decided_at IS NULL)"
            " AND (decided_at IS NULL) = (decided_by IS NULL)",
        ),
        _check("matches", "score", "score BETWEEN 0 AND 1"),
        _to_account("matches"),
        _to_user("matches"),
        sa.PrimaryKeyConstraint("id", name="matches_pkey"),
        sa.UniqueConstraint("id", "user_id", name="matches_id_user_id_key"),
    )
    op.create_index("matches_account_id_state_idx", "matches", ["account_id", "state"])
    op.create_index(
        "matches_user_id_decided_at_idx", "matches", ["user_id", sa.text("decided_at DESC")]
    )
    op.create_index(
        "matches_refused_idx",
        "matches",
        ["user_id", "key"],
        postgresql_where=sa.text("state IN ('rejected', 'released')"),
    )


def _match_lines() -> None:
    op.create_table(
        "match_lines",
        _big("match_id"),
        _big("line_id"),
        _big("user_id"),
        _flag("settled"),
        _to("match_lines", ["match_id", "user_id"], MATCH, "CASCADE"),
        _to("match_lines", ["line_id", "user_id"], LINE, "CASCADE"),
        sa.PrimaryKeyConstraint("match_id", "line_id", name="match_lines_pkey"),
    )
    op.create_index(
        "match_lines_settled_key",
        "match_lines",
        ["line_id"],
        unique=True,
        postgresql_where=sa.text("settled"),
    )
    op.create_index("match_lines_line_id_idx", "match_lines", ["line_id"])


def _match_sides() -> None:
    op.create_table(
        "match_sides",
        _big("match_id"),
        _big("entry_id"),
        _big("account_id"),
        _big("user_id"),
        _flag("settled"),
        _flag("made"),
        _to("match_sides", ["match_id", "user_id"], MATCH, "CASCADE"),
        _to(
            "match_sides",
            ["entry_id", "user_id"],
            ["journal_entries.id", "journal_entries.user_id"],
            "CASCADE",
        ),
        sa.PrimaryKeyConstraint("match_id", "entry_id", "account_id", name="match_sides_pkey"),
    )
    op.create_index(
        "match_sides_settled_key",
        "match_sides",
        ["entry_id", "account_id"],
        unique=True,
        postgresql_where=sa.text("settled"),
    )
    op.create_index("match_sides_entry_id_idx", "match_sides", ["entry_id"])


def _closings() -> None:
    op.create_table(
        "closings",
        _id(),
        _big("user_id"),
        _big("account_id"),
        sa.Column("currency", sa.String(3), nullable=False),
        _big("statement_id"),
        _big("import_id"),
        sa.Column("first", sa.Date, nullable=False),
        sa.Column("last", sa.Date, nullable=False),
        _amount("opening"),
        _amount("closing"),
        sa.Column("lines", JSONB, nullable=False),
        _now("closed_at"),
        sa.Column("reopened_at", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.Text, server_default="", nullable=False),
        _to_account("closings"),
        _to(
            "closings",
            ["statement_id", "import_id", "user_id"],
            ["statements.id", "statements.import_id", "statements.user_id"],
        ),
        _to_user("closings"),
        sa.PrimaryKeyConstraint("id", name="closings_pkey"),
        sa.UniqueConstraint("id", "user_id", name="closings_id_user_id_key"),
    )
    op.create_index(
        "closings_statement_id_key",
        "closings",
        ["statement_id"],
        unique=True,
        postgresql_where=sa.text("reopened_at IS NULL"),
    )
    op.create_index("closings_account_id_last_idx", "closings", ["account_id", "last"])


def _closing_lines() -> None:
    op.create_table(
        "closing_lines",
        _big("closing_id"),
        _big("line_id"),
        _big("match_id"),
        _big("user_id"),
        _to("closing_lines", ["closing_id", "user_id"], ["closings.id", "closings.user_id"]),
        _to("closing_lines", ["line_id", "user_id"], LINE),
        _to("closing_lines", ["match_id", "user_id"], MATCH),
        sa.PrimaryKeyConstraint("closing_id", "line_id", name="closing_lines_pkey"),
    )
    op.create_index("closing_lines_line_id_idx", "closing_lines", ["line_id"])
    op.create_index("closing_lines_match_id_idx", "closing_lines", ["match_id"])


def _matching_settings() -> None:
    table = "matching_settings"
    op.create_table(
        table,
        _id(),
        _big("user_id"),
        sa.Column("accept_at", sa.Numeric(4, 3), nullable=False),
        sa.Column("propose_at", sa.Numeric(4, 3), nullable=False),
        sa.Column("margin", sa.Numeric(4, 3), nullable=False),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("fee_share", sa.Numeric(5, 4), nullable=False),
        _amount("fee_most"),
        _check(table, "propose_at", "propose_at > 0 AND propose_at <= accept_at"),
        _check(table, "accept_at", "accept_at <= 1"),
        _check(table, "margin", "margin BETWEEN 0 AND 1"),
        _check(table, "days", "days BETWEEN 0 AND 60"),
        _check(table, "fee", "fee_share BETWEEN 0 AND 0.2 AND fee_most >= 0"),
        _to_user(table),
        sa.PrimaryKeyConstraint("id", name="matching_settings_pkey"),
        sa.UniqueConstraint("user_id", name="matching_settings_user_id_key"),
    )


def _review_rules() -> None:
    table = "review_rules"
    op.create_table(
        table,
        _id(),
        _big("user_id"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("pattern", sa.Text, nullable=False),
        sa.Column("how", sa.String(16), server_default="contains", nullable=False),
        _amount("least", nullable=True),
        _amount("most", nullable=True),
        _big("account_id"),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("description", sa.String(500), server_default="", nullable=False),
        _flag("enabled", "true"),
        _now("created_at"),
        _check(table, "how", "how IN ('contains', 'starts', 'equals')"),
        _check(table, "pattern", "btrim(pattern) <> ''"),
        _check(table, "bounds", "least IS NULL OR most IS NULL OR least <= most"),
        _to_account(table),
        _to_user(table),
        sa.PrimaryKeyConstraint("id", name="review_rules_pkey"),
        sa.UniqueConstraint("id", "user_id", name="review_rules_id_user_id_key"),
    )
    op.create_index("review_rules_user_id_position_idx", table, ["user_id", "position"])


def _rule_refusals() -> None:
    op.create_table(
        "rule_refusals",
        _big("user_id"),
        sa.Column("payee", sa.Text, nullable=False),
        _big("account_id"),
        sa.Column("currency", sa.String(3), nullable=False),
        _now("refused_at"),
        _to_account("rule_refusals", "CASCADE"),
        _to_user("rule_refusals"),
        sa.PrimaryKeyConstraint("user_id", "payee", "account_id", name="rule_refusals_pkey"),
    )


FUNCTIONS = {
    # A match without all of its lines and sides says something else than what was decided. What
    # was rejected stays as a record: its key alone says what it was.
    "match_goes_with_its_members": """
BEGIN
    DELETE FROM matches WHERE id = OLD.match_id AND state IN ('proposed', 'accepted');
    RETURN NULL;
END
""",
    "match_is_not_in_closed_statement": """
BEGIN
    IF EXISTS (SELECT FROM closing_lines WHERE match_id = OLD.match_id) THEN
        RAISE EXCEPTION 'match % is part of a closed statement', OLD.match_id
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME,
                  CONSTRAINT = 'match_is_in_closed_statement',
                  HINT = 'Reopen the statement first.';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
""",
    "matched_entry_is_not_reversed": """
BEGIN
    IF EXISTS (SELECT FROM match_sides s JOIN closing_lines c USING (match_id)
               WHERE s.entry_id = OLD.id AND s.settled) THEN
        RAISE EXCEPTION 'entry % explains lines of a closed statement', OLD.id
            USING ERRCODE = 'restrict_violation', TABLE = 'journal_entries',
                  CONSTRAINT = 'entry_is_in_closed_statement',
                  HINT = 'Reopen the statement first.';
    END IF;
    IF EXISTS (SELECT FROM match_sides WHERE entry_id = OLD.id AND settled) THEN
        RAISE EXCEPTION 'entry % explains lines of a statement', OLD.id
            USING ERRCODE = 'restrict_violation', TABLE = 'journal_entries',
                  CONSTRAINT = 'entry_is_matched',
                  HINT = 'Release its match in reconciliation first.';
    END IF;
    RETURN NEW;
END
""",
    "closing_is_a_record": """
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.reopened_at IS NULL
       AND to_jsonb(NEW) - '{reopened_at,reason}'::text[]
         = to_jsonb(OLD) - '{reopened_at,reason}'::text[]
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'closing % is a record: it can be reopened, not changed', OLD.id
        USING ERRCODE = 'restrict_violation', TABLE = 'closings',
              CONSTRAINT = 'closing_is_a_record';
END
""",
}


def _members(table: str) -> tuple[str, str]:
    return (
        f"""TRIGGER {table}_are_whole AFTER DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION match_goes_with_its_members()""",
        f"""TRIGGER {table}_are_locked BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW WHEN (OLD.settled)
            EXECUTE FUNCTION match_is_not_in_closed_statement()""",
    )


def _audited(table: str, subject: str) -> str:
    return f"""TRIGGER audit_{table} AFTER INSERT OR UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION audit_row('{subject}', '{{}}', 'user_id')"""


TRIGGERS = (
    *_members("match_lines"),
    *_members("match_sides"),
    """TRIGGER matched_entry_is_not_reversed BEFORE UPDATE ON journal_entries
       FOR EACH ROW WHEN (OLD.status = 'posted' AND NEW.status = 'reversed')
       EXECUTE FUNCTION matched_entry_is_not_reversed()""",
    """TRIGGER closing_is_a_record BEFORE UPDATE OR DELETE ON closings
       FOR EACH ROW EXECUTE FUNCTION closing_is_a_record()""",
    _audited("closings", "closing"),
    _audited("review_rules", "rule"),
    _audited("matching_settings", "thresholds"),
    # What the program proposes and takes back is no decision; what a person decides is.
    """TRIGGER audit_matches AFTER UPDATE ON matches
       FOR EACH ROW WHEN (NEW.decided_by = 'person')
       EXECUTE FUNCTION audit_row('match', '{reasons}', 'user_id')""",
    """TRIGGER audit_matches_made AFTER INSERT ON matches
       FOR EACH ROW WHEN (NEW.decided_by = 'person')
       EXECUTE FUNCTION audit_row('match', '{reasons}', 'user_id')""",
)
