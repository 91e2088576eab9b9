"""One changed file as a commit on a remote's branch, which nobody else's work is lost by."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sixfold.clients.git import REDIRECTING
from sixfold.core.service import Secret
from sixfold.errors import RemoteRefused
from sixfold.shell import Result, run

_BOT: Final = {
    "GIT_AUTHOR_NAME": "sixfold",
    "GIT_AUTHOR_EMAIL": "sixfold@users.noreply.invalid",
    "GIT_COMMITTER_NAME": "sixfold",
    "GIT_COMMITTER_EMAIL": "sixfold@users.noreply.invalid",
}
_LIMIT: Final = 60.0


def differs(root: Path, file: str) -> bool:
    """Whether a file is there and not as the checked out commit has it."""
    if not (root / file).is_file():
        return False
    return bool(_git(root, "status", "--porcelain", "--untracked-files=all", "--", file).out)


def publish(
    root: Path, file: str, message: str, *, remote: str, branch: str, token: Secret | None
) -> bool:
    """Commit one file on top of the checked out commit, and push it to `branch` of `remote`.

    Neither the checkout nor its branch is changed. False where the branch has moved on meanwhile:
    nothing is forced. The token is handed to git by its environment alone. Raises RemoteRefused
    where the remote says no for another reason.
    """
    index = Path(_git(root, "rev-parse", "--path-format=absolute", "--git-path", "").out.strip())
    apart = {**_BOT, "GIT_INDEX_FILE": str(index / f"sixfold-{os.getpid()}.index")}
    try:
        _git(root, "read-tree", "HEAD", more=apart)
        _git(root, "add", "--force", "--", file, more=apart)
        tree = _git(root, "write-tree", more=apart).out.strip()
    finally:
        Path(apart["GIT_INDEX_FILE"]).unlink(missing_ok=True)
    commit = _git(root, "commit-tree", tree, "-p", "HEAD", "-m", message, more=apart).out.strip()
    target = f"{commit}:refs/heads/{branch}"
    words = ("push", "--porcelain", remote, target)
    pushed = _git(root, *words, more=_authorised(token), check=False)
    if pushed.code == 0:
        return True
    if any(line.startswith("!\t") and "fetch first" in line for line in pushed.out.splitlines()):
        return False
    if "non-fast-forward" in pushed.out:
        return False
    said = " ".join((pushed.out + pushed.err).split())[-300:]
    raise RemoteRefused(
        f"{remote} did not take the commit for {branch}: {said}",
        hint="the token needs to be allowed to write to the branch",
    )


def _authorised(token: Secret | None) -> dict[str, str]:
    """git's configuration by environment: a process list shows arguments, not these."""
    if token is None:
        return {"GIT_TERMINAL_PROMPT": "0"}
    pair = base64.b64encode(f"x-access-token:{token.reveal()}".encode()).decode()
    return {
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "http.extraheader",
        "GIT_CONFIG_VALUE_0": f"Authorization: Basic {pair}",
    }


def _git(
    root: Path, *words: str, more: Mapping[str, str] | None = None, check: bool = True
) -> Result:
    environ = {name: value for name, value in os.environ.items() if name not in REDIRECTING}
    environ |= {"LC_ALL": "C", **(more or {})}
    return run(["git", *words], cwd=root, env=environ, timeout=_LIMIT, check=check)
