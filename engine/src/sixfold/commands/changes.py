"""Which files this checkout's change touches."""

from __future__ import annotations

import os
from pathlib import Path

from sixfold.clients.git import changed_files
from sixfold.core.changes import Changes, bases


def changes(root: Path, *, branch: str = "main", asked: str | None = None) -> Changes:
    """What differs from where this branch left `branch`, with all that is not committed.

    In a pull request's own checks the branch that it goes to (GITHUB_BASE_REF) comes first; a
    reference that was `asked` for is the only one looked at. Paths are relative to `root`.
    """
    return changed_files(root, bases(asked, os.environ.get("GITHUB_BASE_REF"), branch))
