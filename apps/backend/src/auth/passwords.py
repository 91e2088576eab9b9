"""Passwords, as argon2id hashes. Hashing is slow on purpose and runs beside the event loop."""

from __future__ import annotations

import asyncio
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pwdlib import PasswordHash

# One hash takes 64 MiB: who sends many sign-ins at once makes them wait, not the server swap.
_AT_ONCE = asyncio.Semaphore(4)


async def hashed(password: str) -> str:
    """The hash to store, with its salt and parameters in it."""
    async with _AT_ONCE:
        return await asyncio.to_thread(_argon2().hash, password)


async def verified(password: str, stored: str | None) -> tuple[bool, str | None]:
    """Whether the password is the one of the hash, and a better hash where ours is outdated.

    Without a stored hash the answer is no, after the same work: the time tells nothing.
    """
    async with _AT_ONCE:
        known = await asyncio.to_thread(_nobodys) if stored is None else stored
        right, better = await asyncio.to_thread(_verify, password, known)
    return (False, None) if stored is None else (right, better)


def _verify(password: str, known: str) -> tuple[bool, str | None]:
    from pwdlib.exceptions import UnknownHashError

    try:
        return _argon2().verify_and_update(password, known)
    except UnknownHashError:
        # Whoever put it there, it is nobody's password.
        return False, None


@cache
def _argon2() -> PasswordHash:
    # Slow to import, and only needed by who signs in.
    from pwdlib import PasswordHash
    from pwdlib.hashers.argon2 import Argon2Hasher

    return PasswordHash((Argon2Hasher(),))


@cache
def _nobodys() -> str:
    return _argon2().hash("the password of nobody at all")
