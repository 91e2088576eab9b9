"""How the broken contracts of import-linter are read: it names modules, people open files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from typing import Final

from sixfold.core.lint.model import LintFinding

_REFUSED: Final = re.compile(r"(?P<importer>[\w.]+) is not allowed to import (?P<imported>[\w.]+):")
_STEP: Final = re.compile(
    r"- (?P<importer>[\w.]+) -> (?P<imported>[\w.]+) \(l\.(?P<line>\d+)[^)]*\)"
)


def read_imports(out: str, directory: str, files: Sequence[str]) -> Iterator[LintFinding]:
    """One finding for each chain of imports that a contract forbids, at the first import of it.

    `directory` is where the tool ran; `files` are those of the tree, to find a module's among.
    """
    contract, refused = "", ""
    before = ""
    for line in out.splitlines():
        if line and set(line) == {"-"} and before:
            contract = before
        elif match := _REFUSED.fullmatch(line):
            refused = f"{match['importer']} is not allowed to import {match['imported']}"
        elif (match := _STEP.match(line)) and refused:
            path = _file_of(match["importer"], directory, files)
            through = "" if refused.endswith(match["imported"]) else f", by {match['imported']}"
            message = f"{refused}{through} ({contract})"
            yield LintFinding(path, int(match["line"]), 0, "import-contract", message)
        before = line


def _file_of(module: str, directory: str, files: Sequence[str]) -> str:
    """A module's file from `directory`; the module's own name where no file is like it."""
    stem = module.replace(".", "/")
    for ending in (f"{stem}.py", f"{stem}/__init__.py"):
        for file in files:
            if file == ending or file.endswith(f"/{ending}"):
                return posixpath.relpath(file, directory)
    return module
