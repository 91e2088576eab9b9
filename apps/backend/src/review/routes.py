"""Review over HTTP: the queue, decisions one by one or in bulk, and rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query

from src.dependencies import Session, SignedIn
from src.errors import Fault, Invalid, answers
from src.reconciliation import store as matches
from src.review import ruling, service, store
from src.review.schemas import (
    DecideIn,
    DecideOut,
    DecisionList,
    DryRunOut,
    OrderIn,
    OutcomeOut,
    QueuePage,
    RefusalIn,
    RuleChange,
    RuleIn,
    RuleList,
    RuleOut,
    TryIn,
)
from src.review.store import ItemKind
from src.review.tables import RuleRow

NOT_FOUND = HTTPStatus.NOT_FOUND
INVALID = HTTPStatus.UNPROCESSABLE_ENTITY
UNAUTHORIZED = HTTPStatus.UNAUTHORIZED
FORBIDDEN = HTTPStatus.FORBIDDEN

router = APIRouter(
    prefix="/api/review", tags=["review"], responses=answers(UNAUTHORIZED, FORBIDDEN, INVALID)
)

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
AnyId = Annotated[int | None, Query(ge=1, le=2**63 - 1)]
Limit = Annotated[int, Query(ge=1, le=200)]


@router.get("/queue")
async def read_queue(
    session: Session,
    user: SignedIn,
    kind: ItemKind | None = None,
    account_id: AnyId = None,
    after: Annotated[str | None, Query(max_length=60, examples=["2026-01-31:line:42"])] = None,
    limit: Limit = 50,
) -> QueuePage:
    """The next page of what waits: proposals, lines that nothing explains, suggested rules."""
    found = await service.queue(session, user.id, kind, account_id, _place(after), limit)
    return QueuePage.of(found)


@router.post("/decisions")
async def decide(session: Session, user: SignedIn, asked: DecideIn) -> DecideOut:
    """Do several things at once; each succeeds alone or says why not."""
    actions = [each.asked() for each in asked.actions]
    outcomes = await service.decide(session, user.id, actions)
    return DecideOut(outcomes=[OutcomeOut.of(each) for each in outcomes])


@router.get("/decisions")
async def list_decisions(
    session: Session, user: SignedIn, before: AnyId = None, limit: Limit = 50
) -> DecisionList:
    """What was decided, by whom and when, the latest match first."""
    found = await matches.decided(session, user.id, before, limit)
    return DecisionList.of(await matches.matched(session, user.id, found), limit)


@router.get("/rules")
async def list_rules(session: Session, user: SignedIn) -> RuleList:
    """Your rules in the order in which they are tried."""
    return _listed(await store.rules(session, user.id))


@router.post("/rules", status_code=HTTPStatus.CREATED, responses=answers(NOT_FOUND))
async def add_rule(session: Session, user: SignedIn, rule: RuleIn) -> RuleOut:
    """Make a rule; it is tried after all others."""
    _require_bounds(rule)
    return RuleOut.of(await ruling.add(session, user.id, rule.values()))


@router.put("/rules/order")
async def order_rules(session: Session, user: SignedIn, order: OrderIn) -> RuleList:
    """Put all rules into an order."""
    return _listed(await ruling.reorder(session, user.id, order.ids))


@router.post("/rules/dry-run", responses=answers(NOT_FOUND))
async def try_rule(session: Session, user: SignedIn, rule: TryIn) -> DryRunOut:
    """What a rule would have done with every line there is. Nothing is changed."""
    _require_bounds(rule)
    return DryRunOut.of(await ruling.dry_run(session, user.id, rule.rule(), rule.replaces))


@router.post("/rules/refusals", status_code=HTTPStatus.NO_CONTENT, responses=answers(NOT_FOUND))
async def refuse_rule(session: Session, user: SignedIn, refusal: RefusalIn) -> None:
    """Do not suggest a rule for this payee and account again."""
    await ruling.refuse(session, user.id, refusal.payee, refusal.account_id)


@router.patch("/rules/{rule_id}", responses=answers(NOT_FOUND))
async def change_rule(session: Session, user: SignedIn, rule_id: Id, change: RuleChange) -> RuleOut:
    """Change a rule, or switch it on or off."""
    changes = change.model_dump(exclude_unset=True)
    return RuleOut.of(await ruling.change(session, user.id, rule_id, changes))


@router.delete("/rules/{rule_id}", status_code=HTTPStatus.NO_CONTENT, responses=answers(NOT_FOUND))
async def remove_rule(session: Session, user: SignedIn, rule_id: Id) -> None:
    """Forget a rule; what was booked by it stays."""
    await ruling.remove(session, user.id, rule_id)


def _listed(rows: Iterable[RuleRow]) -> RuleList:
    return RuleList(items=[RuleOut.of(row) for row in rows])


def _require_bounds(rule: RuleIn) -> None:
    if rule.least is not None and rule.most is not None and rule.least > rule.most:
        message = "must be at most `most`"
        raise Invalid(f"least: {message}", [Fault("least", message)])


def _place(after: str | None) -> tuple[dt.date, str, int] | None:
    """The day, kind and id that `next` of the page before was made of."""
    if after is None:
        return None
    day, _, rest = after.partition(":")
    word, _, id_ = rest.partition(":")
    try:
        found = dt.date.fromisoformat(day), word, int(id_)
    except ValueError:
        found = None
    if found is None or not 0 < found[2] < 2**63 or word not in ("match", "line"):
        message = "must be the `next` of the page before"
        raise Invalid(f"after: {message}", [Fault("after", message)])
    return found
