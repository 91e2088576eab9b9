"""`base`, where a verb takes a commit: what the change that lies here is to be merged into."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

from sixfold.clients.git_history import History
from sixfold.config import Config
from sixfold.core.changes import bases

BASE: Final = "base"


def named_commit(config: Config, ref: str, environ: Mapping[str, str] | None = None) -> str:
    """The name of a commit: `ref` as it stands, and for `base` the base's, or nothing.

    That is the branch that a pull request is merged into (GITHUB_BASE_REF), else `[coverage]
    base`; on that branch itself the commit before. Nothing is for a clone that has neither.
    """
    if ref != BASE:
        return ref
    environ = os.environ if environ is None else environ
    history = History(config.root)
    head = history.commit("HEAD")
    asked = environ.get("GITHUB_BASE_REF")
    for reference in bases(None, asked, asked or config.coverage.base):
        commit = history.commit(reference)
        if commit is not None and commit != head:
            return reference
    return "HEAD^1" if history.commit("HEAD^1") else ""
