"""A Python source as a table: what runs when it is imported, and each function by itself."""

from __future__ import annotations

import ast
import hashlib
import inspect
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import CodeType
from typing import Final

# What a dynamic import stands for: any module at all.
ANY: Final = "*"
_DYNAMIC: Final = frozenset({"import_module", "__import__", "run_path", "run_module"})


@dataclass(frozen=True, slots=True)
class CodeTable:
    """Digests of one source, without line numbers: moving a function changes nothing.

    `module` is what runs when it is imported: constants, decorators, defaults, class bodies.
    `functions` has every other code object by `qualname@n` (n counts those of one name);
    `lines` leads from (qualname, first line) to that key, empty for what is the module's own.
    `imports` has the dotted names that the module (key "") or a function imports, as they are
    written: relative ones begin with dots.
    """

    module: str
    functions: dict[str, str] = field(default_factory=dict)
    lines: dict[tuple[str, int], str] = field(default_factory=dict)
    imports: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read_code(source: bytes) -> CodeTable | None:
    """The table of a source, or None where it is no Python."""
    try:
        tree = ast.parse(source)
        code = compile(tree, "<source>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError):
        return None
    outer = hashlib.sha256()
    groups: dict[tuple[str, int], list[str]] = {}
    at_once: dict[tuple[str, int], str] = {}
    for inner, at_import in _objects(code, at_import=True):
        if at_import:
            outer.update(_digest(inner).encode())
            at_once[inner.co_qualname, inner.co_firstlineno] = ""
        else:
            groups.setdefault((inner.co_qualname, inner.co_firstlineno), []).append(_digest(inner))
    counts: dict[str, int] = {}
    functions, lines = {}, at_once
    for place in sorted(groups, key=lambda place: place[1]):
        name = place[0]
        counts[name] = counts.get(name, -1) + 1
        lines[place] = f"{name}@{counts[name]}"
        functions[lines[place]] = _hash(groups[place])
    return CodeTable(outer.hexdigest()[:16], functions, lines, _imports(tree, lines))


def _objects(code: CodeType, *, at_import: bool) -> Iterator[tuple[CodeType, bool]]:
    """Every code object of a module, with whether it runs at import: the module, its classes."""
    yield code, at_import
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            is_class = not inner.co_flags & inspect.CO_OPTIMIZED
            yield from _objects(inner, at_import=at_import and is_class)


def _digest(code: CodeType) -> str:
    """What a code object does, without where it stands; inner ones by their name only."""
    return _hash(
        (
            code.co_name,
            code.co_code,
            code.co_names,
            code.co_varnames,
            code.co_freevars,
            code.co_cellvars,
            code.co_flags,
            code.co_argcount,
            code.co_posonlyargcount,
            code.co_kwonlyargcount,
            code.co_exceptiontable,
            tuple(_constant(value) for value in code.co_consts),
        )
    )


def _constant(value: object) -> object:
    if isinstance(value, CodeType):
        return "code", value.co_qualname
    if isinstance(value, tuple):
        return "tuple", tuple(_constant(item) for item in value)
    if isinstance(value, frozenset):
        return "frozenset", tuple(sorted(repr(_constant(item)) for item in value))
    return type(value).__name__, repr(value)


def _hash(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:16]


def _imports(tree: ast.Module, lines: dict[tuple[str, int], str]) -> dict[str, tuple[str, ...]]:
    """The dotted names that each key imports; those for type checkers alone are left out."""
    found: dict[str, set[str]] = {}

    def visit(node: ast.AST, path: str, key: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.If) and _for_checkers(child.test):
                for other in child.orelse:
                    visit(ast.Module([other], []), path, key)
            elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                name = f"{path}{child.name}"
                first = min([child.lineno, *(one.lineno for one in child.decorator_list)])
                visit(child, f"{name}.<locals>.", lines.get((name, first), key))
            elif isinstance(child, ast.ClassDef):
                visit(child, f"{path}{child.name}.", key)
            else:
                found.setdefault(key, set()).update(_names(child))
                visit(child, path, key)

    visit(tree, "", "")
    return {key: tuple(sorted(names)) for key, names in found.items() if names}


def _names(node: ast.AST) -> Iterator[str]:
    """The modules that one node can import; `from a import b` may be the module a.b."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = "." * node.level + (node.module or "")
        yield base
        joint = "" if base.endswith(".") else "."
        for alias in node.names:
            # What a star brings is in the package itself, or in what its __init__ imports.
            yield base if alias.name == "*" else f"{base}{joint}{alias.name}"
    elif isinstance(node, ast.Call) and _called(node.func) in _DYNAMIC:
        first = node.args[0] if node.args else None
        literal = first.value if isinstance(first, ast.Constant) else None
        yield literal if isinstance(literal, str) and not literal.startswith(".") else ANY
    elif isinstance(node, ast.Assign) and any(
        isinstance(target, ast.Name) and target.id == "pytest_plugins" for target in node.targets
    ):
        for part in ast.walk(node.value):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _for_checkers(test: ast.expr) -> bool:
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
    )
