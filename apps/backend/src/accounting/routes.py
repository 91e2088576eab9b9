"""Accounting over HTTP: accounts, entries and the trial balance."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query

from src.accounting import chart, service, store
from src.accounting.schemas import (
    AccountChange,
    AccountIn,
    AccountList,
    AccountOut,
    Amount,
    EntryIn,
    EntryList,
    EntryOut,
    EntryRewrite,
    PostedOut,
    PostIn,
    PostManyIn,
    ReverseIn,
    TrialBalanceOut,
)
from src.accounting.store import EntryFilter, Page
from src.accounting.tables import Status
from src.days import Day
from src.dependencies import Session, SignedIn
from src.errors import answers

UNAUTHORIZED = HTTPStatus.UNAUTHORIZED
FORBIDDEN = HTTPStatus.FORBIDDEN
NOT_FOUND = HTTPStatus.NOT_FOUND
CONFLICT = HTTPStatus.CONFLICT
INVALID = HTTPStatus.UNPROCESSABLE_ENTITY

router = APIRouter(
    prefix="/api", tags=["accounting"], responses=answers(UNAUTHORIZED, FORBIDDEN, INVALID)
)

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
AccountId = Annotated[int | None, Query(ge=1, le=2**63 - 1)]
CurrencyCode = Annotated[str | None, Query(pattern=r"^[A-Z]{3}$")]
AmountBound = Annotated[Amount | None, Query()]
Limit = Annotated[int, Query(ge=1, le=500)]
Offset = Annotated[int, Query(ge=0, le=2**31 - 1)]
Search = Annotated[str | None, Query(max_length=200, pattern=r"^[^\x00]*$")]


@router.get("/accounts")
async def list_accounts(
    session: Session, user: SignedIn, limit: Limit = 200, offset: Offset = 0
) -> AccountList:
    """The chart of accounts, by code."""
    found, total = await store.accounts(session, user.id, Page(limit, offset))
    items = [AccountOut.of(account) for account in found]
    return AccountList(items=items, total=total, limit=limit, offset=offset)


@router.post("/accounts", status_code=HTTPStatus.CREATED, responses=answers(CONFLICT))
async def open_account(session: Session, user: SignedIn, account: AccountIn) -> AccountOut:
    """Open an account."""
    return AccountOut.of(await chart.open_account(session, user.id, account.asked()))


@router.patch("/accounts/{account_id}", responses=answers(NOT_FOUND, CONFLICT))
async def change_account(
    session: Session, user: SignedIn, account_id: Id, change: AccountChange
) -> AccountOut:
    """Rename, move, close or reopen an account."""
    changes = change.model_dump(exclude_unset=True)
    return AccountOut.of(await chart.change_account(session, user.id, account_id, changes))


@router.delete(
    "/accounts/{account_id}",
    status_code=HTTPStatus.NO_CONTENT,
    responses=answers(NOT_FOUND, CONFLICT),
)
async def remove_account(session: Session, user: SignedIn, account_id: Id) -> None:
    """Delete an account that was never used; a used one is closed instead."""
    await chart.remove_account(session, user.id, account_id)


@router.get("/entries")
async def list_entries(
    session: Session,
    user: SignedIn,
    status: Status | None = None,
    account_id: AccountId = None,
    first: Annotated[Day | None, Query(alias="from")] = None,
    last: Annotated[Day | None, Query(alias="to")] = None,
    text: Annotated[Search, Query(alias="q")] = None,
    currency: CurrencyCode = None,
    least: AmountBound = None,
    most: AmountBound = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> EntryList:
    """Entries, the latest first; `from`, `to`, `least` and `most` are included.

    The amounts are those of one line, whichever its side.
    """
    wanted = EntryFilter(status, account_id, first, last, text, currency, least, most)
    found, total = await store.entries(session, user.id, wanted, Page(limit, offset))
    items = [EntryOut.of(entry) for entry in found]
    return EntryList(items=items, total=total, limit=limit, offset=offset)


@router.post("/entries/post", responses=answers(CONFLICT))
async def post_entries(session: Session, user: SignedIn, asked: PostManyIn) -> PostedOut:
    """Post several drafts, all of them or none."""
    return PostedOut(posted=list(await service.post_entries(session, user.id, asked.seen())))


@router.post("/entries", status_code=HTTPStatus.CREATED, responses=answers(CONFLICT))
async def write_entry(session: Session, user: SignedIn, entry: EntryIn) -> EntryOut:
    """Store a balanced entry, as a draft or posted."""
    return EntryOut.of(await service.write_entry(session, user.id, entry.draft(), post=entry.post))


@router.get("/entries/{entry_id}", responses=answers(NOT_FOUND))
async def read_entry(session: Session, user: SignedIn, entry_id: Id) -> EntryOut:
    """One entry with its lines."""
    return EntryOut.of(await service.read_entry(session, user.id, entry_id))


@router.put("/entries/{entry_id}", responses=answers(NOT_FOUND, CONFLICT))
async def rewrite_entry(
    session: Session, user: SignedIn, entry_id: Id, entry: EntryRewrite
) -> EntryOut:
    """Replace the content of a draft."""
    return EntryOut.of(
        await service.rewrite_entry(session, user.id, entry_id, entry.version, entry.draft())
    )


@router.delete(
    "/entries/{entry_id}", status_code=HTTPStatus.NO_CONTENT, responses=answers(NOT_FOUND, CONFLICT)
)
async def discard_entry(session: Session, user: SignedIn, entry_id: Id) -> None:
    """Delete a draft; a posted entry is reversed instead."""
    await service.discard_entry(session, user.id, entry_id)


@router.post("/entries/{entry_id}/post", responses=answers(NOT_FOUND, CONFLICT))
async def post_entry(
    session: Session, user: SignedIn, entry_id: Id, seen: PostIn | None = None
) -> EntryOut:
    """Post a draft. From then on it cannot change."""
    version = seen.version if seen else None
    return EntryOut.of(await service.post_entry(session, user.id, entry_id, version))


@router.post(
    "/entries/{entry_id}/reverse",
    status_code=HTTPStatus.CREATED,
    responses=answers(NOT_FOUND, CONFLICT),
)
async def reverse_entry(
    session: Session, user: SignedIn, entry_id: Id, wish: ReverseIn | None = None
) -> EntryOut:
    """Undo a posted entry by a new one, which is returned."""
    asked = wish or ReverseIn()
    reversal = await service.reverse_entry(
        session, user.id, entry_id, asked.date, asked.description
    )
    return EntryOut.of(reversal)


@router.get("/trial-balance")
async def trial_balance(
    session: Session, user: SignedIn, as_of: Day | None = None
) -> TrialBalanceOut:
    """Every account with a balance, from what is posted up to and including `as_of`."""
    return TrialBalanceOut.of(await service.trial_balance(session, user.id, as_of))
