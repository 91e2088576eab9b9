"""Every check there is for drift, in the order in which they are made."""

from __future__ import annotations

from typing import Final

from sixfold.core.drift import Check, Drift, Sources
from sixfold.core.drift_decisions import decisions
from sixfold.core.drift_images import images, pins
from sixfold.core.drift_names import documents, hints
from sixfold.core.drift_versions import versions
from sixfold.core.drift_workflow import workflow
from sixfold.core.generated import pages

CHECKS: Final[tuple[Check, ...]] = (
    workflow,
    versions,
    images,
    pins,
    documents,
    hints,
    pages,
    decisions,
)


def drifts(sources: Sources) -> list[Drift]:
    """What all checks find, in the tree's order, each once."""
    return sorted({drift for check in CHECKS for drift in check(sources)})
