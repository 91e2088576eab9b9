"""A person, as every other part of the application knows them."""

from __future__ import annotations

from dataclasses import dataclass

# RFC 5321 allows no longer path.
LONGEST_EMAIL = 254


@dataclass(frozen=True, slots=True)
class User:
    """A person who is signed in. `base_currency` is what their reports are in."""

    id: int
    email: str
    name: str
    base_currency: str
