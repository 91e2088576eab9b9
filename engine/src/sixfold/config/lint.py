"""`[lint.<tool>]`: which tools look at the tree, and how their answers are read."""

from __future__ import annotations

import re
from typing import Final

from sixfold.config.table import Table
from sixfold.core.lint.model import FILES, LintTool
from sixfold.core.lint.readers import KINDS

_GROUPS: Final = ("path", "line", "column", "rule", "message")


def read_lint(table: Table) -> tuple[LintTool, ...]:
    """Every tool, in the file's order, which is the order in which they are started."""
    return tuple(_tool(name, inner) for name, inner in table.tables())


def _tool(name: str, table: Table) -> LintTool:
    tool = LintTool(
        name=name,
        command=table.texts("command"),
        files=table.texts("files"),
        exclude=table.texts("exclude"),
        inputs=table.texts("inputs"),
        directory=table.text("directory", "."),
        read=table.choice("read", KINDS, "text"),
        pattern=table.text("pattern"),
        message=table.text("message"),
        codes=table.numbers("codes", (0, 1)),
        fix=table.texts("fix"),
    )
    for key in ("command", "files"):
        if not getattr(tool, key):
            table.fault(key, "is missing")
    if tool.pattern:
        _check_pattern(tool, table)
    if FILES in tool.fix and FILES not in tool.command:
        table.fault("fix", f"has {FILES}, which `command` has not")
    return tool


def _check_pattern(tool: LintTool, table: Table) -> None:
    if tool.read != "text":
        table.fault("pattern", f'is only for read = "text", not {tool.read!r}')
    try:
        named = re.compile(tool.pattern).groupindex
    except re.error as error:
        table.fault("pattern", f"is no regular expression: {error}")
        return
    for group in named.keys() - set(_GROUPS):
        table.fault("pattern", f"names a group {group!r}; there are: {', '.join(_GROUPS)}")
