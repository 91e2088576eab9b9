"""What all reports share: accounts, sums and figures, and what they are worth in one currency."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

from src import money
from src.accounting.rates import Rate, Rates

# Digits of a value before it is rounded: a sum of many lines times a rate.
DIGITS = 60


@dataclass(frozen=True, slots=True)
class LedgerAccount:
    """What reports need to know of an account. `is_exchange`: the program books exchanges on it."""

    id: int
    code: str
    name: str
    type: str
    currency: str
    parent_id: int | None = None
    cash: bool = False
    is_exchange: bool = False

    @property
    def sign(self) -> int:
        """What makes its usual balance positive: what is owned or spent, owed or earned."""
        return 1 if self.type in ("asset", "expense") else -1


@dataclass(frozen=True, slots=True)
class Flow:
    """What was posted on an account, debits positive.

    `month` is the first day of the month it belongs to, None where that does not matter.
    """

    account_id: int
    month: dt.date | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Missing:
    """A rate that nobody stored: `currency` is left out of the report as a whole."""

    currency: str
    date: dt.date


@dataclass(frozen=True, slots=True)
class Row:
    """An account's figures with their usual sign: its own, and with all accounts below it.

    `amount` is in its own currency, `value` and `total` in the base currency; `value` is None
    where a rate is missing.
    """

    account: LedgerAccount
    depth: int
    amount: Decimal
    value: Decimal | None
    total: Decimal


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one kind of account, in the order of the tree, and what they sum to."""

    name: str
    rows: Sequence[Row]
    total: Decimal


@dataclass(frozen=True, slots=True)
class Valuation:
    """What amounts are worth in the base currency on the days that a report needs.

    A currency that lacks a rate on any of them is left out as a whole: as each currency of the
    books sums to zero, what is left still ties out.
    """

    base: str
    rates: Mapping[tuple[str, dt.date], Rate]
    missing: Sequence[Missing]

    @classmethod
    def of(cls, base: str, rates: Rates, needed: Iterable[tuple[str, dt.date]]) -> Valuation:
        """Look up what is needed: pairs of a currency and a day."""
        found = {pair: rates.on(pair[1], pair[0], base) for pair in sorted(set(needed))}
        missing = [Missing(*pair) for pair, rate in found.items() if rate is None]
        return cls(base, {pair: rate for pair, rate in found.items() if rate}, missing)

    def knows(self, currency: str) -> bool:
        """Whether amounts of this currency can be valued."""
        return all(each.currency != currency for each in self.missing)

    def value(self, amount: Decimal, currency: str, day: dt.date) -> Decimal:
        """The exact value; not rounded, so that sums of it are exact, too."""
        with localcontext(prec=DIGITS):
            return amount * self.rates[currency, day].rate

    def foreign(self) -> list[Rate]:
        """The rates that were used, without those of the base currency in itself."""
        return [rate for (currency, _), rate in self.rates.items() if currency != self.base]


def month_end(month: dt.date) -> dt.date:
    """The last day of the month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def months_between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The first day of each month from the one to the other."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = month_end(month) + dt.timedelta(days=1)


def day_of(flow: Flow, last: dt.date) -> dt.date:
    """The day whose rate values a flow: the end of its month, or of the report."""
    return min(month_end(flow.month), last) if flow.month else last


def rounded(value: Decimal, currency: str) -> Decimal:
    """A value in the smallest unit of its currency."""
    return to_places(value, money.MINOR_UNITS.get(currency, 2))


def to_places(number: Decimal, places: int) -> Decimal:
    """The number with so many decimals, however many digits stand before them."""
    with localcontext(prec=2 * DIGITS):
        return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)


def exact_sum(values: Iterable[Decimal]) -> Decimal:
    """The sum with all its digits, whatever the precision of the thread."""
    with localcontext(prec=DIGITS):
        return sum(values, Decimal(0))


def needed_rates(
    accounts: Mapping[int, LedgerAccount], flows: Iterable[Flow], last: dt.date
) -> Iterator[tuple[str, dt.date]]:
    """The rates that flows need when each is valued at the end of its month."""
    return ((accounts[flow.account_id].currency, day_of(flow, last)) for flow in flows)


def section(
    name: str,
    accounts: Mapping[int, LedgerAccount],
    flows: Iterable[Flow],
    valuation: Valuation,
    last: dt.date,
) -> Section:
    """The accounts that the flows are of, as a tree; parents without flows of their own included.

    Values are rounded for each account, and sums are sums of what is shown.
    """
    amounts, values = _sums(accounts, flows, valuation, last)
    totals = dict(values)
    below: dict[int | None, list[LedgerAccount]] = {}
    shown = _with_parents(accounts, amounts)
    for account in sorted(shown, key=lambda each: each.code):
        below.setdefault(account.parent_id, []).append(account)

    def walk(parent: int | None, depth: int) -> Iterator[Row]:
        for account in below.get(parent, ()):
            rows = list(walk(account.id, depth + 1))
            own = values.get(account.id, Decimal(0))
            under = sum((row.total for row in rows if row.depth == depth + 1), Decimal(0))
            totals[account.id] = own + under
            amount = amounts.get(account.id, Decimal(0))
            known = valuation.knows(account.currency) or not amount
            yield Row(account, depth, amount, own if known else None, own + under)
            yield from rows

    rows = list(walk(None, 0))
    return Section(name, rows, sum((row.total for row in rows if row.depth == 0), Decimal(0)))


def _sums(
    accounts: Mapping[int, LedgerAccount],
    flows: Iterable[Flow],
    valuation: Valuation,
    last: dt.date,
) -> tuple[dict[int, Decimal], dict[int, Decimal]]:
    """Amounts and rounded values by account, with their usual sign; what is zero is left out."""
    amounts: dict[int, Decimal] = {}
    values: dict[int, Decimal] = {}
    with localcontext(prec=DIGITS):
        for flow in flows:
            account = accounts[flow.account_id]
            amount = account.sign * flow.amount
            amounts[account.id] = amounts.get(account.id, Decimal(0)) + amount
            if valuation.knows(account.currency):
                value = valuation.value(amount, account.currency, day_of(flow, last))
                values[account.id] = values.get(account.id, Decimal(0)) + value
    values = {id_: rounded(value, valuation.base) for id_, value in values.items()}
    kept = {id_ for id_, amount in amounts.items() if amount or values.get(id_)}
    return (
        {id_: amount for id_, amount in amounts.items() if id_ in kept},
        {id_: value for id_, value in values.items() if id_ in kept},
    )


def _with_parents(accounts: Mapping[int, LedgerAccount], ids: Iterable[int]) -> set[LedgerAccount]:
    shown: set[LedgerAccount] = set()
    for id_ in ids:
        above: int | None = id_
        while above is not None and accounts[above] not in shown:
            shown.add(accounts[above])
            above = accounts[above].parent_id
    return shown
