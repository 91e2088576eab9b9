"""What the pages may rely on: `python -m src.contract` prints the OpenAPI document."""

from __future__ import annotations

import hashlib
import json
import sys
from typing import Any

from fastapi import FastAPI

_WORDS = ("description", "summary", "title", "examples")


def fingerprint(app: FastAPI) -> str:
    """A name for the shapes of every request and answer; words about them do not change it."""
    canonical = json.dumps(_shapes(app.openapi()), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def _shapes(value: Any) -> Any:
    """The document without what only people read."""
    if isinstance(value, list):
        return [_shapes(each) for each in value]
    if not isinstance(value, dict):
        return value
    # A field may be called `title`: its value is a schema, where a word's is text or a list.
    return {
        name: _shapes(each)
        for name, each in value.items()
        if not (name in _WORDS and isinstance(each, str | list))
    }


def main() -> None:
    """Print the document and its fingerprint."""
    from src.main import app

    said = {"fingerprint": fingerprint(app), "document": app.openapi()}
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main()
