"""What reconciliation says and hears over HTTP. Amounts are strings, so that no reader rounds them.

Scores are plain numbers from 0 to 1: no money is computed from them.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints, WithJsonSchema

from src import money
from src.accounting.schemas import Amount, Id, Memo
from src.bodies import PLAIN, Body
from src.days import Day
from src.reconciliation.candidates import Candidate
from src.reconciliation.closing import Standing, Workbench
from src.reconciliation.rules import Thresholds
from src.reconciliation.runs import Run
from src.reconciliation.service import Booking, Split
from src.reconciliation.store import Matched, Side
from src.reconciliation.tables import Closing, Decider, Kind, State
from src.statements.tables import StatementLine

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500, pattern=PLAIN)]
_FEE = r"^\d{1,16}(\.\d{1,4})?$"
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class RunOut(BaseModel):
    """What a run did with the open lines: accepted by itself, proposed for review, unmatched."""

    lines: int
    accepted: int
    proposed: int
    unmatched: int
    seconds: float

    @classmethod
    def of(cls, run: Run) -> RunOut:
        """What is shown of a run."""
        return cls.model_validate(run, from_attributes=True)


class ReasonOut(BaseModel):
    """One part of a score: with each 0.10 a match is ten times likelier, from even odds.

    `factor` is amount, rarity, days, text, history, fee, transfer, rival, twins or person.
    """

    factor: str
    contribution: float
    sentence: str


class MatchedLine(BaseModel):
    """A line of a statement in a match."""

    id: int
    account_id: int
    date: dt.date
    amount: str
    currency: str
    text: str

    @classmethod
    def of(cls, line: StatementLine) -> MatchedLine:
        """What is shown of a line."""
        return cls(
            id=line.id,
            account_id=line.account_id,
            date=line.date,
            amount=money.render(line.amount, line.currency),
            currency=line.currency,
            text=line.text,
        )


class SideOut(BaseModel):
    """What an entry books on the account; `counter_account_ids` are those on its other side."""

    entry_id: int
    account_id: int
    date: dt.date
    amount: str
    currency: str
    description: str
    counter_account_ids: list[int]
    made: bool

    @classmethod
    def of(cls, side: Side) -> SideOut:
        """What is shown of a side."""
        return cls(
            entry_id=side.entry_id,
            account_id=side.account_id,
            date=side.date,
            amount=money.render(side.amount, side.currency),
            currency=side.currency,
            description=side.description,
            counter_account_ids=list(side.counters),
            made=side.made,
        )


class MatchOut(BaseModel):
    """Lines and the sides of entries that explain them, with the score and its reasons.

    `kind` transfer: accepting makes one entry for two lines of own accounts. `difference` is not
    zero where accepting books a fee.
    """

    id: int
    account_id: int
    currency: str
    kind: Kind
    state: State
    score: float
    difference: str
    reasons: list[ReasonOut]
    lines: list[MatchedLine]
    sides: list[SideOut]
    created_at: dt.datetime
    decided_at: dt.datetime | None
    decided_by: Decider | None

    @classmethod
    def of(cls, found: Matched) -> MatchOut:
        """What is shown of a match."""
        match = found.match
        return cls(
            id=match.id,
            account_id=match.account_id,
            currency=match.currency,
            kind=match.kind,
            state=match.state,
            score=float(match.score),
            difference=money.render(match.difference, match.currency),
            reasons=[ReasonOut(**each) for each in match.reasons],
            lines=[MatchedLine.of(line) for line in found.lines],
            sides=[SideOut.of(side) for side in found.sides],
            created_at=match.created_at,
            decided_at=match.decided_at,
            decided_by=match.decided_by,
        )


class CandidateOut(BaseModel):
    """An open entry near a line. It has a score and reasons where the amounts are equal.

    `difference` is what the line has more than the entry.
    """

    side: SideOut
    score: float
    difference: str
    reasons: list[ReasonOut]

    @classmethod
    def of(cls, found: Candidate) -> CandidateOut:
        """What is shown of a candidate."""
        reasons = [ReasonOut.model_validate(each, from_attributes=True) for each in found.reasons]
        return cls(
            side=SideOut.of(found.side),
            score=round(found.score, 4),
            difference=money.render(found.difference, found.side.currency),
            reasons=reasons,
        )


class CandidateList(BaseModel):
    """The entries that fit a line best, the best first."""

    items: list[CandidateOut]


class AcceptIn(Body):
    """Where the fee of a match with a difference is booked; left out, where the last one was."""

    fee_account_id: Id | None = None


class MatchIn(Body):
    """Lines of one account, and the entries that together have their sum."""

    line_ids: Annotated[list[Id], Field(min_length=1, max_length=100)]
    entry_ids: Annotated[list[Id], Field(min_length=1, max_length=100)]


class SplitIn(Body):
    """A part of a line on an account, positive where that account is debited.

    Without an amount it is the whole line.
    """

    account_id: Id
    amount: Amount | None = None
    memo: Memo = ""


class BookIn(Body):
    """The entry to make from a line: the accounts on its other side.

    Date and description are the line's where they are left out. `instead_of` is a proposal for the
    line that is wrong: it is rejected together with the booking, or neither happens.
    """

    splits: Annotated[list[SplitIn], Field(min_length=1, max_length=100)]
    date: Day | None = None
    description: Words = ""
    instead_of: Id | None = None

    def booking(self) -> Booking:
        """The use case's form of it."""
        splits = tuple(Split(each.account_id, each.amount, each.memo) for each in self.splits)
        return Booking(splits, self.date, self.description)


