"""Errors as HTTP says them: problem+json (RFC 9457) with the field that is at fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from redis.exceptions import RedisError
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"

# PostgreSQL's codes for a transaction that lost against another: a snapshot that is too old, a
# deadlock, a lock that was not given back in time.
_OTHERS_FIRST = ("40001", "40P01", "55P03")
# What every route may answer, and what every one may that changes something.
_OF_ANY = (HTTPStatus.SERVICE_UNAVAILABLE,)
_OF_ANY_CHANGE = (
    HTTPStatus.FORBIDDEN,
    HTTPStatus.CONFLICT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: `field` is its place in the request, such as `lines.0.amount`."""

    field: str
    message: str


class FieldError(BaseModel):
    """One wrong field of a request."""

    field: str
    message: str


class Problem(BaseModel):
    """What every refused request is answered with."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] = []


class Refusal(Exception):
    """A use case says no. `kind` is stable for programs; `detail` is a sentence for people."""

    status = HTTPStatus.BAD_REQUEST
    kind = "refused"
    title = "The request was refused"

    def __init__(
        self, detail: str, faults: Iterable[Fault] = (), headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.faults = tuple(faults)
        self.headers = headers


class Unauthorized(Refusal):
    """Nobody is signed in, or the proof was wrong."""

    status = HTTPStatus.UNAUTHORIZED
    kind = "unauthorized"
    title = "You are not signed in"


class Forbidden(Refusal):
    """The request may have been made by another site in the user's name."""

    status = HTTPStatus.FORBIDDEN
    kind = "forbidden"
    title = "The request is not trusted"


class TooMany(Refusal):
    """Too often: `what` names the tries in plural, `seconds` is how long until the next one."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    kind = "too-many"
    title = "Too many requests"

    def __init__(self, what: str, seconds: int) -> None:
        wait = f"{seconds} s" if seconds < 120 else f"{seconds // 60} min"
        super().__init__(
            f"Too many {what}. Try again in {wait}.", (), {"Retry-After": str(seconds)}
        )


class TooLarge(Refusal):
    """The request is larger than what is taken."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    kind = "too-large"
    title = "The request is too large"


class NotFound(Refusal):
    """What the request names does not exist."""

    status = HTTPStatus.NOT_FOUND
    kind = "not-found"
    title = "Not found"


class Conflict(Refusal):
    """The request was right once; the state of the books has moved on, or forbids it."""

    status = HTTPStatus.CONFLICT
    kind = "conflict"
    title = "The books do not allow this now"


class Invalid(Refusal):
    """The request can be read, but what it asks breaks a rule of bookkeeping."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    kind = "invalid"
    title = "The request is not valid"


def invalid(field: str, message: str) -> Invalid:
    """The refusal of a request for one field's sake."""
    return Invalid(f"{field}: {message}", [Fault(field, message)])


