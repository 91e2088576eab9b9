"""Mutants of Python sources: one small change each, spliced into the text."""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_COMPARE: Final = {
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Is: "is not",
    ast.IsNot: "is",
}
_ARITHMETIC: Final = {ast.Add: "-", ast.Sub: "+", ast.Mult: "//", ast.Div: "*", ast.FloorDiv: "*"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one file: the text from `start` to `end` (bytes) becomes `text`.

    `function` is the qualified name it lies in, empty at module level.
    """

    file: str
    operator: str
    line: int
    start: int
    end: int
    text: str
    function: str

    @property
    def name(self) -> str:
        """What the table and the state file call it."""
        return f"{self.file}:{self.line} {self.operator} [{self.start}:{self.end}] {self.text!r}"

    def apply(self, source: bytes) -> bytes:
        """The source with this change."""
        return source[: self.start] + self.text.encode() + source[self.end :]


def mutants(root: Path, file: str) -> list[Mutant]:
    """Every mutant of a file that still compiles, in the order of its lines."""
    source = (root / file).read_bytes()
    found = []
    for mutant in _Finder(file, source).find():
        try:
            compile(mutant.apply(source), file, "exec")
        except SyntaxError:
            continue
        found.append(mutant)
    return sorted(set(found), key=lambda one: (one.line, one.start, one.operator))


def sample(found: list[Mutant], count: int, seed: int) -> list[Mutant]:
    """`count` mutants, the operators in turn, so that the rare ones are there."""
    chance = random.Random(seed)  # noqa: S311  # a sample, no secret
    kinds: dict[str, list[Mutant]] = {}
    for mutant in found:
        kinds.setdefault(mutant.operator, []).append(mutant)
    for group in kinds.values():
        chance.shuffle(group)
    chosen: list[Mutant] = []
    while len(chosen) < count and any(kinds.values()):
        chosen += [kinds[kind].pop() for kind in sorted(kinds) if kinds[kind]]
    chosen = chosen[:count]
    chance.shuffle(chosen)
    return chosen


class _Finder:
    """Walks a tree with the place it is in."""

    def __init__(self, file: str, source: bytes) -> None:
        self._file = file
        self._source = source
        lines = source.splitlines(keepends=True)
        self._offsets = [0]
        for line in lines:
            self._offsets.append(self._offsets[-1] + len(line))

    def find(self) -> Iterator[Mutant]:
        """The mutants, in the tree's order."""
        yield from self._visit(ast.parse(self._source), "")

    def _visit(self, node: ast.AST, inside: str) -> Iterator[Mutant]:
        for child in ast.iter_child_nodes(node):
            yield from self._of(child, node, inside)
            name = inside
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                name = f"{inside}.{child.name}".lstrip(".")
            if not isinstance(child, ast.JoinedStr) and not _is_annotation(child, node):
                yield from self._visit(child, name)

    def _of(self, node: ast.AST, parent: ast.AST, inside: str) -> Iterator[Mutant]:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                start, end = self._span(decorator)
                at = self._source.rfind(b"@", 0, start)
                yield self._new("decorator", decorator, at, end, "", inside)
        if isinstance(node, ast.arguments):
            defaults = [*node.defaults, *(one for one in node.kw_defaults if one is not None)]
            for default in defaults:
                changed = _changed(default)
                if changed is not None:
                    yield self._replace("default", default, changed, inside)
            return
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _COMPARE:
            left, right = self._text(node.left), self._text(node.comparators[0])
            text = f"({left}) {_COMPARE[type(node.ops[0])]} ({right})"
            yield self._replace("comparison", node, text, inside)
        elif isinstance(node, ast.BoolOp):
            word = " or " if isinstance(node.op, ast.And) else " and "
            text = word.join(f"({self._text(value)})" for value in node.values)
            yield self._replace("boolean", node, f"({text})", inside)
        elif isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
            left, right = self._text(node.left), self._text(node.right)
            text = f"(({left}) {_ARITHMETIC[type(node.op)]} ({right}))"
            yield self._replace("arithmetic", node, text, inside)
        elif isinstance(node, ast.Return) and node.value is not None:
            yield self._replace("return", node, "return None", inside)
        elif isinstance(node, ast.If | ast.While | ast.IfExp):
            text = f"(not ({self._text(node.test)}))"
            yield self._replace("condition", node.test, text, inside)
        elif isinstance(node, ast.Constant) and not isinstance(parent, ast.Expr | ast.arguments):
            changed = _changed(node)
            if changed is not None:
                kind = "constant" if inside else "module constant"
                yield self._replace(kind, node, changed, inside)
        said = isinstance(getattr(node, "value", None), ast.Constant | ast.Yield)
        statement = isinstance(node, ast.Expr | ast.Assign | ast.AugAssign | ast.Delete)
        if inside and statement and not said:
            yield self._replace("removed", node, "pass", inside)

    def _replace(self, operator: str, node: ast.AST, text: str, inside: str) -> Mutant:
        start, end = self._span(node)
        return self._new(operator, node, start, end, text, inside)

    def _new(
        self, operator: str, node: ast.AST, start: int, end: int, text: str, inside: str
    ) -> Mutant:
        line = getattr(node, "lineno", 0)
        return Mutant(self._file, operator, line, start, end, text, inside)

    def _span(self, node: ast.AST) -> tuple[int, int]:
        assert isinstance(node, ast.expr | ast.stmt)
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return (
            self._offsets[node.lineno - 1] + node.col_offset,
            self._offsets[node.end_lineno - 1] + node.end_col_offset,
        )

    def _text(self, node: ast.AST) -> str:
        start, end = self._span(node)
        return self._source[start:end].decode()


def _changed(node: ast.expr) -> str | None:
    """Another constant of the same kind, or None for what has none."""
    if not isinstance(node, ast.Constant):
        return None
    value = node.value
    if isinstance(value, bool):
        return repr(not value)
    if isinstance(value, int | float):
        return repr(value + 1)
    return repr(f"{value}x") if isinstance(value, str) and value else None


def _is_annotation(node: ast.AST, parent: ast.AST) -> bool:
    return node in (getattr(parent, "annotation", None), getattr(parent, "returns", None))
