"""The table of people. Sessions are in Redis: see `sessions.py`."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, String, text
from sqlalchemy.orm import Mapped, mapped_column

from src.auth.users import LONGEST_EMAIL, User
from src.database import Table
from src.rows import identity, now


class UserRow(Table):
    """A person. Without address and password: the owner of books older than accounts were.

    The first who registers takes those books over.
    """

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("(email IS NULL) = (password_hash IS NULL)", name="claimed"),
        CheckConstraint("(email IS NULL) = (email_key IS NULL)", name="keyed"),
        CheckConstraint("btrim(name) <> ''", name="named"),
        CheckConstraint("base_currency ~ '^[A-Z]{3}$'", name="base_currency"),
    )

    id: Mapped[int] = identity()
    email: Mapped[str | None] = mapped_column(String(LONGEST_EMAIL))
    # The address as it is compared; NFKC may make it a little longer than it was typed.
    email_key: Mapped[str | None] = mapped_column(String(1000), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(500))
    base_currency: Mapped[str] = mapped_column(String(3), server_default=text("'SGD'"))
    # No entry up to and including this date may be posted any more.
    closed_until: Mapped[dt.date | None]
    created_at: Mapped[dt.datetime] = now()

    def user(self) -> User:
        """Who this is, without what only `auth` may know."""
        return User(self.id, self.email or "", self.name, self.base_currency)
