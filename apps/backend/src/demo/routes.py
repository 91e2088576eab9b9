"""Demonstration data over HTTP: one call brings it, one takes it away."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from http import HTTPStatus

from fastapi import APIRouter
from pydantic import BaseModel

from src.demo import service
from src.dependencies import ReachedServices, Session, SignedIn
from src.errors import answers

router = APIRouter(
    prefix="/api/demo",
    tags=["demo"],
    responses=answers(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN),
)


class DemoOut(BaseModel):
    """What of the books is for demonstration; `first` and `last` are the dates of its entries."""

    accounts: int
    entries: int
    first: dt.date | None
    last: dt.date | None


@router.get("")
async def read_demo(session: Session, user: SignedIn) -> DemoOut:
    """Whether there is demonstration data."""
    return DemoOut(**asdict(await service.present(session, user.id)))


@router.post("", responses=answers(HTTPStatus.CONFLICT))
async def load_demo(session: Session, services: ReachedServices, user: SignedIn) -> DemoOut:
    """Two years of an invented person's books, and a bank statement of their last month.

    Only into empty books. A second call changes nothing.
    """
    today = dt.datetime.now(dt.UTC).date()
    return DemoOut(**asdict(await service.load(session, services, user.id, today)))


@router.delete("")
async def remove_demo(session: Session, services: ReachedServices, user: SignedIn) -> DemoOut:
    """Remove all of it. An account that was booked on meanwhile stays and becomes one's own."""
    return DemoOut(**asdict(await service.remove(session, services, user.id)))
