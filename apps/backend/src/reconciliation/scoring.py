"""How well one side fits one line, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import sqrt

from src.reconciliation.delays import Delays
from src.reconciliation.evidence import points
from src.reconciliation.habits import Habits
from src.reconciliation.index import Index
from src.reconciliation.rules import UNIT, Factor, Item, Problem, Reason
from src.reconciliation.words import Vocabulary

# Equal amounts further apart than this have nothing to do with each other.
NEARBY = 45
_WINDOW = 2 * NEARBY + 1
# Some days are what distances are told in: chance puts equal amounts any day, banks in a few.
_SPAN = 10
# How many bookings of an amount are to be expected around these days before one has been seen.
# People choose round ones.
_EXPECTED, _EXPECTED_ROUND = 0.3, 5.0
# Before a run has told otherwise, one in five lines has no entry, and one in five entries no line.
_LONELY, _UNSEEN = 1, 5
# Words in common are ten times as frequent where two belong together.
LIKENESS = 9.0
# Most pairs have a word in common or meet again and again: having none speaks against one. That one
# text names somebody whom other entries name does so more clearly.
_NO_WORD, _NAMES_ANOTHER = 0.2, 0.02
# What decisions of the past add, or take where they went elsewhere; what a run has seen, less so.
_DECIDED, _DECIDED_ELSEWHERE = 3.0, 0.2
_BOOKED, _BOOKED_ELSEWHERE = 1.5, 0.3
_SURE_HISTORY = 3
_ALIKE = 0.5


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
        self._likeness: dict[tuple[str, frozenset[str], frozenset[str]], float] = {}
        near = {line: self.sides.near(line, problem.thresholds.days) for line in problem.lines}
        self._habits = Habits(near)
        self._delays = Delays(self._certain(near))
        self._amount = _amount(problem, near)

    def score(self, line: Item, side: Item) -> float:
        """How well a side of the line's amount fits it, in points."""
        equals = self.equals(line, side)
        total = self._amount + self._rarity(line, equals) + self.days(line, side)
        return total + self._text(line, side, equals) + self.history(line, side)

    def reasons(self, line: Item, side: Item) -> tuple[Reason, ...]:
        """The parts of that score."""
        return tuple(self._reasons(line, side))

    def days(self, line: Item, side: Item) -> float:
        """What the days between say, by how long banks take in this run."""
        return weight(self._delays, line.day, side.day)

    def likeness(self, line: Item, side: Item) -> float:
        """From 0 to 1: words in common, or words that mean the same to bank and person."""
        texts = line.payee, line.words, side.words
        known = self._likeness.get(texts)
        if known is None:
            common = self.vocabulary.likeness(line.words, side.words)
            known = max(common, self._habits.likeness(line, side))
            self._likeness[texts] = known
        return known

    def may_be_one_of(self, lines: Iterable[Item], side: Item) -> bool:
        """Whether a side does not only name others than who was paid with these lines."""
        return any(
            self.likeness(line, side) or not self._habits.names_another(line, side)
            for line in lines
        )

    def equals(self, line: Item, side: Item) -> int:
        """How many bookings have this amount around these days, on the side that has more."""
        return max(self.lines.count(line, NEARBY), self.sides.count(side, NEARBY), 1)

    def history(self, line: Item, side: Item) -> float:
        """What was decided for this payee before says for it, or against it."""
        known = self._history.get(line.payee)
        if not known or not side.counters:
            booked = self._habits.account(line, side)
            return points((1.0, _BOOKED, _BOOKED_ELSEWHERE)[booked])
        total = sum(known.values())
        share = sum(known.get(account, 0) for account in side.counters) / total
        if share >= _ALIKE:
            return points(_DECIDED)
        return points(_DECIDED_ELSEWHERE) if share == 0 and total >= _SURE_HISTORY else 0.0

    def _rarity(self, line: Item, equals: int) -> float:
        """What it says that few bookings have this amount; round ones meet by chance."""
        expected = _EXPECTED_ROUND if is_round(line.amount) else _EXPECTED
        return -points(equals - 1 + expected)

    def _text(self, line: Item, side: Item, equals: int) -> float:
        """What the words say for it, or against it."""
        if likeness := self.likeness(line, side):
            # Where others of this amount have these words too, they tell little.
            others = equals - 1
            alike = min(others, self._alike(line, side)) if others else 0
            usual = (1 + others + LIKENESS * likeness * alike) / (1 + others)
            return points((1 + LIKENESS * likeness) / usual)
        if self._habits.account(line, side) > 0:
            return points(_NO_WORD)
        if self._side_words.names(line.words) or self._line_words.names(side.words):
            return points(_NAMES_ANOTHER)
        return points(_NO_WORD)

    def _alike(self, line: Item, side: Item) -> int:
        """How many others of their amount say the same around these days, on the side with more."""
        return max(self.lines.alike(line, NEARBY), self.sides.alike(side, NEARBY)) - 1

    def _certain(self, near: Mapping[Item, list[Item]]) -> Iterator[tuple[int, int]]:
        """The days of line and entry where no other booking far and wide has their amount."""
        for line, sides in near.items():
            if len(sides) == 1 and not is_round(line.amount):
                (side,) = sides
                if self.equals(line, side) == 1:
                    yield line.day, side.day

    def _reasons(self, line: Item, side: Item) -> Iterator[Reason]:
        yield Reason(Factor.AMOUNT, round(self._amount, 4), "The amounts are equal.")
        equals = self.equals(line, side)
        sentence = _rarity_sentence(line.amount, equals)
        yield Reason(Factor.RARITY, round(self._rarity(line, equals), 4), sentence)
        yield days_reason(line.day, side.day, self.days(line, side))
        text = self._text(line, side, equals)
        yield Reason(Factor.TEXT, round(text, 4), self._text_sentence(line, side, text))
        if history := self.history(line, side):
            yield Reason(Factor.HISTORY, round(history, 4), _history_sentence(line.payee, history))

    def _text_sentence(self, line: Item, side: Item, text: float) -> str:
        if likeness := self.likeness(line, side):
            if likeness > self.vocabulary.likeness(line.words, side.words):
                return "Lines of this payee and entries of these words meet again and again."
            common = ", ".join(sorted(word.lstrip("#") for word in line.words & side.words))
            return f"Both texts have: {common}." if common else "The texts have a word in common."
        if text < points(_NO_WORD):
            return "The texts have no word in common, and each names somebody that others name."
        return "The texts have no word in common."


