"""Amounts as banks write them, read exactly."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from src import money
from src.statements.parsers.profile import Mark

_LONGEST = 60
# What may stand around the digits: currency signs and codes, and words for in and out.
_AROUND = r"(?:[A-Za-z]{1,3}[.$]?|[$€£¥₹])"
_SHAPE = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[+-])?\s*(?P<before>{_AROUND})?\s*(?P<sign2>[+-])?\s*"
    rf"(?P<number>[0-9][0-9.,' ]*|[.,][0-9]+)\s*(?P<after>[+-])?\s*(?P<unit>{_AROUND})?\s*"
    r"(?P<close>\))?",
    re.ASCII,
)
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009\t", " ") | {"\u2019": "'"})
_MINUS = str.maketrans(dict.fromkeys("\u2212\u2013\u2012\uff0d", "-"))
_PLAIN = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,4})?", re.ASCII)
# Debit in English and German; every other word around the digits says nothing about the sign.
_OUT = {"DR", "DB", "D", "S"}


def amount(text: str, mark: Mark = ".") -> Decimal:
    """The amount that `text` writes with this decimal mark. Zero has no sign.

    Thousands may be parted by the other mark, spaces or apostrophes; a minus may stand before or
    after, or be brackets, or a word for debit. Raises ValueError, whose text is for people.
    """
    text = text.strip()
    if mark == "." and _PLAIN.fullmatch(text):
        return _checked(Decimal(text))
    if not text:
        raise ValueError("there is no amount")
    if len(text) > _LONGEST:
        raise ValueError("the amount is too long to be one")
    found = _SHAPE.fullmatch(text.translate(_SPACES).translate(_MINUS))
    if found is None:
        raise ValueError(f"{text!r} is not an amount")
    number = Decimal(_digits(found["number"], mark, text))
    signs = [sign for sign in (found["sign"], found["sign2"], found["after"]) if sign]
    if bool(found["open"]) != bool(found["close"]) or len(signs) > 1:
        raise ValueError(f"{text!r} is not an amount")
    words = {(found[place] or "").upper() for place in ("before", "unit")}
    out = signs == ["-"] or bool(found["open"]) or bool(words & _OUT)
    return _checked(number.copy_negate() if out else number)


def direction(word: str) -> int:
    """1 when the word means money in, -1 when out. Raises ValueError when it means neither."""
    said = word.strip().rstrip(".").casefold()
    if said in _WORDS_IN:
        return 1
    if said in _WORDS_OUT:
        return -1
    raise ValueError(f"{word.strip()[:40]!r} says neither in nor out")


# English, German, French and Dutch.
_WORDS_IN = {"c", "cr", "credit", "h", "haben", "gutschrift", "crédit", "in", "+", "bij"}
_WORDS_OUT = {"d", "dr", "db", "debit", "s", "soll", "lastschrift", "débit", "out", "-", "af"}


def decimal_mark(texts: Iterable[str]) -> tuple[Mark | None, str]:
    """The decimal mark that these amounts are written with, and what shows it.

    None when they do not show it: every amount is whole, or has three digits after its only mark.
    """
    points = commas = 0
    for text in texts:
        tail = re.search(r"([.,])([0-9]*)[^0-9.,]*$", text)
        if tail is None:
            continue
        other = "," if tail[1] == "." else "."
        certain = len(tail[2]) != 3 or other in text[: tail.start()]
        if certain and text.count(tail[1]) == 1:
            points += tail[1] == "."
            commas += tail[1] == ","
    if points == commas:
        return None, "no amount shows which mark parts its decimals"
    mark: Mark = "." if points > commas else ","
    return mark, f"{max(points, commas)} amounts have decimals after {mark!r}"


def _digits(number: str, mark: Mark, text: str) -> str:
    whole, parted, decimals = number.strip().partition(mark)
    other = "," if mark == "." else "."
    if mark in decimals or any(each in decimals for each in (other, " ", "'")):
        raise ValueError(f"{text!r} is not an amount with {mark!r} before its decimals")
    groups = re.split(r"[.,' ]", whole)
    if len(groups) > 1 and not (0 < len(groups[0]) <= 3 and _grouped(groups[1:])):
        raise ValueError(f"{text!r} is not an amount with {mark!r} before its decimals")
    return f"{''.join(groups) or '0'}.{decimals or '0'}" if parted else "".join(groups)


def _grouped(groups: list[str]) -> bool:
    """Whether thousands are parted as people do it; lakh and crore have groups of two."""
    return len(groups[-1]) == 3 and all(len(group) in (2, 3) for group in groups)


def _checked(number: Decimal) -> Decimal:
    if not number:
        return Decimal(0)
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > money.SCALE and _tail(number):
        raise ValueError(f"the amount has more than {money.SCALE} decimals")
    if number.adjusted() >= money.PRECISION - money.SCALE:
        digits = money.PRECISION - money.SCALE
        raise ValueError(f"the amount has more than {digits} digits before its decimals")
    return number


def _tail(number: Decimal) -> bool:
    return bool(f"{number:f}".partition(".")[2][money.SCALE :].strip("0"))
