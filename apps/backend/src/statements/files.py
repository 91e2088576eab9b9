"""The files themselves: in the bucket, byte for byte, under their owner and their SHA-256."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import BinaryIO

from src.errors import Refusal
from src.services import Services

_PIECE = 1024 * 1024


class StorageAway(Refusal):
    """The bucket does not answer. The cause is in the chain, and not in what is told."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    kind = "storage-unavailable"
    title = "The storage is unavailable"

    def __init__(self) -> None:
        super().__init__("The storage of files did not answer. Try again in a moment.")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that has arrived whole and is open at its beginning."""

    name: str
    size: int
    sha256: str
    opened: BinaryIO


def key_of(owner: int, sha256: str) -> str:
    """Where in the bucket a file is. Nobody else's upload of the same bytes is at this place."""
    return f"statements/{owner}/{sha256}"


async def digest(opened: BinaryIO) -> tuple[str, int]:
    """The SHA-256 and the size of a file, which is then open at its beginning."""

    def read() -> tuple[str, int]:
        found, size = hashlib.sha256(), 0
        opened.seek(0)
        while piece := opened.read(_PIECE):
            found.update(piece)
            size += len(piece)
        opened.seek(0)
        return found.hexdigest(), size

    return await asyncio.to_thread(read)


async def keep(services: Services, owner: int, upload: Upload) -> None:
    """Write the file. Doing it again changes nothing: the place follows from the bytes.

    Raises StorageAway, as all that follow do.
    """
    try:
        with _reached():
            await services.bucket.put_async(key_of(owner, upload.sha256), upload.opened)
    except FileNotFoundError as error:
        # What is not found when something is written is the bucket itself.
        raise StorageAway from error


async def content(services: Services, owner: int, sha256: str) -> bytes:
    """The whole file. Raises FileNotFoundError."""
    with _reached():
        found = await services.bucket.get_async(key_of(owner, sha256))
        return bytes(await found.bytes_async())


async def pieces(services: Services, owner: int, sha256: str) -> AsyncIterator[bytes]:
    """The file piece by piece, for a download. Raises FileNotFoundError before the first one."""
    with _reached():
        found = await services.bucket.get_async(key_of(owner, sha256))
    stream = found.stream(min_chunk_size=_PIECE)

    async def flow() -> AsyncIterator[bytes]:
        async for piece in stream:
            yield bytes(piece)

    return flow()


async def forget(services: Services, owner: int, sha256: str) -> None:
    """Take the file out of the bucket."""
    with _reached():
        await services.bucket.delete_async(key_of(owner, sha256))


@contextmanager
def _reached() -> Iterator[None]:
    """Tell a bucket that does not answer as that."""
    # Slow to import, and imported with the bucket's client anyway.
    from obstore.exceptions import BaseError

    try:
        yield
    except BaseError as error:
        raise StorageAway from error
