"""What matching knows and says: items, thresholds with their reasons, and what was found.

Values in, values out. Amounts are whole numbers of a ten-thousandth, days are ordinals: a run
compares millions of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from src import money

UNIT: int = 10**money.SCALE


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When the program decides, when it asks, and how far it looks. A person may set each."""

    # The chances that a match is right. What is accepted by itself is hardly ever looked at again:
    # of a hundred such, three wrong ones would be too many if all were as doubtful as the last.
    accept_at: float = 0.98
    # A guess that is right one time in ten saves more than it costs to say no.
    propose_at: float = 0.10
    # Card payments take three days, transfers over a weekend and a holiday up to six; cheques
    # longer, and those a person finds sooner than the program guesses right.
    days: int = 10
    # What banks and cards keep for themselves abroad: three in a hundred, and never a fortune.
    fee_share: float = 0.03
    fee_most: Decimal = Decimal(50)


class Factor(StrEnum):
    """What a score is made of."""

    AMOUNT = "amount"
    RARITY = "rarity"
    DAYS = "days"
    TEXT = "text"
    HISTORY = "history"
    FEE = "fee"
    TRANSFER = "transfer"
    RIVAL = "rival"
    TWINS = "twins"


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of a score: the factor, what it contributes, and a sentence for a person.

    0.10, ten points, makes a match ten times likelier.
    """

    factor: Factor
    contribution: float
    sentence: str


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A line of a statement, or what an entry books on the line's account.

    Each is itself alone: a run keeps them in sets, and hashing their words would be most of it.
    """

    # Of the line or of the entry.
    id: int
    account: int
    day: int
    amount: int
    words: frozenset[str]
    # Lines: who was paid, as decisions are remembered by.
    payee: str = ""
    # Entries: the accounts on their other side.
    counters: frozenset[int] = frozenset()
    # What names it for ever: see `match_key`.
    key: str = ""
    # Items on two sides of a closed period's end are never matched.
    period: int = 0

    @property
    def shelf(self) -> tuple[int, int, int, int]:
        """Orders them by account: what is looked at together lies together in memory, too."""
        return self.account, self.day, self.amount, self.id

    @property
    def place(self) -> tuple[int, int, int, int]:
        """What orders items the same in every run."""
        return self.day, self.amount, self.account, self.id


@dataclass(frozen=True, slots=True)
class Found:
    """Lines and the sides that explain them; a transfer is two lines and no side.

    `score` is the chance that it is right, beside all that competes with it. `automatic` is whether
    the thresholds let the program accept it by itself. `difference` is what the lines have more
    than the sides.
    """

    lines: tuple[Item, ...]
    sides: tuple[Item, ...]
    score: float
    reasons: tuple[Reason, ...]
    automatic: bool = False
    difference: int = 0

    @property
    def key(self) -> str:
        """The same for the same lines and sides."""
        return match_key((each.key for each in self.lines), (each.key for each in self.sides))


@dataclass(frozen=True, slots=True)
class Problem:
    """All that a run decides about.

    `history` tells how often lines of a payee were explained by each account; `rejected` are the
    keys of what a person did not want.
    """

    lines: tuple[Item, ...]
    sides: tuple[Item, ...]
    thresholds: Thresholds = Thresholds()
    history: dict[str, dict[int, int]] = field(default_factory=dict)
    rejected: frozenset[str] = frozenset()
    # What tells of a transfer between own accounts: words of their names and identifiers.
    own_words: frozenset[str] = frozenset()


def match_key(lines: Iterable[str], sides: Iterable[str]) -> str:
    """What names a match by the keys of its lines and sides, whatever their order: 32 digits."""
    written = "\x1e".join(["\x1f".join(sorted(lines)), "\x1f".join(sorted(sides))])
    return hashlib.blake2b(written.encode(), digest_size=16).hexdigest()


def scaled(amount: Decimal) -> int:
    """An amount of the books as a whole number."""
    return int(amount.scaleb(money.SCALE))


def unscaled(amount: int) -> Decimal:
    """The amount that a whole number stands for."""
    return Decimal(amount).scaleb(-money.SCALE)
