"""The rules of statements: which lines are the same, what must add up, what is missing.

Values in, values out. A line has an identity within its account: the bank's id with date and
amount where the bank gives one, else date, amount and normalised text; and, both times, its
ordinal among its equals in the file. What an account holds is the union of the identities in its
files, and so depends neither on their order nor on how they overlap. Twins within a file stay.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum
from typing import Protocol

from src import money

KEY_LENGTH = 32


class Booking(Protocol):
    """What tells a line apart from others."""

    @property
    def date(self) -> dt.date: ...
    @property
    def amount(self) -> Decimal: ...
    @property
    def text(self) -> str: ...
    @property
    def bank_id(self) -> str: ...


def normalised(text: str) -> str:
    """The text as it is compared: what differs only in case, width or spaces is the same."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def identities(lines: Iterable[Booking]) -> list[str]:
    """The identity of each line of one file and account, in the order of the lines.

    `KEY_LENGTH` hexadecimal digits each, all different.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for line in lines:
        named = ("id", line.bank_id) if line.bank_id else ("text", normalised(line.text))
        content = (*named, line.date.isoformat(), f"{line.amount:.{money.SCALE}f}")
        ordinal, seen[content] = seen[content], seen[content] + 1
        written = "\x1f".join((*content, str(ordinal)))
        found.append(hashlib.blake2b(written.encode(), digest_size=KEY_LENGTH // 2).hexdigest())
    return found


def repeated_ids(lines: Sequence[Booking]) -> list[tuple[int, int]]:
    """Lines whose bank's id another line of the file had before: (its index, the other's)."""
    first: dict[str, int] = {}
    found = []
    for index, line in enumerate(lines):
        if line.bank_id and first.setdefault(line.bank_id, index) != index:
            found.append((index, first[line.bank_id]))
    return found


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The exact sum."""
    with localcontext() as context:
        context.prec = 2 * money.PRECISION
        return sum(amounts, Decimal(0))


def difference(opening: Decimal | None, moved: Decimal, closing: Decimal | None) -> Decimal | None:
    """By how much a statement's closing balance is off; None where it names only one balance."""
    if opening is None or closing is None:
        return None
    return total((closing, -opening, -moved))


@dataclass(frozen=True, slots=True)
class Span:
    """A statement on the timeline of its account; `moved` is the sum of the lines in its file."""

    id: int
    first: dt.date
    last: dt.date
    moved: Decimal
    opening: Decimal | None = None
    closing: Decimal | None = None


class Joint(StrEnum):
    """How a statement stands to the one before it."""

    FOLLOWS = "follows"
    OVERLAPS = "overlaps"
    # The balances say that something is between them, or contradict each other.
    MISSING = "missing"
    BROKEN = "broken"
    # No balances to tell: days are uncovered, and may have had no bookings.
    UNCOVERED = "uncovered"


@dataclass(frozen=True, slots=True)
class Place:
    """A statement, its own difference, how it joins the one before, and the account's assertion.

    `amount` is what is missing between the two where their balances tell. `asserted` is by how
    much the account's lines up to its last day miss its closing balance; None where unknown.
    """

    span: Span
    difference: Decimal | None
    joint: Joint | None
    amount: Decimal | None
    uncovered: tuple[dt.date, dt.date] | None
    asserted: Decimal | None


def timeline(spans: Iterable[Span], lines: Iterable[tuple[dt.date, Decimal]]) -> list[Place]:
    """The statements of an account by date, with what does not fit.

    `lines` are (day, sum) of all that the account holds.
    """
    ordered = sorted(spans, key=lambda span: (span.first, span.last, span.id))
    expected = _expected(ordered, sorted(lines))
    places = []
    for index, span in enumerate(ordered):
        own = difference(span.opening, span.moved, span.closing)
        joint, amount, uncovered = _joint(ordered[:index], span)
        balance = expected.get(span.id)
        off = None if balance is None or span.closing is None else total((span.closing, -balance))
        places.append(Place(span, own, joint, amount, uncovered, off))
    return places


def _joint(
    before: Sequence[Span], span: Span
) -> tuple[Joint | None, Decimal | None, tuple[dt.date, dt.date] | None]:
    if not before:
        return None, None, None
    previous = max(before, key=lambda each: (each.last, each.first, each.id))
    day = dt.timedelta(days=1)
    if span.first <= previous.last and span.first != previous.last:
        return Joint.OVERLAPS, None, None
    apart = span.first - previous.last > day
    uncovered = (previous.last + day, span.first - day) if apart else None
    if previous.closing is None or span.opening is None:
        return (Joint.UNCOVERED if apart else Joint.FOLLOWS), None, uncovered
    amount = total((span.opening, -previous.closing))
    if not amount:
        return Joint.FOLLOWS, None, None
    return (Joint.MISSING if apart else Joint.BROKEN), amount, uncovered


def _expected(
    ordered: Sequence[Span], lines: Sequence[tuple[dt.date, Decimal]]
) -> dict[int, Decimal]:
    """The balance that the lines give at the end of each span, from the first known balance on."""
    anchor = next((span for span in ordered if span.closing is not None), None)
    if anchor is None or anchor.closing is None:
        return {}
    opening = anchor.opening
    if opening is None:
        opening = total((anchor.closing, -anchor.moved))
    within = [(day, amount) for day, amount in lines if day >= anchor.first]
    sums = list(itertools.accumulate((amount for _, amount in within), initial=opening))
    days = [day for day, _ in within]
    later = (span for span in ordered if span.first >= anchor.first)
    return {span.id: sums[bisect_right(days, span.last)] for span in later}


def gaps(places: Iterable[Place]) -> Iterator[Place]:
    """The places where something is missing or does not fit."""
    wrong = (Joint.MISSING, Joint.BROKEN, Joint.UNCOVERED)
    for place in places:
        if place.joint in wrong or place.difference or place.asserted:
            yield place
