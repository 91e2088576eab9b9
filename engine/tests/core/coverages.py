"""Arbitrary coverage, for properties."""

from __future__ import annotations

from hypothesis import strategies as st
from sixfold.core.coverage.model import Coverage, FileCoverage

LINES = st.frozensets(st.integers(1, 12))
BRANCHES = st.frozensets(st.tuples(st.integers(1, 6), st.sampled_from(["1", "9", "-1"])))
FILES = st.builds(FileCoverage.of, LINES, LINES, BRANCHES, BRANCHES)
PATHS = st.sampled_from(["a.py", "b.py", "c/d.ts"])
COVERAGES = st.builds(Coverage, st.dictionaries(PATHS, FILES))
