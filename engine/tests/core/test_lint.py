"""What tools say is read whole, and no answer is taken for a clean one."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sixfold.core.lint.model import (
    Ending,
    LintFinding,
    LintTool,
    ToolReport,
    Unreadable,
    batches,
    ended,
    expanded,
    tidy,
    together,
    within,
)
from sixfold.core.lint.readers import read

ROOT = "/home/anna/shop"


def tool(read: str = "text", **more: object) -> LintTool:
    return LintTool("checker", ("checker", "{files}"), ("**",), read=read, **more)  # type: ignore[arg-type]  # given by name


def told(kind: str, out: object, **more: object) -> list[str]:
    text = out if isinstance(out, str) else json.dumps(out)
    one = tool(kind, **more)
    return [str(found) for found in tidy(read(one, text, ""), one, ROOT)]


def test_mypy_is_read_with_its_rule_and_without_its_notes() -> None:
    out = (
        'src/app.py:3: error: Name "x" is not defined  [name-defined]\n'
        "src/app.py:3: note: See the manual\n"
        "Found 1 error in 1 file (checked 9 source files)\n"
    )

    assert told("text", out) == ['src/app.py:3 name-defined Name "x" is not defined']


def test_paths_are_told_from_the_root_whatever_folder_the_tool_ran_in() -> None:
    assert told("text", "../lib/a.ts:1:2: no", directory="apps/web") == [
        "apps/lib/a.ts:1 checker no"
    ]
    assert told("text", f"{ROOT}/a.ts:1:2: no", directory="apps") == ["a.ts:1 checker no"]
    assert told("text", f"{ROOT}er/a.ts:1: no") == [f"{ROOT}er/a.ts:1 checker no"]


def test_a_pattern_of_ones_own_may_leave_out_all_but_the_path() -> None:
    lines = told(
        "text",
        "would reformat a.py\n",
        pattern=r"would reformat (?P<path>.+)",
        message="is not formatted",
    )

    assert lines == ["a.py checker is not formatted"]


def test_ruff_and_its_kin_are_read_from_their_json() -> None:
    place = {"row": 4, "column": 1}
    ruff = [{"filename": f"{ROOT}/a.py", "location": place, "code": "F401", "message": "unused"}]
    broken = [ruff[0] | {"code": None, "message": "Expected an expression"}]
    comment = {"file": "a.sh", "line": 2, "column": 6, "code": 2086, "message": "Quote"}
    eslint = [
        {"filePath": f"{ROOT}/a.ts", "messages": [{"line": 7, "ruleId": "no-x", "message": "x"}]},
        {"filePath": f"{ROOT}/b.ts", "messages": [{"ruleId": None, "message": "cannot parse"}]},
    ]

    assert told("ruff", ruff) == ["a.py:4 F401 unused"]
    assert told("ruff", broken) == ["a.py:4 syntax Expected an expression"]
    assert told("shellcheck", {"comments": [comment]}) == ["a.sh:2 SC2086 Quote"]
    assert told("eslint", eslint) == ["a.ts:7 no-x x", "b.ts syntax cannot parse"]


def test_zizmor_is_read_at_its_main_place_and_what_is_ignored_is_not() -> None:
    def place(kind: str, row: int) -> dict[str, object]:
        key = {"Local": {"verbatim_path": "./.github/workflows/ci.yml"}}
        start = {"start_point": {"row": row, "column": 0}}
        return {
            "symbolic": {"kind": kind, "key": key, "annotation": "here"},
            "concrete": {"location": start},
        }

    both = [place("Related", 1), place("Primary", 8)]
    found = {"ident": "artipacked", "desc": "leaks", "ignored": False, "locations": both}

    lines = told("zizmor", [found, found | {"ignored": True}])

    assert lines == [".github/workflows/ci.yml:9 artipacked leaks: here"]


def test_a_broken_import_contract_is_told_at_the_import_with_the_modules_file() -> None:
    out = """