class StandingOut(BaseModel):
    """A committed statement and how far it is reconciled; closed, it has a `closing_id`."""

    statement_id: int
    import_id: int
    account_id: int
    currency: str
    first: dt.date
    last: dt.date
    opening: str | None
    closing: str | None
    lines: int
    ticked: int
    proposed: int
    closing_id: int | None

    @classmethod
    def of(cls, standing: Standing) -> StandingOut:
        """What is shown of a statement."""
        found, currency = standing.statement, standing.statement.currency or ""
        return cls(
            statement_id=found.id,
            import_id=found.import_id,
            account_id=found.account_id or 0,
            currency=currency,
            first=found.first,
            last=found.last,
            opening=_perhaps(found.opening, currency),
            closing=_perhaps(found.closing, currency),
            lines=standing.lines,
            ticked=standing.ticked,
            proposed=standing.proposed,
            closing_id=standing.closing_id,
        )


class StandingList(BaseModel):
    """The committed statements, the latest first."""

    items: list[StandingOut]


class BenchLine(MatchedLine):
    """A line of the statement; `match_id` is its match, `ticked` says that it is accepted."""

    match_id: int | None
    ticked: bool


class WorkbenchOut(BaseModel):
    """A statement (lines), the ledger (entries without a line, up to its last day) and the rest.

    `difference` = closing - opening - ticked; at 0, with every line ticked, it `can_close`.
    `told` says whether the closing balance is the bank's. `ledger_balance` is what the journal
    says for the last day.
    """

    statement: StandingOut
    opening: str
    closing: str
    told: bool
    ticked: str
    difference: str
    ledger_balance: str
    can_close: bool
    lines: list[BenchLine]
    matches: list[MatchOut]
    entries: list[SideOut]
    more_entries: bool

    @classmethod
    def of(cls, bench: Workbench) -> WorkbenchOut:
        """What is shown of a workbench."""
        currency = bench.standing.statement.currency or ""
        standing = bench.standing
        state = {line.id: each.match for each in bench.matches for line in each.lines}
        lines = []
        for line in bench.lines:
            match = state.get(line.id)
            ticked = match is not None and match.state is State.ACCEPTED
            shown = MatchedLine.of(line).model_dump()
            lines.append(BenchLine(**shown, match_id=match.id if match else None, ticked=ticked))
        return cls(
            statement=StandingOut.of(standing),
            opening=money.render(bench.opening, currency),
            closing=money.render(bench.closing, currency),
            told=bench.told,
            ticked=money.render(bench.ticked, currency),
            difference=money.render(bench.difference, currency),
            ledger_balance=money.render(bench.ledger, currency),
            can_close=(
                standing.closing_id is None
                and not bench.difference
                and standing.ticked == standing.lines
            ),
            lines=lines,
            matches=[MatchOut.of(each) for each in bench.matches],
            entries=[SideOut.of(each) for each in bench.entries],
            more_entries=bench.more_entries,
        )


