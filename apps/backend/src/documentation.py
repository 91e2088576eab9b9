"""Swagger UI at /api/docs, from files on this machine: it works without a network."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

FILES = "/api/docs/files"


def install(app: FastAPI, openapi_url: str) -> None:
    """Serve the page and its files."""
    app.mount(FILES, StaticFiles(directory=_vendored()), name="documentation")

    @app.get("/api/docs", include_in_schema=False)
    async def documentation() -> HTMLResponse:
        return get_swagger_ui_html(
            openapi_url=openapi_url,
            title=f"{app.title}: API",
            swagger_js_url=f"{FILES}/swagger-ui-bundle.js",
            swagger_css_url=f"{FILES}/swagger-ui.css",
            swagger_favicon_url=f"{FILES}/favicon.png",
        )


def _vendored() -> Path:
    """The folder of Swagger UI's files inside the package that carries them; it is not imported."""
    found = find_spec("fastapi_offline")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("fastapi-offline is not installed: it carries Swagger UI's files")
    return Path(found.origin).parent / "static"
