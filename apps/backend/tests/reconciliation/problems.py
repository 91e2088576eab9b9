"""Lines and entries for tests of matching, and what was found in a form that compares."""

from __future__ import annotations

from collections.abc import Iterable

from src.reconciliation.rules import UNIT, Found, Item, Problem
from src.reconciliation.words import payee_of, words_of

BANK = 1


def line(id_: int, day: int, amount: int, text: str = "", account: int = BANK) -> Item:
    """A line of a statement; the amount is in cents."""
    return Item(
        id_,
        account,
        day,
        amount * UNIT // 100,
        words_of(text),
        payee_of(text),
        key=f"line {id_}",
    )


def side(
    id_: int, day: int, amount: int, text: str = "", account: int = BANK, counter: int = 9
) -> Item:
    """What an entry books on the account."""
    return Item(
        id_,
        account,
        day,
        amount * UNIT // 100,
        words_of(text),
        counters=frozenset([counter]),
        key=f"{id_}:{account}",
    )


def problem(lines: Iterable[Item], sides: Iterable[Item], **more: object) -> Problem:
    """What a run decides about."""
    return Problem(tuple(lines), tuple(sides), **more)  # type: ignore[arg-type]  # passed on as it is


def told(found: Iterable[Found]) -> list[tuple[list[int], list[int], bool]]:
    """Ids of lines and entries, and whether they are matched automatically."""
    return sorted(
        (sorted(item.id for item in each.lines), sorted(item.id for item in each.sides),
         each.automatic)
        for each in found
    )  # fmt: skip