Rules are pure
--------------

src.books.rules is not allowed to import src.web:

- src.books.rules -> src.web (l.3, l.9)

- src.books.rules -> src.books (l.4)
  src.books -> src.web (l.1)
"""
    files = ["apps/api/src/books/rules.py", "apps/api/src/books/__init__.py"]
    one = tool("import-linter", directory="apps/api")

    lines = [str(found) for found in tidy(read(one, out, "", files), one, ROOT)]

    told = "src.books.rules is not allowed to import src.web"
    assert lines == [
        f"apps/api/src/books/rules.py:3 import-contract {told} (Rules are pure)",
        f"apps/api/src/books/rules.py:4 import-contract {told}, by src.books (Rules are pure)",
    ]


@pytest.mark.parametrize("kind", ["ruff", "eslint", "shellcheck", "zizmor", "check-jsonschema"])
@pytest.mark.parametrize("out", ["", "Traceback: boom", '{"no": "list"}', '["x"]', "7"])
def test_an_answer_of_another_shape_is_not_read_as_no_findings(kind: str, out: str) -> None:
    with pytest.raises(Unreadable):
        read(tool(kind), out, "")


FOUND = (LintFinding("a.py", 1, 1, "F", "m"),)


@pytest.mark.parametrize(
    ("code", "findings", "ending"),
    [
        (0, (), Ending.CLEAN),
        (0, FOUND, Ending.FOUND),
        (1, FOUND, Ending.FOUND),
        (1, (), Ending.CRASHED),
        (2, FOUND, Ending.CRASHED),
        (-9, (), Ending.CRASHED),
    ],
)
def test_only_an_exit_that_was_foreseen_is_an_answer(
    code: int, findings: tuple[LintFinding, ...], ending: Ending
) -> None:
    got, fault = ended(tool(), code, findings, "boom")

    assert got is ending
    assert ("boom" in fault) == (ending is Ending.CRASHED)
    assert ToolReport("checker", got, findings, fault).good == (ending is Ending.CLEAN)


def test_findings_stand_in_the_trees_order_each_once() -> None:
    late, early = LintFinding("b.py", 2, 1, "F", "m"), LintFinding("a.py", 10, 1, "F", "m")
    same = LintFinding("a.py", 10, 1, "F", "m", tool="other")
    reports = [
        ToolReport("one", Ending.FOUND, (late, early)),
        ToolReport("two", Ending.FOUND, (same, LintFinding("a.py", 9, 1, "F", "m"))),
    ]

    assert [(f.path, f.line) for f in together(reports)] == [("a.py", 9), ("a.py", 10), ("b.py", 2)]


def test_files_are_named_from_the_folder_that_a_tool_runs_in() -> None:
    one = tool(directory="apps/web")
    words = ["{root}/bin/x", "{files}", "--all={root}"]

    argv = expanded(words, ["apps/web/src/a.ts", "b.ts"], one, {"root": ROOT})

    assert argv == [f"{ROOT}/bin/x", "src/a.ts", "../../b.ts", f"--all={ROOT}"]


@given(st.lists(st.text("abc/", min_size=1, max_size=30), max_size=40))
def test_a_long_list_of_files_is_cut_where_a_command_line_ends_and_nowhere_else(
    files: list[str],
) -> None:
    cut = batches(files, 40)

    assert [file for some in cut for file in some] == files
    assert all(sum(len(file) + 1 for file in some) <= 40 for some in cut)
    for before, after in pairwise(cut):
        assert sum(len(file) + 1 for file in [*before, after[0]]) > 40


def test_a_path_means_itself_and_what_is_below_it() -> None:
    files = ["app/a.py", "apple/b.py", "app.py"]

    assert within(files, ["app"]) == ["app/a.py"]
    assert within(files, ["app/"]) == ["app/a.py"]
    assert within(files, ["app.py"]) == ["app.py"]
    assert within(files, []) == within(files, ["."]) == files
