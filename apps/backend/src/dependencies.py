"""What a route asks for by its type: who is signed in, a session, and the services behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from src.auth import store
from src.auth.sessions import Sessions, cookie_name
from src.auth.users import User
from src.database import Database
from src.errors import Unauthorized
from src.services import Services


async def _session(request: Request) -> AsyncIterator[AsyncSession]:
    """One session for one request; whatever was not committed is rolled back.

    A request that only reads sees one state of the books: an answer is put together from several
    queries, and would else speak of lines that another request removed between two of them.
    """
    database: Database = request.app.state.database
    sessions = database.views if request.method in ("GET", "HEAD") else database.sessions
    async with sessions() as opened:
        yield opened


async def _services(request: Request) -> Services:
    found: Services = request.app.state.services
    return found


Session = Annotated[AsyncSession, Depends(_session)]
ReachedServices = Annotated[Services, Depends(_services)]


async def _sessions(services: ReachedServices) -> Sessions:
    return Sessions(services.redis, services.settings.namespace)


OpenSessions = Annotated[Sessions, Depends(_sessions)]


async def _perhaps(request: Request, session: Session, sessions: OpenSessions) -> User | None:
    """Who sent the request, or None when the browser has no session."""
    secret = request.cookies.get(cookie_name(request.app.state.settings))
    owner = await sessions.owner(secret) if secret else None
    row = await store.by_id(session, owner) if owner is not None else None
    return row.user() if row else None


PerhapsSignedIn = Annotated[User | None, Depends(_perhaps)]


async def _signed_in(user: PerhapsSignedIn) -> User:
    """Who sent the request. Raises Unauthorized when the browser has no session."""
    if user is None:
        raise Unauthorized("Sign in first.")
    return user


SignedIn = Annotated[User, Depends(_signed_in)]
