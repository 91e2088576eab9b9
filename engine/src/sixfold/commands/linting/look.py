"""One look at the tree: each tool is asked, or it is remembered that it was asked the same."""

from __future__ import annotations

import os
import posixpath
import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Final

from sixfold import shell
from sixfold.clients import tree
from sixfold.commands.linting.lines import located
from sixfold.commands.linting.memory import Digests, Memory, question
from sixfold.commands.programs import beside_us
from sixfold.config import Config
from sixfold.core.globs import matching
from sixfold.core.lint.model import (
    FILES,
    Ending,
    LintFinding,
    LintTool,
    ToolReport,
    Unreadable,
    batches,
    ended,
    expanded,
    tidy,
    within,
)
from sixfold.core.lint.readers import read
from sixfold.errors import SixfoldError, ToolMissing

_LIMIT: Final = 600.0
# Of the names on one command line, in characters: a third of what Linux and macOS take at least.
_ROOM: Final = 300_000


class Look:
    """One look at the tree as it is now."""

    def __init__(
        self, config: Config, paths: tuple[str, ...], crew: shell.Crew, forget: bool
    ) -> None:
        self._root = config.root
        self._paths = paths
        self._crew = crew
        self._forget = forget
        self._listed = tree.files(config.root)
        self._memory = Memory(config.places.cache / "lint")
        self._environ = _environment(os.environ)
        self._digests = Digests(config.root)

    def at(self, tool: LintTool) -> ToolReport:
        """Ask one tool, or remember that it was asked this before."""
        begun = time.monotonic()
        files = self._files(tool)
        if not files:
            return ToolReport(tool.name, Ending.NOTHING)
        argv = self._argv(tool.command, tool, files)
        try:
            self._find(argv[0], tool)
        except ToolMissing as missing:
            return ToolReport(tool.name, Ending.MISSING, fault=missing.message, files=len(files))
        key = self._question(tool, argv, files, self._digests)
        if not self._forget and self._memory.holds(tool.name, key):
            return ToolReport(tool.name, Ending.REMEMBERED, files=len(files))
        ending, findings, fault = self._ask(tool, files)
        # A file that was changed meanwhile was seen in the one state or in the other.
        same = self._question(tool, argv, files, Digests(self._root)) == key
        if ending is Ending.CLEAN and same:
            self._memory.keep(tool.name, key)
        seconds = time.monotonic() - begun
        return ToolReport(tool.name, ending, findings, fault, len(files), seconds)

    def fix(self, tools: Sequence[LintTool]) -> tuple[str, ...]:
        """Have each tool repair what it can, one after the other; returns the changed files."""
        before = {file: self._digests.of(file) for file in self._listed}
        for tool in tools:
            files = self._files(tool)
            if tool.fix and files:
                for some in batches(files, _ROOM) if FILES in tool.fix else [files]:
                    argv = self._argv(tool.fix, tool, some)
                    self._find(argv[0], tool)
                    self._run(argv, tool)
        after = Digests(self._root)
        return tuple(file for file, digest in before.items() if after.of(file) != digest)

    def _question(
        self, tool: LintTool, argv: Sequence[str], files: Sequence[str], digests: Digests
    ) -> str:
        return question(
            tool,
            argv,
            files,
            listed=self._listed,
            root=self._root,
            environ=self._environ,
            digests=digests,
        )

    def _files(self, tool: LintTool) -> list[str]:
        matched = within(matching(self._listed, tool.files, tool.exclude), self._paths)
        # A tool that looks at all by itself is asked about all when any of it is meant.
        if matched and FILES not in tool.command:
            return matching(self._listed, tool.files, tool.exclude)
        return matched

    def _argv(self, words: Sequence[str], tool: LintTool, files: Sequence[str]) -> list[str]:
        return expanded(words, files, tool, {"root": str(self._root), "python": sys.executable})

    def _find(self, program: str, tool: LintTool) -> None:
        place = program
        if "/" in program and not program.startswith("/"):
            place = posixpath.join(self._root, tool.directory, program)
        if shutil.which(place, path=self._environ["PATH"]) is None:
            raise ToolMissing(
                f"{tool.name}: {program} is not on this machine",
                hint=f"install it, or take [lint.{tool.name}] out of sixfold.toml",
            )

    def _run(self, argv: Sequence[str], tool: LintTool) -> shell.Result:
        cwd = self._root / tool.directory
        return self._crew.run(argv, cwd=cwd, env=self._environ, timeout=_LIMIT)

    def _ask(
        self, tool: LintTool, files: Sequence[str]
    ) -> tuple[Ending, tuple[LintFinding, ...], str]:
        """What the tool says of the files, in as many runs as command lines have room for."""
        said: list[LintFinding] = []
        ending, fault = Ending.CLEAN, ""
        try:
            for some in batches(files, _ROOM) if FILES in tool.command else [files]:
                result = self._run(self._argv(tool.command, tool, some), tool)
                found = read(tool, result.out, result.err, self._listed)
                said += located(found, self._root / tool.directory)
                ending, fault = ended(tool, result.code, found, result.err or result.out)
                if ending is Ending.CRASHED:
                    break
        except (SixfoldError, Unreadable) as broken:
            ending, fault = Ending.CRASHED, str(broken)
        if said and ending is Ending.CLEAN:
            ending = Ending.FOUND
        meant = tuple(f for f in tidy(said, tool, str(self._root)) if self._meant(f))
        if ending is Ending.FOUND and not meant:
            ending = Ending.ELSEWHERE
        return ending, meant, fault

    def _meant(self, found: LintFinding) -> bool:
        """Whether a finding is about what was asked for; one about no file always is."""
        return found.path not in self._listed or bool(within([found.path], self._paths))


def _environment(environ: Mapping[str, str]) -> dict[str, str]:
    """What tools are given: no colours in what is read by a program."""
    kept = {name: value for name, value in environ.items() if name != "FORCE_COLOR"}
    return {**beside_us(kept), "NO_COLOR": "1"}
