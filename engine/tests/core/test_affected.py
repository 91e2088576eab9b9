"""Which tests a change reaches: a rule at a time, on recordings written by hand."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from sixfold.core.affected.changes import Present, Recording
from sixfold.core.affected.code_table import CodeTable
from sixfold.core.affected.reads import Journals, Outcome, settle, tie
from sixfold.core.affected.selection import decide

_FILES = ("app/a.py", "app/b.py", "app/c.py")


def _recording(reads: dict[str, set[str]], imports: dict[str, tuple[str, ...]]) -> Recording:
    """One test file per test; each source has the functions f and g."""
    tests = {f"{name}::t": Outcome(f"{name}::t", name, passed=True) for name in reads}
    files = (*_FILES, *reads)
    return Recording(
        world={"Python": "3.12"},
        sources={
            file: CodeTable("m", {"f@0": "1", "g@0": "1"}, {}, {"": imports.get(file, ())})
            for file in files
        },
        listing=frozenset(files),
        values={read: "1" for some in reads.values() for read in some if read[0] in "fkletx"},
        search=(".",),
        scopes={f"test:{name}::t": frozenset(some) for name, some in reads.items()},
        tied={},
        tests=tests,
        collected=frozenset(reads),
        ignored=frozenset(),
    )


def _present(recording: Recording) -> Present:
    return Present(recording.world, {}, recording.listing, recording.values, recording.collected)


def _files(recording: Recording, present: Present) -> set[str]:
    selection = decide(recording, present)
    assert not selection.everything, selection.why_all
    return set(selection.files)


_READS = st.dictionaries(
    st.sampled_from(["t/test_1.py", "t/test_2.py", "t/test_3.py"]),
    st.sets(
        st.sampled_from(
            [*(f"c:{file}::{key}" for file in _FILES for key in ("f@0", "g@0")), "f:data", "e:X"]
        )
    ),
    min_size=1,
)


@given(_READS, st.sampled_from(_FILES), st.sampled_from(["f@0", "g@0"]))
def test_a_changed_function_reaches_exactly_those_who_ran_it(
    reads: dict[str, set[str]], file: str, key: str
) -> None:
    recording = _recording(reads, {})
    table = recording.sources[file]
    changed = replace(table, functions={**table.functions, key: "2"})
    present = replace(_present(recording), sources={file: changed})
    assert _files(recording, present) == {
        name for name, some in reads.items() if f"c:{file}::{key}" in some
    }


@given(_READS, st.sampled_from(_FILES))
def test_what_runs_at_import_reaches_those_who_ran_anything_there_or_import_it(
    reads: dict[str, set[str]], file: str
) -> None:
    recording = _recording(reads, {"app/c.py": ("app.b",), "t/test_1.py": ("app.a.name",)})
    present = replace(
        _present(recording), sources={file: replace(recording.sources[file], module="2")}
    )
    seen = {file} | ({"app/c.py"} if file == "app/b.py" else set())
    assert _files(recording, present) == {
        name
        for name, some in reads.items()
        if any(read.startswith(f"c:{one}::") for read in some for one in seen)
        or (name == "t/test_1.py" and file == "app/a.py")
    }


@given(_READS)
def test_nothing_changed_is_proved(reads: dict[str, set[str]]) -> None:
    recording = _recording(reads, {})
    assert decide(recording, _present(recording)).nothing


@given(_READS, st.data())
def test_more_changes_never_reach_less(reads: dict[str, set[str]], data: st.DataObject) -> None:
    recording = _recording(reads, {"app/c.py": ("app.b",)})
    several = data.draw(st.sets(st.sampled_from(_FILES)))
    fewer = data.draw(st.sets(st.sampled_from(sorted(several)))) if several else set()

    def reached(files: set[str]) -> set[str]:
        gone = dict.fromkeys(files)
        return _files(recording, replace(_present(recording), sources=gone))

    assert reached(fewer) <= reached(several)


def test_a_function_that_imports_when_it_runs_sees_the_modules_constants() -> None:
    recording = _recording({"t/test_1.py": {"c:app/a.py::f@0"}, "t/test_2.py": set()}, {})
    lazy = replace(recording.sources["app/a.py"], imports={"f@0": (".b",)})
    recording = replace(recording, sources={**recording.sources, "app/a.py": lazy})
    changed = replace(recording.sources["app/b.py"], module="2")
    present = replace(_present(recording), sources={"app/b.py": changed})
    assert _files(recording, present) == {"t/test_1.py"}


def test_a_scope_that_wrote_what_a_test_read_counts_for_it() -> None:
    reads = {"t/test_1.py": {"c:app/a.py::f@0"}, "t/test_2.py": set()}
    recording = replace(
        _recording(reads, {}),
        tied={"test:t/test_2.py::t": frozenset({"test:t/test_1.py::t"})},
    )
    present = replace(_present(recording), sources={"app/a.py": None})
    assert _files(recording, present) == {"t/test_1.py", "t/test_2.py"}


def test_what_runs_for_all_tests_runs_all() -> None:
    recording = _recording({"t/test_1.py": set()}, {})
    scopes = {**recording.scopes, "ambient": frozenset({"c:app/a.py::f@0"})}
    present = replace(_present(recording), sources={"app/a.py": None})
    assert decide(replace(recording, scopes=scopes), present).everything


def test_a_test_that_failed_or_a_file_that_was_not_collected_runs() -> None:
    recording = _recording({"t/test_1.py": set(), "t/test_2.py": set(), "t/test_3.py": set()}, {})
    failed = Outcome("", "t/test_1.py", passed=False)
    recording = replace(
        recording,
        tests={**recording.tests, "t/test_1.py::t": failed},
        collected=recording.collected - {"t/test_2.py"},
    )
    present = replace(_present(recording), test_files=frozenset(recording.scopes) | {"t/test_9.py"})
    files = frozenset({"t/test_1.py", "t/test_2.py", "t/test_3.py", "t/test_9.py"})
    assert _files(recording, replace(present, test_files=files)) == files - {"t/test_3.py"}


def test_a_new_file_beside_ignored_ones_is_for_pytest_to_decide() -> None:
    recording = _recording({"t/test_1.py": set()}, {})
    recording = replace(recording, ignored=frozenset({"t/made/test_x.py"}))
    present = _present(recording)
    files = present.test_files | {"t/made/test_x.py"}
    assert decide(recording, replace(present, test_files=files)).nothing
    assert decide(recording, replace(present, test_files=files | {"t/made/test_y.py"})).everything


def test_a_python_program_that_told_nothing_may_have_read_anything() -> None:
    assert settle({"n:1-1", "b:7", "c:a"}) == {"c:a"}
    assert any(read.startswith("x:") for read in settle({"n:1-1", "n:1-2", "b:7"}))


def test_scopes_are_tied_by_what_they_leave_outside() -> None:
    tied = tie(
        {
            "test:a": {"w:/tmp/x/file"},
            "test:b": {"r:/tmp/x/file"},
            "test:c": {"d:/tmp/x"},
            "test:d": {"r:/tmp/x", "d:/tmp"},
            "ambient": {"r:/tmp/x/file"},
        }
    )
    assert tied == {"test:b": {"test:a"}, "test:c": {"test:a"}}


def test_a_journal_that_was_cut_short_loses_only_its_last_line() -> None:
    journals = Journals()
    journals.read("S 1 test:a\n1 c:app/a.py:3:f\nS 1-9 test:b\n1-9 f:data\n1 c:app/b.p")
    assert journals.scopes == {"test:a": {"c:app/a.py:3:f"}, "test:b": {"f:data"}}
