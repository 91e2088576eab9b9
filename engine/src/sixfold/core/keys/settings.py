"""The variables that a settings class of Pydantic reads, from its source; nothing is imported."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from sixfold.core.keys.model import Setting

_BASE: Final = "BaseSettings"
_SECRETS: Final = frozenset({"SecretStr", "SecretBytes", "Secret"})
_NO_FIELDS: Final = frozenset({"ClassVar", "Final"})
_IDENTIFIER: Final = re.compile(r"\w+")
_ALIASES: Final = ("validation_alias", "alias")


def settings_in(text: str, path: str) -> tuple[Setting, ...]:
    """Every field of every settings class in a module, under the variable that fills it.

    `env_prefix`, aliases and classes that derive from one another within the module are
    understood. Raises SyntaxError for a text that is not Python.
    """
    nodes = ast.walk(ast.parse(text))
    classes = {node.name: node for node in nodes if isinstance(node, ast.ClassDef)}
    found: dict[str, Setting] = {}
    for node in classes.values():
        if _derives(node, classes):
            prefix = _prefix(node)
            for field in _fields(node):
                setting = _setting(field, prefix, path)
                found[setting.name] = setting
    return tuple(found.values())


def as_variable(default: str | None) -> str:
    """A default's source as the text that a variable would hold; nothing where it is computed."""
    try:
        value = ast.literal_eval(default or "None")
    except (ValueError, SyntaxError):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int | float) else ""


def _derives(
    node: ast.ClassDef, classes: dict[str, ast.ClassDef], seen: tuple[str, ...] = ()
) -> bool:
    """Whether a class is a settings class, by itself or through another of the same module."""
    if node.name in seen:
        return False
    bases = [_last_word(base) for base in node.bases]
    return _BASE in bases or any(
        _derives(classes[base], classes, (*seen, node.name)) for base in bases if base in classes
    )


def _prefix(node: ast.ClassDef) -> str:
    """`env_prefix` of `model_config`, wherever in the class it is given."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.keyword) and inner.arg == "env_prefix":
            return _text(inner.value) or ""
    return ""


def _fields(node: ast.ClassDef) -> Iterator[ast.AnnAssign]:
    for line in node.body:
        if (
            isinstance(line, ast.AnnAssign)
            and isinstance(line.target, ast.Name)
            and not line.target.id.startswith("_")
            and line.target.id != "model_config"
            and not _words(line.annotation) & _NO_FIELDS
        ):
            yield line


def _setting(field: ast.AnnAssign, prefix: str, path: str) -> Setting:
    assert isinstance(field.target, ast.Name)  # noqa: S101 - _fields yields no others
    call = _field_call(field)
    return Setting(
        name=(_alias(call) or f"{prefix}{field.target.id}").upper(),
        place=f"{path}:{field.lineno}",
        type=ast.unparse(field.annotation),
        secret=bool(_words(field.annotation) & _SECRETS),
        default=_default(field, call),
    )


def _field_call(field: ast.AnnAssign) -> ast.Call | None:
    """`Field(...)`, as the value or within `Annotated[...]`."""
    for node in (field.value, *ast.walk(field.annotation)):
        if isinstance(node, ast.Call) and _last_word(node.func) == "Field":
            return node
    return None


def _alias(call: ast.Call | None) -> str | None:
    for word in _ALIASES:
        value = _keyword(call, word)
        if isinstance(value, ast.Call) and value.args:
            # AliasChoices("FIRST", "SECOND"): the first is the one to be documented.
            value = value.args[0]
        if value is not None and (text := _text(value)):
            return text
    return None


def _default(field: ast.AnnAssign, call: ast.Call | None) -> str | None:
    """The source of the default; None where there is none, which makes the variable required."""
    value = field.value
    if value is not None and value is call:
        given = _keyword(call, "default") or _keyword(call, "default_factory")
        value = given or (call.args[0] if call is not None and call.args else None)
    if value is None or (isinstance(value, ast.Constant) and value.value is Ellipsis):
        return None
    return ast.unparse(value)


def _keyword(call: ast.Call | None, name: str) -> ast.expr | None:
    return next((one.value for one in call.keywords if one.arg == name), None) if call else None


def _words(node: ast.AST) -> set[str]:
    """Every name within an annotation, those in quoted annotations included."""
    found = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name | ast.Attribute):
            found.add(_last_word(inner))
        elif (text := _text(inner)) is not None:
            found |= set(_IDENTIFIER.findall(text))
    return found


def _last_word(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _text(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
