"""Files over HTTP: reports as CSV, JSON and PDF, the journal, and the books in Beancount."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from src.dependencies import Session, SignedIn
from src.reporting import exports
from src.reporting.exports import ReportName
from src.reporting.routes import REFUSALS, AskedPeriod, today

router = APIRouter(prefix="/api/exports", tags=["reporting"], responses=REFUSALS)


class Format(StrEnum):
    """What a report can be had as."""

    CSV = "csv"
    JSON = "json"
    PDF = "pdf"


_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSON: "application/json",
    Format.PDF: "application/pdf",
}
_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"text/csv": {}, "application/json": {}, "application/pdf": {}},
        "description": "The file.",
    }
}


@router.get("/report", response_class=Response, responses=_FILE)
async def report(
    session: Session, user: SignedIn, period: AskedPeriod, report: ReportName, format: Format
) -> Response:
    """A report as a file; the balance sheet is that of the last day."""
    content: str | bytes
    if format is Format.JSON:
        content = await exports.as_json(session, user, report, period)
    else:
        document = await exports.document(session, user, report, period)
        content = (
            exports.as_csv(document) if format is Format.CSV else await exports.as_pdf(document)
        )
    headers = _named(f"{report}-{period[1]}.{format}")
    return Response(content, media_type=_TYPES[format], headers=headers)


@router.get("/journal.csv", response_class=StreamingResponse)
async def journal_csv(session: Session, user: SignedIn) -> StreamingResponse:
    """Every posted line, the earliest first."""
    content = exports.journal_csv(session, user)
    headers = _named(f"journal-{today()}.csv")
    return StreamingResponse(content, media_type=_TYPES[Format.CSV], headers=headers)


@router.get("/books.beancount", response_class=StreamingResponse)
async def beancount_file(session: Session, user: SignedIn) -> StreamingResponse:
    """Everything that is posted, as Beancount reads it, with balances that it can check."""
    content = exports.beancount_file(session, user)
    headers = _named(f"books-{today()}.beancount")
    return StreamingResponse(content, media_type="text/plain; charset=utf-8", headers=headers)


def _named(file: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{file}"'}
