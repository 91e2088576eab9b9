"""How well one side fits one line, and why."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial

from src.reconciliation.habits import Habits
from src.reconciliation.rules import UNIT, Factor, Item, Problem, Reason
from src.reconciliation.words import Vocabulary

# What an exact amount, its rarity, nearness in time and likeness in words contribute at most. They
# come to 1.1, so that a full score does not need all of them.
AMOUNT, RARITY, DAYS, TEXT = 0.50, 0.20, 0.15, 0.25
# What decisions of the past add, or take where they went elsewhere.
HISTORY = 0.10
# One text names somebody whom other entries name, and this one does not.
NAMES_ANOTHER = 0.15
# Equal amounts further apart than this do not compete.
NEARBY = 45
# How near so many days are; a bank takes one or two as a matter of course.
_CLOSENESS = (1.0, 1.0, 0.95, 0.85, 0.6, 0.2, 0.1, 0.05)
_SURE_HISTORY = 3
_ALIKE = 0.5

# What an amount is looked up by.
Slot = tuple[int, int, int]


def slot(item: Item) -> Slot:
    """Where items of the same account, period and amount are found."""
    return item.account, item.period, item.amount


class Index:
    """Items by amount and day."""

    def __init__(self, items: Iterable[Item]) -> None:
        found: defaultdict[Slot, list[Item]] = defaultdict(list)
        for item in sorted(items, key=lambda each: each.place):
            found[slot(item)].append(item)
        self._items = dict(found)
        self._days = {key: [item.day for item in items] for key, items in self._items.items()}

    def near(self, key: Slot, day: int, days: int) -> list[Item]:
        """The items of this amount within so many days, by date."""
        if key not in self._items:
            return []
        begin, end = self._bounds(key, day, days)
        return self._items[key][begin:end]

    def count(self, key: Slot, day: int, days: int) -> int:
        """How many that are."""
        if key not in self._items:
            return 0
        begin, end = self._bounds(key, day, days)
        return end - begin

    def _bounds(self, key: Slot, day: int, days: int) -> tuple[int, int]:
        known = self._days[key]
        return bisect_left(known, day - days), bisect_right(known, day + days)


class Scorer:
    """Scores pairs of one run; what is rare and what names somebody is learned from all of it."""

    def __init__(self, problem: Problem) -> None:
        self.lines, self.sides = Index(problem.lines), Index(problem.sides)
        self.vocabulary = Vocabulary(
            each.words for items in (problem.lines, problem.sides) for each in items
        )
        self._line_words = Vocabulary(each.words for each in problem.lines)
        self._side_words = Vocabulary(each.words for each in problem.sides)
        self._history = problem.history
        self._habits = Habits(problem.lines, partial(self._candidates, problem.thresholds.days))

    def score(self, line: Item, side: Item) -> float:
        """How well a side of the line's amount fits it: what is above 1 tells rivals apart."""
        here = self.equals(line, side)
        total = AMOUNT + _rarity(line, here) + _days(line, side, here)
        return total + self.text(line, side) + self.history(line, side)

    def reasons(self, line: Item, side: Item) -> tuple[Reason, ...]:
        """The parts of that score."""
        return tuple(self._reasons(line, side))

    def rarity(self, line: Item, side: Item) -> float:
        """What it says that few bookings have this amount; round ones meet by chance."""
        return _rarity(line, self.equals(line, side))

    def days(self, line: Item, side: Item) -> float:
        """What nearness in time says: where the amount comes again, distance speaks against it."""
        return _days(line, side, self.equals(line, side))

    def text(self, line: Item, side: Item) -> float:
        """What the words say for it, or against it."""
        if likeness := self.likeness(line, side):
            return TEXT * likeness
        if self._habits.account(line, side) > 0:
            return 0.0
        if self._side_words.names(line.words) or self._line_words.names(side.words):
            return -NAMES_ANOTHER
        return 0.0

    def likeness(self, line: Item, side: Item) -> float:
        """From 0 to 1: words in common, or words that mean the same to bank and person."""
        common = self.vocabulary.likeness(line.words, side.words)
        return max(common, self._habits.likeness(line, side))

    def equals(self, line: Item, side: Item) -> int:
        """How many bookings have this amount around these days, on the side that has more."""
        key = slot(line)
        lines = self.lines.count(key, line.day, NEARBY)
        return max(lines, self.sides.count(key, side.day, NEARBY), 1)

    def history(self, line: Item, side: Item) -> float:
        """What was decided for this payee before says for it, or against it."""
        known = self._history.get(line.payee)
        if not known or not side.counters:
            return HISTORY * self._habits.account(line, side)
        total = sum(known.values())
        share = sum(known.get(account, 0) for account in side.counters) / total
        if share >= _ALIKE:
            return HISTORY * min(share, 1.0)
        return -HISTORY if share == 0 and total >= _SURE_HISTORY else 0.0

    def _candidates(self, days: int, line: Item) -> list[Item]:
        return self.sides.near(slot(line), line.day, days)

    def _reasons(self, line: Item, side: Item) -> Iterator[Reason]:
        yield Reason(Factor.AMOUNT, AMOUNT, "The amounts are equal.")
        rarity = self.rarity(line, side)
        yield Reason(Factor.RARITY, round(rarity, 4), _rarity_sentence(line.amount, rarity))
        yield days_reason(line.day, side.day, self.days(line, side))
        text = self.text(line, side)
        yield Reason(Factor.TEXT, round(text, 4), self._text_sentence(line, side, text))
        if history := self.history(line, side):
            yield Reason(Factor.HISTORY, round(history, 4), _history_sentence(line.payee, history))

    def _text_sentence(self, line: Item, side: Item, text: float) -> str:
        if text > 0:
            if self._habits.likeness(line, side) > self.vocabulary.likeness(line.words, side.words):
                return "Lines of this payee and entries of these words meet again and again."
            common = ", ".join(sorted(word.lstrip("#") for word in line.words & side.words))
            return f"Both texts have: {common}."
        if text < 0:
            return "The texts have no word in common, and each names somebody that others name."
        return "The texts have no word in common."


