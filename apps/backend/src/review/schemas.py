"""What review says and hears over HTTP. Amounts are strings, so that no reader rounds them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints

from src import money
from src.accounting.schemas import Amount, Id
from src.bodies import PLAIN, Body
from src.days import Day
from src.reconciliation.schemas import MatchedLine, MatchOut, SplitIn, Words
from src.reconciliation.service import Booking, Split
from src.reconciliation.store import Matched
from src.review.rules import Learned, Rule, Suggestion
from src.review.ruling import Change, DryRun
from src.review.service import Action, Item, Outcome, Queue, Verb
from src.review.store import as_rule
from src.review.tables import How, RuleRow

Pattern = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=PLAIN),
    Field(examples=["netflix"]),
]


class SuggestionOut(BaseModel):
    """The account that a line is likely booked on; a rule says so, or earlier decisions."""

    account_id: int
    source: Literal["rule", "history"]
    sentence: str
    description: str
    rule_id: int | None

    @classmethod
    def of(cls, said: Suggestion) -> SuggestionOut:
        """What is shown of a suggestion."""
        return cls.model_validate(said, from_attributes=True)


class QueueItem(BaseModel):
    """One thing that waits: a proposed `match`, or a `line` that nothing explains.

    Either has everything that is needed to decide about it.
    """

    kind: Literal["match", "line"]
    id: int
    date: dt.date
    match: MatchOut | None
    line: MatchedLine | None
    suggestion: SuggestionOut | None

    @classmethod
    def of(cls, item: Item) -> QueueItem:
        """What is shown of an item."""
        return cls(
            kind=item.waiting.kind,
            id=item.waiting.id,
            date=item.waiting.date,
            match=MatchOut.of(item.match) if item.match else None,
            line=MatchedLine.of(item.line) if item.line else None,
            suggestion=SuggestionOut.of(item.suggestion) if item.suggestion else None,
        )


class RuleSuggestion(BaseModel):
    """A rule that repeated decisions suggest: `count` of `decisions` went to the account."""

    payee: str
    pattern: str
    account_id: int
    count: int
    decisions: int

    @classmethod
    def of(cls, learned: Learned) -> RuleSuggestion:
        """What is shown of a suggestion."""
        return cls.model_validate(learned, from_attributes=True)


class QueuePage(BaseModel):
    """A page of what waits, the oldest first, and how much waits in all.

    `total` = `matches` + `lines` + the rules that are suggested; `next` is the `after` of the next
    page.
    """

    items: list[QueueItem]
    total: int
    matches: int
    lines: int
    rule_suggestions: list[RuleSuggestion]
    next: str | None

    @classmethod
    def of(cls, queue: Queue) -> QueuePage:
        """What is shown of the queue."""
        return cls(
            items=[QueueItem.of(each) for each in queue.items],
            total=queue.total,
            matches=queue.matches,
            lines=queue.lines,
            rule_suggestions=[RuleSuggestion.of(each) for each in queue.suggestions],
            next=queue.next,
        )


class ActionIn(Body):
    """One decision: accept, reject, release or undo a match (`match_id`), or book a line.

    `book` without splits books the line (`line_id`) as it is suggested; with a `match_id` it
    rejects that proposal for the line, or does neither.
    """

    action: Verb
    match_id: Id | None = None
    line_id: Id | None = None
    splits: Annotated[list[SplitIn], Field(max_length=100)] = []  # noqa: RUF012 - pydantic copies it
    date: Day | None = None
    description: Words = ""
    fee_account_id: Id | None = None

    def asked(self) -> Action:
        """The use case's form of it."""
        splits = tuple(Split(each.account_id, each.amount, each.memo) for each in self.splits)
        booking = Booking(splits, self.date, self.description)
        return Action(self.action, self.match_id, self.line_id, booking, self.fee_account_id)


class DecideIn(Body):
    """Decisions, done one after the other; each succeeds or fails alone."""

    actions: Annotated[list[ActionIn], Field(min_length=1, max_length=200)]


class OutcomeOut(BaseModel):
    """What became of one decision: its match, or the status and the sentence of why not."""

    ok: bool
    match_id: int | None
    status: int
    detail: str

    @classmethod
    def of(cls, outcome: Outcome) -> OutcomeOut:
        """What is shown of an outcome."""
        why = outcome.refusal
        return cls(
            ok=why is None,
            match_id=outcome.match_id,
            status=int(why.status) if why else 200,
            detail=why.detail if why else "",
        )


