"""Two years of somebody's money, as their banks tell it and as they wrote it down: labelled.

The same seed gives the same life. Banks add noise, cut names and take their days; the person
forgets entries, writes what no bank tells, mistypes, calls things by other names and notes late.
What is drawn here comes from how banks and people are, not from what the matcher can do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from src.reconciliation.rules import Item, scaled
from src.reconciliation.words import payee_of, words_of

CURRENT, SAVINGS, CARD = 1, 2, 3
CURRENCIES = dict.fromkeys((CURRENT, SAVINGS, CARD), "SGD")
_FIRST = dt.date(2024, 1, 1)

# How the person calls it, how the bank does, the counter account, how often a month, from, to.
_SHOPS: tuple[tuple[str, str, int, float, float, float], ...] = (
    ("FairPrice", "NTUC FAIRPRICE", 10, 5, 14, 120),
    ("Sheng Siong", "SHENG SIONG SUPERMKT", 10, 3, 8, 70),
    ("Cold Storage", "COLD STORAGE HOLLAND V", 10, 2, 11, 90),
    ("Wet market", "TIONG BAHRU MARKET STALL", 10, 2, 6, 35),
    ("Guardian", "GUARDIAN HEALTH&BEAUTY", 11, 1, 7, 60),
    ("Watsons", "WATSON'S PERSONAL CARE", 11, 0.7, 6, 45),
    ("Uniqlo", "UNIQLO (SINGAPORE) PTE", 12, 0.5, 19, 150),
    ("IKEA", "IKEA TAMPINES 0042", 12, 0.3, 15, 280),
    ("Lazada", "LAZADA*SG 93847", 12, 1.2, 6, 140),
    ("Amazon", "AMZN MKTP SG", 12, 1, 8, 160),
    ("Decathlon", "DECATHLON SG BEDOK", 12, 0.4, 12, 110),
    ("Popular bookshop", "POPULAR BOOK CO", 13, 0.5, 5, 60),
    ("Kinokuniya", "KINOKUNIYA BOOK STORES", 13, 0.4, 12, 80),
    ("Golden Village", "GV VIVOCITY BOX OFF", 13, 0.7, 9, 42),
    ("Grab", "GRAB* A-7K2LM9", 14, 5, 6, 34),
    ("Gojek", "GOJEK SINGAPORE", 14, 1.5, 6, 28),
    ("ComfortDelGro", "CDG TAXI 8812", 14, 0.6, 8, 32),
    ("Shell", "SHELL STN 1207 BT TIMAH", 14, 0.8, 50, 95),
    ("Lau Pa Sat", "LAU PA SAT FOOD", 15, 2, 9, 48),
    ("Din Tai Fung", "DIN TAI FUNG RAFFLES", 15, 0.6, 22, 120),
    ("PS.Cafe", "PS CAFE HARDING", 15, 0.6, 24, 110),
    ("Burnt Ends", "BURNT ENDS RESTAUR", 15, 0.2, 90, 320),
    ("McDonald's", "MCDONALDS 0301", 15, 1.5, 5, 22),
    ("Dentist", "Q&M DENTAL GROUP", 11, 0.15, 60, 260),
    ("Raffles Medical", "RAFFLES MEDICAL GRP", 11, 0.3, 35, 190),
    ("Flowers", "FAR EAST FLORA", 16, 0.3, 25, 90),
    ("Courts", "COURTS MEGASTORE", 12, 0.1, 80, 900),
    ("Barber", "SULTANS OF SHAVE", 11, 0.8, 28, 48),
)  # fmt: skip
# What costs the same for months: name, bank's name, counter, day, price, days that are skipped.
_DUE: tuple[tuple[str, str, int, int, str], ...] = (
    ("Rent", "GIRO TAN KIM HOCK", 20, 1, "1850.00"),
    ("Singtel", "SINGTEL MOBILE BILL", 21, 4, "68.90"),
    ("Insurance", "GREAT EASTERN LIFE", 22, 6, "142.35"),
    ("Spotify", "SPOTIFY P2A91C", 23, 8, "10.98"),
    ("Netflix", "NETFLIX.COM LOS GATOS", 23, 9, "15.98"),
    ("iCloud", "APPLE.COM/BILL", 23, 11, "3.98"),
    ("Gym", "ACTIVESG GYM MEMBERSHIP", 24, 12, "30.00"),
    ("New York Times", "NYTIMES*DIGITAL", 23, 15, "8.00"),
    ("Dropbox", "DROPBOX*7HK2", 23, 17, "15.98"),
)
# What is bought day by day at a few prices.
_DAILY: tuple[tuple[str, str, int, float, tuple[str, ...]], ...] = (
    ("Ya Kun", "YA KUN KAYA TOAST", 15, 5, ("4.80", "5.60", "6.20", "7.40")),
    ("Coffee", "COMMON MAN COFFEE RST", 15, 4, ("5.50", "6.00", "6.50")),
    ("Maxwell", "TIAN TIAN HAINANESE", 15, 4, ("4.50", "5.00", "6.00", "8.50")),
    ("Bus and MRT", "BUS/MRT 2817346", 14, 6, ("11.70", "12.35", "9.80", "14.25", "10.00")),
)
_GENERIC = {
    10: "Groceries", 11: "Health", 12: "Shopping", 13: "Going out", 14: "Ride", 15: "Lunch",
    16: "Present",
}  # fmt: skip
_PREFIXES = ("", "", "POS ", "VISA DEBIT ", "CARD 4411 ", "NETS ", "DEBIT PURCHASE ")


@dataclass(frozen=True, slots=True)
class Chances:
    """How often people and banks do what makes matching hard."""

    forgotten: float = 0.06
    unbanked: float = 0.04
    mistyped: float = 0.007
    noted_late: float = 0.06
    generic: float = 0.12
    abroad: float = 0.012
    fee: float = 0.008
    in_parts: float = 0.012
    twin: float = 0.012
    refund: float = 0.02
    entered_twice: float = 0.004


@dataclass(slots=True)
class Life:
    """Lines, entries' sides, and for each line by its id the ids of the entries that it truly is.

    A line that was never written down has none.
    """

    lines: list[Item] = field(default_factory=list)
    sides: list[Item] = field(default_factory=list)
    truth: dict[int, frozenset[int]] = field(default_factory=dict)
    # Entries that are of the same payment as another one: entered twice, either is true.
    again: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Writer:
    """Writes a life down, twice: once as the bank does, once as the person."""

    dice: Random
    chances: Chances
    life: Life = field(default_factory=Life)
    entries: int = 0

    def paid(
        self, day: dt.date, name: str, bank: str, counter: int, amount: Decimal, account: int
    ) -> None:
        """Something that happened, with what the two make of it."""
        chances = self.chances
        if self._happens(chances.unbanked):
            self.entry(day, name, amount, counter, account)
            return
        told = amount
        if self._happens(chances.abroad):
            told = _cents(amount * Decimal(str(self.dice.uniform(0.975, 1.025))))
        elif self._happens(chances.fee):
            told = _cents(amount - abs(amount) * Decimal("0.015"))
        line = self.line(day, bank, told, account)
        if self._happens(chances.forgotten):
            return
        noted = _transposed(amount) if self._happens(chances.mistyped) else amount
        if self._happens(chances.in_parts) and abs(noted) > 20:
            parts = self._parts(noted)
            ids = [self.entry(day, name, part, counter, account) for part in parts]
        else:
            ids = [self.entry(day, name, noted, counter, account)]
            if self._happens(chances.entered_twice):
                self.life.again[self.entry(day, name, noted, counter, account)] = ids[0]
        self.life.truth[line] = frozenset(ids)

    def transfer(self, day: dt.date, source: int, target: int, amount: Decimal, bank: str) -> None:
        """Money between own accounts: two lines, and one entry with a side on each."""
        lines = [self.line(day, bank, -amount, source), self.line(day, bank, amount, target)]
        if self._happens(self.chances.forgotten):
            return
        self.entries += 1
        for account, signed, other in ((source, -amount, target), (target, amount, source)):
            self._side(self.entries, day, "Transfer to savings", signed, other, account)
        self.life.truth |= {line: frozenset([self.entries]) for line in lines}

    def line(self, day: dt.date, bank: str, amount: Decimal, account: int) -> int:
        """A line of the bank: its id."""
        id_ = len(self.life.lines) + 1
        text = f"{self.dice.choice(_PREFIXES)}{bank}"
        if self.dice.random() < 0.4:
            text += f" {self.dice.randint(100000, 999999)}"
        text = text[: self.dice.choice((18, 22, 24, 35, 35))]
        booked = _workday(day + dt.timedelta(days=self._delay()))
        words, payee = words_of(text), payee_of(text)
        self.life.lines.append(
            Item(id_, account, booked.toordinal(), scaled(amount), words, payee, key=f"l{id_}")
        )
        self.life.truth[id_] = frozenset()
        return id_

    def entry(self, day: dt.date, name: str, amount: Decimal, counter: int, account: int) -> int:
        """An entry of the person: its id."""
        self.entries += 1
        if self._happens(self.chances.generic):
            name = _GENERIC.get(counter, "Sundries")
        if self._happens(self.chances.noted_late):
            day += dt.timedelta(days=self.dice.randint(1, 4))
        self._side(self.entries, day, name, amount, counter, account)
        return self.entries

    def _side(
        self, entry: int, day: dt.date, name: str, amount: Decimal, counter: int, account: int
    ) -> None:
        self.life.sides.append(
            Item(
                entry,
                account,
                day.toordinal(),
                scaled(amount),
                words_of(name),
                counters=frozenset([counter]),
                key=f"{entry}:{account}",
            )
        )

    def _delay(self) -> int:
        return self.dice.choices((0, 1, 2, 3, 4, 6), (30, 30, 22, 12, 5, 1))[0]

    def _parts(self, amount: Decimal) -> list[Decimal]:
        first = _cents(amount * Decimal(str(self.dice.uniform(0.2, 0.8))))
        if self.dice.random() < 0.3:
            second = _cents((amount - first) / 2)
            return [first, second, amount - first - second]
        return [first, amount - first]

    def _happens(self, chance: float) -> bool:
        return self.dice.random() < chance


def life(seed: int, months: int = 24, chances: Chances = Chances()) -> Life:
    """So many months of one life."""
    dice = Random(seed)  # noqa: S311 - invents a life, guards nothing
    writer = Writer(dice, chances)
    prices = {name: Decimal(price) for name, *_, price in _DUE}
    salary = Decimal(dice.randint(380_000, 620_000)).scaleb(-2)
    for month in range(months):
        begin = _month(month)
        if month and month % 12 == 0:
            salary = _cents(salary * Decimal("1.03"))
        writer.paid(begin.replace(day=25), "Salary", "GIRO SALARY ACME", 40, salary, CURRENT)
        _due(writer, begin, prices)
        _bought(writer, begin)
        _moved(writer, begin)
    return writer.life


def _due(writer: Writer, begin: dt.date, prices: dict[str, Decimal]) -> None:
    for name, bank, counter, day, _ in _DUE:
        if writer.dice.random() < 0.04:
            prices[name] = _cents(prices[name] * Decimal("1.08"))
        account = CURRENT if counter in (20, 21, 22) else CARD
        writer.paid(begin.replace(day=day), name, bank, counter, -prices[name], account)
    electricity = _drawn(writer.dice, 62, 118)
    writer.paid(begin.replace(day=15), "SP Group", "SP SERVICES BILL", 21, -electricity, CURRENT)


def _bought(writer: Writer, begin: dt.date) -> None:
    dice, chances = writer.dice, writer.chances
    for name, bank, counter, often, low, high in _SHOPS:
        for day in _days(dice, begin, often):
            amount, account = _drawn(dice, low, high), dice.choice((CARD, CARD, CURRENT))
            writer.paid(day, name, bank, counter, -amount, account)
            if dice.random() < chances.refund:
                later = day + dt.timedelta(days=dice.randint(3, 20))
                back = amount if dice.random() < 0.6 else _cents(amount / 2)
                writer.paid(later, f"{name} refund", bank, counter, back, account)
    for name, bank, counter, often, menu in _DAILY:
        for day in _days(dice, begin, often):
            for _ in range(2 if dice.random() < chances.twin else 1):
                writer.paid(day, name, bank, counter, -Decimal(dice.choice(menu)), CARD)


def _moved(writer: Writer, begin: dt.date) -> None:
    dice = writer.dice
    saved = Decimal(dice.choice((500, 800, 1000)))
    writer.transfer(begin.replace(day=26), CURRENT, SAVINGS, saved, "FUNDS TRF OWN ACCOUNT")
    for day in _days(dice, begin, 2):
        amount = Decimal(dice.choice((50, 50, 80, 100, 200)))
        name = dice.choice(("Cash", "Cash machine", "Pocket money"))
        writer.paid(day, name, "ATM WITHDRAWAL 0042 ORCHARD", 50, -amount, CURRENT)
    for day in _days(dice, begin, 1.2):
        amount = Decimal(dice.choice((10, 20, 20, 30, 50, 88, 100)))
        friend = dice.choice(("Mei", "Tom", "Aisha", "Ravi", "Mum"))
        bank = f"PAYNOW {friend.upper()} {dice.randint(1000, 9999)}"
        name = dice.choice((f"Dinner with {friend}", f"{friend}", "Split the bill", "Present"))
        writer.paid(day, name, bank, 16, -amount if dice.random() < 0.7 else amount, CURRENT)
    interest = _drawn(dice, 4, 24)
    writer.paid(begin.replace(day=28), "Interest", "INTEREST EARNED", 41, interest, SAVINGS)


def _days(dice: Random, begin: dt.date, often: float) -> Iterator[dt.date]:
    for _ in range(int(often) + (dice.random() < often - int(often))):
        yield begin.replace(day=dice.randint(1, 28))


def _month(count: int) -> dt.date:
    return dt.date(_FIRST.year + count // 12, count % 12 + 1, 1)


def _workday(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _drawn(dice: Random, low: float, high: float) -> Decimal:
    """Most purchases are small; shops like prices that end in ten cents or in 90."""
    amount = low + (high - low) * dice.random() ** 2
    cents = round(amount * 100)
    if dice.random() < 0.4:
        cents = round(cents, -1)
    return Decimal(max(cents, 100)).scaleb(-2)


def _cents(amount: Decimal) -> Decimal:
    return round(amount, 2)


def _transposed(amount: Decimal) -> Decimal:
    """Two digits in each other's place."""
    sign, digits, exponent = amount.as_tuple()
    swapped = (digits[1], digits[0], *digits[2:]) if len(digits) > 1 else digits
    return Decimal((sign, swapped, exponent))
