"""How far a reading has come, for whoever waits for it: a short-lived hash in Redis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, cast

from src.services import Services

Step = Literal["waiting", "fetching", "reading", "storing", "done"]
_KEPT_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Progress:
    """The step, and in it how many lines of how many; 0 of 0 where nothing can be counted yet."""

    step: Step
    lines: int = 0
    total: int = 0


async def tell(services: Services, import_id: int, progress: Progress) -> None:
    """Say how far it is."""
    fields: dict[Any, Any] = {
        "step": progress.step,
        "lines": progress.lines,
        "total": progress.total,
    }
    key = _key(services, import_id)
    async with services.redis.pipeline(transaction=True) as pipe:
        pipe.hset(key, mapping=fields)
        pipe.expire(key, _KEPT_SECONDS)
        await pipe.execute()


async def told(services: Services, import_id: int) -> Progress:
    """What was said last; waiting when nothing was."""
    found: Any = await services.redis.hgetall(_key(services, import_id))
    if not found:
        return Progress("waiting")
    return Progress(cast("Step", found["step"]), int(found["lines"]), int(found["total"]))


def _key(services: Services, import_id: int) -> str:
    return f"{services.settings.namespace}:import:{import_id}:progress"
