"""Profiles as they are kept, and how a kept one is found again for the next file of its bank."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from src.statements.parsers.base import LONGEST_TEXT, printable
from src.statements.parsers.csv_detection import Detection
from src.statements.parsers.profile import Profile


def kept(profile: Profile) -> dict[str, Any]:
    """The profile as JSON."""
    return asdict(profile) | {"texts": list(profile.texts)}


def restored(stored: Mapping[str, Any]) -> Profile:
    """The profile that `kept` wrote."""
    return _adapter().validate_python(dict(stored))


def signature(detection: Detection) -> str:
    """What the files of one bank have in common: their heading, or the width of their rows."""
    heading = [cell.casefold() for cell in detection.heading]
    widest = max((len(row) for row in detection.sample), default=0)
    said = "\x1f".join(heading) if heading else f"no heading, {widest} columns"
    return hashlib.sha256(said.encode()).hexdigest()


def described(detection: Detection) -> dict[str, Any]:
    """What the detection said, as JSON for the person who confirms it."""
    return {
        "signature": signature(detection),
        "heading": _shown(detection.heading),
        "sample": [_shown(row) for row in detection.sample],
        "reasons": [
            asdict(reason) | {"why": printable(reason.why)} for reason in detection.reasons
        ],
        "confidence": detection.confidence,
        "profile": kept(detection.profile) if detection.profile else None,
    }


def _shown(cells: Iterable[str]) -> list[str]:
    """Cells as they are looked at: PostgreSQL's JSON holds no NUL, and nobody reads a novel."""
    return [printable(cell)[:LONGEST_TEXT] for cell in cells]


def adapted(saved: Profile, detection: Detection) -> Profile:
    """The saved profile for this file: preamble, encoding and account are each file's own."""
    found = detection.profile
    if found is None:
        return saved
    return replace(
        saved,
        first_row=found.first_row,
        encoding=found.encoding,
        delimiter=found.delimiter,
        account=found.account or saved.account,
        currency=found.currency or saved.currency,
    )


@cache
def _adapter() -> TypeAdapter[Profile]:
    return TypeAdapter(Profile)
