"""What every parser of bank files takes and gives."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from src.money import is_currency, unknown
from src.statements.parsers.profile import Profile

# More than any person's bank exports in one file; a file beyond it is refused, not read by half.
MOST_LINES = 200_000
# More accounts than any person has; a column that was taken for the account's would make more.
MOST_STATEMENTS = 1_000
# A file of nothing but faults is not a statement: after so many the rest is counted, not listed.
MOST_FAULTS = 1_000
# How much of a line a fault quotes.
_QUOTED = 200
# What a line's text may hold: banks stay below 1,000.
LONGEST_TEXT = 2_000


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong at one place of a file.

    `line` counts from 1; 0 is the file as a whole. `lost` says whether something of the file is
    not among the lines because of it; otherwise it is a remark.
    """

    line: int
    message: str
    text: str = ""
    lost: bool = True


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One booking as the bank wrote it; `amount` is positive when money came in."""

    number: int
    date: dt.date
    amount: Decimal
    text: str
    bank_id: str = ""
    value_date: dt.date | None = None
    # The account's balance after this booking, where the file says it.
    balance: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """What the bank says the account held, and, where it says so, at the end of which day."""

    amount: Decimal
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ReadStatement:
    """The lines of one account; `account` and `currency` are empty where the file is silent."""

    lines: tuple[ReadLine, ...]
    account: str = ""
    currency: str = ""
    opening: Balance | None = None
    closing: Balance | None = None
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a file says, and all that could not be read in it."""

    statements: tuple[ReadStatement, ...] = ()
    faults: tuple[LineFault, ...] = ()


class Parser(Protocol):
    """Reads one format. Whatever the bytes are, `read` returns; it raises nothing."""

    name: str
    title: str

    def recognises(self, head: bytes) -> bool:
        """Whether a file that begins with these bytes is of this format."""
        ...

    def read(self, content: bytes, profile: Profile | None = None, /) -> Reading:
        """The statements and faults of a whole file; only CSV looks at `profile`."""
        ...


class TooMuch(Exception):
    """A file goes beyond what is read; the text says which bound, for people."""


@dataclass(slots=True)
class Faults:
    """Collects faults, and bounds them."""

    found: list[LineFault] = field(default_factory=list)
    unlisted: int = 0

    def add(self, line: int, message: str, text: str = "", *, lost: bool = True) -> None:
        """Note a fault; what it quotes is cut and made printable."""
        if len(self.found) >= MOST_FAULTS:
            self.unlisted += 1
            return
        self.found.append(LineFault(line, message, printable(text)[:_QUOTED], lost))

    def all(self) -> tuple[LineFault, ...]:
        """The faults by their place."""
        rest = []
        if self.unlisted:
            rest = [LineFault(0, f"and {self.unlisted} more faults that are not listed")]
        return tuple(sorted([*self.found, *rest], key=lambda fault: fault.line))


def known_currency(said: str, line: int, faults: Faults) -> str:
    """The currency that a file names, where it is one; another unit is told, and is none."""
    if not said or is_currency(said):
        return said
    what = f"{unknown(printable(said)[:40])}; see which account this is of"
    faults.add(line, what, lost=False)
    return ""


def lines_of(text: str) -> list[str]:
    """The lines as an editor counts them; `str.splitlines` also parts at rarer characters."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def printable(text: str) -> str:
    """The text on one line, without control characters; PostgreSQL stores no NUL."""
    if text.isprintable() and text.isascii():
        return " ".join(text.split())
    kept = "".join(each if each.isprintable() else " " for each in text)
    return " ".join(kept.split())


def joined(*parts: str) -> str:
    """The parts that say something, each said once, as the text of a line."""
    said: list[str] = []
    for part in map(printable, parts):
        if part and part not in said:
            said.append(part)
    return " ".join(said)[:LONGEST_TEXT]
