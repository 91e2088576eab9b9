"""What wraps every request, and the start itself."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from src.auth.forgery import why_forged
from src.errors import Forbidden, TooLarge, refused, respond

# Exported pages start themselves by inline scripts, whose content changes with every build.
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_DOCS = "/api/docs"
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SecurityHeaders:
    """Every answer tells the browser to load nothing from elsewhere and to be framed nowhere.

    What the API says is a person's own: nobody on the way may keep it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add the headers to what comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/api/") and not scope["path"].startswith(_DOCS):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, with_headers)


class SameOrigin:
    """No other site changes anything in the name of a person who is signed in here."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, unless it could be another site's."""
        reason = (
            why_forged(scope["method"], Headers(scope=scope)) if scope["type"] == "http" else None
        )
        if reason is None:
            await self._app(scope, receive, send)
            return
        await respond(refused(Forbidden(reason)))(scope, receive, send)


class BoundedBody:
    """No request makes the server hold more than `limit` bytes of it.

    One that announces more is refused before it is read, any other at the first byte too many.
    Paths in `but` bound their own bodies.
    """

    def __init__(self, app: ASGIApp, limit: int, but: tuple[str, ...] = ()) -> None:
        self._app = app
        self._limit = limit
        self._but = but

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and count what is read of it."""
        if scope["type"] != "http" or scope["path"] in self._but:
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdigit() and int(announced) > self._limit:
            await respond(refused(self._too_large()))(scope, receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._limit:
                # The framework takes every other error for a body that is no JSON.
                raise HTTPException(413, self._too_large().detail)
            return message

        await self._app(scope, counted, send)

    def _too_large(self) -> TooLarge:
        return TooLarge(f"A request of more than {self._limit / 1_000_000:g} MB is not taken.")


class RefusedStart(Exception):
    """The application must not serve; the text says why and what to do."""


class PlainRefusal:
    """A refused start is told in its own words, without the traceback that hides them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; shorten what the server is told when the start fails."""
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return
        kept: list[Message] = []

        async def hold_back(message: Message) -> None:
            if message["type"] == "lifespan.startup.failed":
                kept.append(message)
            else:
                await send(message)

        try:
            await self._app(scope, receive, hold_back)
        except RefusedStart as refusal:
            await send({"type": "lifespan.startup.failed", "message": str(refusal)})
            raise
        except BaseException:
            for message in kept:
                await send(message)
            raise
