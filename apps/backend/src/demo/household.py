"""What the invented household did in two years, the same every time for the same last day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from src.accounting.rates import Rate

MONTHS = 24
_SEED = 2_026
_BASE = "SGD"

# Where the money goes: account, what it is called, how often a month, from and to, paid from.
_HABITS: tuple[tuple[str, str, float, float, float, str], ...] = (
    ("5110", "FairPrice", 5, 18, 95, "2000"),
    ("5110", "Sheng Siong", 3, 9, 60, "1010"),
    ("5110", "Wet market", 2, 8, 30, "1030"),
    ("5120", "Maxwell Food Centre", 5, 4.5, 9, "1030"),
    ("5120", "Tian Tian Chicken Rice", 2, 6, 12, "1030"),
    ("5120", "Lau Pa Sat", 2, 12, 48, "2000"),
    ("5130", "Ya Kun Kaya Toast", 4, 2.2, 6.8, "1030"),
    ("5210", "SimplyGo", 4, 10, 20, "2000"),
    ("5220", "Grab", 2.5, 7, 28, "2000"),
    ("5320", "Guardian pharmacy", 0.5, 9, 60, "2000"),
    ("5500", "Uniqlo", 0.6, 19, 120, "2000"),
    ("5500", "IKEA Tampines", 0.3, 25, 260, "2000"),
    ("5600", "Red packet", 0.4, 20, 88, "1030"),
)
# What is due every month: day, account, what it is called, amount, paid from.
_DUE: tuple[tuple[int, str, str, str, str], ...] = (
    (1, "5010", "Rent", "1850.00", "1010"),
    (4, "5030", "Singtel", "68.90", "2000"),
    (6, "5310", "Great Eastern", "142.35", "1010"),
    (8, "5410", "Spotify", "10.98", "2000"),
    (9, "5410", "Netflix", "15.98", "2000"),
    (12, "5420", "ActiveSG gym", "30.00", "2000"),
)
_WORTH = {"EUR": 1.45, "USD": 1.34}


@dataclass(frozen=True, slots=True)
class DemoEntry:
    """An entry: lines by the code of their account, debits positive.

    With `exchange`, its two lines are one currency given for another.
    """

    date: dt.date
    description: str
    lines: tuple[tuple[str, Decimal], ...]
    memo: str = ""
    exchange: bool = False
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Household:
    """Two years: entries by date, and what currencies were worth at the end of each week."""

    entries: tuple[DemoEntry, ...]
    rates: tuple[Rate, ...]


def household(last: dt.date) -> Household:
    """Two years up to and including a day."""
    dice = Random(_SEED)  # noqa: S311 - invents a life, guards nothing
    first = _months_back(last, MONTHS)
    rates = tuple(_rates(dice, first, last))
    entries = [*_opening(first)]
    for month in range(MONTHS + 1):
        entries += _month(dice, _months_back(last, MONTHS - month), rates)
    known = sorted((each for each in entries if first <= each.date <= last), key=_by_date)
    return Household((*_card_paid(known, first, last), *_drafts(last)), rates)


def _month(dice: Random, begin: dt.date, rates: tuple[Rate, ...]) -> Iterator[DemoEntry]:
    yield from _regular(dice, begin)
    yield from _habits(dice, begin)
    yield from _abroad(dice, begin, rates)
    if begin.month == 12:
        yield _moved(begin.replace(day=18), "Bonus", "4010", "1010", Decimal("6400.00"))
    if begin.month == 5:
        yield _moved(begin.replace(day=20), "IRAS income tax", "1010", "5700", Decimal("3180.40"))


def _regular(dice: Random, begin: dt.date) -> Iterator[DemoEntry]:
    year = Decimal(begin.year - 2020)
    gross = Decimal("5600.00") + 180 * year
    own, employers = gross * 20 / 100, gross * 17 / 100
    lines = (
        ("1010", gross - own),
        ("1500", own + employers),
        ("4000", -gross),
        ("4020", -employers),
    )
    yield DemoEntry(begin.replace(day=25), "Salary", lines, memo=f"{begin:%B %Y}")
    for day, account, name, amount, source in _DUE:
        yield _moved(begin.replace(day=day), name, source, account, Decimal(amount))
    electricity = _amount(dice, 62, 118)
    yield _moved(begin.replace(day=15), "SP Group", "1010", "5020", electricity)
    yield _moved(begin.replace(day=26), "To savings", "1010", "1020", Decimal("1450.00"))
    yield _moved(begin.replace(day=2), "Cash machine", "1010", "1030", Decimal("180.00"))
    yield _moved(begin.replace(day=28), "Interest", "4100", "1020", _amount(dice, 9, 24))
    interest = _amount(dice, 38, 52)
    loan = (("1010", Decimal("-320.00")), ("2100", 320 - interest), ("5800", interest))
    yield DemoEntry(begin.replace(day=10), "Study loan", loan)


def _habits(dice: Random, begin: dt.date) -> Iterator[DemoEntry]:
    for account, name, often, low, high, source in _HABITS:
        times = int(often) + (dice.random() < often - int(often))
        for _ in range(times):
            date = begin.replace(day=dice.randint(1, 28))
            yield _moved(date, name, source, account, _amount(dice, low, high))


def _abroad(dice: Random, begin: dt.date, rates: tuple[Rate, ...]) -> Iterator[DemoEntry]:
    """Freelance work in dollars, some of them sold; euros bought and spent on a journey."""
    earned = _amount(dice, 260, 900)
    if begin.month % 2:
        yield _moved(begin.replace(day=19), "Invoice of a client in Boston", "4200", "1200", earned)
    if begin.month in (3, 9):
        sold = _amount(dice, 700, 1100)
        got = _exchanged(sold, rates, "USD", begin.replace(day=22))
        lines = (("1200", -sold), ("1010", got))
        yield DemoEntry(begin.replace(day=22), "Dollars sold", lines, exchange=True)
    if begin.month in (4, 10):
        bought = Decimal("600.00")
        paid = _exchanged(bought, rates, "EUR", begin.replace(day=5))
        lines = (("1100", bought), ("1010", -paid))
        yield DemoEntry(begin.replace(day=5), "Euros bought", lines, exchange=True)
    if begin.month in (6, 11):
        yield _moved(
            begin.replace(day=3), "Scoot to Athens", "2000", "5430", _amount(dice, 480, 720)
        )
        for name in ("Hotel in Nafplio", "Taverna", "Ferry"):
            yield _moved(begin.replace(day=14), name, "1100", "5440", _amount(dice, 38, 190))


def _opening(first: dt.date) -> Iterator[DemoEntry]:
    had = {"1010": "8250.60", "1020": "18300.00", "1030": "120.00", "1500": "41200.00"}
    owed = {"2000": "-612.40", "2100": "-14800.00"}
    lines = [(code, Decimal(amount)) for code, amount in (had | owed).items()]
    rest = -sum((amount for _, amount in lines), Decimal(0))
    yield DemoEntry(first, "Opening balances", (*lines, ("3000", rest)))
    for code, opening, amount in (("1100", "3010", "450.00"), ("1200", "3020", "900.00")):
        yield _moved(first, "Opening balances", opening, code, Decimal(amount))


def _card_paid(entries: list[DemoEntry], first: dt.date, last: dt.date) -> Iterator[DemoEntry]:
    """The entries, and on the 20th of each month the card is paid down to nothing."""
    owed = Decimal(0)
    due = first.replace(day=20)
    for entry in entries:
        while due <= min(entry.date, last):
            if owed < 0 and due > first:
                yield _moved(due, "Card payment", "1010", "2000", -owed)
                owed = Decimal(0)
            due = _months_back(due, -1).replace(day=20)
        owed += sum((amount for code, amount in entry.lines if code == "2000"), Decimal(0))
        yield entry


def _drafts(last: dt.date) -> Iterator[DemoEntry]:
    """What somebody has begun to enter and not decided yet."""
    for name, account, amount in (
        ("Dinner with Mei, split?", "5120", "64.20"),
        ("Decathlon", "5500", "89.90"),
        ("Taxi to the airport", "5220", "31.50"),
    ):
        lines = ((account, Decimal(amount)), ("2000", -Decimal(amount)))
        yield DemoEntry(last, name, lines, draft=True)


def _rates(dice: Random, first: dt.date, last: dt.date) -> Iterator[Rate]:
    """What a euro and a dollar were worth each week: a walk that stays near where it began."""
    for currency, worth in _WORTH.items():
        rate, day = worth, first
        while day <= last:
            rate += (worth - rate) * 0.05 + dice.uniform(-0.012, 0.012)
            yield Rate(day, currency, _BASE, Decimal(f"{rate:.4f}"))
            day += dt.timedelta(days=7)


def _exchanged(amount: Decimal, rates: tuple[Rate, ...], currency: str, day: dt.date) -> Decimal:
    """What a bank gives or takes for it: a little off the rate of the day."""
    known = [each.rate for each in rates if each.currency == currency and each.date <= day]
    rate = known[-1] if known else Decimal(str(_WORTH[currency]))
    return round(amount * rate * Decimal("1.004"), 2)


def _moved(date: dt.date, name: str, source: str, target: str, amount: Decimal) -> DemoEntry:
    return DemoEntry(date, name, ((target, amount), (source, -amount)))


def _amount(dice: Random, low: float, high: float) -> Decimal:
    return Decimal(dice.randint(int(low * 100), int(high * 100))).scaleb(-2)


def _by_date(entry: DemoEntry) -> dt.date:
    return entry.date


def _months_back(day: dt.date, months: int) -> dt.date:
    """The first day of the month so many months before."""
    count = day.year * 12 + day.month - 1 - months
    return dt.date(count // 12, count % 12 + 1, 1)
