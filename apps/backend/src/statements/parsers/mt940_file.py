"""MT940, SWIFT's customer statement; the grammar of its fields is that of the package mt-940."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

import mt940
from mt940.tags import BalanceBase, Statement, Tag

from src.statements.parsers import amounts, dates
from src.statements.parsers.base import (
    MOST_LINES,
    Balance,
    Faults,
    Reading,
    ReadLine,
    ReadStatement,
    joined,
    known_currency,
    lines_of,
)
from src.statements.parsers.decoding import decoded
from src.statements.parsers.profile import Profile

_FIELD = re.compile(r":([0-9]{2}[A-Z]?):")
_HEADED = re.compile(rb"(?:^|[\r\n{:])\s*:?20:|^\s*\{1:F01|^\s*:20:|^\s*:940:")
# `?20` to `?29` and `?60` to `?63` are what for; `?32` and `?33` are whom.
_SUBFIELD = re.compile(r"\?([0-9]{2})")
_WHAT_FOR = {*range(20, 30), *range(60, 64)}
_WHOM = {32, 33}
_FULL = 27
_SEPA = re.compile(r"(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE)\+")
_WORD = re.compile(
    r"/(TRTP|IBAN|BIC|NAME|REMI|EREF|MARF|CSID|ORDP|BENM|PREF|TRCD|TRANSACTIONTYPE)/"
)
_NO_REFERENCE = {"", "NONREF", "KREF+", "NOTPROVIDED"}
# Without them the package reads `RC` as money that came in, as its release 5.0 did.
_OPTIONS = mt940.Options(reversal_sign=True, case_insensitive_marks=True)

_STATEMENT_LINE = Statement()
_BALANCE = BalanceBase()


@dataclass(frozen=True, slots=True)
class _Field:
    tag: str
    text: str
    line: int


@dataclass(slots=True)
class _Open:
    """A message while it is being read."""

    account: str = ""
    opening: tuple[Balance, str] | None = None
    closing: tuple[Balance, str] | None = None
    lines: list[ReadLine] = field(default_factory=list)


class Mt940:
    """Reads every message of the file; a field that is broken does not lose the others."""

    name = "mt940"
    title = "MT940"

    def recognises(self, head: bytes) -> bool:
        """Field 20 at the beginning of a line, with an account or balance after it."""
        bare = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
        return bool(_HEADED.search(bare[:1024])) and (b":25:" in bare or b":60" in bare)

    def read(self, content: bytes, _: Profile | None = None, /) -> Reading:
        """One statement for each message; parts of one statement are joined."""
        faults = Faults()
        fields = list(_fields(lines_of(decoded(content).text)))
        if sum(1 for each in fields if each.tag == "61") > MOST_LINES:
            faults.add(0, f"more than {MOST_LINES} lines: export a shorter period")
            return Reading((), faults.all())
        statements = list(_statements(fields, faults))
        if not statements:
            faults.add(0, "there is no statement in it")
        return Reading(tuple(statements), faults.all())


def _fields(lines: Sequence[str]) -> Iterator[_Field]:
    """The fields with their text over several lines, and the line that each begins on."""
    tag, text, begin = "", [""], 0
    for number, line in enumerate(lines, start=1):
        if found := _FIELD.match(line):
            if tag:
                yield _Field(tag, "\n".join(text).strip(), begin)
            tag, text, begin = found[1], [line[found.end() :].rstrip()], number
        elif line.startswith(("-}", "{")) or line.strip() == "-":
            if tag:
                yield _Field(tag, "\n".join(text).strip(), begin)
            tag = ""
        elif tag:
            text.append(line.rstrip())
    if tag:
        yield _Field(tag, "\n".join(text).strip(), begin)


def _statements(fields: Sequence[_Field], faults: Faults) -> Iterator[ReadStatement]:
    message: _Open | None = None
    for index, each in enumerate(fields):
        if each.tag == "20":
            # A statement in parts closes with 62M and opens again with 60M.
            if message is not None and not _continues(fields, index):
                yield _finished(message, each.line, faults)
                message = None
            message = message or _Open()
        elif message is None:
            continue
        elif each.tag == "25":
            message.account = joined(each.text)[:64]
        elif each.tag in ("60F", "60M"):
            message.opening = message.opening or _balance(each, faults)
        elif each.tag in ("62F", "62M"):
            message.closing = _balance(each, faults)
        elif each.tag == "61":
            after = fields[index + 1] if index + 1 < len(fields) else None
            details = after.text if after and after.tag == "86" else ""
            if line := _line(each, details, faults):
                message.lines.append(line)
    if message is not None:
        yield _finished(message, fields[-1].line, faults)


def _continues(fields: Sequence[_Field], index: int) -> bool:
    """Whether the message that begins here is a further part of the one before."""
    # By index: a copy of the rest for each message made a file of many messages take its square.
    for at in range(index + 1, len(fields)):
        if fields[at].tag == "20":
            return False
        if fields[at].tag.startswith("60"):
            return fields[at].tag == "60M"
    return False


def _finished(message: _Open, line: int, faults: Faults) -> ReadStatement:
    if message.closing is None:
        faults.add(line, "there is no closing balance (62F): the file may be cut", lost=False)
    known = message.opening or message.closing
    return ReadStatement(
        lines=tuple(message.lines),
        account=message.account,
        currency=known_currency(known[1], line, faults) if known else "",
        opening=message.opening[0] if message.opening else None,
        closing=message.closing[0] if message.closing else None,
    )


def _line(each: _Field, details: str, faults: Faults) -> ReadLine | None:
    try:
        messages = mt940.models.Transactions(options=_OPTIONS)
        said: dict[str, Any] = _STATEMENT_LINE(messages, _matched(_STATEMENT_LINE, each.text))
        value_date = _in_bounds(said["date"])
        booked = said.get("entry_date")
        amount = _exact(said["amount"].amount)
        line = ReadLine(
            number=each.line,
            date=_in_bounds(booked) if isinstance(booked, type(said["date"])) else value_date,
            amount=amount,
            text=_text(details) or joined(said.get("extra_details") or ""),
            bank_id=_reference(said),
            value_date=value_date,
        )
    except (ValueError, InvalidOperation) as error:
        faults.add(each.line, _sentence(error), f":61:{each.text}")
        return None
    if not amount:
        faults.add(each.line, "an amount of zero books nothing", f":61:{each.text}")
        return None
    return line


def _balance(each: _Field, faults: Faults) -> tuple[Balance, str] | None:
    try:
        said = _matched(_BALANCE, each.text)
        amount = mt940.models.Amount(**said, options=_OPTIONS).amount
        balance = Balance(_exact(amount), _in_bounds(mt940.models.Date(**said)))
        return balance, said["currency"].upper()
    except (ValueError, InvalidOperation) as error:
        what = f"the balance cannot be read: {_sentence(error)}"
        faults.add(each.line, what, f":{each.tag}:{each.text}", lost=False)
        return None


def _matched(tag: Tag, text: str) -> dict[str, Any]:
    """The parts of a field by the package's grammar. Raises ValueError.

    Its own way in would write the bank's words into the log when they do not match.
    """
    found = tag.re.match(text)
    if found is None:
        raise ValueError("the field is not written as MT940 writes it")
    return found.groupdict()


def _sentence(error: Exception) -> str:
    return "the amount cannot be read" if isinstance(error, InvalidOperation) else str(error)


def _exact(amount: Decimal) -> Decimal:
    return amounts.amount(f"{amount:f}")


def _in_bounds(day: Any) -> Any:
    return dates.date(f"{day:%Y-%m-%d}", "YMD")


def _reference(said: dict[str, Any]) -> str:
    """The bank's own reference; the customer's is the customer's to repeat."""
    reference = joined(said.get("bank_reference") or "")[:200]
    return "" if reference.upper() in _NO_REFERENCE else reference


