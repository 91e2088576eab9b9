"""QIF: bank, cash and credit-card registers. It names no currency and no balance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from src.statements.parsers import amounts, dates
from src.statements.parsers.base import (
    MOST_LINES,
    Balance,
    Faults,
    Reading,
    ReadLine,
    ReadStatement,
    joined,
    lines_of,
)
from src.statements.parsers.decoding import decoded
from src.statements.parsers.profile import DateOrder, Mark, Profile

_READ = {"bank", "cash", "ccard", "oth a", "oth l"}
_HEADED = re.compile(rb"^\s*!\s*(type:|account|option:|clear:)", re.IGNORECASE)


@dataclass(slots=True)
class _Record:
    """One record: the first value of each letter, and where it begins."""

    line: int
    values: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The record as a person recognises it."""
        return " ".join(f"{letter}{value}" for letter, value in self.values.items())


class Qif:
    """Reads one register for each account that the file names."""

    name = "qif"
    title = "QIF"

    def recognises(self, head: bytes) -> bool:
        """A `!Type:` or `!Account` at the very beginning."""
        bare = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
        return bool(_HEADED.match(bare))

    def read(self, content: bytes, _: Profile | None = None, /) -> Reading:
        """The registers; dates and decimals are read in the style that the file itself shows."""
        faults = Faults()
        lines = lines_of(decoded(content).text)
        # Counted before the records are made: a million of them would fill the memory.
        if sum(1 for line in lines if line.strip() == "^") > MOST_LINES:
            faults.add(0, f"more than {MOST_LINES} records: export a shorter period")
            return Reading((), faults.all())
        registers = list(_registers(lines, faults))
        if not registers:
            faults.add(0, "it holds no register of a bank, cash or credit-card account")
        style = _style([record for register in registers for record in register.records], faults)
        statements = (_statement(register, style, faults) for register in registers)
        return Reading(tuple(statements), faults.all())


@dataclass(slots=True)
class _Register:
    account: str
    records: list[_Record] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Style:
    order: DateOrder
    mark: Mark


def _registers(lines: Sequence[str], faults: Faults) -> Iterator[_Register]:
    """Each register with its records; blocks of other kinds are noted and passed by."""
    account, register, kind = "", None, ""
    record = _Record(1)
    for number, line in enumerate(lines, start=1):
        said = line.strip()
        if said.startswith("!"):
            _cut(record, register, faults)
            record = _Record(number + 1)
            kind = said[1:].strip().casefold()
            if kind.startswith("type:"):
                if register is not None:
                    yield register
                known = kind.removeprefix("type:").strip() in _READ
                register = _Register(account) if known else None
                if not known:
                    faults.add(number, f"{said[:40]} is not a register that is read", said)
        elif said == "^":
            if kind == "account":
                account = joined(record.values.get("N", ""))[:64]
            elif register is not None and record.values:
                register.records.append(record)
            record = _Record(number + 1)
        elif said:
            record.values.setdefault(said[0].upper(), said[1:].strip())
    _cut(record, register, faults)
    if register is not None:
        yield register


def _cut(record: _Record, register: _Register | None, faults: Faults) -> None:
    if record.values and register is not None:
        faults.add(record.line, "a record without its end (^): the file was cut", record.text)


def _style(records: Sequence[_Record], faults: Faults) -> _Style:
    written = [value.replace("'", "/") for record in records if (value := record.values.get("D"))]
    order, why = dates.order_of([text.replace(" ", "") for text in written])
    if order is None:
        faults.add(0, f"{why}: the month is taken to stand first, as QIF has it", lost=False)
    mark, _ = amounts.decimal_mark(record.values.get("T", "") for record in records)
    return _Style(order or "MDY", mark or ".")


def _statement(register: _Register, style: _Style, faults: Faults) -> ReadStatement:
    lines: list[ReadLine] = []
    opening: Balance | None = None
    for record in register.records:
        try:
            line = _line(record, style)
        except ValueError as error:
            faults.add(record.line, str(error), record.text)
            continue
        if not opening and not lines and line.text.casefold().startswith("opening balance"):
            # Quicken writes what an account began with as its first record.
            opening = Balance(line.amount, line.date)
        elif not line.amount:
            faults.add(record.line, "an amount of zero books nothing", record.text)
        else:
            lines.append(line)
    return ReadStatement(tuple(lines), register.account, opening=opening)


def _line(record: _Record, style: _Style) -> ReadLine:
    values = record.values
    day = values.get("D", "").replace("'", "/").replace(" ", "")
    amount: Decimal = amounts.amount(values.get("T") or values.get("U", ""), style.mark)
    number = values.get("N", "")
    text = joined(values.get("P", ""), values.get("M", ""), number)
    return ReadLine(record.line, dates.date(day, style.order), amount, text)
