"""Sessions in Redis. The browser holds a random secret, Redis only its hash."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from src.config import Settings

if TYPE_CHECKING:
    from redis.asyncio import Redis

DAY = 24 * 3600
# A session ends after so long without a request, in seconds.
IDLE = 14 * DAY
_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Sessions:
    """The sessions of one namespace.

    Beside each session stands the set of its owner's sessions, so that all of them can be ended.
    """

    redis: Redis
    namespace: str

    async def open(self, user_id: int) -> str:
        """A new session; the secret for the cookie is returned and kept nowhere."""
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        key, all_of_them = self._key(secret), self._all(user_id)
        await self._forget_ended(all_of_them)
        async with self.redis.pipeline(transaction=True) as pipe:
            pipe.set(key, user_id, ex=IDLE)
            pipe.sadd(all_of_them, key)
            await pipe.execute()
        return secret

    async def owner(self, secret: str) -> int | None:
        """Whose session this is, if it is one; asking keeps it alive."""
        found = await self.redis.getex(self._key(secret), ex=IDLE)
        return None if found is None else int(found)

    async def end(self, secret: str) -> None:
        """End this session, whoever holds its cookie."""
        key = self._key(secret)
        found = await self.redis.getdel(key)
        if found is not None:
            await self.redis.srem(self._all(int(found)), key)

    async def end_all(self, user_id: int) -> None:
        """End every session of this person."""
        all_of_them = self._all(user_id)
        keys = await self.redis.smembers(all_of_them)
        await self.redis.delete(all_of_them, *keys)

    async def _forget_ended(self, all_of_them: str) -> None:
        """Strike out the sessions that nobody used for so long that they ended by themselves."""
        for key in await self.redis.smembers(all_of_them):
            if not await self.redis.exists(key):
                await self.redis.srem(all_of_them, key)

    def _key(self, secret: str) -> str:
        return f"{self.namespace}:session:{hashlib.sha256(secret.encode()).hexdigest()}"

    def _all(self, user_id: int) -> str:
        return f"{self.namespace}:sessions:{user_id}"


def cookie_name(settings: Settings) -> str:
    """The cookie's name. Two worktrees on one host differ in it: cookies do not know ports."""
    name = "finance-report-" + re.sub(r"[^A-Za-z0-9-]", "-", settings.namespace)
    # The prefix makes the browser refuse the cookie from anything but this very host over TLS.
    return f"__Host-{name}" if settings.is_deployed else name
