"""People, and whose each account, entry and line is.

Books that are there already get an owner without address or password; the first person who
registers takes them over.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OWNED = ("accounts", "journal_entries", "journal_lines")

# A foreign key that names the owner, too, cannot point at what is somebody else's: (table,
# columns, referred table, referred columns, what happens on delete).
FOREIGN_KEYS = (
    ("accounts", "parent_id user_id type", "accounts", "id user_id type", None),
    ("journal_entries", "reverses_id user_id", "journal_entries", "id user_id", None),
    ("journal_lines", "entry_id user_id", "journal_entries", "id user_id", "CASCADE"),
    ("journal_lines", "account_id user_id currency", "accounts", "id user_id currency", None),
)
FOREIGN_KEYS_BEFORE = (
    ("accounts", "parent_id type", "accounts", "id type", None),
    ("journal_entries", "reverses_id", "journal_entries", "id", None),
    ("journal_lines", "entry_id", "journal_entries", "id", "CASCADE"),
    ("journal_lines", "account_id currency", "accounts", "id currency", None),
)
UNIQUE = (
    ("accounts", "user_id code"),
    ("accounts", "id user_id type"),
    ("accounts", "id user_id currency"),
    ("journal_entries", "id user_id"),
)
UNIQUE_BEFORE = (("accounts", "code"), ("accounts", "id type"), ("accounts", "id currency"))


def upgrade() -> None:
    _users()
    _give_what_is_there_an_owner()
    _swap(FOREIGN_KEYS_BEFORE, UNIQUE_BEFORE, UNIQUE, FOREIGN_KEYS)
    op.drop_index("journal_entries_date_id_idx", "journal_entries")
    _latest_first("journal_entries_user_id_date_id_idx", "user_id")


def downgrade() -> None:
    op.drop_index("journal_entries_user_id_date_id_idx", "journal_entries")
    _latest_first("journal_entries_date_id_idx")
    # Two people may have used the same code: then this stops, and leaves everything as it was.
    _swap(FOREIGN_KEYS, UNIQUE, UNIQUE_BEFORE, FOREIGN_KEYS_BEFORE)
    for table in OWNED:
        op.drop_column(table, "user_id")
    op.drop_table("users")


def _users() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("email", sa.String(254)),
        sa.Column("email_key", sa.String(1000)),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("password_hash", sa.String(500)),
        sa.Column("base_currency", sa.String(3), server_default=sa.text("'SGD'"), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name="users_pkey"),
        sa.UniqueConstraint("email_key", name="users_email_key_key"),
        sa.CheckConstraint(
            "(email IS NULL) = (password_hash IS NULL)", name=op.f("users_claimed_check")
        ),
        sa.CheckConstraint("(email IS NULL) = (email_key IS NULL)", name=op.f("users_keyed_check")),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("users_named_check")),
        sa.CheckConstraint("base_currency ~ '^[A-Z]{3}$'", name=op.f("users_base_currency_check")),
    )


def _give_what_is_there_an_owner() -> None:
    op.execute("INSERT INTO users (name) SELECT 'Owner' WHERE EXISTS (SELECT FROM accounts)")
    op.execute(
        "INSERT INTO users (name) SELECT 'Owner'"
        " WHERE EXISTS (SELECT FROM journal_entries) AND NOT EXISTS (SELECT FROM users)"
    )
    for table in OWNED:
        op.add_column(table, sa.Column("user_id", sa.BigInteger))
        # No rule of the journal speaks of owners, and posted entries allow no other change.
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        owner = sa.select(sa.column("id")).select_from(sa.table("users")).scalar_subquery()
        op.execute(sa.table(table, sa.column("user_id")).update().values(user_id=owner))
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        op.alter_column(table, "user_id", nullable=False)
        # A line's owner is that of its entry, which the pair of them already holds.
        if table != "journal_lines":
            op.create_foreign_key(f"{table}_user_id_fkey", table, "users", ["user_id"], ["id"])


def _swap(
    old_keys: tuple[tuple[str, str, str, str, str | None], ...],
    old_unique: tuple[tuple[str, str], ...],
    new_unique: tuple[tuple[str, str], ...],
    new_keys: tuple[tuple[str, str, str, str, str | None], ...],
) -> None:
    for table, columns, *_ in old_keys:
        op.drop_constraint(f"{table}_{columns.replace(' ', '_')}_fkey", table)
    for table, columns in old_unique:
        op.drop_constraint(f"{table}_{columns.replace(' ', '_')}_key", table)
    for table, columns in new_unique:
        name = f"{table}_{columns.replace(' ', '_')}_key"
        op.create_unique_constraint(name, table, columns.split())
    for table, columns, referred, referred_columns, ondelete in new_keys:
        name = f"{table}_{columns.replace(' ', '_')}_fkey"
        op.create_foreign_key(
            name, table, referred, columns.split(), referred_columns.split(), ondelete=ondelete
        )


def _latest_first(name: str, *owner: str) -> None:
    columns = [*owner, sa.text("date DESC"), sa.text("id DESC")]
    op.create_index(name, "journal_entries", columns)