def _text(details: str) -> str:
    """Field 86: in subfields as German banks write it, with words as Dutch ones do, or plain."""
    flat = details.replace("\n", "")
    if _SUBFIELD.search(flat[:8]):
        return _of_subfields(flat)
    if details.startswith("/") and (parts := _WORD.split(flat))[1:]:
        said = dict(zip(parts[1::2], parts[2::2], strict=True))
        return joined(said.get("NAME", ""), said.get("REMI", "")) or joined(details)
    return joined(details)


def _of_subfields(flat: str) -> str:
    parts = _SUBFIELD.split(flat)
    known = [(int(code), text) for code, text in zip(parts[1::2], parts[2::2], strict=True)]
    whom = "".join(text for code, text in known if code in _WHOM)
    # A subfield that is not full ends a word; a full one may end in the middle of it.
    what_for = "".join(
        text if len(text) >= _FULL else f"{text} " for code, text in known if code in _WHAT_FOR
    )
    booking = next((text for code, text in known if code == 0), "")
    return joined(whom, _purpose(what_for)) or joined(booking)


def _purpose(what_for: str) -> str:
    """What follows `SVWZ+`, where SEPA's words part the text; else all of it."""
    parts = _SEPA.split(what_for)
    said = dict(zip(parts[1::2], parts[2::2], strict=True))
    return said.get("SVWZ", what_for)
