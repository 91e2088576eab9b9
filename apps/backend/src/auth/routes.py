"""Auth over HTTP: register, sign in, sign out, and who is signed in."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from src.auth import service
from src.auth.schemas import PasswordIn, ProfileIn, RegistrationIn, SessionOut, SignInIn, UserOut
from src.auth.sessions import IDLE, Sessions, cookie_name
from src.auth.users import User
from src.dependencies import OpenSessions, PerhapsSignedIn, ReachedServices, Session, SignedIn
from src.errors import answers

UNAUTHORIZED = HTTPStatus.UNAUTHORIZED
FORBIDDEN = HTTPStatus.FORBIDDEN
CONFLICT = HTTPStatus.CONFLICT
INVALID = HTTPStatus.UNPROCESSABLE_ENTITY
TOO_MANY = HTTPStatus.TOO_MANY_REQUESTS

router = APIRouter(prefix="/api/auth", tags=["auth"], responses=answers(FORBIDDEN, INVALID))


@router.post("/register", status_code=HTTPStatus.CREATED, responses=answers(CONFLICT, TOO_MANY))
async def register(
    request: Request,
    response: Response,
    session: Session,
    services: ReachedServices,
    sessions: OpenSessions,
    asked: RegistrationIn,
) -> UserOut:
    """Make an account and sign in."""
    user = await service.register(session, services, asked.asked(), _address(request))
    await _begin(request, response, sessions, user)
    return UserOut.of(user)


@router.post("/sign-in", responses=answers(UNAUTHORIZED, TOO_MANY))
async def sign_in(
    request: Request,
    response: Response,
    session: Session,
    services: ReachedServices,
    sessions: OpenSessions,
    asked: SignInIn,
) -> UserOut:
    """Begin a session; the one that the browser had before ends."""
    password = asked.password.get_secret_value()
    user = await service.sign_in(session, services, asked.email, password, _address(request))
    await _begin(request, response, sessions, user)
    return UserOut.of(user)


@router.post("/sign-out", status_code=HTTPStatus.NO_CONTENT)
async def sign_out(request: Request, response: Response, sessions: OpenSessions) -> None:
    """End this session. Who has none is signed out already."""
    if secret := request.cookies.get(cookie_name(request.app.state.settings)):
        await sessions.end(secret)
    _forget(request, response)


@router.post(
    "/sign-out-everywhere", status_code=HTTPStatus.NO_CONTENT, responses=answers(UNAUTHORIZED)
)
async def sign_out_everywhere(
    request: Request, response: Response, user: SignedIn, sessions: OpenSessions
) -> None:
    """End every session of the person who asks, on every device."""
    await sessions.end_all(user.id)
    _forget(request, response)


@router.get("/session")
async def present_session(user: PerhapsSignedIn) -> SessionOut:
    """Whether anybody is signed in, for pages that show a way in to who is not."""
    return SessionOut(user=UserOut.of(user) if user else None)


@router.get("/me", responses=answers(UNAUTHORIZED))
async def me(user: SignedIn) -> UserOut:
    """Who is signed in."""
    return UserOut.of(user)


@router.patch("/me", responses=answers(UNAUTHORIZED))
async def change_profile(session: Session, user: SignedIn, change: ProfileIn) -> UserOut:
    """Change how you are called, or the currency of your reports."""
    changes = change.model_dump(exclude_unset=True)
    return UserOut.of(await service.change_profile(session, user, changes))


@router.post(
    "/password",
    status_code=HTTPStatus.NO_CONTENT,
    responses=answers(UNAUTHORIZED, TOO_MANY),
)
async def change_password(
    request: Request,
    response: Response,
    session: Session,
    services: ReachedServices,
    sessions: OpenSessions,
    user: SignedIn,
    asked: PasswordIn,
) -> None:
    """Change the password. Every session ends, and this browser gets a new one."""
    current, new = asked.password.get_secret_value(), asked.new_password.get_secret_value()
    await service.change_password(session, services, user, current, new)
    await _begin(request, response, sessions, user)


async def _begin(request: Request, response: Response, sessions: Sessions, user: User) -> None:
    """Give the browser a session that nobody can have planted there."""
    settings = request.app.state.settings
    name = cookie_name(settings)
    if before := request.cookies.get(name):
        await sessions.end(before)
    response.set_cookie(
        name,
        await sessions.open(user.id),
        max_age=IDLE,
        path="/",
        secure=settings.is_deployed,
        httponly=True,
        samesite="lax",
    )


def _forget(request: Request, response: Response) -> None:
    settings = request.app.state.settings
    response.delete_cookie(
        cookie_name(settings), path="/", secure=settings.is_deployed, httponly=True, samesite="lax"
    )


def _address(request: Request) -> str:
    """Where the request comes from; behind a proxy the server is told to believe its header."""
    return request.client.host if request.client else "unknown"
