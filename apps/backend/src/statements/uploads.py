"""A file out of a request's body, without ever holding more of it than is allowed.

The body is read here and not by the framework, which would take all of it before it asks who sent
it. It is refused by its announced length before the first byte, else at the first byte too many.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import PurePosixPath
from typing import Any

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from src.errors import Fault, Invalid, TooLarge
from src.statements import files
from src.statements.files import Upload
from src.statements.parsers.base import printable

# What may stand around the file in the body: boundaries, headers, the small fields.
_AROUND = 64 * 1024

# The body for the OpenAPI document.
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "description": "CSV, OFX, QFX, QIF, CAMT.053, MT940 or PDF",
                        },
                        "account_id": {
                            "type": "integer",
                            "description": "The account of statements that name none",
                        },
                    },
                }
            }
        },
    }
}


class FileTooLarge(TooLarge):
    """The body is larger than what is taken."""

    title = "The file is too large"

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"Files of more than {limit / 1_000_000:g} MB are not taken. Export a shorter period."
        )


@asynccontextmanager
async def received(request: Request, limit: int) -> AsyncIterator[tuple[Upload, int | None]]:
    """The uploaded file, closed at the end of the block, and the account that was named.

    Raises FileTooLarge, or Invalid when the body is no form with one file in it.
    """
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > limit + _AROUND:
        raise FileTooLarge(limit)
    form = await _form(request, limit)
    try:
        yield await _upload(form, limit), _account(form)
    finally:
        await form.close()


async def _form(request: Request, limit: int) -> FormData:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise _invalid("file", "the body must be multipart/form-data with a field named file")
    body = _bounded(request, limit)
    try:
        return await MultiPartParser(request.headers, body, max_files=1, max_fields=4).parse()
    except (MultiPartException, KeyError, ValueError) as error:
        what = getattr(error, "message", "") or "its boundary is missing"
        raise _invalid("file", f"the form cannot be read: {what}") from None


async def _bounded(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > limit + _AROUND:
            raise FileTooLarge(limit)
        yield piece


async def _upload(form: FormData, limit: int) -> Upload:
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise _invalid("file", "there is no file in the form")
    sha256, size = await files.digest(file.file)
    if size > limit:
        raise FileTooLarge(limit)
    if size == 0:
        raise _invalid("file", "the file is empty")
    # Some browsers send a path; only its last part is a name.
    name = PurePosixPath(printable(file.filename or "").replace("\\", "/")).name
    return Upload(name[-255:] or "statement", size, sha256, file.file)


def _account(form: FormData) -> int | None:
    said = form.get("account_id")
    if said is None or said == "":
        return None
    if not isinstance(said, str) or not said.isascii() or not said.isdigit() or len(said) > 18:
        raise _invalid("account_id", "must be the id of an account")
    return int(said)


def _invalid(field: str, message: str) -> Invalid:
    return Invalid(f"{field}: {message}", [Fault(field, message)])
