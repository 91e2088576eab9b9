"""The books as Beancount reads them: plain text that outlives this program."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from src import money
from src.accounting.rates import Rate
from src.reporting.journal import JournalEntry
from src.reporting.rules import LedgerAccount, exact_sum

_ROOTS = {
    "asset": "Assets",
    "liability": "Liabilities",
    "equity": "Equity",
    "income": "Income",
    "expense": "Expenses",
}


def account_names(accounts: Mapping[int, LedgerAccount]) -> dict[int, str]:
    """A name for each account, along the tree: `Assets:1000-Bank:1010-Savings`.

    Beancount takes letters, digits and hyphens; two accounts that would share a name get their id.
    """
    names: dict[int, str] = {}
    taken: set[str] = set()

    def name(account: LedgerAccount) -> str:
        if account.id not in names:
            parent = accounts.get(account.parent_id or 0)
            above = name(parent) if parent else _ROOTS[account.type]
            wanted = f"{above}:{_component(f'{account.code}-{account.name}')}"
            given = f"{wanted}-{account.id}" if wanted in taken else wanted
            taken.add(given)
            names[account.id] = given
        return names[account.id]

    for account in sorted(accounts.values(), key=lambda each: each.code):
        name(account)
    return names


def head(
    accounts: Mapping[int, LedgerAccount],
    names: Mapping[int, str],
    base: str,
    begins: dt.date,
    rates: Iterable[Rate],
) -> str:
    """Options, accounts that open when the books begin, and prices."""
    lines = [
        ';; Exported by Finance Report. Check it with "bean-check".',
        f'option "operating_currency" "{base}"',
        "",
    ]
    for id_, name in sorted(names.items(), key=lambda item: item[1]):
        lines.append(f"{begins} open {name} {accounts[id_].currency}")
        lines.append(f'  code: "{_text(accounts[id_].code)}"')
    lines.append("")
    lines += (
        f"{rate.date} price {rate.currency} {money.plain(rate.rate)} {rate.quote}" for rate in rates
    )
    return "\n".join([*lines, "", ""])


def transaction(entry: JournalEntry, names: Mapping[int, str]) -> str:
    """One entry. Its id is kept, and a reversal is linked with what it reverses."""
    link = f" ^reversal-{entry.reverses_id}" if entry.reverses_id else ""
    lines = [f'{entry.date} * "{_text(entry.description)}"{link}', f"  entry: {entry.id}"]
    for line in entry.lines:
        amount = money.render(line.amount, line.currency)
        lines.append(f"  {names[line.account_id]}  {amount} {line.currency}")
        if line.memo:
            lines.append(f'    memo: "{_text(line.memo)}"')
    return "\n".join([*lines, "", ""])


def closing(
    balances: Mapping[int, Decimal],
    accounts: Mapping[int, LedgerAccount],
    names: Mapping[int, str],
    after: dt.date,
) -> str:
    """What every account must hold after the last entry: Beancount checks our sums with its own.

    Beancount counts what lies below an account in, as far as it is in the same currency.
    """
    held: defaultdict[int, Decimal] = defaultdict(Decimal)
    for id_, amount in balances.items():
        for above in _upwards(accounts, id_):
            if above.currency == accounts[id_].currency:
                held[above.id] = exact_sum((held[above.id], amount))
    lines = [
        # Without "~ 0" Beancount would let a cent pass.
        f"{after} balance {names[id_]}  {money.render(amount, accounts[id_].currency)} ~ 0"
        f" {accounts[id_].currency}"
        for id_, amount in sorted(held.items(), key=lambda item: names[item[0]])
    ]
    return "\n".join([*lines, ""])


def _upwards(accounts: Mapping[int, LedgerAccount], id_: int) -> Iterator[LedgerAccount]:
    """The account, and those that it lies below."""
    above: int | None = id_
    while above is not None:
        yield accounts[above]
        above = accounts[above].parent_id


def _component(text: str) -> str:
    """A part of an account's name: begins with a capital or a digit."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    cleaned = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")
    return cleaned[:1].upper() + cleaned[1:] if cleaned else "X"


def _text(text: str) -> str:
    """Text between quotes, on one line."""
    flat = " ".join(text.split())
    printable = "".join(each for each in flat if each.isprintable())
    return printable.replace("\\", "\\\\").replace('"', '\\"')
