"""The statement that the invented household's bank sent for its last month, as MT940.

Most of its bookings are in the books. A cash machine took a fee that nobody noted, and a few lines
were never entered: what a person meets who opens their own statement.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from src.demo.household import DemoEntry

# The account of the chart, and what the bank calls it.
ACCOUNT, IDENTIFIER, CURRENCY = "1010", "DEMOSGSG/0720001234", "SGD"
NAME = "current-account.sta"
DAYS = 31
_FEE = Decimal("2.00")
_WITH_FEE = "Cash machine"
# What the bank writes where it is not the name that the household uses.
_WORDS = {
    "Rent": "GIRO RENT MDM TAN",
    "Salary": "SALARY KOPI ROASTERS PTE LTD",
    "Cash machine": "ATM CASH MACHINE RAFFLES PLACE",
    "To savings": "TRANSFER TO SAVINGS",
}
# Days before the last one, what the bank says, and what it moved: nobody entered these.
_UNNOTED = (
    (9, "POINT OF SALE CHEERS BUONA VISTA", "-7.40"),
    (6, "FAST MEI LIM DINNER SHARE", "32.10"),
    (3, "POINT OF SALE BOOKS KINOKUNIYA", "-46.85"),
    (1, "SERVICE CHARGE", "-5.00"),
)


@dataclass(frozen=True, slots=True)
class _Booking:
    date: dt.date
    amount: Decimal
    text: str


def paper(entries: Sequence[DemoEntry], last: dt.date) -> bytes:
    """The bank's file about the days up to and including `last`, with balances that add up."""
    first = last - dt.timedelta(days=DAYS - 1)
    moved = [(each, amount) for each in entries for code, amount in each.lines if code == ACCOUNT]
    opening = sum((amount for each, amount in moved if each.date < first), Decimal(0))
    noted = [_noted(each, amount) for each, amount in moved if first <= each.date <= last]
    bookings = sorted([*noted, *_unnoted(last)], key=_by_date)
    closing = opening + sum((each.amount for each in bookings), Decimal(0))
    before = first - dt.timedelta(days=1)
    lines = [
        ":20:DEMONSTRATION",
        f":25:{IDENTIFIER}",
        ":28C:1/1",
        f":60F:{_balance(before, opening)}",
        *(line for number, each in enumerate(bookings, start=1) for line in _lines(number, each)),
        f":62F:{_balance(last, closing)}",
        "-",
        "",
    ]
    return "\r\n".join(lines).encode("ascii")


def _noted(entry: DemoEntry, amount: Decimal) -> _Booking:
    if entry.description == _WITH_FEE:
        amount -= _FEE
    text = _WORDS.get(entry.description, entry.description.upper())
    return _Booking(entry.date, amount, text)


def _unnoted(last: dt.date) -> Iterator[_Booking]:
    for days, text, amount in _UNNOTED:
        yield _Booking(last - dt.timedelta(days=days), Decimal(amount), text)


def _lines(number: int, each: _Booking) -> tuple[str, str]:
    mark = "D" if each.amount < 0 else "C"
    amount = _written(each.amount)
    return (
        f":61:{each.date:%y%m%d}{each.date:%m%d}{mark}{amount}NMSCNONREF//D{number:05}",
        f":86:{each.text}",
    )


def _balance(day: dt.date, amount: Decimal) -> str:
    return f"{'D' if amount < 0 else 'C'}{day:%y%m%d}{CURRENCY}{_written(amount)}"


def _written(amount: Decimal) -> str:
    return f"{abs(amount):.2f}".replace(".", ",")


def _by_date(booking: _Booking) -> dt.date:
    return booking.date
