"""What git says of a change: where it left its base, what the base had, which lines differ."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sixfold.errors import NotPassed, ToolMissing
from sixfold.shell import Result, run

# Set by git in its hooks; they would make it answer for another repository than the folder's.
_REDIRECTING: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE")
# A person's own settings must not change how a diff is written.
_PLAIN: Final = (
    *("-c", "core.quotePath=false", "-c", "diff.noprefix=false", "-c", "diff.mnemonicPrefix=false"),
    *("-c", "diff.renames=true", "-c", "diff.renameLimit=2000", "-c", "diff.algorithm=histogram"),
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A file as one commit left it; `when` is in seconds since 1970."""

    commit: str
    when: int
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class History:
    """The repository that a checkout's root lies in. Without git every answer is "nothing"."""

    root: Path

    def commit(self, reference: str) -> str | None:
        """The full hash that a branch, tag or hash stands for."""
        verify = ("rev-parse", "--quiet", "--verify", "--end-of-options")
        return self._word(*verify, f"{reference}^{{commit}}")

    def merge_base(self, one: str, other: str) -> str | None:
        """The commit at which two lines of history parted, as far as they are here."""
        return self._word("merge-base", one, other)

    def show(self, commit: str, path: str) -> str | None:
        """A file as it was in a commit."""
        result = self._ask("show", f"{commit}:./{path}")
        return result.out if result is not None and result.code == 0 else None

    def last_change(self, commit: str, path: str) -> str | None:
        """The commit, this one or before it, that last changed a file."""
        return self._word("log", "-1", "--format=%H", commit, "--", path)

    def trailers(self, since: str, key: str) -> tuple[str, ...]:
        """The values of a trailer in the messages of all commits since one, the newest first."""
        form = f"--format=%(trailers:key={key},valueonly,unfold)"
        result = self._ask("log", form, f"{since}..HEAD")
        lines = result.out.splitlines() if result is not None and result.code == 0 else []
        return tuple(line.strip() for line in lines if line.strip())

    def clean(self) -> bool:
        """Whether the tree is what was committed, but for files that git does not know."""
        result = self._ask("status", "--porcelain", "--untracked-files=no")
        return result is not None and result.code == 0 and not result.out.strip()

    def changed(self, since: str) -> tuple[str, ...]:
        """The files in which HEAD differs from a commit, relative to the repository's own root."""
        result = self._ask("diff", "--name-only", "-z", "--no-renames", since, "HEAD", "--")
        names = result.out.split("\0") if result is not None and result.code == 0 else []
        return tuple(filter(None, names))

    def diff(self, commit: str) -> str:
        """What the tree, staged or not, differs in from a commit, without context."""
        form = ("--unified=0", "--src-prefix=a/", "--dst-prefix=b/", "--relative")
        quiet = ("--no-color", "--no-ext-diff", "--no-textconv", "--find-renames")
        result = self._ask("diff", *form, *quiet, commit, "--")
        return result.out if result is not None and result.code == 0 else ""

    def untracked(self) -> tuple[str, ...]:
        """Files that git neither knows nor is told to ignore, relative to the root."""
        result = self._ask("ls-files", "-z", "--others", "--exclude-standard")
        names = result.out.split("\0") if result is not None and result.code == 0 else []
        return tuple(filter(None, names))

    def recorded(self, path: str, *, most: int) -> list[Recorded]:
        """What the last commits on this branch made of a file, the oldest first."""
        form = ("--first-parent", "--format=%H %ct %s", f"--max-count={most}")
        result = self._ask("log", *form, "--", path)
        found = []
        for line in result.out.splitlines() if result is not None and result.code == 0 else ():
            commit, when, subject = line.split(" ", 2)
            text = self.show(commit, path)
            found += [Recorded(commit, int(when), subject, text)] if text is not None else []
        return found[::-1]

    def _word(self, *arguments: str) -> str | None:
        result = self._ask(*arguments)
        return result.out.strip() or None if result is not None and result.code == 0 else None

    def _ask(self, *arguments: str) -> Result | None:
        environment = {k: value for k, value in os.environ.items() if k not in _REDIRECTING}
        command: Sequence[str] = ("git", *_PLAIN, *arguments)
        try:
            return run(command, cwd=self.root, env=environment, timeout=60, check=False, brief=True)
        except (ToolMissing, NotPassed):
            return None
