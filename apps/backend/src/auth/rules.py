"""What a person, an address and a password must be. Values in, faults or values out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from src.auth.users import LONGEST_EMAIL
from src.errors import Fault

# Length is what counts (NIST SP 800-63B); no rule about kinds of characters.
SHORTEST_PASSWORD = 10
# Beyond this, hashing a password would be work that a stranger can order.
LONGEST_PASSWORD = 256

_EMAIL = re.compile(r"[^\s@\x00-\x1f\x7f]+@[^\s@.\x00-\x1f\x7f]+(\.[^\s@.\x00-\x1f\x7f]+)*")
_FEW_CHARACTERS = 4


def email_key(email: str) -> str:
    """What two spellings of one address have in common; accounts are unique by it."""
    return unicodedata.normalize("NFKC", email.strip()).casefold()


def registration_faults(email: str, name: str, password: str) -> list[Fault]:
    """Everything that keeps a registration from being one, each fault with its field."""
    faults = []
    if len(email) > LONGEST_EMAIL or not _EMAIL.fullmatch(email_key(email)):
        faults.append(Fault("email", "must be an e-mail address, such as ada@example.org"))
    if not name.strip():
        faults.append(Fault("name", "say how you want to be called"))
    return [*faults, *(Fault("password", why) for why in password_faults(password, email))]


def password_faults(password: str, email: str) -> Iterator[str]:
    """Why a password is too easily guessed, or too long to be hashed."""
    if len(password) < SHORTEST_PASSWORD:
        yield f"must have at least {SHORTEST_PASSWORD} characters"
    elif len(password) > LONGEST_PASSWORD:
        yield f"must have at most {LONGEST_PASSWORD} characters"
    elif len(set(password)) < _FEW_CHARACTERS:
        yield "repeats the same few characters"
    elif email_key(password) == email_key(email):
        yield "must not be the e-mail address"
