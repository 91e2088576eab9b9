"""Places: the folders of this machine in which sixfold keeps data, caches and locks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Places:
    """`data` survives everything, `cache` may be thrown away, `state` holds locks and records.

    `memory` is a folder on a RAM disk for servers whose data is thrown away, or None.
    """

    data: Path
    cache: Path
    state: Path
    memory: Path | None = None
