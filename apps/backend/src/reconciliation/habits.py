"""What a run learns from its own coincidences: the bank's TIAN TIAN is the person's “Maxwell”.

Where most lines of a payee meet an entry of the same words at the same amount and time, and lines
of others rarely do, that is no chance. One pair says nothing; three of them name each other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from src.reconciliation.rules import Item

# So many lines must have met the same words, and so many times more often than others' lines.
_LEAST, _LIFT = 3, 3.0
# The share of a payee's lines from which on a habit is a sure one.
_SURE, _WEAK = 0.5, 0.2
# Accounts are shared by many payees: they say less, and have to say it more often.
_ACCOUNT_SHARE, _ACCOUNT_LIFT, _NEVER = 0.6, 1.5, 5


@dataclass(slots=True)
class _Meetings:
    """How many lines met each thing: in all, and of each payee."""

    all: int = 0
    lines: Counter[str] = field(default_factory=Counter)
    things: Counter[Hashable] = field(default_factory=Counter)
    both: defaultdict[str, Counter[Hashable]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, payee: str, things: Iterable[Hashable]) -> None:
        """One line of a payee met these."""
        self.all += 1
        self.lines[payee] += 1
        self.things.update(things)
        self.both[payee].update(things)

    def share(self, payee: str, thing: Hashable) -> float:
        """How many of the payee's lines met it."""
        return self.both[payee][thing] / self.lines[payee] if self.lines[payee] else 0.0

    def lift(self, payee: str, thing: Hashable) -> float:
        """How many times more often than the lines of others."""
        others = self.all - self.lines[payee]
        met = self.things[thing] - self.both[payee][thing]
        return self.share(payee, thing) / ((met + 1) / (others + 1))


class Habits:
    """What lines of each payee meet; `near` has the candidates of each line."""

    def __init__(self, near: Mapping[Item, Collection[Item]]) -> None:
        self._words, self._accounts = _Meetings(), _Meetings()
        for line, met in near.items():
            if met:
                name = _name(line)
                self._words.add(name, {side.words for side in met})
                self._accounts.add(name, {each for side in met for each in side.counters})
        self._called = self._names_by_words()

    def likeness(self, line: Item, side: Item) -> float:
        """From 0 to 1, how surely the words of the side are what this payee is called."""
        name, met = _name(line), self._words
        share = met.share(name, side.words)
        if met.both[name][side.words] < _LEAST or met.lift(name, side.words) < _LIFT:
            return 0.0
        return min(1.0, share / _SURE) if share >= _WEAK else 0.0

    def names_another(self, line: Item, side: Item) -> bool:
        """Whether the words of the side are surely what other payees are called, and not this one.

        Banks cut names anywhere: COM is no other one than COMMON.
        """
        name, others = _name(line), self._called.get(side.words, ())
        return bool(others) and not any(
            each.startswith(name) or name.startswith(each) for each in others
        )

    def _names_by_words(self) -> dict[Hashable, list[str]]:
        """The payees that are surely called so."""
        met, found = self._words, defaultdict[Hashable, list[str]](list)
        for name, things in met.both.items():
            for words, count in things.items():
                sure = count >= _LEAST and met.share(name, words) >= _SURE
                if name and sure and met.lift(name, words) >= _LIFT:
                    found[words].append(name)
        return dict(found)

    def account(self, line: Item, side: Item) -> int:
        """1 where this payee is booked on the side's accounts as a rule, -1 where it never is."""
        name, met = _name(line), self._accounts
        if not side.counters or not name:
            return 0
        best = max(side.counters, key=lambda each: (met.share(name, each), each))
        often = met.both[name][best] >= _LEAST and met.share(name, best) >= _ACCOUNT_SHARE
        if often and met.lift(name, best) >= _ACCOUNT_LIFT:
            return 1
        # The line itself has met it once.
        return -1 if met.lines[name] >= _NEVER and met.both[name][best] <= 1 else 0


def _name(line: Item) -> str:
    """The payee's first word: banks cut what follows."""
    return line.payee.partition(" ")[0]
