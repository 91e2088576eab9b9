"""Reports over HTTP. Dates are included; without one, a report is of today or of the last year."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from src.days import Day
from src.dependencies import Session, SignedIn
from src.errors import Fault, Invalid, answers
from src.reporting import service, shown
from src.reporting.register import Extract, Place
from src.reporting.schemas import (
    BalanceSheetOut,
    CashFlowOut,
    CategoriesOut,
    IncomeStatementOut,
    NetWorthOut,
    RegisterOut,
    SourcesOut,
)
from src.reporting.service import Period

REFUSALS = answers(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY)

router = APIRouter(prefix="/api", tags=["reporting"], responses=REFUSALS)

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
First = Annotated[Day | None, Query(alias="from")]
Last = Annotated[Day | None, Query(alias="to")]
AsOf = Annotated[Day | None, Query()]


def today() -> dt.date:
    """The day in Coordinated Universal Time: the same for every process of the application."""
    return dt.datetime.now(dt.UTC).date()


async def _period(
    session: Session, user: SignedIn, first: First = None, last: Last = None
) -> Period:
    """The period that was asked for, or the year up to its end."""
    end = last or today()
    return (first, end) if first else await service.default_period(session, user, end)


AskedPeriod = Annotated[Period, Depends(_period)]


@router.get("/reports/balance-sheet")
async def balance_sheet(session: Session, user: SignedIn, as_of: AsOf = None) -> BalanceSheetOut:
    """What is owned and owed on a day, and where the difference came from."""
    report = await service.read_balance_sheet(session, user, as_of or today())
    return shown.of_balance_sheet(report)


@router.get("/reports/income-statement")
async def income_statement(
    session: Session, user: SignedIn, first: First = None, last: Last = None
) -> IncomeStatementOut:
    """What was earned and spent in a period; from the beginning of the books without `from`."""
    report = await service.read_income_statement(session, user, first, last or today())
    return shown.of_income_statement(report)


@router.get("/reports/cash-flow")
async def cash_flow(session: Session, user: SignedIn, period: AskedPeriod) -> CashFlowOut:
    """Where the money at hand came from and where it went."""
    return shown.of_cash_flow(await service.read_cash_flow(session, user, period))


@router.get("/reports/net-worth")
async def net_worth(session: Session, user: SignedIn, period: AskedPeriod) -> NetWorthOut:
    """Net worth at the end of each month."""
    return shown.of_net_worth(await service.read_net_worth(session, user, period))


@router.get("/reports/categories")
async def categories(session: Session, user: SignedIn, period: AskedPeriod) -> CategoriesOut:
    """Income and expenses by account and month."""
    return shown.of_categories(await service.read_categories(session, user, period))


@router.get("/accounts/{account_id}/register", responses=answers(HTTPStatus.NOT_FOUND))
async def register(
    session: Session,
    user: SignedIn,
    account_id: Id,
    first: First = None,
    last: Last = None,
    after: Annotated[str | None, Query(pattern=r"^\d{4}-\d{2}-\d{2}\.\d{1,18}$")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    oldest_first: bool = False,
) -> RegisterOut:
    """An account's posted lines with the balance after each; `after` is the last page's `next`."""
    wanted = Extract(account_id, first, last, _place(after), limit, not oldest_first)
    return shown.of_register(await service.read_register(session, user, wanted))


@router.get("/entries/{entry_id}/sources", responses=answers(HTTPStatus.NOT_FOUND))
async def sources(session: Session, user: SignedIn, entry_id: Id) -> SourcesOut:
    """The lines of statements that an entry explains: the last step down from a figure."""
    return shown.of_sources(entry_id, await service.read_sources(session, user, entry_id))


def _place(written: str | None) -> Place | None:
    if written is None:
        return None
    try:
        return Place.parse(written)
    except ValueError:
        why = "is not the `next` of a page"
        raise Invalid(f"after: {why}", [Fault("after", why)]) from None