def _amount(problem: Problem, near: Mapping[Item, list[Item]]) -> float:
    """What equal amounts say, by how many lines and sides of the run find any of their amount.

    What lies outside the other's time says nothing: books begin, and statements are missing.
    """
    days = problem.thresholds.days
    found = {side for sides in near.values() for side in sides}
    met = sum(map(bool, near.values()))
    lonely_lines = _lonely(_within(problem.lines, problem.sides, days), met)
    lonely_sides = _lonely(_within(problem.sides, problem.lines, days), len(found))
    together = sqrt((1 - lonely_lines) * (1 - lonely_sides))
    return points(_WINDOW / _SPAN * together / (lonely_lines * lonely_sides))


def _within(items: Iterable[Item], others: Iterable[Item], days: int) -> int:
    """How many lie between the first and the last of the others on their account, or nearly so."""
    found: dict[int, tuple[int, int]] = {}
    for each in others:
        first, last = found.get(each.account, (each.day, each.day))
        found[each.account] = min(first, each.day), max(last, each.day)
    spans = {account: (first - days, last + days) for account, (first, last) in found.items()}
    nowhere = (1, 0)
    return sum(
        first <= item.day <= last
        for item in items
        for first, last in [spans.get(item.account, nowhere)]
    )


def _lonely(count: int, met: int) -> float:
    """The share of those that have no partner."""
    return (count - met + _LONELY) / (count + _UNSEEN)


def weight(delays: Delays, line: int, side: int) -> float:
    """What the distance of two days says: less likely than chance beyond some days."""
    return points(_SPAN * delays.share(line, side))


def days_reason(one: int, other: int, contribution: float) -> Reason:
    """What the days contribute, with its sentence."""
    apart = abs(one - other)
    if not apart:
        sentence = "Both are of the same day."
    else:
        sentence = f"They are {apart} {'day' if apart == 1 else 'days'} apart."
    return Reason(Factor.DAYS, round(contribution, 4), sentence)


def is_round(amount: int) -> bool:
    """Whether people choose such an amount: whole tens."""
    return not amount % (10 * UNIT)


def _rarity_sentence(amount: int, equals: int) -> str:
    if is_round(amount):
        return "It is a round amount, which others have by chance."
    if equals == 1:
        return f"No other booking within {NEARBY} days has this amount."
    return f"Other bookings within {NEARBY} days have this amount."


def _history_sentence(payee: str, contribution: float) -> str:
    if contribution > 0:
        return f"Lines of “{payee}” are booked on this account as a rule."
    return f"Lines of “{payee}” are booked on other accounts."
