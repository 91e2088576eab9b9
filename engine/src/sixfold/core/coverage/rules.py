"""What coverage is held to, as it is configured in `[coverage]`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

# The name of all components together.
UNIFIED: Final = "unified"

_NO_FLOORS: Final[Mapping[str, float]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the repository whose coverage is judged by itself: what its suites measure."""

    name: str
    suites: tuple[str, ...]
    minimum: float = 0.0


@dataclass(frozen=True, slots=True)
class CoverageRules:
    """All of it; percentages are 0 to 100.

    `unified_minimum` is the net below everything, `unified_target` is only reported. `diff` is what
    changed lines have to reach in a run that measures them alone. `floors` map globs of files to
    the least that they have together. `base` is the branch whose `baseline` file counts.
    """

    components: tuple[Component, ...] = ()
    unified_minimum: float = 0.0
    unified_target: float = 0.0
    diff: float = 0.0
    floors: Mapping[str, float] = field(default_factory=lambda: _NO_FLOORS)
    baseline: str = "unified-coverage.json"
    base: str = "main"
