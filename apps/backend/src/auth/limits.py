"""How often somebody may try: counters in Redis that every process of the application shares."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from src.errors import TooMany
from src.services import Services


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `times` within `seconds`, counted from the first; `what` is for the sentence."""

    name: str
    what: str
    times: int
    seconds: int


# A person who forgot their password tries a handful; a list of stolen passwords is longer.
SIGN_IN = Limit("sign-in", "attempts to sign in", times=10, seconds=15 * 60)
# Many people may share one address, so it is allowed more than one of them is.
SIGN_IN_FROM_ADDRESS = Limit("sign-in-address", "attempts to sign in", times=100, seconds=15 * 60)
# Nobody guesses one account's password from many addresses either.
SIGN_IN_TO_ACCOUNT = Limit("sign-in-account", "attempts to sign in", times=50, seconds=3600)
REGISTRATION = Limit("registration", "registrations", times=20, seconds=3600)
UPLOAD = Limit("upload", "uploads", times=120, seconds=3600)


async def spend(services: Services, limit: Limit, *who: object) -> None:
    """Count one use of `limit` by `who`, such as a user's id or an address.

    Raises TooMany, which says when the next one is possible.
    """
    key = _key(services, limit, who)
    async with services.redis.pipeline(transaction=True) as pipe:
        pipe.incr(key)
        pipe.expire(key, limit.seconds, nx=True)
        pipe.ttl(key)
        used, _, left = await pipe.execute()
    if used > limit.times:
        raise TooMany(limit.what, max(left, 1))


async def forgive(services: Services, limit: Limit, *who: object) -> None:
    """Forget what was counted: the attempt turned out to be a good one."""
    await services.redis.delete(_key(services, limit, who))


def _key(services: Services, limit: Limit, who: tuple[object, ...]) -> str:
    # Hashed, so that no address or name of a person is kept in Redis.
    subject = hashlib.sha256("\0".join(map(str, who)).encode()).hexdigest()[:32]
    return f"{services.settings.namespace}:limit:{limit.name}:{subject}"
