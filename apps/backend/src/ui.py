"""The user interface: the exported pages, served at the same origin as the API."""

from __future__ import annotations

import stat
from os import PathLike, stat_result
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

# Every file below it has the hash of its content in its name.
_HASHED = "_next/static/"
_FOR_EVER = "public, max-age=31536000, immutable"

_NOT_BUILT = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Finance Report</title>
<body style="font:16px/1.5 system-ui;max-width:40rem;margin:4rem auto;padding:0 1rem">
<h1>The pages have not been built</h1>
<p>The API is running: <a href="/api/docs">/api/docs</a>. Build the pages, then reload:</p>
<pre><code>cd apps/frontend &amp;&amp; npm ci &amp;&amp; npm run build</code></pre>
</body></html>
"""


class Pages(StaticFiles):
    """A static export: `/reconciliation` is `reconciliation.html`, or `index.html` in a folder.

    The folder may appear after the start; until then every page says how to build it.
    """

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory, html=True, check_dir=False)
        self._index = directory / "index.html"

    async def check_config(self) -> None:
        """A folder that is not there yet is no error of configuration."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The page, the file, `404.html`, or the word that nothing has been built."""
        if not self._index.is_file():
            return HTMLResponse(_NOT_BUILT, 503, {"Cache-Control": "no-store"})
        try:
            return await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code != 404:
                raise
            return HTMLResponse("<!doctype html><title>Not found</title>Not found", 404)

    def lookup_path(self, path: str) -> tuple[str, stat_result | None]:
        """Find the file of a path, which may leave out `.html`."""
        for candidate in (path, f"{path}.html"):
            full, found = super().lookup_path(candidate)
            if found and (stat.S_ISREG(found.st_mode) or _has_index(full)):
                return full, found
        return "", None

    def file_response(
        self,
        full_path: str | PathLike[str],
        stat_result: stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """The file, cached for ever when its name says what is in it, else asked for again."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        hashed = f"/{_HASHED}" in Path(full_path).as_posix() and status_code == 200
        response.headers["Cache-Control"] = _FOR_EVER if hashed else "no-cache"
        return response


def _has_index(folder: str) -> bool:
    return (Path(folder) / "index.html").is_file()
