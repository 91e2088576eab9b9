"""The application: API and pages at one origin. `src.main:app` is built when it is asked for."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from src import boot, documentation, errors, gates, health, logs, worker
from src.accounting import books_routes as books
from src.accounting import routes as accounting
from src.auth import routes as auth
from src.config import ConfigurationError, Settings, load
from src.database import connect
from src.demo import routes as demo
from src.middleware import BoundedBody, PlainRefusal, RefusedStart, SameOrigin, SecurityHeaders
from src.reconciliation import routes as reconciliation
from src.reconciliation import worker as matching
from src.reporting import export_routes as exports
from src.reporting import routes as reporting
from src.review import routes as review
from src.services import Services
from src.statements import routes as statements
from src.statements import worker as reading
from src.ui import Pages

OPENAPI = "/api/openapi.json"
# The largest entry, 1,000 lines with long memos, has six million bytes. Files are bounded by their
# own route.
_LARGEST_BODY = 8_000_000


def create_app(settings: Settings) -> FastAPI:
    """The application with these settings. It connects to nothing before it starts."""
    app = FastAPI(
        title="Finance Report",
        summary="Double-entry books of a person, in their own currencies",
        version="0.1.0",
        docs_url=None,
        redoc_url=None,
        openapi_url=OPENAPI,
        lifespan=_lifespan,
    )
    app.state.settings = settings
    app.add_middleware(BoundedBody, limit=_LARGEST_BODY, but=("/api/imports",))
    app.add_middleware(SameOrigin)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(PlainRefusal)
    errors.install(app)
    app.include_router(health.router)
    app.include_router(auth.router)
    app.include_router(accounting.router)
    app.include_router(books.router)
    app.include_router(reporting.router)
    app.include_router(exports.router)
    app.include_router(demo.router)
    app.include_router(statements.router)
    app.include_router(reconciliation.router)
    app.include_router(review.router)
    documentation.install(app, OPENAPI)
    # What no route of the API answers. A mount at `/` would also take requests that only have
    # the wrong method, and turn their 405 into a page.
    app.router.default = _Pages(settings.ui_directory)
    return app


class _Pages:
    """The pages, for every path outside the API."""

    def __init__(self, directory: Path) -> None:
        self._pages = Pages(directory)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _of_the_api(scope["path"]):
            raise HTTPException(404, f"There is no {scope['path']}; /api/docs lists what there is.")
        await self._pages(scope, receive, send)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    database = connect(settings.database_url.get_secret_value())
    services = Services(settings, database)
    try:
        findings = await gates.critical(database)
        if boot.worst(findings) is gates.Verdict.FAIL:
            raise RefusedStart(f"The boot check failed at gate 2:\n{boot.table(findings)}")
        app.state.database = database
        app.state.services = services
        if settings.may_create_bucket:
            # The first ping makes the bucket of a developer's machine; health only looks.
            await services.ping()
        async with worker.beside(services, database, reading.running, matching.running):
            yield
    finally:
        await services.close()
        await database.close()


def _of_the_api(path: str) -> bool:
    return path == "/api" or path.startswith("/api/")


def _app() -> FastAPI:
    try:
        settings = load()
    except ConfigurationError as error:
        sys.exit(f"The settings are wrong:\n{error}\nSee .env.example.")
    logs.configure("console" if settings.environment == "development" else "json")
    return create_app(settings)


def __getattr__(name: str) -> FastAPI:
    """`app`, built at its first use: importing this module reads no variable."""
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    built = globals()["app"] = _app()
    return built
