"""The boot check: `python -m src.boot --mode dry-run|critical|full`.

The exit code is that of the worst finding: 1 when anything failed, else 0.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum

from src import gates
from src.config import ConfigurationError, load
from src.database import connect
from src.gates import Finding, Verdict, milliseconds_since


class Mode(StrEnum):
    """How far to look: the first gate, the first two, or all three."""

    DRY_RUN = "dry-run"
    CRITICAL = "critical"
    FULL = "full"


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
    findings = [
        Finding(1, "settings", Verdict.PASS, detail, milliseconds=milliseconds_since(started))
    ]
    findings += await gates.static(settings)
    if mode is Mode.DRY_RUN:
        return findings
    database = connect(settings.database_url.get_secret_value())
    try:
        findings += await gates.critical(database)
        if mode is Mode.FULL:
            findings += await gates.everything(settings, database)
    finally:
        await database.close()
    return findings


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


if __name__ == "__main__":
    sys.exit(main())
