"""Where a report's paths lie in the repository."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import Final

from sixfold.core.located import Findings

_DRIVE: Final = re.compile(r"[A-Za-z]:[\\/]")


@dataclass(frozen=True, slots=True)
class Roots:
    """The repository's root under each of its absolute names (one may lead through a link)."""

    folders: tuple[str, ...]

    def locate(self, path: str) -> str | None:
        """`path` from the root, with slashes; None for one that lies outside, or is no path."""
        if not path or "\0" in path:
            return None
        if "\\" in path and (_DRIVE.match(path) or "/" not in path):
            path = path.replace("\\", "/")
        clean = posixpath.normpath(path)
        if not (clean.startswith("/") or _DRIVE.match(clean)):
            return None if clean == "." or clean.split("/")[0] == ".." else clean
        for folder in self.folders:
            start = folder.replace("\\", "/").rstrip("/") + "/"
            if clean.startswith(start):
                return clean[len(start) :]
        return None


@dataclass(frozen=True, slots=True)
class Source:
    """A report that is being read: its name for messages, the root, and where faults go."""

    name: str
    roots: Roots
    findings: Findings

    def locate(self, path: str, line: int = 0) -> str | None:
        """As `Roots.locate`; a file outside of the repository is left out with a warning."""
        found = self.roots.locate(path)
        if found is None:
            self.warn(f"{path!r} is outside of the repository, and left out", line)
        return found

    def fault(self, rule: str, line: int = 0) -> None:
        """Note what makes the report unusable as proof."""
        self.findings.fault(self._place(line), rule)

    def warn(self, rule: str, line: int = 0) -> None:
        """Note what was passed over."""
        self.findings.warn(self._place(line), rule)

    def _place(self, line: int) -> str:
        return f"{self.name}:{line}" if line else self.name
