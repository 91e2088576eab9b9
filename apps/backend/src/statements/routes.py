"""Statements over HTTP: uploads, previews, commits and undoing.

Mappings, and accounts with their lines, are in the two files beside this one.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from src.auth import limits
from src.dependencies import ReachedServices, Session, SignedIn
from src.errors import NotFound, answers
from src.statements import (
    account_routes,
    committing,
    files,
    mapping_routes,
    progress,
    service,
    staging,
    store,
)
from src.statements.schemas import (
    AssignmentsIn,
    ChoicesIn,
    CommitIn,
    FaultList,
    FaultOut,
    ImportLineList,
    ImportList,
    ImportOut,
    ProgressOut,
    UploadOut,
)
from src.statements.staging import State
from src.statements.tables import Status
from src.statements.uploads import BODY, received

NOT_FOUND = HTTPStatus.NOT_FOUND
CONFLICT = HTTPStatus.CONFLICT
INVALID = HTTPStatus.UNPROCESSABLE_ENTITY
UNAUTHORIZED = HTTPStatus.UNAUTHORIZED
TOO_LARGE = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
UNAVAILABLE = HTTPStatus.SERVICE_UNAVAILABLE
TOO_MANY = HTTPStatus.TOO_MANY_REQUESTS

router = APIRouter(prefix="/api", tags=["statements"], responses=answers(INVALID, UNAUTHORIZED))

router.include_router(mapping_routes.router)
router.include_router(account_routes.router)

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
Limit = Annotated[int, Query(ge=1, le=500)]
Offset = Annotated[int, Query(ge=0, le=2**31 - 1)]
Search = Annotated[str | None, Query(max_length=200, pattern=r"^[^\x00]*$")]

# How often the stream of events looks, and how long it lasts; browsers connect again by themselves.
_LOOK_EVERY = 0.3
_LONGEST_STREAM = 300.0
_EVENT: dict[str, Any] = {
    "type": "object",
    "required": ["data"],
    "properties": {
        "data": {
            "type": "string",
            "contentMediaType": "application/json",
            "contentSchema": {"$ref": "#/components/schemas/ProgressOut"},
        }
    },
}
_BUSY = (Status.QUEUED, Status.READING)


@router.get("/imports")
async def list_imports(
    session: Session,
    user: SignedIn,
    status: Status | None = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> ImportList:
    """Imports, the latest first."""
    found, total = await store.imports(session, user.id, status, limit, offset)
    return ImportList.of(found, total, limit, offset)


@router.post(
    "/imports",
    status_code=HTTPStatus.CREATED,
    openapi_extra=BODY,
    responses={
        int(HTTPStatus.OK): {"model": UploadOut, "description": "The file was there already"},
        **answers(CONFLICT, NOT_FOUND, TOO_LARGE, TOO_MANY, UNAVAILABLE),
    },
)
async def upload_file(
    request: Request,
    response: Response,
    session: Session,
    services: ReachedServices,
    user: SignedIn,
) -> UploadOut:
    """Upload a statement file. It is kept as it is, and read in the background."""
    await limits.spend(services, limits.UPLOAD, user.id)
    async with received(request, services.settings.upload_limit) as (upload, account_id):
        done = await service.receive(session, services, user.id, upload, account_id)
    out = UploadOut.of(done)
    response.headers["Location"] = out.link
    if done.known:
        response.status_code = HTTPStatus.OK
    return out


@router.get("/imports/{import_id}", responses=answers(NOT_FOUND))
async def read_import(session: Session, user: SignedIn, import_id: Id) -> ImportOut:
    """One import, its statements, and what becomes of its lines as things are now."""
    return ImportOut.of(await service.read_import(session, user.id, import_id))


@router.delete(
    "/imports/{import_id}",
    status_code=HTTPStatus.NO_CONTENT,
    responses=answers(NOT_FOUND, CONFLICT),
)
async def discard_import(
    session: Session, services: ReachedServices, user: SignedIn, import_id: Id
) -> None:
    """Forget an import that is not committed, and its file."""
    await committing.discard_import(session, services, user.id, import_id)


@router.get("/imports/{import_id}/progress", responses=answers(NOT_FOUND))
async def read_progress(
    session: Session, services: ReachedServices, user: SignedIn, import_id: Id
) -> ProgressOut:
    """How far the reading has come."""
    return await _progress(session, services, user.id, import_id)


@router.get(
    "/imports/{import_id}/events",
    response_class=StreamingResponse,
    responses={
        int(HTTPStatus.OK): {
            "description": "Each event is a ProgressOut; the last one is not queued or reading",
            "content": {"text/event-stream": {"schema": _EVENT}},
        },
        **answers(NOT_FOUND),
    },
)
async def follow_progress(
    session: Session, services: ReachedServices, user: SignedIn, import_id: Id
) -> StreamingResponse:
    """The progress as server-sent events, until the file is read."""
    first = await _progress(session, services, user.id, import_id)
    await session.close()  # not held for as long as somebody watches
    events = _events(services, user.id, import_id, first)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(events, media_type="text/event-stream", headers=headers)


@router.get("/imports/{import_id}/lines", responses=answers(NOT_FOUND))
async def list_import_lines(
    session: Session,
    user: SignedIn,
    import_id: Id,
    state: State | None = None,
    after: Annotated[int, Query(ge=-1, le=2**31 - 1)] = -1,
    limit: Limit = 100,
) -> ImportLineList:
    """The staged lines in the order of the file, with what becomes of each."""
    found, _ = await service.require_import(session, user.id, import_id)
    lines = await staging.marked_lines(session, found, state, after, limit)
    return ImportLineList.of(lines, limit)


@router.get("/imports/{import_id}/faults", responses=answers(NOT_FOUND))
async def list_import_faults(
    session: Session, user: SignedIn, import_id: Id, limit: Limit = 100, offset: Offset = 0
) -> FaultList:
    """What was wrong in the file, by line."""
    await service.require_import(session, user.id, import_id)
    found, total = await staging.faults(session, user.id, import_id, limit, offset)
    items = [FaultOut.of(each) for each in found]
    return FaultList(items=items, total=total, limit=limit, offset=offset)


@router.get(
    "/imports/{import_id}/file",
    response_class=StreamingResponse,
    responses={
        int(HTTPStatus.OK): {
            "description": "The file as it was uploaded, byte for byte",
            "content": {"application/octet-stream": {"schema": {"type": "string"}}},
        },
        **answers(NOT_FOUND, UNAVAILABLE),
    },
)
async def download_file(
    session: Session, services: ReachedServices, user: SignedIn, import_id: Id
) -> StreamingResponse:
    """The file as it was uploaded, byte for byte."""
    _, file = await service.require_import(session, user.id, import_id)
    await session.close()  # not held for as long as somebody's network takes
    try:
        pieces = await files.pieces(services, user.id, file.sha256)
    except FileNotFoundError:
        raise NotFound(f"The file of import {import_id} is not in the storage any more.") from None
    headers = {
        # Never shown by the browser itself: it is whatever somebody's bank wrote.
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
        "Content-Length": str(file.size),
        "ETag": f'"{file.sha256}"',
    }
    return StreamingResponse(pieces, media_type="application/octet-stream", headers=headers)


@router.put("/imports/{import_id}/accounts", responses=answers(NOT_FOUND, CONFLICT))
async def assign_accounts(
    session: Session, user: SignedIn, import_id: Id, asked: AssignmentsIn
) -> ImportOut:
    """Say which account each statement is of; later files with the same name of it follow."""
    accounts = {each.statement_id: each.account_id for each in asked.accounts}
    return ImportOut.of(await service.assign(session, user.id, import_id, accounts))


@router.put("/imports/{import_id}/choices", responses=answers(NOT_FOUND, CONFLICT))
async def choose_lines(
    session: Session, user: SignedIn, import_id: Id, asked: ChoicesIn
) -> ImportOut:
    """Take or leave lines whatever the rules say."""
    done = await service.choose(session, user.id, import_id, asked.positions, asked.choice)
    return ImportOut.of(done)


@router.post("/imports/{import_id}/commit", responses=answers(NOT_FOUND, CONFLICT))
async def commit_import(
    session: Session,
    services: ReachedServices,
    user: SignedIn,
    import_id: Id,
    wish: CommitIn | None = None,
) -> ImportOut:
    """Make the lines of this import lines of their accounts. It can be undone.

    They are matched with the journal in the background.
    """
    asked = wish or CommitIn()
    done = await committing.commit_import(
        session,
        user.id,
        import_id,
        asked.similar,
        accept_difference=asked.accept_difference,
    )
    await service.announce(services, import_id)
    return ImportOut.of(done)


@router.post("/imports/{import_id}/undo", responses=answers(NOT_FOUND, CONFLICT))
async def undo_import(session: Session, user: SignedIn, import_id: Id) -> ImportOut:
    """Take the whole import back: everything is as it was before its commit."""
    return ImportOut.of(await committing.undo_import(session, user.id, import_id))


@router.post("/imports/{import_id}/retry", responses=answers(NOT_FOUND, CONFLICT))
async def retry_import(
    session: Session, services: ReachedServices, user: SignedIn, import_id: Id
) -> ImportOut:
    """Read the file again, after its reading failed."""
    return ImportOut.of(await committing.retry_import(session, services, user.id, import_id))


async def _progress(
    session: Session, services: ReachedServices, owner: int, import_id: int
) -> ProgressOut:
    found, _ = await service.require_import(session, owner, import_id)
    return ProgressOut.of(found.status, await progress.told(services, import_id))


async def _events(
    services: ReachedServices, owner: int, import_id: int, first: ProgressOut
) -> AsyncIterator[str]:
    """One event at once, then one at each change, to the one that says it is read."""
    loop = asyncio.get_running_loop()
    until = loop.time() + _LONGEST_STREAM
    now = first
    yield f"data: {now.model_dump_json()}\n\n"
    while now.status in _BUSY and loop.time() < until:
        await asyncio.sleep(_LOOK_EVERY)
        async with services.database.sessions() as session:
            try:
                seen = await _progress(session, services, owner, import_id)
            except NotFound:
                return  # discarded meanwhile
        if seen != now:
            now = seen
            yield f"data: {now.model_dump_json()}\n\n"
