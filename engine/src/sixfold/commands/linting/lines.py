"""The lines of findings that only name a place in a document, such as `$.jobs.test.steps[2]`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from sixfold.config.yaml_file import parse_yaml
from sixfold.core.lint.model import LintFinding
from sixfold.core.located import Findings, Node

_WITHIN: Final = re.compile(r"(\$[^:\s]*): ")
_STEP: Final = re.compile(r"""\.?([\w-]+)|\[(\d+)\]|\[['"](.+?)['"]\]""")


def located(findings: Iterable[LintFinding], folder: Path) -> list[LintFinding]:
    """The findings, with a line where one can be told; `folder` is where relative paths start."""
    documents: dict[str, Node] = {}
    found = []
    for one in findings:
        match = _WITHIN.match(one.message)
        if one.line == 0 and match and one.path.endswith((".yml", ".yaml")):
            if one.path not in documents:
                documents[one.path] = _document(folder / one.path)
            place = _place(documents[one.path], match[1])
            one = replace(one, line=int(place.rpartition(":")[2] or 0))
        found.append(one)
    return found


def _document(file: Path) -> Node:
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return Node(None, ":0")
    return parse_yaml(text, "", Findings())


def _place(node: Node, path: str) -> str:
    """The place of the last step that is there."""
    for key, index, quoted in _STEP.findall(path.removeprefix("$")):
        if index:
            inner = node.items[int(index)] if int(index) < len(node.items) else None
        else:
            inner = node.mapping.get(key or quoted)
        if inner is None:
            break
        node = inner
    return node.place if ":" in node.place else ":0"
