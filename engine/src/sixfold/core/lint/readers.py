"""How the output of each kind of tool is read: text in, findings out, or Unreadable."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from sixfold.core.lint.imports import read_imports
from sixfold.core.lint.model import LintFinding, LintTool, Unreadable

_IMPORTS: Final = "import-linter"
# `path:line:column: error: message` with and without its middle parts, as compilers print it. A
# note belongs to the finding before it.
USUAL: Final = (
    r"(?P<path>[^\s:][^:]*):(?P<line>\d+):(?:(?P<column>\d+):)? *+"
    r"(?!note:)(?:(?:error|warning): *+)?(?P<message>.+)"
)
# A message that ends in its rule: `... [name-defined]`.
_TRAILING_RULE: Final = re.compile(r"(.+?) +\[([\w./-]+)\]")


@dataclass(frozen=True, slots=True)
class _Shape:
    """Where one finding of a list in JSON keeps its parts; dots lead into inner tables."""

    path: str
    line: str
    column: str
    rule: str
    message: str = "message"
    items: str = ""
    prefix: str = ""


_SHAPES: Final = MappingProxyType(
    {
        "ruff": _Shape("filename", "location.row", "location.column", "code"),
        "shellcheck": _Shape("file", "line", "column", "code", items="comments", prefix="SC"),
        "hadolint": _Shape("file", "line", "column", "code"),
        "actionlint": _Shape("filepath", "line", "column", "kind"),
        "sixfold": _Shape("path", "line", "column", "rule", items="findings"),
        "sixfold-env": _Shape("path", "line", "column", "rule", items="gaps"),
    }
)


def read(tool: LintTool, out: str, err: str, files: Sequence[str] = ()) -> list[LintFinding]:
    """What a tool's output says. Raises Unreadable where it is of another shape than announced.

    `files` are those of the tree, for tools that name modules instead.
    """
    if tool.read == "text":
        return list(_text(tool, f"{out}\n{err}"))
    if tool.read == _IMPORTS:
        return list(read_imports(out, tool.directory, files))
    try:
        value = json.loads(out)
        if tool.read in _SHAPES:
            return list(_shaped(_SHAPES[tool.read], value))
        return list(_READERS[tool.read](value))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        said = " ".join((out.strip() or err.strip()).split())[:200]
        raise Unreadable(f"its output is not {tool.read}'s JSON ({error}): {said}") from None


def _text(tool: LintTool, text: str) -> Iterator[LintFinding]:
    pattern = re.compile(tool.pattern or USUAL)
    for line in text.splitlines():
        match = pattern.fullmatch(line.rstrip())
        if match is None:
            continue
        parts = match.groupdict()
        message = parts.get("message") or tool.message or line.strip()
        rule = parts.get("rule")
        trailing = _TRAILING_RULE.fullmatch(message) if rule is None else None
        if trailing is not None:
            message, rule = trailing[1], trailing[2]
        yield LintFinding(
            path=parts.get("path") or ".",
            line=int(parts.get("line") or 0),
            column=int(parts.get("column") or 0),
            rule=rule or tool.name,
            message=message,
        )


def _shaped(shape: _Shape, value: Any) -> Iterator[LintFinding]:
    for item in value[shape.items] if shape.items else value:
        rule = _part(item, shape.rule)
        yield LintFinding(
            path=str(_part(item, shape.path)),
            line=_number(item, shape.line),
            column=_number(item, shape.column),
            rule=f"{shape.prefix}{rule}" if rule else "syntax",
            message=str(_part(item, shape.message)),
        )


def _number(item: Any, keys: str) -> int:
    """A line or a column; 0 for a finding that has none."""
    return int(_part(item, keys) or 0) if keys.partition(".")[0] in item else 0


def _part(item: Any, keys: str) -> Any:
    for key in keys.split("."):
        item = item[key]
    return item


def _eslint(value: Any) -> Iterator[LintFinding]:
    for file in value:
        for item in file["messages"]:
            yield LintFinding(
                path=file["filePath"],
                line=int(item.get("line") or 0),
                column=int(item.get("column") or 0),
                rule=item["ruleId"] or "syntax",
                message=item["message"],
            )


def _zizmor(value: Any) -> Iterator[LintFinding]:
    for item in value:
        if item["ignored"]:
            continue
        places = item["locations"]
        main = next((p for p in places if p["symbolic"]["kind"] == "Primary"), places[0])
        start = main["concrete"]["location"]["start_point"]
        yield LintFinding(
            path=main["symbolic"]["key"]["Local"]["verbatim_path"],
            line=int(start["row"]) + 1,
            column=int(start["column"]) + 1,
            rule=item["ident"],
            message=f"{item['desc']}: {main['symbolic']['annotation']}",
        )


def _schema(value: Any) -> Iterator[LintFinding]:
    """check-jsonschema: it tells the place within the document, and no line."""
    for item in value["errors"]:
        told = item.get("best_deep_match") or item
        yield LintFinding(item["filename"], 0, 0, "schema", f"{told['path']}: {told['message']}")
    for item in value.get("parse_errors", ()):
        yield LintFinding(item["filename"], 0, 0, "syntax", item["message"])


_READERS: Final[Mapping[str, Callable[[Any], Iterator[LintFinding]]]] = MappingProxyType(
    {"eslint": _eslint, "zizmor": _zizmor, "check-jsonschema": _schema}
)
KINDS: Final = ("text", _IMPORTS, *_SHAPES, *_READERS)
