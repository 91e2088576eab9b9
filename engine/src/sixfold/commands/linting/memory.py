"""What lint remembers: that a tool saw exactly these inputs, and had nothing against them.

Only a clean answer is remembered, under a hash of all that it depends on: the files, the tool's
configuration, its command, its version and how we read it. In doubt the tool runs.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from sixfold import __version__
from sixfold.core.globs import matching
from sixfold.core.lint import model as rules
from sixfold.core.lint import readers
from sixfold.core.lint.model import LintTool

_KEPT: Final = 400
_FINDING: Final = ("PYTHONPATH", "MYPYPATH", "NODE_OPTIONS", "NODE_PATH")


class Digests:
    """The content of files of one checkout, each read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[str, str] = {}

    def of(self, file: str) -> str:
        """A hash of one file's content; `-` where it cannot be read."""
        if file not in self._known:
            try:
                content = (self._root / file).read_bytes()
                self._known[file] = hashlib.sha256(content).hexdigest()
            except OSError:
                self._known[file] = "-"
        return self._known[file]


class Memory:
    """The clean answers of one user's tools, in all checkouts; `folder` need not be there yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def holds(self, tool: str, key: str) -> bool:
        """Whether this very question was answered as clean."""
        return self._place(tool, key).exists()

    def keep(self, tool: str, key: str) -> None:
        """Remember a clean answer; one that cannot be written is not remembered."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._place(tool, key).touch()
            self._forget()

    def _place(self, tool: str, key: str) -> Path:
        return self._folder / f"{tool}-{key}"

    def _forget(self) -> None:
        """Let go of the oldest answers."""
        known = sorted(self._folder.iterdir(), key=lambda entry: entry.stat().st_mtime)
        for entry in known[:-_KEPT]:
            entry.unlink(missing_ok=True)


def question(
    tool: LintTool,
    argv: Sequence[str],
    files: Sequence[str],
    *,
    listed: Iterable[str],
    root: Path,
    environ: Mapping[str, str],
    digests: Digests,
) -> str:
    """A hash of all that a tool's answer depends on."""
    hasher = hashlib.sha256()
    # The checkout's own place is in some words and makes no difference to the answer.
    words = [word.replace(str(root), "{root}") for word in argv[1:]]
    program = (_version(argv[0], environ), _steering(argv[0], environ))
    asked = repr((tool, words, __version__, _rules(), program))
    hasher.update(asked.encode())
    for file in (*files, *_inputs(tool, listed, root)):
        hasher.update(f"{file}\0{digests.of(file)}\0".encode())
    return hasher.hexdigest()


def _inputs(tool: LintTool, listed: Iterable[str], root: Path) -> list[str]:
    """The files beside those looked at: also ones that git ignores, where the glob is rooted."""
    found = set(matching(listed, tool.inputs))
    for glob in tool.inputs:
        if "*" not in glob.partition("/")[0]:
            found |= {file.relative_to(root).as_posix() for file in root.glob(glob)}
    return sorted(found)


def _rules() -> str:
    """Our own reading of answers: when it changes, what it once took for clean is asked again."""
    modules = (rules, readers)
    texts = [Path(str(module.__file__)).read_bytes() for module in modules]
    return hashlib.sha256(b"".join(texts)).hexdigest()


def _steering(program: str, environ: Mapping[str, str]) -> list[tuple[str, str]]:
    """The variables that a program may listen to: those of its name, and what finds modules."""
    prefix = Path(program).name.upper().replace("-", "_")
    return sorted(
        (name, value)
        for name, value in environ.items()
        if name in _FINDING or name.startswith(prefix)
    )


def _version(program: str, environ: Mapping[str, str]) -> tuple[object, ...]:
    """What a program is: all packages beside it in its environment, else the file itself."""
    found = Path(shutil.which(program, path=environ.get("PATH")) or program)
    for packages in found.parent.parent.glob("lib/python3.*/site-packages"):
        names = sorted(entry.name for entry in packages.glob("*-info"))
        return (found.name, packages.parent.name, *names)
    real = found.resolve()
    status = real.stat()
    return (found.name, status.st_size, status.st_mtime_ns)
