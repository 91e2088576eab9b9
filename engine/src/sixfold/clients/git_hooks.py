"""Where git looks for the hooks of a checkout."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from sixfold.errors import RequestError
from sixfold.shell import run

# Set by git in its hooks; they would make it answer for another repository than the folder's.
_REDIRECTING: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE")


def hooks_folder(checkout: Path) -> Path:
    """The folder of hooks, by `core.hooksPath` where it is set; worktrees share one.

    Raises RequestError outside of a repository, ToolMissing without git.
    """
    environment = {name: value for name, value in os.environ.items() if name not in _REDIRECTING}
    asked = run(
        ["git", "rev-parse", "--git-path", "hooks"],
        cwd=checkout,
        env=environment,
        timeout=10,
        check=False,
        brief=True,
    )
    if asked.code != 0:
        raise RequestError(f"{checkout} is in no git repository", hint="git init")
    return (checkout / asked.out.removesuffix("\n")).absolute()
