"""How a CSV file is written, found from the file itself: a profile, with a reason for each choice.

A person confirms it before it is used, so that a guess is never mistaken for knowledge.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from src.money import is_currency
from src.statements.parsers import amounts, dates
from src.statements.parsers.base import Faults, TooMuch
from src.statements.parsers.csv_rows import Row, delimiter_of, rows
from src.statements.parsers.csv_words import Role, role_of
from src.statements.parsers.decoding import decoded
from src.statements.parsers.profile import Profile

# Enough to see every style, few enough to be quick.
_SAMPLED_ROWS = 300
_SAMPLED_CHARACTERS = 400_000
# Shares of cells: footers, and rows that are broken, may not fit. A heading counts for something.
_MOST = 0.7
_HALF = 0.5
_LONGEST_PREAMBLE = 60
# The first rows below a heading may be broken.
_LOOKED_BELOW = 20
_IBAN = re.compile(r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
_CURRENCY = re.compile(r"\b[A-Z]{3}\b")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a field of the profile is what it is; `confidence` from 0 to 1."""

    field: str
    value: str
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Detection:
    """A profile, or None when the file shows no dates and amounts; and the rows to look at."""

    profile: Profile | None
    reasons: tuple[Reason, ...]
    heading: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]

    @property
    def confidence(self) -> float:
        """That of the least sure choice."""
        return min((reason.confidence for reason in self.reasons), default=0.0)


