"""What lint is made of: tools, what each found, and how it ended."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

FILES: Final = "{files}"


@dataclass(frozen=True, slots=True)
class LintTool:
    """One tool of `[lint.<name>]`.

    `command` runs in `directory` (relative to the root); its word `{files}` becomes the files that
    match the globs `files` and not `exclude`, and without that word it looks at all of them by
    itself. `inputs` are globs of what else its answer depends on. `read` names how its output is
    read, `pattern` is the expression for `read = "text"`. With an exit code that is not in `codes`
    it has crashed. `fix` is the command that repairs what it can.
    """

    name: str
    command: tuple[str, ...]
    files: tuple[str, ...]
    exclude: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    directory: str = "."
    read: str = "text"
    pattern: str = ""
    message: str = ""
    codes: tuple[int, ...] = (0, 1)
    fix: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class LintFinding:
    """One thing that a tool found; `line` and `column` count from 1, and are 0 where unknown."""

    path: str
    line: int
    column: int
    rule: str
    message: str
    tool: str = ""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place} {self.rule} {self.message}"


class Ending(StrEnum):
    """How one tool ended. Only the first four are a pass, and only the first is remembered."""

    CLEAN = "clean"
    REMEMBERED = "clean, remembered"
    ELSEWHERE = "clean in these paths"
    NOTHING = "no files"
    FOUND = "found"
    MISSING = "missing"
    CRASHED = "crashed"


@dataclass(frozen=True, slots=True)
class ToolReport:
    """One tool's part: `fault` says why there is no answer, `files` how many it was about."""

    tool: str
    ending: Ending
    findings: tuple[LintFinding, ...] = ()
    fault: str = ""
    files: int = 0
    seconds: float = 0.0

    @property
    def good(self) -> bool:
        """Whether this tool has nothing against the tree."""
        return self.ending not in (Ending.FOUND, Ending.MISSING, Ending.CRASHED)


class Unreadable(Exception):
    """A tool's output is not what it was said to be."""


def within(files: Iterable[str], paths: Sequence[str]) -> list[str]:
    """The files that are one of the paths, or below one; all of them where no path is given."""
    if not paths or "." in paths:
        return list(files)
    return [
        file
        for file in files
        if any(file == path or file.startswith(f"{path.rstrip('/')}/") for path in paths)
    ]


def batches(files: Sequence[str], limit: int) -> list[list[str]]:
    """The files in runs whose names have at most `limit` characters, for one command line each."""
    found: list[list[str]] = []
    room = 0
    for file in files:
        room -= len(file) + 1
        if room < 0:
            found.append([])
            room = limit - len(file) - 1
        found[-1].append(file)
    return found


def placed(path: str, *, root: str, directory: str) -> str:
    """A path as a tool that runs in `directory` prints it, relative to the root."""
    if path.startswith("/"):
        inside = path == root or path.startswith(f"{root.rstrip('/')}/")
        return posixpath.relpath(path, root) if inside else path
    return posixpath.normpath(posixpath.join(directory, path))


def tidy(findings: Iterable[LintFinding], tool: LintTool, root: str) -> tuple[LintFinding, ...]:
    """Findings with paths from the root, in order, each once."""
    named = {
        replace(
            found,
            path=placed(found.path, root=root, directory=tool.directory),
            message=" ".join(found.message.split()),
            tool=tool.name,
        )
        for found in findings
    }
    return tuple(sorted(named))


def together(reports: Iterable[ToolReport]) -> list[LintFinding]:
    """All findings in the tree's order; what two tools say in the same words counts once."""
    seen: dict[tuple[str, int, str, str], LintFinding] = {}
    for found in sorted(found for report in reports for found in report.findings):
        seen.setdefault((found.path, found.line, found.rule, found.message), found)
    return list(seen.values())


def ended(
    tool: LintTool, code: int, findings: Sequence[LintFinding], said: str
) -> tuple[Ending, str]:
    """How a tool ended, and its fault: no answer is taken for a clean one."""
    tail = " / ".join(said.strip().splitlines()[-3:])
    if code not in tool.codes:
        return Ending.CRASHED, f"ended with exit code {code}{': ' if tail else ''}{tail}"
    if findings:
        return Ending.FOUND, ""
    if code != 0:
        return Ending.CRASHED, (
            f"ended with exit code {code} and no finding that could be read"
            f"{': ' if tail else ''}{tail}"
        )
    return Ending.CLEAN, ""


def expanded(
    words: Sequence[str], files: Sequence[str], tool: LintTool, values: Mapping[str, str]
) -> list[str]:
    """A command with `{files}` as paths from its own folder, and `{root}` and `{python}`."""
    argv: list[str] = []
    for word in words:
        if word == FILES:
            argv += [posixpath.relpath(file, tool.directory) for file in files]
            continue
        for name, value in values.items():
            word = word.replace(f"{{{name}}}", value)
        argv.append(word)
    return argv
