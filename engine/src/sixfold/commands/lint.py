"""`sixfold lint`: every tool of sixfold.toml over the tree, side by side, all findings at once."""

from __future__ import annotations

import os
import posixpath
import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sixfold import shell
from sixfold.clients import tree
from sixfold.commands.lint_lines import located
from sixfold.commands.lint_memory import Digests, Memory, question
from sixfold.commands.plan import plan
from sixfold.config import Config
from sixfold.core.globs import matching
from sixfold.core.lint import (
    FILES,
    Ending,
    LintFinding,
    LintTool,
    ToolReport,
    Unreadable,
    ended,
    expanded,
    tidy,
    together,
    within,
)
from sixfold.core.lint_readers import read
from sixfold.errors import RequestError, SixfoldError, ToolMissing

_LIMIT: Final = 600.0


@dataclass(frozen=True, slots=True)
class LintRequest:
    """What the user asked for: `paths` as given, the tools by name (none means all)."""

    paths: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    fix: bool = False
    forget: bool = False


@dataclass(frozen=True, slots=True)
class LintReport:
    """What all tools said, in their order; `fixed` are the files that `--fix` changed.

    `plan` is the hash of the pipeline's plan, empty where there is no pipeline.
    """

    tools: tuple[ToolReport, ...]
    findings: tuple[LintFinding, ...]
    fixed: tuple[str, ...]
    seconds: float
    plan: str = ""

    @property
    def good(self) -> bool:
        """Whether every tool answered, and none had anything to say."""
        return all(tool.good for tool in self.tools)


def lint(
    config: Config, request: LintRequest, *, folder: Path, say: Callable[[str], None]
) -> LintReport:
    """Look at the tree, or at the paths (from `folder`), with every tool that is configured.

    Raises RequestError for a path or a tool that is not there, and where none is configured.
    """
    begun = time.monotonic()
    tools = _chosen(config, request.only)
    paths = tuple(_located(config, folder, path) for path in request.paths)
    with shell.Crew() as crew:
        fixed = _Work(config, paths, crew, request.forget).fix(tools) if request.fix else ()
        for file in fixed:
            say(f"fixed {file}")
        work = _Work(config, paths, crew, request.forget)
        pool = ThreadPoolExecutor(shell.cores(), thread_name_prefix="sixfold-lint")
        try:
            reports = tuple(pool.map(work.look, tools))
        finally:
            # Whoever gives up does not wait for what has not begun; the crew ends the rest.
            pool.shutdown(wait=False, cancel_futures=True)
    known = plan(config).hash if config.ci.jobs else ""
    seconds = time.monotonic() - begun
    return LintReport(reports, tuple(together(reports)), fixed, seconds, known)


def _chosen(config: Config, names: Sequence[str]) -> list[LintTool]:
    if not config.lint:
        raise RequestError("sixfold.toml names no tool to lint with", hint="add a [lint.<tool>]")
    known = {tool.name: tool for tool in config.lint}
    for name in names:
        if name not in known:
            raise RequestError(f"there is no lint tool {name!r}; there are: {', '.join(known)}")
    return [tool for tool in config.lint if not names or tool.name in names]


def _located(config: Config, folder: Path, path: str) -> str:
    """A path that the user typed, from the root. Raises RequestError where nothing is there."""
    for start in (folder, config.root):
        found = Path(os.path.normpath(start / path))
        if found.exists() and found.is_relative_to(config.root):
            return found.relative_to(config.root).as_posix()
    raise RequestError(f"there is no {path!r} in {config.root}")


class _Work:
    """One look at the tree as it is now."""

    def __init__(
        self, config: Config, paths: tuple[str, ...], crew: shell.Crew, forget: bool
    ) -> None:
        self._root = config.root
        self._paths = paths
        self._crew = crew
        self._forget = forget
        self._listed = tree.files(config.root)
        self._digests = Digests(config.root)
        self._memory = Memory(config.places.cache / "lint")
        self._environ = _environment(os.environ)

    def look(self, tool: LintTool) -> ToolReport:
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
        key = question(
            tool,
            argv,
            files,
            listed=self._listed,
            root=self._root,
            environ=self._environ,
            digests=self._digests,
        )
        if not self._forget and self._memory.holds(tool.name, key):
            return ToolReport(tool.name, Ending.REMEMBERED, files=len(files))
        ending, findings, fault = self._ask(tool, argv)
        if ending is Ending.CLEAN:
            self._memory.keep(tool.name, key)
        seconds = time.monotonic() - begun
        return ToolReport(tool.name, ending, findings, fault, len(files), seconds)

    def fix(self, tools: Sequence[LintTool]) -> tuple[str, ...]:
        """Have each tool repair what it can, one after the other; returns the changed files."""
        before = {file: self._digests.of(file) for file in self._listed}
        for tool in tools:
            files = self._files(tool)
            if tool.fix and files:
                argv = self._argv(tool.fix, tool, files)
                self._find(argv[0], tool)
                self._run(argv, tool)
        after = Digests(self._root)
        return tuple(file for file, digest in before.items() if after.of(file) != digest)

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
        self, tool: LintTool, argv: Sequence[str]
    ) -> tuple[Ending, tuple[LintFinding, ...], str]:
        try:
            result = self._run(argv, tool)
            said = read(tool, result.out, result.err, self._listed)
            findings = tidy(located(said, self._root / tool.directory), tool, str(self._root))
        except (SixfoldError, Unreadable) as broken:
            return Ending.CRASHED, (), str(broken)
        ending, fault = ended(tool, result.code, findings, result.err or result.out)
        return ending, tuple(f for f in findings if self._meant(f)), fault

    def _meant(self, found: LintFinding) -> bool:
        """Whether a finding is about what was asked for; one about no file always is."""
        return found.path not in self._listed or bool(within([found.path], self._paths))


def _environment(environ: Mapping[str, str]) -> dict[str, str]:
    """What tools are given: programs of our own environment first, and no colours."""
    beside = str(Path(sys.prefix) / "bin")
    path = os.pathsep.join((beside, environ.get("PATH", os.defpath)))
    kept = {name: value for name, value in environ.items() if name != "FORCE_COLOR"}
    return {**kept, "PATH": path, "NO_COLOR": "1"}
