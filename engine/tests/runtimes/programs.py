"""Stand-ins for an engine's programs, which answer from a script and keep what they were told."""

from __future__ import annotations

from pathlib import Path


def put(folder: Path, name: str, script: str) -> Path:
    """A program of that name in `folder`, whose body is a shell script."""
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return program
