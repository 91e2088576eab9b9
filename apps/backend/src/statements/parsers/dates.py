"""Dates as banks write them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache

from src import days
from src.statements.parsers.profile import DateOrder

_NUMBERS = re.compile(r"([0-9]{1,4})\s*[-./' ]\s*([0-9]{1,2})\s*[-./' ]\s*([0-9]{1,4})", re.ASCII)
_COMPACT = re.compile(r"[0-9]{8}", re.ASCII)
_WORDY = re.compile(r"([0-9]{1,2})[-./ ]*([^\W\d_]{3,9})\.?[-./, ]*([0-9]{2,4})")
_WORDY_US = re.compile(r"([^\W\d_]{3,9})\.? +([0-9]{1,2}),? +([0-9]{4})")
_TIME = re.compile(r"[T ]\s*[0-9]{1,2}:[0-9]{2}.*$", re.ASCII)
# The first three letters of months in English, German and French (and four where three clash).
_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan jän", "feb fév fev", "mar mär mrz", "apr avr", "may mai", "jun juin", "jul juil",
            "aug aoû aou", "sep", "oct okt", "nov", "dec dez déc",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip


@lru_cache(maxsize=4096)  # a statement has many lines of one day
def date(text: str, order: DateOrder = "DMY") -> dt.date:
    """The date that `text` writes; a time after it is left out.

    A year that stands first decides the order by itself. Raises ValueError, for people.
    """
    bare = _TIME.sub("", text.strip()).strip()
    if not bare or len(bare) > 40:
        raise ValueError(f"{text[:40]!r} is not a date")
    return _in_bounds(_parts(bare, order), text)


def order_of(texts: Sequence[str]) -> tuple[DateOrder | None, str]:
    """The order of day, month and year in these dates, and what shows it; None when nothing does.

    Without a number above 12, dates that rise or fall through the file in one order only show it.
    """
    parts = [found.groups() for found in map(_NUMBERS.match, (text.strip() for text in texts))
             if found]  # fmt: skip
    if not parts:
        return "YMD", "the dates leave no choice"
    if all(len(first) == 4 for first, _, _ in parts):
        return "YMD", "the year stands first"
    # A date that is broken votes for nothing, and one that is misprinted is outvoted.
    days_first = sum(1 for first, second, _ in parts if 12 < int(first) <= 31 and int(second) <= 12)
    days_second = sum(1 for first, second, _ in parts if int(first) <= 12 < int(second) <= 31)
    if days_first != days_second:
        if days_first > days_second:
            return "DMY", f"a day above 12 stands first in {days_first} dates"
        return "MDY", f"a day above 12 stands second in {days_second} dates"
    orders: tuple[DateOrder, ...] = ("DMY", "MDY")
    monotonic = [order for order in orders if _one_way(texts, order)]
    if len(monotonic) == 1:
        return monotonic[0], f"the dates run one way when read as {monotonic[0]}"
    return None, "every date can be read with the day or the month first"


def _parts(text: str, order: DateOrder) -> tuple[int, int, int]:
    """Year, month, day."""
    if _COMPACT.fullmatch(text):
        return int(text[:4]), int(text[4:6]), int(text[6:])
    if found := _NUMBERS.fullmatch(text):
        first, second, third = found.groups()
        if len(first) == 4 or order == "YMD":
            return _year(first), int(second), int(third)
        day, month = (first, second) if order == "DMY" else (second, first)
        return _year(third), int(month), int(day)
    if found := _WORDY.fullmatch(text):
        return _year(found[3]), _month(found[2]), int(found[1])
    if found := _WORDY_US.fullmatch(text):
        return _year(found[3]), _month(found[1]), int(found[2])
    raise ValueError(f"{text!r} is not a date")


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year < 70 else 1900)


def _month(word: str) -> int:
    lowered = word.casefold()
    month = _MONTHS.get(lowered[:4]) or _MONTHS.get(lowered[:3])
    if month is None:
        raise ValueError(f"{word!r} is not a month")
    return month


def _in_bounds(parts: tuple[int, int, int], text: str) -> dt.date:
    try:
        found = dt.date(*parts)
    except ValueError:
        raise ValueError(f"{text.strip()!r} is not a day of the calendar") from None
    return days.known(found)


def _one_way(texts: Sequence[str], order: DateOrder) -> bool:
    try:
        found = [date(text, order) for text in texts]
    except ValueError:
        return False
    return len(set(found)) > 1 and found in (sorted(found), sorted(found, reverse=True))
