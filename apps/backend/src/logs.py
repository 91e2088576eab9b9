"""Logs: one line for each event, JSON where a machine reads them, and never a secret."""

from __future__ import annotations

import re
from typing import Literal

import structlog
from structlog.typing import EventDict, WrappedLogger

_SECRET_NAMES = re.compile(r"password|secret|token|authorization|cookie|access_key", re.IGNORECASE)
_CREDENTIALS = re.compile(r"(?<=://)[^/\s@]*@")
REDACTED = "[redacted]"


def configure(style: Literal["console", "json"]) -> None:
    """Set up logging for the whole process."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            redact,
            renderer,
        ]
    )


def redact(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Hide values whose name speaks of a secret, and the credentials inside any URL."""
    return {name: _redacted(name, value) for name, value in event.items()}


def _redacted(name: str, value: object) -> object:
    if _SECRET_NAMES.search(name):
        return REDACTED
    return _CREDENTIALS.sub(f"{REDACTED}@", value) if isinstance(value, str) else value
