"""The rules that a person made: which one fits a line, and what it says for itself. All pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import takewhile
from typing import Literal

from src.money import plain
from src.statements.rules import normalised

How = Literal["contains", "starts", "equals"]

# A rule is worth suggesting once somebody has decided alike so often.
REPEATED = 3
# And nearly always: one slip in ten is a slip.
AGREED = 0.9
# A payee whose lines go here and there is no help; half of them on one account is.
LEANING = 0.5


@dataclass(frozen=True, slots=True)
class Rule:
    """Lines whose text is like the pattern, within the bounds, are booked on the account."""

    id: int
    pattern: str
    how: How
    account_id: int
    least: Decimal | None = None
    most: Decimal | None = None
    description: str = ""
    enabled: bool = True

    def fits(self, text: str, amount: Decimal) -> bool:
        """Whether a line is one of those."""
        if not self.enabled:
            return False
        if self.least is not None and amount < self.least:
            return False
        if self.most is not None and amount > self.most:
            return False
        told, pattern = normalised(text), normalised(self.pattern)
        if self.how == "equals":
            return told == pattern
        return told.startswith(pattern) if self.how == "starts" else pattern in told

    def sentence(self) -> str:
        """What the rule says, for a person."""
        how = {"contains": "contains", "starts": "starts with", "equals": "is"}[self.how]
        said = f"The text {how} “{self.pattern}”"
        if self.least is not None:
            said += f", the amount is at least {plain(self.least)}"
        if self.most is not None:
            said += f", the amount is at most {plain(self.most)}"
        return said + "."


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The account that a line is likely booked on, who says so, and why."""

    account_id: int
    source: Literal["rule", "history"]
    sentence: str
    description: str = ""
    rule_id: int | None = None


def first_fit(rules: Iterable[Rule], text: str, amount: Decimal) -> Rule | None:
    """The first of the rules, in their order, that fits."""
    return next((rule for rule in rules if rule.fits(text, amount)), None)


def suggestion(
    rules: Sequence[Rule],
    history: Mapping[int, int] | None,
    text: str,
    amount: Decimal,
    *,
    names: bool = True,
) -> Suggestion | None:
    """What a rule says, else what was decided for the payee before.

    `names` is whether the text names anybody: “card payment” does not.
    """
    if rule := first_fit(rules, text, amount):
        return Suggestion(rule.account_id, "rule", rule.sentence(), rule.description, rule.id)
    account = favourite(history) if history else None
    if not history or account is None or not _tells(history, account, names=names):
        return None
    count, all_ = history[account], sum(history.values())
    times = "once" if count == 1 else f"{count} times"
    said = f"Lines of this payee were booked there {times}"
    return Suggestion(
        account, "history", said + (f", of {all_} decisions." if all_ > count else ".")
    )


def _tells(history: Mapping[int, int], account: int, *, names: bool) -> bool:
    """Whether decisions agree: words that lead to many accounts lead to none."""
    count, all_ = history[account], sum(history.values())
    if names:
        return count >= LEANING * all_
    return count >= REPEATED and count >= AGREED * all_


def favourite(history: Mapping[int, int]) -> int:
    """The account that was chosen most; of equals the one that is there for longer."""
    return min(history, key=lambda account: (-history[account], account))


@dataclass(frozen=True, slots=True)
class Learned:
    """A rule that repeated decisions suggest: `count` of `decisions` went to the account."""

    payee: str
    pattern: str
    account_id: int
    count: int
    decisions: int


def learned(
    history: Mapping[str, Mapping[str, Mapping[int, int]]],
    rules: Sequence[Rule],
    refused: Iterable[tuple[str, int]],
) -> list[Learned]:
    """The rules worth suggesting, the most used first: none that exists or was refused.

    `history` has, for each payee, its texts with how often each account was chosen.
    """
    unwanted = set(refused)
    found = []
    for payee, texts in history.items():
        counts: Counter[int] = Counter()
        for each in texts.values():
            counts.update(each)
        account, all_ = favourite(counts), counts.total()
        count = counts[account]
        if not payee or count < REPEATED or count < AGREED * all_ or (payee, account) in unwanted:
            continue
        if not any(_fits_some(rules, text) for text in texts):
            found.append(Learned(payee, _pattern(payee, list(texts)), account, count, all_))
    return sorted(found, key=lambda each: (-each.count, each.payee))


def _fits_some(rules: Sequence[Rule], text: str) -> bool:
    """Whether there is a rule for such a text, for whatever amounts, and enabled or not."""
    free = (replace(rule, least=None, most=None, enabled=True) for rule in rules)
    return first_fit(free, text, Decimal(0)) is not None


def _pattern(payee: str, texts: Sequence[str]) -> str:
    """The words that all texts begin with; else the payee's first word, which all contain."""
    words = zip(*(normalised(text).split() for text in texts), strict=False)
    common = " ".join(each[0] for each in takewhile(lambda each: len(set(each)) == 1, words))
    return common if len(common) >= _SHORTEST_PATTERN else payee.split()[0]


# Shorter beginnings are those of many.
_SHORTEST_PATTERN = 4