class DecideOut(BaseModel):
    """The outcomes in the order of the actions."""

    outcomes: list[OutcomeOut]


class DecisionList(BaseModel):
    """Matches that were decided, the latest first; `next` is the `before` of the next page."""

    items: list[MatchOut]
    next: int | None

    @classmethod
    def of(cls, found: list[Matched], limit: int) -> DecisionList:
        """A page of at most `limit`."""
        next_ = found[-1].match.id if len(found) == limit else None
        return cls(items=[MatchOut.of(each) for each in found], next=next_)


class RuleIn(Body):
    """A new rule: lines whose text is like the pattern are booked on the account.

    `least` and `most` bound the line's amount with its sign: below zero is money that left.
    """

    pattern: Pattern
    how: How = How.CONTAINS
    account_id: Id
    least: Amount | None = None
    most: Amount | None = None
    description: Words = ""
    enabled: bool = True

    def values(self) -> dict[str, Any]:
        """The columns of it."""
        return self.model_dump()

    def rule(self) -> Rule:
        """The pure form of it."""
        return Rule(0, self.pattern, self.how.value, self.account_id, self.least, self.most)


class RuleChange(Body):
    """What may change of a rule; what is left out stays."""

    pattern: Pattern = "x"
    how: How = How.CONTAINS
    account_id: Id = 1
    least: Amount | None = None
    most: Amount | None = None
    description: Words = ""
    enabled: bool = True


class RuleOut(BaseModel):
    """A rule, and the sentence that it says for itself. The first in order that fits counts."""

    id: int
    position: int
    pattern: str
    how: How
    account_id: int
    least: str | None
    most: str | None
    description: str
    enabled: bool
    sentence: str
    created_at: dt.datetime

    @classmethod
    def of(cls, row: RuleRow) -> RuleOut:
        """What is shown of a rule."""
        return cls(
            id=row.id,
            position=row.position,
            pattern=row.pattern,
            how=row.how,
            account_id=row.account_id,
            least=None if row.least is None else money.plain(row.least),
            most=None if row.most is None else money.plain(row.most),
            description=row.description,
            enabled=row.enabled,
            sentence=as_rule(row).sentence(),
            created_at=row.created_at,
        )


class RuleList(BaseModel):
    """Rules in the order in which they are tried."""

    items: list[RuleOut]


class OrderIn(Body):
    """The ids of all rules in their new order."""

    ids: Annotated[list[Id], Field(max_length=2000)]


class TryIn(RuleIn):
    """A rule to try; it takes the place of the rule that it `replaces`, else it is the last."""

    replaces: Id | None = None


class ChangeOut(BaseModel):
    """A line that the rule would have booked.

    `before` are the accounts that it is booked on, or that the other rules suggest.
    """

    line_id: int
    date: dt.date
    amount: str
    currency: str
    text: str
    booked: bool
    before: list[int]
    after: int

    @classmethod
    def of(cls, change: Change) -> ChangeOut:
        """What is shown of a change."""
        line = change.line
        return cls(
            line_id=line.id,
            date=line.date,
            amount=money.render(line.amount, line.currency),
            currency=line.currency,
            text=line.text,
            booked=bool(line.accounts),
            before=list(change.before),
            after=change.after,
        )


class DryRunOut(BaseModel):
    """What a rule would have done with every line there is; nothing is changed.

    `fits` = `open` (wait, and would be suggested its account) + `same` (were booked on it) +
    `other` (were booked elsewhere) + `earlier` (an earlier rule takes them).
    """

    fits: int
    open: int
    same: int
    other: int
    earlier: int
    examples: list[ChangeOut]

    @classmethod
    def of(cls, tried: DryRun) -> DryRunOut:
        """What is shown of a dry run."""
        return cls(
            fits=tried.fits,
            open=tried.open,
            same=tried.same,
            other=tried.other,
            earlier=tried.earlier,
            examples=[ChangeOut.of(each) for each in tried.examples],
        )


class RefusalIn(Body):
    """A suggestion of a rule that is not wanted."""

    payee: Pattern
    account_id: Id