class CloseIn(Body):
    """The closing balance of the paper, for a statement whose file tells none."""

    closing: Amount | None = None


class ReopenIn(Body):
    """Why a closed statement is opened again."""

    reason: Words = ""


class ClosedLine(BaseModel):
    """A line as it was when its statement was closed."""

    line_id: int
    date: dt.date
    amount: str
    text: str
    entry_ids: list[int]


class ClosingOut(BaseModel):
    """The record of a closed statement; it stays when the statement is reopened."""

    id: int
    account_id: int
    currency: str
    statement_id: int
    first: dt.date
    last: dt.date
    opening: str
    closing: str
    lines: list[ClosedLine]
    closed_at: dt.datetime
    reopened_at: dt.datetime | None
    reason: str

    @classmethod
    def of(cls, closing: Closing) -> ClosingOut:
        """What is shown of a closing."""
        return cls(
            id=closing.id,
            account_id=closing.account_id,
            currency=closing.currency,
            statement_id=closing.statement_id,
            first=closing.first,
            last=closing.last,
            opening=money.render(closing.opening, closing.currency),
            closing=money.render(closing.closing, closing.currency),
            lines=[ClosedLine(**each) for each in closing.lines],
            closed_at=closing.closed_at,
            reopened_at=closing.reopened_at,
            reason=closing.reason,
        )


class ClosingList(BaseModel):
    """Closings, the latest first, also those that were reopened."""

    items: list[ClosingOut]


class ThresholdsOut(BaseModel):
    """When the program decides, when it asks, how far it looks."""

    accept_at: float
    propose_at: float
    days: int
    fee_share: float
    fee_most: str

    @classmethod
    def of(cls, limits: Thresholds) -> ThresholdsOut:
        """What is shown of thresholds."""
        return cls(
            accept_at=limits.accept_at,
            propose_at=limits.propose_at,
            days=limits.days,
            fee_share=limits.fee_share,
            fee_most=money.plain(limits.fee_most),
        )


class ThresholdsIn(Body):
    """New thresholds. `propose_at` is at most `accept_at`.

    `accept_at`: matches of this chance are accepted by the program itself. `propose_at`: below it a
    line stays unmatched. `days`: how far apart a line and its entry may be. A fee is at most
    `fee_share` of the amount, and at most `fee_most`.
    """

    accept_at: Annotated[Share, Field(ge=0.001, examples=[0.98])]
    propose_at: Annotated[Share, Field(ge=0.001, examples=[0.1])]
    days: Annotated[int, Field(ge=0, le=60)]
    fee_share: Annotated[float, Field(ge=0, le=0.2, allow_inf_nan=False, examples=[0.03])]
    fee_most: Annotated[
        Amount, Field(ge=0), WithJsonSchema({"type": "string", "pattern": _FEE, "examples": ["50"]})
    ]

    def values(self) -> dict[str, Any]:
        """The columns of it: three decimals for what the table keeps three of."""
        return {
            "accept_at": _rounded(self.accept_at, 3),
            "propose_at": _rounded(self.propose_at, 3),
            "days": self.days,
            "fee_share": _rounded(self.fee_share, 4),
            "fee_most": self.fee_most,
        }


def _rounded(number: float, digits: int) -> Decimal:
    return round(Decimal(str(number)), digits)


def _perhaps(amount: Decimal | None, currency: str) -> str | None:
    return None if amount is None else money.render(amount, currency)
