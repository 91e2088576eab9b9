"""From the bytes of a file to what is staged of it. No database: it runs beside the event loop."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from src import days, money
from src.money import Money
from src.statements import profiles, rules
from src.statements.parsers import registry
from src.statements.parsers.base import (
    MOST_STATEMENTS,
    LineFault,
    Parser,
    Reading,
    ReadLine,
    ReadStatement,
)
from src.statements.parsers.csv_detection import Detection, detect
from src.statements.parsers.profile import Profile


@dataclass(frozen=True, slots=True)
class Staged:
    """A statement with the identities of its lines, its days and its sum."""

    statement: ReadStatement
    lines: tuple[ReadLine, ...]
    keys: tuple[str, ...]
    first: dt.date
    last: dt.date
    moved: Decimal


@dataclass(frozen=True, slots=True)
class FileRead:
    """All that is staged of a file. `format` is empty when no parser recognises it.

    `confirmed` says whether a person has seen how the file is read; only CSV needs that.
    """

    format: str
    staged: tuple[Staged, ...]
    faults: tuple[LineFault, ...]
    profile: Profile | None = None
    detection: Detection | None = None
    confirmed: bool = True

    @property
    def line_count(self) -> int:
        """How many lines there are in all statements."""
        return sum(len(each.lines) for each in self.staged)


def read_file(
    content: bytes, saved: Mapping[str, Profile], confirmed: Profile | None = None
) -> FileRead:
    """Read a file: CSV by the profile confirmed for it, one saved for its heading, or a guess.

    Raises nothing that the file could cause.
    """
    head = content[: registry.HEAD]
    parser = registry.parser_of(head)
    if parser is None or parser.name != "csv" or registry.refusal(head):
        name, reading = registry.read(content)
        return staged(name, reading)
    return _csv(parser, content, saved, confirmed)


def _csv(
    parser: Parser, content: bytes, saved: Mapping[str, Profile], confirmed: Profile | None
) -> FileRead:
    detection = detect(content)
    known = saved.get(profiles.signature(detection))
    profile = confirmed or (profiles.adapted(known, detection) if known else detection.profile)
    reading = parser.read(content, profile) if profile else parser.read(content)
    # Without a heading, another bank's file may look the same: then somebody looks at it each time.
    sure = confirmed is not None or (known is not None and bool(detection.heading))
    return staged(parser.name, reading, profile, detection, confirmed=sure)


def staged(
    name: str,
    reading: Reading,
    profile: Profile | None = None,
    detection: Detection | None = None,
    *,
    confirmed: bool = True,
) -> FileRead:
    """What is staged of a reading: identities, days, sums, and what does not add up."""
    faults = list(reading.faults)
    if len(reading.statements) > MOST_STATEMENTS:
        why = (
            f"it holds more than {MOST_STATEMENTS} statements: export a shorter period, or look"
            " whether the right column is the account's"
        )
        return FileRead(name, (), (LineFault(0, why), *faults), profile, detection, confirmed)
    statements = [_payable(statement, faults) for statement in reading.statements]
    keys = _keys(statements, faults)
    found = []
    for statement, own in zip(statements, keys, strict=True):
        if span := _days(statement):
            moved = rules.total(line.amount for line in statement.lines)
            faults.extend(_off(statement, moved))
            found.append(Staged(statement, statement.lines, own, *span, moved))
    faults.extend(_unusual(statements))
    faults.sort(key=lambda fault: fault.line)
    return FileRead(name, tuple(found), tuple(faults), profile, detection, confirmed)


def _payable(statement: ReadStatement, faults: list[LineFault]) -> ReadStatement:
    """The statement without lines that its currency cannot pay, such as half a yen."""
    if not statement.currency:
        return statement
    kept = []
    for line in statement.lines:
        if why := money.fault(Money(line.amount, statement.currency)):
            faults.append(LineFault(line.number, why, line.text))
        else:
            kept.append(line)
    if len(kept) == len(statement.lines):
        return statement
    return ReadStatement(
        tuple(kept),
        statement.account,
        statement.currency,
        statement.opening,
        statement.closing,
        statement.first,
        statement.last,
    )


def _keys(statements: Sequence[ReadStatement], faults: list[LineFault]) -> list[tuple[str, ...]]:
    """The identities of each statement's lines; ordinals run through all of one account."""
    accounts: dict[tuple[str, str], list[ReadLine]] = {}
    for statement in statements:
        accounts.setdefault((statement.account, statement.currency), []).extend(statement.lines)
    keys = {}
    for account, lines in accounts.items():
        keys[account] = iter(rules.identities(lines))
        for again, first in rules.repeated_ids(lines):
            what = f"the bank gave this line the id of line {lines[first].number}; both are kept"
            faults.append(LineFault(lines[again].number, what, lines[again].bank_id, lost=False))
    return [
        tuple(next(keys[statement.account, statement.currency]) for _ in statement.lines)
        for statement in statements
    ]


def _days(statement: ReadStatement) -> tuple[dt.date, dt.date] | None:
    """The days that a statement is about; None when it says nothing at all."""
    found = [line.date for line in statement.lines]
    found += [day for day in (statement.first, statement.last) if day]
    for balance in (statement.opening, statement.closing):
        if balance and balance.date and (not statement.lines or balance is statement.closing):
            found.append(balance.date)
    return (min(found), max(found)) if found else None


def _unusual(statements: Sequence[ReadStatement]) -> list[LineFault]:
    """One remark about the lines whose days a person should look at before they are committed."""
    odd = [each for said in statements for each in said.lines if not days.is_usual(each.date)]
    if not odd:
        return []
    what = (
        f"{len(odd)} of the lines are dated before {days.USUAL_FIRST.year} or after"
        f" {days.USUAL_LAST.year}, such as {odd[0].date}: they are kept as the file has them; see"
        " whether an empty date was written so"
    )
    return [LineFault(odd[0].number, what, odd[0].text, lost=False)]


def _off(statement: ReadStatement, moved: Decimal) -> list[LineFault]:
    opening = statement.opening.amount if statement.opening else None
    closing = statement.closing.amount if statement.closing else None
    off = rules.difference(opening, moved, closing)
    if not off:
        return []
    what = (
        f"the balances do not add up: opening {opening} and lines of {moved} miss the closing"
        f" balance {closing} by {off}"
    )
    return [LineFault(0, what, statement.account, lost=False)]