def answers(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route that may refuse with these statuses, for the OpenAPI document."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {int(status): {"description": status.phrase, "content": content} for status in statuses}


def install(app: FastAPI) -> None:
    """Make every error of this application a problem document, and describe that document."""
    app.openapi = partial(_described, app.openapi)  # type: ignore[method-assign]  # FastAPI's own way
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(IntegrityError, _held_by_the_database)
    app.add_exception_handler(DBAPIError, _database_failed)
    app.add_exception_handler(PoolTimeoutError, _too_busy)
    app.add_exception_handler(RedisError, _redis_failed)
    # What the driver raises when there is nobody to connect to, or nobody answers in time.
    app.add_exception_handler(OSError, _database_failed)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def _described(build: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The OpenAPI document with what `answers` refers to; no route returns it as its own answer.

    What any route may answer is said of each: a service that is away, another site's request, one
    that is too large, a change that lost against another one.
    """
    document = build()
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(problem.pop("$defs", {}) | {"Problem": problem})
    for operations in document["paths"].values():
        for method, operation in operations.items():
            told = _OF_ANY if method == "get" else (*_OF_ANY, *_OF_ANY_CHANGE)
            said = {str(status): answer for status, answer in answers(*told).items()}
            operation["responses"] = said | operation["responses"]
    return document


def respond(problem: Problem, headers: dict[str, str] | None = None) -> JSONResponse:
    """The response that carries a problem."""
    return JSONResponse(
        problem.model_dump(), problem.status, media_type=MEDIA_TYPE, headers=headers
    )


def refused(error: Refusal) -> Problem:
    """What a refusal says."""
    return _problem(error.status, error.kind, error.title, error.detail, error.faults)


def _problem(
    status: int, kind: str, title: str, detail: str, faults: Iterable[Fault] = ()
) -> Problem:
    errors = [FieldError(field=fault.field, message=fault.message) for fault in faults]
    type_ = f"urn:finance-report:problem:{kind}"
    return Problem(type=type_, title=title, status=status, detail=detail, errors=errors)


def _refused(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refusal)  # noqa: S101 - the registry above pairs type and handler
    return respond(refused(error), error.headers)


def _unreadable(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - as above
    faults = [
        Fault(".".join(map(str, found["loc"][1:])), found["msg"].removeprefix("Value error, "))
        for found in error.errors()
    ]
    detail = "; ".join(f"{fault.field or 'body'}: {fault.message}" for fault in faults)
    return respond(_problem(422, Invalid.kind, Invalid.title, detail, faults))


def _held_by_the_database(_: Request, error: Exception) -> JSONResponse:
    """A rule that a race got past the service, and that the database held."""
    assert isinstance(error, IntegrityError)  # noqa: S101 - as above
    cause = error.orig.__cause__ if error.orig else None
    constraint = getattr(cause, "constraint_name", None) or "a constraint"
    # Triggers of ours that know what to do say so.
    hint = getattr(cause, "hint", None) or "Read the present state and retry."
    what = getattr(cause, "message", "") if getattr(cause, "hint", None) else constraint
    detail = f"The database refused the change: {what}. {hint}"
    return respond(_problem(409, constraint.replace("_", "-"), Conflict.title, detail))


def _database_failed(request: Request, error: Exception) -> JSONResponse:
    if getattr(getattr(error, "orig", None), "sqlstate", None) in _OTHERS_FIRST:
        detail = "Somebody else is changing the same thing. Read the present state and retry."
        return respond(_problem(409, "busy", Conflict.title, detail))
    structlog.get_logger().error("database_failed", path=request.url.path, error=_cause(error))
    detail = "The database did not answer. /api/health says which part of the service is at fault."
    return respond(_problem(503, "database-unavailable", "The database is unavailable", detail))


def _too_busy(request: Request, _: Exception) -> JSONResponse:
    """More requests at once than there are connections, for longer than one waits for its turn."""
    structlog.get_logger().error("too_busy", path=request.url.path)
    detail = "Too many requests are being worked on. Try again in a moment."
    problem = _problem(503, "too-busy", "The service is too busy", detail)
    return respond(problem, {"Retry-After": "2"})


def _redis_failed(request: Request, error: Exception) -> JSONResponse:
    structlog.get_logger().error("redis_failed", path=request.url.path, error=type(error).__name__)
    detail = "The store of sessions did not answer. /api/health says which part is at fault."
    return respond(_problem(503, "redis-unavailable", "Sessions are unavailable", detail))


def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - as above
    if error.status_code == HTTPStatus.BAD_REQUEST:
        # The framework's word for bytes that are no text. Other bodies that are no JSON are 422.
        return _refused(request, invalid("body", "it cannot be read as JSON in UTF-8"))
    phrase = HTTPStatus(error.status_code).phrase
    kind = phrase.lower().replace(" ", "-")
    problem = _problem(error.status_code, kind, phrase, str(error.detail))
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = _allowed(request)
    return respond(problem, headers)


def _allowed(request: Request) -> str:
    """Every method of the path; the router names those of the first route that has it."""
    path = getattr(request.scope.get("route"), "path_format", "")
    operations = request.app.openapi()["paths"].get(path, {})
    return ", ".join(sorted(map(str.upper, operations)))


def _unexpected(request: Request, error: Exception) -> JSONResponse:
    structlog.get_logger().error("unexpected", path=request.url.path, error=type(error).__name__)
    detail = "This is a fault of the service, not of the request. It has been logged."
    return respond(_problem(500, "unexpected", "Unexpected error", detail))


def _cause(error: Exception) -> str:
    """The kind of a database error; its text may quote the rows of a person."""
    return type(getattr(error, "orig", error)).__name__
