"""Bytecode of what a suite's processes import: kept by us where the environment forbids to keep it.

Images of containers often set PYTHONDONTWRITEBYTECODE, for nothing is to appear beside the sources.
Every process that a test starts would then compile all that it imports, which takes longer than
most of them run.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_FORBIDS: Final = "PYTHONDONTWRITEBYTECODE"
_PLACE: Final = "PYTHONPYCACHEPREFIX"
# Files of tests come and go, and nothing else removes the bytecode of those that went.
_KEPT: Final = 24 * 3600.0


def with_bytecode(environment: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The environment of a suite's processes, whose bytecode goes to `folder` if to no other place.

    Where it is kept anyway, or has a place already, nothing changes.
    """
    if not environment.get(_FORBIDS) or _PLACE in environment:
        return dict(environment)
    _forget_old(folder)
    allowed = {name: value for name, value in environment.items() if name != _FORBIDS}
    return {**allowed, _PLACE: str(folder)}


def _forget_old(folder: Path) -> None:
    """Begin anew each day."""
    try:
        age = time.time() - folder.stat().st_mtime
    except FileNotFoundError:
        folder.mkdir(mode=0o700)
        return
    if age > _KEPT:
        shutil.rmtree(folder, ignore_errors=True)
