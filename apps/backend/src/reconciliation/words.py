"""Words of banks and of people: what two texts about one payment have in common."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from math import log

# Banks cut names anywhere; five letters still tell most names apart.
STEM = 5
_SHORTEST = 3
_SHORTEST_NUMBER = 4
_WORD = re.compile(r"[^\W\d_]+|\d+")
_APOSTROPHES = str.maketrans("", "", "'’`´")
# How many words a payee is remembered by; what follows is places, dates and references.
_PAYEE_WORDS = 3
# Descriptions come again and again: so many texts need not be taken apart twice.
_KNOWN_TEXTS = 4_096
# What banks write around the name, in the languages whose formats are read.
_NOISE = """
    pos card visa mastercard debit credit purchase payment paid kauf karte kartenzahlung lastschrift
    gutschrift ueberweisung überweisung zahlung paiement carte achat virement prelevement
    prélèvement betaling pin pas giro ibg fast paynow nets transfer transaction ref reference
    the and von und der die das des les inc ltd llc gmbh pte
"""
NOISE = frozenset(_NOISE.split())


@lru_cache(_KNOWN_TEXTS)
def words_of(text: str) -> frozenset[str]:
    """The stems of a text's words, and its longer numbers with a `#` before them."""
    return frozenset(
        found if found.isalpha() else f"#{found}"
        for found in map(_stem, _tokens(text))
        if found is not None
    )


@lru_cache(_KNOWN_TEXTS)
def payee_of(text: str) -> str:
    """Who was paid, as decisions are remembered by: the first words that are no noise of banks."""
    found = [word for word in _tokens(text) if word.isalpha() and len(word) >= _SHORTEST]
    telling = [word for word in found if word not in NOISE] or found
    return " ".join(word[: 2 * STEM] for word in telling[:_PAYEE_WORDS])


def is_named(text: str) -> bool:
    """Whether a text names anybody, beside what banks write around names."""
    words = (word for word in _tokens(text) if word.isalpha() and len(word) >= _SHORTEST)
    return any(word not in NOISE for word in words)


def _tokens(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)
    return _WORD.findall(plain)


def _stem(token: str) -> str | None:
    if token.isalpha():
        return token[:STEM] if len(token) >= _SHORTEST else None
    return token if len(token) >= _SHORTEST_NUMBER else None


def _cut(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """Words of one text that are cut from words of the other, as banks cut the last one."""
    short = [word for word in one if len(word) < STEM and word[0] != "#"]
    return frozenset(word for word in short if any(each.startswith(word) for each in other))


class Vocabulary:
    """How much each word tells: one that stands in every other text tells nothing."""

    def __init__(self, texts: Iterable[frozenset[str]]) -> None:
        found = list(texts)
        self._count = len(found)
        self._seen = Counter(word for text in found for word in text)
        self._weights = {
            word: log((self._count + 1) / (seen + 0.5)) for word, seen in self._seen.items()
        }
        # A text of one common word is no match for whoever else has that word.
        self._least = max(log(self._count + 1) / 2, 1.0)
        # A word that names somebody is in few texts, however many there are.
        self._rare = max(2, self._count // 50)

    def likeness(self, one: frozenset[str], other: frozenset[str]) -> float:
        """From 0, nothing in common, to 1: all that the poorer text tells is in the other one."""
        common = one & other or _cut(one, other) | _cut(other, one)
        if not common:
            return 0.0
        told = min(self._told(one), self._told(other))
        return min(1.0, sum(self._weights.get(word, 0.0) for word in common) / told)

    def names(self, text: frozenset[str]) -> list[str]:
        """The words of a text that name somebody: known from a few texts, and no number."""
        return sorted(
            word for word in text if 1 <= self._seen[word] <= self._rare and word[0] != "#"
        )

    def _told(self, text: frozenset[str]) -> float:
        """What a text tells; a number counts only where it is in common."""
        total = sum(self._weights.get(word, 0.0) for word in text if word[0] != "#")
        return max(total, self._least)
