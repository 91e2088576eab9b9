"""The gates of the boot check: what must hold before the application may serve.

Gate 1 needs no service, gate 2 is what the application needs to serve, gate 3 is all it uses.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from src.config import Settings
from src.database import Database
from src.services import PATIENCE, Services, reason

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

BACKEND = Path(__file__).parents[1]
MIGRATE = "alembic upgrade head"

_REMEDIES = {
    "redis": "start the server that REDIS_URL names, or correct REDIS_URL",
    "s3": "start the server of S3_ENDPOINT, or make S3_BUCKET; /api/ping makes it in development",
}


class Verdict(StrEnum):
    """How a check ended, from best to worst."""

    PASS = "PASS"  # noqa: S105 - a verdict, not a password
    WARN = "WARN"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; `remedy` is empty when there is nothing to do."""

    gate: int
    name: str
    verdict: Verdict
    detail: str
    remedy: str = ""
    milliseconds: float = 0.0


class Failed(Exception):
    """A check's own no: what is wrong, and what to do."""

    def __init__(self, detail: str, remedy: str, verdict: Verdict = Verdict.FAIL) -> None:
        super().__init__(detail)
        self.detail, self.remedy, self.verdict = detail, remedy, verdict


async def static(settings: Settings) -> list[Finding]:
    """Gate 1, after the settings: one head of the migrations, and the API builds."""
    return await _gate(1, {"migrations": _one_head, "api": lambda: _api(settings)})


async def critical(database: Database) -> list[Finding]:
    """Gate 2: the database answers, and its schema is the one that this code was written for."""
    found = await _gate(2, {"database": lambda: _answers(database)})
    if found[0].verdict is Verdict.FAIL:
        return [*found, Finding(2, "schema", Verdict.WARN, "not checked without a database")]
    return found + await _gate(2, {"schema": lambda: _at_head(database)})


async def everything(settings: Settings, database: Database) -> list[Finding]:
    """Gate 3: Redis, S3 and the file of secrets."""
    findings = []
    services = Services(settings, database)
    checks = [check for check in await services.health() if check.name != "database"]
    await services.close()
    for check in checks:
        verdict = Verdict.PASS if check.ok else Verdict.FAIL
        remedy = "" if check.ok else _REMEDIES[check.name]
        detail = f"{check.target}: {check.detail}"
        findings.append(Finding(3, check.name, verdict, detail, remedy, check.milliseconds))
    return [*findings, await secrets(settings)]


async def secrets(settings: Settings) -> Finding:
    """Gate 3: the file that a secrets agent renders is there, and private."""
    return await _find(3, "secrets", lambda: _secrets(settings))


async def _gate(gate: int, checks: dict[str, Callable[[], Awaitable[str]]]) -> list[Finding]:
    return [await _find(gate, name, check) for name, check in checks.items()]


async def _find(gate: int, name: str, check: Callable[[], Awaitable[str]]) -> Finding:
    started = time.perf_counter()
    try:
        verdict, detail, remedy = Verdict.PASS, await check(), ""
    except Failed as failed:
        verdict, detail, remedy = failed.verdict, failed.detail, failed.remedy
    except Exception as error:
        verdict, detail, remedy = Verdict.FAIL, f"the check broke: {reason(error)}", ""
    return Finding(gate, name, verdict, detail, remedy, milliseconds_since(started))


async def _one_head() -> str:
    heads = _heads()
    if len(heads) != 1:
        raise Failed(f"{len(heads)} heads: {', '.join(heads)}", "alembic merge heads")
    return f"one head, {heads[0]}"


async def _api(settings: Settings) -> str:
    try:
        from src.main import create_app

        paths = create_app(settings).openapi()["paths"]
    except Exception as error:
        raise Failed(
            f"the application does not build: {type(error).__name__}: {error}",
            "python -c 'import src.main'",
        ) from error
    return f"OpenAPI builds, {len(paths)} paths"


async def _answers(database: Database) -> str:
    url = database.engine.url
    place = f"{database.name} at {url.host}:{url.port or 5432}"
    try:
        async with asyncio.timeout(PATIENCE), database.sessions() as session:
            await session.execute(text("SELECT 1"))
    except Exception as error:
        raise Failed(
            f"{place} does not answer: {reason(error)}",
            "start the database that DATABASE_URL names, or correct DATABASE_URL",
        ) from error
    return place


async def _at_head(database: Database) -> str:
    heads = _heads()
    async with database.sessions() as session:
        migrated = await session.scalar(text("SELECT to_regclass('alembic_version') IS NOT NULL"))
        query = "SELECT version_num FROM alembic_version"
        applied = sorted(await session.scalars(text(query))) if migrated else []
    if applied == heads:
        return f"at head, {', '.join(heads)}"
    present = ", ".join(applied) or "empty"
    if set(applied) - _known_revisions():
        # While replicas are replaced one by one, the old ones serve on the new release's schema:
        # migrations are rehearsed for that, and a restart in between must not be refused.
        raise Failed(
            f"at {present}, which this code does not know: a newer release has migrated",
            "run the newer release",
            Verdict.WARN,
        )
    raise Failed(f"at {present}, this code needs {', '.join(heads)}", MIGRATE)


async def _secrets(settings: Settings) -> str:
    path = settings.secrets_file
    if path is None:
        if settings.environment in ("staging", "production"):
            raise Failed("SECRETS_FILE is not set", "set it to the agent's file", Verdict.WARN)
        return "not configured: secrets are plain variables here"
    if not path.is_file():
        raise Failed(f"{path} is missing", "start the secrets agent that renders it")
    mode = path.stat().st_mode & 0o777
    if mode & 0o077:
        raise Failed(f"{path} is readable by others ({mode:o})", f"chmod 600 {path}")
    return f"{path} is private"


def _scripts() -> ScriptDirectory:
    # Slow to import, and not needed to find the settings wrong.
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(Config(BACKEND / "alembic.ini"))


def _heads() -> list[str]:
    return sorted(_scripts().get_heads())


def _known_revisions() -> set[str]:
    return {script.revision for script in _scripts().walk_revisions()}


def milliseconds_since(started: float) -> float:
    """How long ago `time.perf_counter()` said `started`."""
    return round((time.perf_counter() - started) * 1000, 2)
