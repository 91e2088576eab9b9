"""OFX and QFX: version 1 in SGML, version 2 in XML. Bank and credit-card statements are read."""

from __future__ import annotations

import datetime as dt
import re
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
    TooMuch,
    joined,
    known_currency,
)
from src.statements.parsers.decoding import decoded, is_encoding
from src.statements.parsers.ofx_tags import Closed, Opened, Value, events
from src.statements.parsers.profile import Profile

_STATEMENTS = {"STMTRS", "CCSTMTRS"}
_ACCOUNTS = {"BANKACCTFROM", "CCACCTFROM"}
_HEADED = re.compile(rb"(?i)OFXHEADER\s*[:=]|<\?OFX|<OFX>")
_CHARSET = re.compile(rb"(?i)^CHARSET:\s*([A-Za-z0-9_-]+)\s*$", re.MULTILINE)
_OFFSET = re.compile(r"\[.*$")


class Ofx:
    """Reads both versions with one reader: the XML of version 2 is closed SGML."""

    name = "ofx"
    title = "OFX or QFX"

    def recognises(self, head: bytes) -> bool:
        """An OFX header, or the element itself, among the first bytes."""
        return bool(_HEADED.search(head.replace(b"\x00", b"")[:4096]))

    def read(self, content: bytes, _: Profile | None = None, /) -> Reading:
        """One statement for each account in the file."""
        text = decoded(content, _encoding(content)).text
        faults = Faults()
        begin = re.search(r"<OFX>", text, re.IGNORECASE)
        if begin is None:
            faults.add(0, "there is no <OFX> in it: the file is cut or of another format")
            return Reading((), faults.all())
        if "<!" in text:
            faults.add(0, "it declares a document type or entities, which OFX does not: refused")
            return Reading((), faults.all())
        reader = _Reader(faults)
        try:
            for event in events(text.replace("\r\n", "\n").replace("\r", "\n"), begin.start()):
                reader.take(event)
        except TooMuch as bound:
            faults.add(0, str(bound))
            return Reading((), faults.all())
        if not reader.statements:
            faults.add(0, "it holds no bank or credit-card statement")
        return Reading(tuple(reader.statements), faults.all())


@dataclass(slots=True)
class _Open:
    """A statement while it is being read."""

    values: dict[str, str] = field(default_factory=dict)
    lines: list[ReadLine] = field(default_factory=list)
    closing: Balance | None = None


class _Reader:
    """Follows the tags, and keeps the statement and the transaction that are open."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._inside: list[str] = []
        self._statement: _Open | None = None
        self._values: dict[str, str] = {}
        self._line = 0
        self.statements: list[ReadStatement] = []

    def take(self, event: Opened | Closed | Value) -> None:
        """The next tag of the file."""
        if isinstance(event, Opened):
            self._inside.append(event.name)
            self._open(event)
        elif isinstance(event, Value):
            self._values_now()[event.name] = event.text
        else:
            self._inside.pop()
            self._close(event)

    def _open(self, event: Opened) -> None:
        if event.name in _STATEMENTS:
            self._statement = _Open()
        elif event.name in ("STMTTRN", "LEDGERBAL"):
            self._values, self._line = {}, event.line

    def _values_now(self) -> dict[str, str]:
        """Where a value belongs: to the transaction or balance that is open, or the statement."""
        if any(name in self._inside for name in ("STMTTRN", "LEDGERBAL")):
            return self._values
        if self._statement and self._inside[-1] in _STATEMENTS | _ACCOUNTS | {"BANKTRANLIST"}:
            return self._statement.values
        return {}

    def _close(self, event: Closed) -> None:
        if self._statement is None:
            return
        if event.name == "STMTTRN":
            self._transaction(self._statement, event)
        elif event.name == "LEDGERBAL" and not event.cut:
            self._statement.closing = self._balance()
        elif event.name in _STATEMENTS:
            if event.cut:
                self._faults.add(event.line, "the file ends inside a statement: it was cut")
            self.statements.append(self._finished(self._statement))
            self._statement = None

    def _transaction(self, statement: _Open, event: Closed) -> None:
        said = " ".join(f"{name}={text}" for name, text in self._values.items())
        try:
            if event.cut:
                raise ValueError("the file ends inside this transaction")
            amount = _amount(self._values.get("TRNAMT", ""))
            line = ReadLine(
                number=self._line,
                date=_date(self._values.get("DTPOSTED", "")),
                amount=amount,
                text=_text(self._values),
                bank_id=joined(self._values.get("FITID", ""))[:200],
                value_date=_date(avail) if (avail := self._values.get("DTAVAIL")) else None,
            )
        except ValueError as error:
            self._faults.add(self._line, str(error), said)
            return
        if not amount:
            self._faults.add(self._line, "an amount of zero books nothing", said)
            return
        statement.lines.append(line)
        if len(statement.lines) > MOST_LINES:
            raise TooMuch(f"more than {MOST_LINES} transactions: export a shorter period")

    def _balance(self) -> Balance | None:
        try:
            return Balance(_amount(self._values["BALAMT"]), _date(self._values["DTASOF"]))
        except (KeyError, ValueError) as error:
            what = f"the closing balance cannot be read: {error}"
            self._faults.add(self._line, what, str(self._values), lost=False)
            return None

    def _finished(self, statement: _Open) -> ReadStatement:
        values = statement.values
        currency = values.get("CURDEF", "").upper()
        return ReadStatement(
            lines=tuple(statement.lines),
            account=joined(values.get("BANKID", ""), values.get("ACCTID", ""))[:64],
            currency=known_currency(currency, self._line, self._faults),
            closing=statement.closing,
            first=_date_or_none(values.get("DTSTART", "")),
            last=_date_or_none(values.get("DTEND", "")),
        )


def _encoding(content: bytes) -> str | None:
    """The one that the header of version 1 names, where Python knows it and the bytes are of it."""
    found = _CHARSET.search(content[:2048])
    if found is None:
        return None
    named = found[1].decode().lower()
    name = f"cp{named}" if named.isdigit() else named
    if named == "none" or not is_encoding(name):
        return None
    try:
        # Many banks write 1252 into the header of a file in UTF-8.
        content.decode()
    except UnicodeDecodeError:
        return name
    return None


def _text(values: dict[str, str]) -> str:
    name = values.get("NAME") or values.get("PAYEE") or ""
    number = values.get("CHECKNUM", "")
    return joined(name, values.get("MEMO", ""), f"check {number}" if number else "")


def _amount(text: str) -> Decimal:
    mark, _ = amounts.decimal_mark([text])
    return amounts.amount(text, mark or ".")


def _date(text: str) -> dt.date:
    """The day that the bank wrote; the time and its zone say nothing about the booking."""
    digits = _OFFSET.sub("", text.strip()).partition(".")[0]
    if not digits[:8].isascii() or not digits.isdigit() or len(digits) not in (8, 10, 12, 14):
        raise ValueError(f"{text[:40]!r} is not a date of OFX")
    return dates.date(digits[:8])


def _date_or_none(text: str) -> dt.date | None:
    try:
        return _date(text)
    except ValueError:
        return None
