"""The three gates of the boot check: `python -m src.boot --mode dry-run|critical|full`.

Gate 1 needs no service, gate 2 is what the application needs to serve, gate 3 is everything it
uses. The exit code is that of the worst finding: 1 when anything failed, else 0.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from src.config import ConfigurationError, Settings, load
from src.database import Database, connect

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


class Mode(StrEnum):
    """How far to look: the first gate, the first two, or all three."""

    DRY_RUN = "dry-run"
    CRITICAL = "critical"
    FULL = "full"


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


async def run(mode: Mode) -> list[Finding]:
    """Every finding of the gates that `mode` asks for; a check that cannot run says so."""
    started = time.perf_counter()
    try:
        settings = load()
    except ConfigurationError as error:
        return [
            Finding(1, variable, Verdict.FAIL, rule, f"set {variable}; see .env.example")
            for variable, rule in error.faults.items()
        ]
    detail = f"environment {settings.environment}"
    findings = [Finding(1, "settings", Verdict.PASS, detail, milliseconds=_since(started))]
    findings += await _gate(1, {"migrations": _one_head, "api": lambda: _api(settings)})
    if mode is Mode.DRY_RUN:
        return findings
    database = connect(settings.database_url.get_secret_value())
    try:
        findings += await critical(database)
        if mode is Mode.FULL:
            findings += await _everything(settings, database)
    finally:
        await database.close()
    return findings


async def critical(database: Database) -> list[Finding]:
    """Gate 2: the database answers, and its schema is the one that this code was written for."""
    found = await _gate(2, {"database": lambda: _answers(database)})
    if found[0].verdict is Verdict.FAIL:
        return [*found, Finding(2, "schema", Verdict.WARN, "not checked without a database")]
    return found + await _gate(2, {"schema": lambda: _at_head(database)})


def worst(findings: Sequence[Finding]) -> Verdict:
    """The worst verdict of all."""
    return max((each.verdict for each in findings), key=list(Verdict).index, default=Verdict.PASS)


def table(findings: Sequence[Finding]) -> str:
    """The findings for people: one line each, and below it what to do."""
    lines = []
    for each in findings:
        time_ = f"{each.milliseconds:.0f} ms"
        lines.append(
            f"{each.verdict:4}  gate {each.gate}  {each.name:12} {time_:>8}  {each.detail}"
        )
        if each.remedy:
            lines.append(f"      -> {each.remedy}")
    return "\n".join([*lines, f"{worst(findings)}: {len(findings)} checks"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the checks and print them. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m src.boot", description="The boot check.")
    parser.add_argument("--mode", type=Mode, choices=list(Mode), default=Mode.FULL)
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    options = parser.parse_args(arguments)
    findings = asyncio.run(run(options.mode))
    if options.json:
        report = {"verdict": worst(findings), "checks": [asdict(each) for each in findings]}
        print(json.dumps(report, indent=2))
    else:
        print(table(findings))
    return int(worst(findings) is Verdict.FAIL)


async def _gate(gate: int, checks: dict[str, Callable[[], Awaitable[str]]]) -> list[Finding]:
    return [await _find(gate, name, check) for name, check in checks.items()]


async def _find(gate: int, name: str, check: Callable[[], Awaitable[str]]) -> Finding:
    started = time.perf_counter()
    try:
        verdict, detail, remedy = Verdict.PASS, await check(), ""
    except Failed as failed:
        verdict, detail, remedy = failed.verdict, failed.detail, failed.remedy
    return Finding(gate, name, verdict, detail, remedy, _since(started))


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
    from sqlalchemy import text

    from src.services import PATIENCE, reason

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
    from sqlalchemy import text

    heads = _heads()
    async with database.sessions() as session:
        migrated = await session.scalar(text("SELECT to_regclass('alembic_version') IS NOT NULL"))
        query = "SELECT version_num FROM alembic_version"
        applied = sorted(await session.scalars(text(query))) if migrated else []
    if applied == heads:
        return f"at head, {', '.join(heads)}"
    present = ", ".join(applied) or "empty"
    if set(applied) - _known_revisions():
        raise Failed(f"at {present}, which this code does not know", "run a newer release")
    raise Failed(f"at {present}, this code needs {', '.join(heads)}", MIGRATE)


async def _everything(settings: Settings, database: Database) -> list[Finding]:
    from src.services import Services

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
    # Imported here: the settings alone can fail without it.
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(Config(BACKEND / "alembic.ini"))


def _heads() -> list[str]:
    return sorted(_scripts().get_heads())


def _known_revisions() -> set[str]:
    return {script.revision for script in _scripts().walk_revisions()}


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)


if __name__ == "__main__":
    sys.exit(main())
