"""Where a new variable's line goes in each kind of file; everything else in it stays as it is."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from typing import Final

from sixfold.core.keys.model import Container, Key, Rendered
from sixfold.core.keys.settings import settings_in
from sixfold.errors import RequestError

_BUILDS: Final = re.compile(
    r"^[ \t]*RUN\b.*\b(?:(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?build|next\s+build|vite\s+build)\b",
    re.IGNORECASE,
)
_COMMENT: Final = re.compile(r"^\s*#")
_BLOCK: Final = re.compile(r":[ \t]*(?:#.*)?$")


def inserted(text: str, after: int, lines: Sequence[str]) -> str:
    """The text with `lines` behind its line `after` (0: before the first), ends as they are."""
    kept = text.splitlines(keepends=True)
    end = "\r\n" if kept and kept[0].endswith("\r\n") else "\n"
    if after and not kept[after - 1].endswith("\n"):
        kept[after - 1] += end
    return "".join([*kept[:after], *(line + end for line in lines), *kept[after:]])


def with_setting(text: str, field: str, declaration: str, note: str) -> str:
    """A settings module with one more field, behind the last of its last settings class."""
    last = max(_line(setting.place) for setting in settings_in(text, "settings"))
    statement = next(
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.AnnAssign) and node.lineno == last
    )
    indent = " " * statement.col_offset
    lines = [f"{indent}# {note}"] if note else []
    return inserted(text, statement.end_lineno or last, [*lines, f"{indent}{field}: {declaration}"])


def with_import(text: str, module: str, name: str) -> str:
    """A module that imports `name`; unchanged where it does already."""
    tree = ast.parse(text)
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    if any(alias.name == name for node in imports for alias in node.names):
        return text
    same = [node for node in imports if getattr(node, "module", "") == module]
    if same and same[0].lineno == same[0].end_lineno:
        lines = text.splitlines(keepends=True)
        names = sorted({name, *(_as_written(alias) for alias in same[0].names)})
        end = lines[same[0].lineno - 1].removeprefix(lines[same[0].lineno - 1].rstrip("\r\n"))
        lines[same[0].lineno - 1] = f"from {module} import {', '.join(names)}{end}"
        return "".join(lines)
    if same:
        first = same[0].names[0]
        indent = " " * first.col_offset
        return inserted(text, first.lineno - 1, [f"{indent}{name},"])
    after = max((node.end_lineno or 0 for node in imports), default=0)
    return inserted(text, after, [f"from {module} import {name}"])


def _as_written(alias: ast.alias) -> str:
    return f"{alias.name} as {alias.asname}" if alias.asname else alias.name


def with_development_value(text: str, table: str, field: str, value: str) -> str:
    """A module whose dictionary `table` has one more entry; unchanged where it has no such one."""
    for node in ast.parse(text).body:
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        target = node.target if isinstance(node, ast.AnnAssign) else target
        value_node = getattr(node, "value", None)
        if (
            isinstance(target, ast.Name)
            and target.id == table
            and isinstance(value_node, ast.Dict)
            and value_node.values
            and value_node.end_lineno != value_node.values[-1].end_lineno
        ):
            last = value_node.values[-1].end_lineno or 0
            key = value_node.keys[-1]
            indent = " " * (key.col_offset if key is not None else 4)
            return inserted(text, last, [f'{indent}"{field}": "{value}",'])
    return text


def with_example(text: str, beside: Sequence[Key], line: str, note: str) -> str:
    """An example with one more line: behind the last of the keys `beside`, else at its end."""
    after = max((_line(key.place) for key in beside), default=len(text.splitlines()))
    return inserted(text, after, [*([f"# {note}"] if note else []), line])


def with_rendered(text: str, rendered: Sequence[Rendered], line: str) -> str:
    """A secrets template with one more line, behind the last that renders a variable."""
    return inserted(text, max(_line(one.place) for one in rendered), [line])


def with_argument(text: str, arguments: Sequence[Key], name: str, default: str) -> str | None:
    """A Dockerfile that declares one more argument where its pages are built.

    That is behind the last public one, else before the instruction that builds; None where there
    is no such instruction.
    """
    line = f"ARG {name}={default}"
    if arguments:
        return inserted(text, max(_line(key.place) for key in arguments), [line])
    for number, instruction in enumerate(text.splitlines(), 1):
        if _BUILDS.match(instruction):
            return inserted(text, number - 1, [line])
    return None


def with_entry(
    text: str, container: Container, key: str, entries: Sequence[Key], name: str, value: str
) -> str:
    """A compose file whose service has one more entry in `environment` or in its build's `args`.

    Mappings and lists are both kept as they are; a key that is absent is made. Raises RequestError
    where they are written in one line.
    """
    lines = text.splitlines()
    own = [entry for entry in entries if _line(entry.place) > _line(container.place)]
    if own:
        newest = max(own, key=lambda entry: _line(entry.place))
        last = _line(newest.place)
        if not lines[last - 1].lstrip(" -\"'").startswith(newest.name):
            raise _on_one_line(newest.place)
        indent = _indent(lines[last - 1])
        item = lines[last - 1].lstrip().startswith("-")
        entry = f"- {name}={value}" if item else f"{name}: {_yaml(value)}"
        return inserted(text, _block_end(lines, last), [f"{indent}{entry}"])
    if key == "args":
        return _with_first_argument(text, container, f"{name}: {_yaml(value)}")
    if not _BLOCK.search(lines[_line(container.place) - 1]):
        raise _on_one_line(container.place)
    return _with_block(text, _line(container.place), key, f"{name}: {_yaml(value)}")


def _on_one_line(place: str) -> RequestError:
    return RequestError(
        f"{place}: a mapping in one line has no line for another entry",
        hint="write it as a block, one entry a line",
    )


def _with_first_argument(text: str, container: Container, entry: str) -> str:
    at = _line(container.build)
    line = text.splitlines()[at - 1]
    head, _, context = line.partition("build:")
    if context.lstrip().startswith("{"):
        raise _on_one_line(container.build)
    if context.strip() and not _COMMENT.match(context):
        # `build: folder` has no room for arguments: it becomes a mapping that says the same.
        lines = text.splitlines(keepends=True)
        end = "\r\n" if lines[at - 1].endswith("\r\n") else "\n"
        lines[at - 1] = f"{head}build:{end}{head}  context: {context.strip()}{end}"
        text = "".join(lines)
    return _with_block(text, at, "args", entry)


def _with_block(text: str, at: int, key: str, entry: str) -> str:
    """A new block `key` with one entry, at the end of the block that begins in line `at`."""
    lines = text.splitlines()
    inner = next((one for one in lines[at:] if one.strip() and not _COMMENT.match(one)), "")
    indent = _indent(inner)
    return inserted(text, _block_end(lines, at), [f"{indent}{key}:", f"{indent}  {entry}"])


def _block_end(lines: Sequence[str], at: int) -> int:
    """The last line of what begins in line `at`: those below it that are indented further."""
    depth, last = len(_indent(lines[at - 1])), at
    for number in range(at + 1, len(lines) + 1):
        line = lines[number - 1]
        if not line.strip():
            continue
        if len(_indent(line)) <= depth:
            break
        last = number
    return last


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _yaml(value: str) -> str:
    """A value in quotes where YAML would read something else than it says."""
    plain = re.fullmatch(r"[\w./${}:+\-]+(?: [\w./${}+\-]+)*", value) and ": " not in value
    return value if plain and not value.endswith(":") else f'"{value}"'


def _line(place: str) -> int:
    return int(place.rpartition(":")[2])
