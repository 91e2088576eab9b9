"""Health over HTTP: whether the services answer, and which ones they are."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel

from src.dependencies import ReachedServices
from src.services import Check

router = APIRouter(prefix="/api", tags=["health"])


class CheckOut(BaseModel):
    """How one service answered; `target` is which database, index or bucket it was."""

    name: Literal["database", "redis", "s3"]
    target: str
    ok: bool
    milliseconds: float
    detail: str


class Health(BaseModel):
    """`healthy` when every check is."""

    status: Literal["healthy", "failing"]
    checks: list[CheckOut]


class Ping(Health):
    """The round trips of one namespace."""

    namespace: str


UNAVAILABLE = HTTPStatus.SERVICE_UNAVAILABLE


@router.get("/health", responses={int(UNAVAILABLE): {"model": Health}})
async def health(services: ReachedServices, response: Response) -> Health:
    """Whether database, Redis and S3 answer; 503 and which one when one does not."""
    checks = await services.health()
    return Health(status=_status(checks, response), checks=_shown(checks))


@router.get("/ping", responses={int(UNAVAILABLE): {"model": Ping}})
async def ping(services: ReachedServices, response: Response) -> Ping:
    """A value through database, Redis and S3 and back, with the name of each."""
    checks = await services.ping()
    namespace = services.settings.namespace
    return Ping(status=_status(checks, response), namespace=namespace, checks=_shown(checks))


def _status(checks: list[Check], response: Response) -> Literal["healthy", "failing"]:
    if all(check.ok for check in checks):
        return "healthy"
    response.status_code = UNAVAILABLE
    return "failing"


def _shown(checks: list[Check]) -> list[CheckOut]:
    return [CheckOut(**asdict(check)) for check in checks]
