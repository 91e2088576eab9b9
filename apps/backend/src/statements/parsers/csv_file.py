"""CSV, as the profile says that this bank writes it."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from decimal import Decimal

from src.money import RETIRED, is_currency, unknown
from src.statements.parsers import amounts, dates
from src.statements.parsers.base import (
    Balance,
    Faults,
    LineFault,
    Reading,
    ReadLine,
    ReadStatement,
    TooMuch,
    joined,
)
from src.statements.parsers.csv_detection import detect, is_date
from src.statements.parsers.csv_rows import Row, rows
from src.statements.parsers.decoding import REPLACED, decoded
from src.statements.parsers.profile import Profile


class CsvFile:
    """Reads with the profile, or with what the file itself shows when there is none."""

    name = "csv"
    title = "CSV"

    def recognises(self, head: bytes) -> bool:
        """Whatever reads as lines with a delimiter in them; the registry asks this parser last."""
        text = decoded(head).text
        lines = [line for line in text.splitlines() if line.strip()]
        printable = sum(1 for each in text if each.isprintable() or each in "\r\n\t")
        return (
            bool(lines)
            and printable > 0.9 * len(text)
            and any(mark in text for mark in ",;\t|")
            and not text.lstrip().startswith(("<", "{", "["))
        )

    def read(self, content: bytes, profile: Profile | None = None, /) -> Reading:
        """One statement for each account and currency that the rows name."""
        profile = profile or detect(content).profile
        faults = Faults()
        if profile is None:
            faults.add(0, "no column holds dates, or none holds amounts: say which ones do")
            return Reading((), faults.all())
        text = decoded(content, profile.encoding).text
        try:
            found = list(rows(text, profile.delimiter, faults))
        except TooMuch as bound:
            return Reading((), (LineFault(0, f"{bound}: export a shorter period"),))
        return Reading(tuple(_Table(profile, found, faults).statements()), faults.all())


class _Table:
    """The rows below the heading, read one by one."""

    def __init__(self, profile: Profile, found: Sequence[Row], faults: Faults) -> None:
        self._profile = profile
        self._rows = list(found[profile.first_row :])
        self._faults = faults

    def statements(self) -> Iterator[ReadStatement]:
        self._leave_out_footer()
        accounts: dict[tuple[str, str], list[ReadLine]] = {}
        for row in self._rows:
            if line := self._line(row):
                accounts.setdefault(self._account(row), []).append(line)
        for (account, currency), lines in accounts.items():
            opening, closing = _balances(lines)
            yield ReadStatement(tuple(lines), account, currency, opening, closing)

    def _leave_out_footer(self) -> None:
        """Sums and closing words below the bookings: rows at the end that hold no date at all."""
        while self._rows and _is_footer(self._rows[-1], self._profile.date):
            row = self._rows.pop()
            what = "taken as the end of the table, not as a line"
            self._faults.add(row.number, what, row.text, lost=False)

    def _line(self, row: Row) -> ReadLine | None:
        profile = self._profile
        try:
            if len(row.cells) < profile.columns:
                raise ValueError(f"{len(row.cells)} columns, at least {profile.columns} are needed")
            amount = self._amount(row)
            self._require_currency(row)
            line = ReadLine(
                number=row.number,
                date=dates.date(row.cell(profile.date), profile.date_order),
                amount=amount,
                text=joined(*(row.cell(column) for column in profile.texts)),
                bank_id=joined(row.cell(profile.bank_id))[:200],
                value_date=self._value_date(row),
                balance=self._balance(row),
            )
        except ValueError as error:
            self._faults.add(row.number, str(error), row.text)
            return None
        if not amount:
            self._faults.add(row.number, "an amount of zero books nothing", row.text)
            return None
        if REPLACED in line.text:
            what = f"some characters are not of the encoding {profile.encoding}"
            self._faults.add(row.number, what, row.text, lost=False)
        if "\x00" in "".join(row.cells):
            self._faults.add(row.number, "zero bytes were left out", row.text, lost=False)
        return line

    def _require_currency(self, row: Row) -> None:
        """Another unit than the account's must not be read as the account's own."""
        said = row.cell(self._profile.currency_column)
        if said and not is_currency(said.upper()):
            raise ValueError(unknown(said.upper() if said.upper() in RETIRED else said[:40]))

    def _value_date(self, row: Row) -> dt.date | None:
        cell = row.cell(self._profile.value_date)
        return dates.date(cell, self._profile.date_order) if cell else None

    def _balance(self, row: Row) -> Decimal | None:
        cell = row.cell(self._profile.balance)
        return amounts.amount(cell, self._profile.decimal_mark) if cell else None

    def _account(self, row: Row) -> tuple[str, str]:
        profile = self._profile
        account = row.cell(profile.account_column) or profile.account
        currency = row.cell(profile.currency_column).upper()
        return joined(account)[:64], currency or profile.currency

    def _amount(self, row: Row) -> Decimal:
        """What came in, positive, or went out, negative."""
        profile = self._profile
        if profile.amount is not None:
            found = amounts.amount(row.cell(profile.amount), profile.decimal_mark)
            if profile.direction is not None:
                found = abs(found) * amounts.direction(row.cell(profile.direction))
        else:
            found = self._side(row, profile.credit) - self._side(row, profile.debit)
        if profile.negate:
            found = -found
        return found or Decimal(0)

    def _side(self, row: Row, column: int | None) -> Decimal:
        """One of the two columns for in and out; banks write what went out with a minus or not."""
        cell = row.cell(column)
        return abs(amounts.amount(cell, self._profile.decimal_mark)) if cell else Decimal(0)


def _is_footer(row: Row, date: int) -> bool:
    # A date that was cut short still has digits: such a row is broken, and must be told.
    return not any(map(str.isdigit, row.cell(date))) and not any(map(is_date, row.cells))


def _balances(lines: Sequence[ReadLine]) -> tuple[Balance | None, Balance | None]:
    """What the account held before and after, where every line says what it held then."""
    known = [(line, line.balance) for line in lines if line.balance is not None]
    if len(known) < len(lines):
        return None, None
    if _follows(known[::-1]) > _follows(known):
        known.reverse()
    (first, after_first), (last, after_last) = known[0], known[-1]
    return Balance(after_first - first.amount), Balance(after_last, last.date)


def _follows(known: Sequence[tuple[ReadLine, Decimal]]) -> int:
    """How many balances are the one before plus the line's amount, read in this order."""
    pairs = itertools.pairwise(known)
    return sum(1 for (_, before), (line, after) in pairs if before + line.amount == after)