def _rarity(line: Item, equals: int) -> float:
    return RARITY / equals / (2 if is_round(line.amount) else 1)


def _days(line: Item, side: Item, equals: int) -> float:
    near = closeness(line.day, side.day)
    return DAYS * near if equals == 1 else DAYS * (2 * near - 1)


def closeness(one: int, other: int) -> float:
    """How near two days are: 1 within a day, 0 beyond all that is looked at."""
    apart = abs(one - other)
    return _CLOSENESS[apart] if apart < len(_CLOSENESS) else 0.0


def days_reason(one: int, other: int, contribution: float | None = None) -> Reason:
    """What the days contribute, with its sentence."""
    apart = abs(one - other)
    if not apart:
        sentence = "Both are of the same day."
    else:
        sentence = f"They are {apart} {'day' if apart == 1 else 'days'} apart."
    near = DAYS * closeness(one, other) if contribution is None else contribution
    return Reason(Factor.DAYS, round(near, 4), sentence)


def is_round(amount: int) -> bool:
    """Whether people choose such an amount: whole tens."""
    return not amount % (10 * UNIT)


def _rarity_sentence(amount: int, rarity: float) -> str:
    if rarity == RARITY:
        return f"No other booking within {NEARBY} days has this amount."
    if is_round(amount):
        return "It is a round amount, which others have by chance."
    return f"Other bookings within {NEARBY} days have this amount."


def _history_sentence(payee: str, contribution: float) -> str:
    if contribution > 0:
        return f"Lines of “{payee}” are booked on this account as a rule."
    return f"Lines of “{payee}” are booked on other accounts."
