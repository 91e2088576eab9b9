"""Every check there is for drift, in the order in which they are made."""

from __future__ import annotations

from typing import Final

from sixfold.core.drift.actions import lenient, pinned
from sixfold.core.drift.dockerfiles import dockerfiles
from sixfold.core.drift.grants import alone, grants
from sixfold.core.drift.images import images, pins
from sixfold.core.drift.model import Check, Drift, Sources
from sixfold.core.drift.names import documents, hints
from sixfold.core.drift.versions import versions
from sixfold.core.drift.workflow import workflow
from sixfold.core.drift_decisions import decisions
from sixfold.core.reference.generated import pages

CHECKS: Final[tuple[Check, ...]] = (
    workflow,
    grants,
    alone,
    pinned,
    lenient,
    versions,
    images,
    dockerfiles,
    pins,
    documents,
    hints,
    pages,
    decisions,
)


def drifts(sources: Sources) -> list[Drift]:
    """What all checks find, in the tree's order, each once."""
    return sorted({drift for check in CHECKS for drift in check(sources)})
