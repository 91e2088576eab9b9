"""What a source's table tells apart: what runs at import, each function, and what neither sees."""

from __future__ import annotations

import pytest
from sixfold.core.affected.code_table import CodeTable, read_code

_SOURCE = """
import json
from shop.rules import small as tiny

LIMIT = 10

class Price:
    currency = "SGD"

    def text(self, digits=2):
        return [tiny(n) for n in self.currency if (lambda: n)()]

def outer():
    from . import late
    def inner():
        return late.VALUE
    return inner
"""


def _read(source: str) -> CodeTable:
    table = read_code(source.encode())
    assert table is not None
    return table


def _changed(new: str) -> set[str]:
    """The keys of what differs, `` for what runs at import."""
    old_table, new_table = _read(_SOURCE), _read(new)
    keys = old_table.functions.keys() | new_table.functions.keys()
    changed = {k for k in keys if old_table.functions.get(k) != new_table.functions.get(k)}
    return changed | ({""} if old_table.module != new_table.module else set())


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("LIMIT = 10", "LIMIT = 11", {""}),
        ('"SGD"', '"USD"', {""}),
        ("digits=2", "digits=3", {""}),
        ("class Price:", "@frozen\nclass Price:", {""}),
        ("late.VALUE", "late.OTHER", {"outer.<locals>.inner@0"}),
        ("return inner", "return inner()", {"outer@0"}),
        ("(lambda: n)", "(lambda: -n)", {"Price.text.<locals>.<lambda>@0"}),
        ("import json", "import json  # for later", set()),
        ("\ndef outer", "\n\n\n# further down\ndef outer", set()),
    ],
)
def test_a_change_is_of_what_it_is_in(old: str, new: str, changed: set[str]) -> None:
    assert _changed(_SOURCE.replace(old, new)) == changed


def test_a_function_that_comes_changes_what_runs_at_import() -> None:
    assert _changed(_SOURCE + "\ndef more():\n    pass\n") == {"", "more@0"}


def test_functions_of_one_name_are_told_apart() -> None:
    source = "class A:\n  @property\n  def x(self): return 1\n  @x.setter\n  def x(self, v): {}\n"
    first, second = _read(source.format("pass")), _read(source.format("self.v = v"))
    changed = {key for key in first.functions if first.functions[key] != second.functions[key]}
    assert changed == {"A.x@1"}


def test_imports_belong_to_where_they_are_written() -> None:
    imports = _read(_SOURCE).imports
    assert set(imports[""]) == {"json", "shop.rules", "shop.rules.small"}
    assert set(imports["outer@0"]) == {".", ".late"}


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("if TYPE_CHECKING:\n    import a\nelse:\n    import b", ("b",)),
        ("import importlib as i\ni.import_module(name)", ("*", "importlib")),
        ("import_module('a.b')", ("a.b",)),
        ("from a import *", ("a",)),
        ("pytest_plugins = ['a.b', 'c']", ("a.b", "c")),
    ],
)
def test_imports_that_are_not_plain(source: str, names: tuple[str, ...]) -> None:
    assert _read(source).imports[""] == names


@pytest.mark.parametrize("source", [b"def f(:\n", b"\0", b"\xff\xfe"])
def test_what_is_no_python_has_no_table(source: bytes) -> None:
    assert read_code(source) is None
