"""A diff tells of each line which one it was before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from sixfold.core.coverage.diff import FileDiff, Hunk, read_diff

RENAMED = """diff --git a/old name.py b/new name.py
similarity index 90%
rename from old name.py
rename to new name.py
index 1..2 100644
--- a/old name.py\t
+++ b/new name.py\t
@@ -2,0 +3,2 @@ def f():
+--- a/not a header
+@@ -1 +1 @@
@@ -7,2 +8,0 @@
-gone
-+++ b/gone
diff --git a/made.py b/made.py
new file mode 100644
index 0..1
--- /dev/null
+++ b/made.py
@@ -0,0 +1 @@
+x
diff --git a/dropped.py b/dropped.py
deleted file mode 100644
--- a/dropped.py
+++ /dev/null
@@ -1 +0,0 @@
-x
diff --git "a/tab\\tand\\"quote.py" "b/tab\\tand\\"quote.py"
index 1..2 100644
--- "a/tab\\tand\\"quote.py"
+++ "b/tab\\tand\\"quote.py"
@@ -1 +1 @@
-x
\\ No newline at end of file
+y
"""


def test_renamed_new_and_deleted_files_are_told_apart() -> None:
    diff = read_diff(RENAMED)

    assert set(diff.files) == {"new name.py", "made.py", 'tab\tand"quote.py'}
    assert diff.file("new name.py") == FileDiff("old name.py", (Hunk(2, 0, 3, 2), Hunk(7, 2, 8, 0)))
    assert diff.gone == {"old name.py", "dropped.py"}
    assert diff.file("made.py").origin(1) is None
    assert diff.file("untouched.py").origin(7) == 7


def test_lines_around_an_insertion_and_a_deletion_are_found_again() -> None:
    file = read_diff(RENAMED).file("new name.py")

    assert [file.origin(line) for line in range(1, 12)] == [1, 2, None, None, 3, 4, 5, 6, 9, 10, 11]


def test_untracked_files_are_new_as_a_whole() -> None:
    assert read_diff(RENAMED).with_new(["u.py"]).file("u.py").origin(3) is None


EDITS = st.lists(
    st.tuples(st.integers(1, 4), st.integers(0, 3), st.integers(0, 3)).filter(
        lambda edit: edit[1] + edit[2] > 0
    ),
    max_size=6,
)


@given(EDITS)
def test_every_kept_line_keeps_its_origin(edits: list[tuple[int, int, int]]) -> None:
    hunks, origins = [], []
    old = 0
    for kept, removed, added in edits:
        origins += range(old + 1, old + kept + 1)
        old += kept
        # git names the line before a side that is empty, and the first one of a side that is not.
        start = (old + (removed > 0), removed, len(origins) + (added > 0), added)
        hunks.append(Hunk(*start))
        origins += [None] * added
        old += removed
    origins += range(old + 1, old + 4)
    file = FileDiff("a.py", tuple(hunks))

    assert [file.origin(line) for line in range(1, len(origins) + 1)] == origins
