"""`sixfold lint`: every tool of sixfold.toml over the tree, side by side, all findings at once."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from sixfold import shell
from sixfold.commands.linting.look import Look
from sixfold.commands.pipeline.plan import plan
from sixfold.config import Config
from sixfold.core.lint.model import (
    LintFinding,
    LintTool,
    ToolReport,
    together,
)
from sixfold.errors import RequestError


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
        fixed = Look(config, paths, crew, request.forget).fix(tools) if request.fix else ()
        for file in fixed:
            say(f"fixed {file}")
        look = Look(config, paths, crew, request.forget)
        pool = ThreadPoolExecutor(shell.cores(), thread_name_prefix="sixfold-lint")
        try:
            reports = tuple(pool.map(look.at, tools))
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