def detect(content: bytes) -> Detection:
    """How this file is written. Raises nothing."""
    text = decoded(content)
    sample = text.text[:_SAMPLED_CHARACTERS]
    delimiter, sure, why = delimiter_of(sample)
    reasons = [
        Reason("encoding", text.encoding, text.confidence, text.why),
        Reason("delimiter", delimiter, sure, why),
    ]
    found = _sampled(sample, delimiter)
    table = _table(found)
    if table is None:
        nothing = Reason("date", "", 0.0, "no column holds a date in most of its rows")
        cells = tuple(row.cells for row in found[:10])
        return Detection(None, (*reasons, nothing), (), cells)
    guess = _Guess(table, reasons)
    profile = guess.profile()
    if profile is not None:
        preamble = " ".join(row.text for row in found[: table.begin])
        profile = replace(
            profile,
            encoding=text.encoding,
            delimiter=delimiter,
            account=_account(preamble) if profile.account_column is None else "",
            currency=_currency(preamble) if profile.currency_column is None else "",
        )
    cells = tuple(row.cells for row in table.rows[:20])
    return Detection(profile, tuple(guess.reasons), table.heading, cells)


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows from the first booking on, the row above them, and how wide they are."""

    begin: int
    heading: tuple[str, ...]
    rows: tuple[Row, ...]
    width: int

    def column(self, index: int) -> list[str]:
        """The cells of a column that are not empty."""
        return [cell for row in self.rows if (cell := row.cell(index))]


@dataclass(frozen=True, slots=True)
class _Money:
    """The columns that hold amounts."""

    amount: int | None = None
    debit: int | None = None
    credit: int | None = None

    @property
    def columns(self) -> list[int]:
        """Those that there are."""
        found = (self.amount, self.debit, self.credit)
        return [column for column in found if column is not None]


class _Guess:
    """One look at one table, column by column."""

    def __init__(self, table: _Table, reasons: list[Reason]) -> None:
        self.table = table
        self.reasons = reasons
        self.roles: dict[Role, list[int]] = {}
        for index, heading in enumerate(table.heading):
            if (role := role_of(heading)) and self._fits(role, index):
                self.roles.setdefault(role, []).append(index)

    def profile(self) -> Profile | None:
        """The whole profile, or None when nothing can be the date or the amount."""
        date = self._pick("date", is_date)
        money = self._money()
        if date is None or money is None:
            return None
        order, why = dates.order_of(self.table.column(date))
        self._because("date_order", order or "DMY", 0.9 if order else 0.4, why)
        written = [cell for column in money.columns for cell in self.table.column(column)]
        mark, why = amounts.decimal_mark(written)
        self._because("decimal_mark", mark or ".", 0.95 if mark else 0.5, why)
        return Profile(
            date=date,
            texts=self._texts({date, *money.columns}),
            amount=money.amount,
            debit=money.debit,
            credit=money.credit,
            direction=self._first("direction") if money.amount is not None else None,
            value_date=self._first("value_date"),
            balance=self._first("balance"),
            bank_id=self._first("bank_id"),
            currency_column=self._first("currency"),
            account_column=self._first("account"),
            first_row=self.table.begin,
            date_order=order or "DMY",
            decimal_mark=mark or ".",
        )

    def _money(self) -> _Money | None:
        debit, credit = self._first("debit"), self._first("credit")
        if debit is not None and credit is not None:
            self._headed("debit", debit)
            self._headed("credit", credit)
            return _Money(debit=debit, credit=credit)
        amount = self._pick("amount", _is_amount)
        if amount is None and debit is None and credit is None:
            return None
        return _Money(amount) if amount is not None else _Money(debit=debit, credit=credit)

    def _pick(self, role: Role, fits: Callable[[str], bool]) -> int | None:
        """The column that is headed so, else the first whose cells are so."""
        if (headed := self._first(role)) is not None:
            self._headed(role, headed)
            return headed
        taken = {column for columns in self.roles.values() for column in columns}
        for index in range(self.table.width):
            cells = self.table.column(index)
            share = sum(map(fits, cells)) / len(cells) if cells else 0.0
            if index not in taken and share >= _MOST and len(cells) >= len(self.table.rows) / 2:
                why = f"{share:.0%} of its cells read as {'dates' if role == 'date' else 'amounts'}"
                self._because(role, str(index), 0.6, why)
                self.roles[role] = [index]
                return index
        self._because(role, "", 0.0, f"no column can be the {role}")
        return None

    def _texts(self, taken: set[int]) -> tuple[int, ...]:
        headed = self.roles.get("text", [])
        if headed:
            names = ", ".join(self.table.heading[index] for index in headed)
            self._because("texts", ",".join(map(str, headed)), 0.9, f"headed {names}")
            return tuple(headed)
        taken |= {column for columns in self.roles.values() for column in columns}
        rest = [index for index in range(self.table.width) if index not in taken]
        wordy = [index for index in rest if any(map(_is_word, self.table.column(index)))]
        self._because("texts", ",".join(map(str, wordy)), 0.6, "the other columns that hold words")
        return tuple(wordy)

    def _fits(self, role: Role, index: int) -> bool:
        """Whether the cells are what the heading says: a heading alone does not decide."""
        cells = self.table.column(index)
        if role == "account":
            return len(set(cells)) == 1
        fits = _FITS.get(role)
        return fits is None or sum(map(fits, cells)) >= _HALF * len(cells)

    def _first(self, role: Role) -> int | None:
        return next(iter(self.roles.get(role, ())), None)

    def _headed(self, role: str, column: int) -> None:
        self._because(role, str(column), 0.95, f"headed {self.table.heading[column]!r}")

    def _because(self, field: str, value: str, confidence: float, why: str) -> None:
        self.reasons.append(Reason(field, value, round(confidence, 2), why))


def _sampled(text: str, delimiter: str) -> list[Row]:
    found: list[Row] = []
    try:
        found.extend(rows(text, delimiter, Faults(), _SAMPLED_ROWS))
    except TooMuch:
        # The sample is full; `extend` has kept what came before.
        return found
    return found


def _table(found: Sequence[Row]) -> _Table | None:
    """Where the bookings begin: below the row that heads them, else at the first with a date."""
    for index, row in enumerate(found[:_LONGEST_PREAMBLE]):
        roles = {role_of(cell) for cell in row.cells} - {None}
        below = found[index + 1 : index + 1 + _LOOKED_BELOW]
        if len(roles) >= 2 and "date" in roles and any(map(_is_booking, below)):
            return _from(found, index + 1, row.cells)
    widest = max((len(row.cells) for row in found), default=0)
    for index, row in enumerate(found):
        # A row of the preamble may name a date and a balance, but is narrower than the bookings.
        if _is_booking(row) and len(row.cells) == widest:
            return _from(found, index, ())
    return None


def _from(found: Sequence[Row], begin: int, heading: tuple[str, ...]) -> _Table:
    rest = tuple(found[begin:])
    return _Table(begin, heading, rest, max(len(row.cells) for row in rest))


def _is_booking(row: Row) -> bool:
    return any(map(is_date, row.cells)) and any(
        _is_amount(cell) and not is_date(cell) for cell in row.cells
    )


def _account(preamble: str) -> str:
    """The account that the rows above the table name."""
    found = _IBAN.search(preamble)
    return found[0].replace(" ", "") if found else ""


def _currency(preamble: str) -> str:
    named = {code for code in _CURRENCY.findall(preamble) if is_currency(code)}
    return named.pop() if len(named) == 1 else ""


def is_date(cell: str) -> bool:
    """Whether the cell reads as a date, in whichever order."""
    for order in ("DMY", "MDY"):
        try:
            dates.date(cell, order)
        except ValueError:
            continue
        return True
    return False


def _is_amount(cell: str) -> bool:
    if not any(each.isdigit() for each in cell):
        return False
    for mark in (".", ","):
        try:
            amounts.amount(cell, mark)
        except ValueError:
            continue
        return True
    return False


def _is_direction(cell: str) -> bool:
    try:
        amounts.direction(cell)
    except ValueError:
        return False
    return True


def _is_code(cell: str) -> bool:
    return len(cell) == 3 and cell.isascii() and cell.isalpha()


def _is_word(cell: str) -> bool:
    return any(each.isalpha() for each in cell)


_FITS: dict[Role, Callable[[str], bool]] = {
    "date": is_date,
    "value_date": is_date,
    "amount": _is_amount,
    "debit": _is_amount,
    "credit": _is_amount,
    "balance": _is_amount,
    "direction": _is_direction,
    # Not only those that exist: a line in an unknown unit must be told, not read in another one.
    "currency": _is_code,
}
