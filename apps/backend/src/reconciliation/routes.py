"""Reconciliation over HTTP: runs of matching, matches, workbenches, closings, thresholds."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query

from src.accounting.schemas import Amount
from src.dependencies import Session, SignedIn
from src.errors import Fault, Invalid, answers
from src.reconciliation import candidates, closing, runs, service, store, undoing
from src.reconciliation.schemas import (
    AcceptIn,
    BookIn,
    CandidateList,
    CandidateOut,
    CloseIn,
    ClosingList,
    ClosingOut,
    MatchIn,
    MatchOut,
    ReopenIn,
    RunOut,
    StandingList,
    StandingOut,
    ThresholdsIn,
    ThresholdsOut,
    WorkbenchOut,
)
from src.statements.schemas import ImportOut

NOT_FOUND = HTTPStatus.NOT_FOUND
CONFLICT = HTTPStatus.CONFLICT
INVALID = HTTPStatus.UNPROCESSABLE_ENTITY
UNAUTHORIZED = HTTPStatus.UNAUTHORIZED
FORBIDDEN = HTTPStatus.FORBIDDEN

router = APIRouter(
    prefix="/api/reconciliation",
    tags=["reconciliation"],
    responses=answers(UNAUTHORIZED, FORBIDDEN, INVALID),
)

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
AccountId = Annotated[int | None, Query(ge=1, le=2**63 - 1)]


@router.post("/runs", responses=answers(CONFLICT))
async def run_matching(session: Session, user: SignedIn) -> RunOut:
    """Match all lines that nothing explains yet; what a person decided is never touched."""
    return RunOut.of(await runs.run(session, user.id))


@router.get("/statements")
async def list_statements(
    session: Session, user: SignedIn, account_id: AccountId = None
) -> StandingList:
    """The committed statements with how far each is reconciled, the latest first."""
    found = await closing.standings(session, user.id, account_id)
    return StandingList(items=[StandingOut.of(each) for each in found])


@router.get("/statements/{statement_id}", responses=answers(NOT_FOUND))
async def read_workbench(
    session: Session,
    user: SignedIn,
    statement_id: Id,
    balance: Annotated[Amount | None, Query(alias="closing")] = None,
) -> WorkbenchOut:
    """A statement's workbench: its lines, open entries of the ledger, and the difference.

    `closing` is the balance that the paper says, where the file tells none.
    """
    return WorkbenchOut.of(await closing.workbench(session, user.id, statement_id, balance))


@router.post("/statements/{statement_id}/close", responses=answers(NOT_FOUND, CONFLICT))
async def close_statement(
    session: Session, user: SignedIn, statement_id: Id, wish: CloseIn | None = None
) -> ClosingOut:
    """Lock a statement into a record, once every line is explained and the difference is 0."""
    balance = wish.closing if wish else None
    return ClosingOut.of(await closing.close(session, user.id, statement_id, balance))


@router.post("/statements/{statement_id}/reopen", responses=answers(NOT_FOUND, CONFLICT))
async def reopen_statement(
    session: Session, user: SignedIn, statement_id: Id, wish: ReopenIn | None = None
) -> ClosingOut:
    """Open a closed statement again. Its record stays, with when and why."""
    reason = wish.reason if wish else ""
    return ClosingOut.of(await closing.reopen(session, user.id, statement_id, reason))


@router.get("/closings")
async def list_closings(
    session: Session, user: SignedIn, account_id: AccountId = None
) -> ClosingList:
    """Every closing there was, the latest first, also those that were reopened."""
    found = await closing.closings(session, user.id, account_id)
    return ClosingList(items=[ClosingOut.of(each) for each in found])


@router.post("/matches", status_code=HTTPStatus.CREATED, responses=answers(NOT_FOUND, CONFLICT))
async def match_by_hand(session: Session, user: SignedIn, asked: MatchIn) -> MatchOut:
    """Say which entries explain which lines; their sums must be equal."""
    found = await service.match_by_hand(session, user.id, asked.line_ids, asked.entry_ids)
    return MatchOut.of(found)


@router.get("/matches/{match_id}", responses=answers(NOT_FOUND))
async def read_match(session: Session, user: SignedIn, match_id: Id) -> MatchOut:
    """One match with its lines, sides, score and reasons."""
    return MatchOut.of(await service.read(session, user.id, match_id))


@router.post("/matches/{match_id}/accept", responses=answers(NOT_FOUND, CONFLICT))
async def accept_match(
    session: Session, user: SignedIn, match_id: Id, wish: AcceptIn | None = None
) -> MatchOut:
    """Take a proposal. A transfer becomes an entry; a difference is booked as a fee."""
    fee = wish.fee_account_id if wish else None
    return MatchOut.of(await service.accept(session, user.id, match_id, fee))


@router.post("/matches/{match_id}/reject", responses=answers(NOT_FOUND, CONFLICT))
async def reject_match(session: Session, user: SignedIn, match_id: Id) -> MatchOut:
    """Note that these do not belong together. They are not proposed again."""
    return MatchOut.of(await service.reject(session, user.id, match_id))


@router.post("/matches/{match_id}/release", responses=answers(NOT_FOUND, CONFLICT))
async def release_match(session: Session, user: SignedIn, match_id: Id) -> MatchOut:
    """Take an accepted match apart; an entry that accepting it had made is reversed."""
    return MatchOut.of(await service.release(session, user.id, match_id))


@router.post("/matches/{match_id}/undo", responses=answers(NOT_FOUND, CONFLICT))
async def undo_decision(session: Session, user: SignedIn, match_id: Id) -> MatchOut:
    """Take the decision about a match back: what was proposed waits again."""
    return MatchOut.of(await service.undo(session, user.id, match_id))


@router.get("/lines/{line_id}/candidates", responses=answers(NOT_FOUND))
async def list_candidates(
    session: Session,
    user: SignedIn,
    line_id: Id,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> CandidateList:
    """The open entries that fit a line best: for a person who knows better than a proposal."""
    found = await candidates.candidates(session, user.id, line_id, limit)
    return CandidateList(items=[CandidateOut.of(each) for each in found])


@router.post(
    "/lines/{line_id}/book",
    status_code=HTTPStatus.CREATED,
    responses=answers(NOT_FOUND, CONFLICT),
)
async def book_line(session: Session, user: SignedIn, line_id: Id, wish: BookIn) -> MatchOut:
    """Make and post the entry that a line has none of yet, whole or split, and match the two.

    With `instead_of` a proposal for the line is rejected in the same step.
    """
    found = await service.book(session, user.id, line_id, wish.booking(), wish.instead_of)
    return MatchOut.of(found)


@router.post("/imports/{import_id}/undo", responses=answers(NOT_FOUND, CONFLICT))
async def undo_import_with_matches(session: Session, user: SignedIn, import_id: Id) -> ImportOut:
    """Take an import back whose lines are matched, together with these matches."""
    return ImportOut.of(await undoing.undo_import(session, user.id, import_id))


@router.get("/thresholds")
async def read_thresholds(session: Session, user: SignedIn) -> ThresholdsOut:
    """When the program decides by itself, when it asks, and how far it looks."""
    return ThresholdsOut.of(await store.thresholds(session, user.id))


@router.put("/thresholds")
async def save_thresholds(session: Session, user: SignedIn, wish: ThresholdsIn) -> ThresholdsOut:
    """Change them. They count from the next run of matching on."""
    if wish.propose_at > wish.accept_at:
        message = "must be at most accept_at"
        raise Invalid(f"propose_at: {message}", [Fault("propose_at", message)])
    await service.save_thresholds(session, user.id, wish.values())
    return ThresholdsOut.of(await store.thresholds(session, user.id))
