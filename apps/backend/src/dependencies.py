"""What a route asks for by its type: a session, and the services behind the application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from src.database import Database
from src.services import Services


async def _session(request: Request) -> AsyncIterator[AsyncSession]:
    """One session for one request; whatever was not committed is rolled back."""
    database: Database = request.app.state.database
    async with database.sessions() as opened:
        yield opened


async def _services(request: Request) -> Services:
    found: Services = request.app.state.services
    return found


Session = Annotated[AsyncSession, Depends(_session)]
ReachedServices = Annotated[Services, Depends(_services)]
