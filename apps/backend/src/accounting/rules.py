"""The rules of bookkeeping. Values in, faults or values out: no database, no clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from src import money
from src.errors import Fault
from src.money import Money


@dataclass(frozen=True, slots=True)
class Posting:
    """One line as it is asked for: a debit when the amount is positive, a credit when negative."""

    account_id: int
    money: Money
    memo: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A journal entry as it is asked for.

    With `exchange`, what its lines leave open in two currencies is one exchanged into the other.
    """

    date: dt.date
    description: str
    postings: tuple[Posting, ...]
    exchange: bool = False


@dataclass(frozen=True, slots=True)
class AccountState:
    """What the rules need to know of an account."""

    code: str
    currency: str
    closed: bool


@dataclass(frozen=True, slots=True)
class Balance:
    """An account's balance in the two columns of a trial balance; one of them is zero."""

    debit: Decimal
    credit: Decimal


def entry_faults(postings: Sequence[Posting], accounts: Mapping[int, AccountState]) -> list[Fault]:
    """Everything that keeps these lines from being an entry, each fault with its place.

    `accounts` holds the accounts that exist; a posting to any other is a fault.
    """
    faults = list(_posting_faults(postings, accounts))
    if len(postings) < 2:
        faults.append(Fault("lines", "an entry needs at least two lines"))
    if not faults:
        faults.extend(_balance_faults(postings))
    return faults


def mirrored(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    """The lines that undo these: the same accounts, every amount with the other sign."""
    return tuple(Posting(each.account_id, -each.money, each.memo) for each in postings)


def split(balance: Decimal) -> Balance:
    """A signed balance as debit and credit."""
    return Balance(max(balance, Decimal(0)), max(balance.copy_negate(), Decimal(0)))


def closes_circle(parents: Mapping[int, int | None], account: int, parent: int) -> bool:
    """Whether `account` would lie below itself if `parent` became its parent."""
    seen: set[int] = set()
    above: int | None = parent
    while above is not None and above not in seen:
        if above == account:
            return True
        seen.add(above)
        above = parents.get(above)
    return False


def period_fault(date: dt.date, closed_until: dt.date | None) -> str | None:
    """Why nothing may be posted on this date, or None when it may."""
    if closed_until is None or date > closed_until:
        return None
    return f"{date} lies in the period that is closed until {closed_until}"


def _posting_faults(
    postings: Sequence[Posting], accounts: Mapping[int, AccountState]
) -> Iterator[Fault]:
    for index, posting in enumerate(postings):
        place = f"lines.{index}"
        if amount_fault := money.fault(posting.money):
            yield Fault(f"{place}.amount", amount_fault)
        elif posting.money.amount == 0:
            yield Fault(f"{place}.amount", "a line of zero says nothing")
        account = accounts.get(posting.account_id)
        if account is None:
            yield Fault(f"{place}.account_id", f"there is no account {posting.account_id}")
        elif fault := _account_fault(account, posting.money.currency):
            yield Fault(f"{place}.account_id", fault)


def _account_fault(account: AccountState, currency: str) -> str | None:
    if account.closed:
        return f"account {account.code} is closed"
    if account.currency != currency:
        return f"account {account.code} is kept in {account.currency}, not in {currency}"
    return None


def _balance_faults(postings: Sequence[Posting]) -> Iterator[Fault]:
    for currency, total in money.sums(each.money for each in postings).items():
        if total:
            side = "debit" if total > 0 else "credit"
            missing = money.render(abs(total), currency)
            yield Fault("lines", f"not balanced: {missing} {currency} too much on the {side} side")
