"""How CSV files are read, over HTTP: what was detected, what a person confirms, what is saved."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path

from src import money
from src.dependencies import ReachedServices, Session, SignedIn
from src.errors import answers
from src.statements import service, store
from src.statements.profile_schemas import (
    MappingIn,
    MappingOut,
    ProfileBody,
    ProfileList,
    ProfileOut,
    TrialLine,
    TrialOut,
)
from src.statements.schemas import (
    FaultOut,
    ImportOut,
)

NOT_FOUND = HTTPStatus.NOT_FOUND
CONFLICT = HTTPStatus.CONFLICT
UNAVAILABLE = HTTPStatus.SERVICE_UNAVAILABLE

router = APIRouter()

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]

_TRIAL_LINES = 20


@router.get("/imports/{import_id}/mapping", responses=answers(NOT_FOUND))
async def read_mapping(session: Session, user: SignedIn, import_id: Id) -> MappingOut:
    """How a CSV file is read, and why; empty for other formats."""
    found, _ = await service.require_import(session, user.id, import_id)
    return MappingOut.of(found)


@router.put("/imports/{import_id}/mapping", responses=answers(NOT_FOUND, CONFLICT))
async def confirm_mapping(
    session: Session, services: ReachedServices, user: SignedIn, import_id: Id, mapping: MappingIn
) -> ImportOut:
    """Read the file by this profile, now and whenever a file has the same heading."""
    profile = mapping.profile.profile()
    done = await service.confirm_profile(
        session, services, user.id, import_id, profile, mapping.name
    )
    return ImportOut.of(done)


@router.post(
    "/imports/{import_id}/mapping/trial",
    responses=answers(NOT_FOUND, CONFLICT, UNAVAILABLE),
)
async def try_mapping(
    session: Session, services: ReachedServices, user: SignedIn, import_id: Id, profile: ProfileBody
) -> TrialOut:
    """The first lines as this profile would read them; nothing is stored."""
    reading = await service.try_profile(session, services, user.id, import_id, profile.profile())
    lines = [line for statement in reading.statements for line in statement.lines]
    shown = [
        TrialLine(
            number=line.number,
            date=line.date,
            amount=money.render(line.amount, profile.currency),
            text=line.text,
        )
        for line in lines[:_TRIAL_LINES]
    ]
    faults = [
        FaultOut(line=fault.line, message=fault.message, text=fault.text, lost=fault.lost)
        for fault in reading.faults[:_TRIAL_LINES]
    ]
    return TrialOut(
        lines=shown, faults=faults, line_count=len(lines), fault_count=len(reading.faults)
    )


@router.get("/csv-profiles")
async def list_profiles(session: Session, user: SignedIn) -> ProfileList:
    """The saved ways of reading CSV files."""
    found = await store.profiles(session, user.id)
    return ProfileList(items=[ProfileOut.of(each) for each in found])


@router.delete(
    "/csv-profiles/{profile_id}",
    status_code=HTTPStatus.NO_CONTENT,
    responses=answers(NOT_FOUND),
)
async def drop_profile(session: Session, user: SignedIn, profile_id: Id) -> None:
    """Forget a saved way; the next file of that bank asks again."""
    await service.drop_profile(session, user.id, profile_id)
