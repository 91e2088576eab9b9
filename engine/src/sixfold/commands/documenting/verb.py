"""`sixfold docs`: the pages are made by MkDocs, and held against the code that they describe."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from sixfold import shell, web
from sixfold.clients import tree
from sixfold.commands.whole_files import write_text
from sixfold.config import Config, meanings
from sixfold.config.keys import known_keys
from sixfold.core.drift.model import Drift, Piece
from sixfold.core.reference.generated import renewed, stale
from sixfold.core.reference.keys import unexplained
from sixfold.errors import NotPassed, RequestError, ToolMissing

_FILE = "mkdocs.yml"
_LONGEST = 300.0


def check(config: Config, pieces: Mapping[str, Piece], *, fix: bool = False) -> list[Drift]:
    """Every generated piece that is not what the code says; with `fix` those are renewed first.

    What is left then has to be mended by hand: a key that nothing explains, a mark without an end.
    """
    found: list[Drift] = []
    for path, text in _pages(config.root):
        fresh = renewed(path, text, pieces) if fix else text
        if fresh != text:
            write_text(config.root / path, fresh)
        found += stale(path, fresh, pieces)
    return found + _unexplained(config)


def _pages(root: Path) -> Iterator[tuple[str, str]]:
    """Every Markdown file with its text; one that is deleted, or no UTF-8, has nothing of ours."""
    for path in tree.files(root):
        if path.endswith(".md"):
            with contextlib.suppress(OSError, UnicodeDecodeError):
                yield path, (root / path).read_text(encoding="utf-8")


def _unexplained(config: Config) -> list[Drift]:
    """Where sixfold itself is in the checkout: keys without a word, and words without a key."""
    file = Path(meanings.__file__)
    if not file.is_relative_to(config.root):
        return []
    place = file.relative_to(config.root).as_posix()
    told = unexplained(known_keys(config.root), meanings.MEANINGS)
    return [Drift(place, 1, "unexplained", message, "say it there") for message in told]


def build(config: Config) -> str:
    """Make the site, strictly; returns what MkDocs said. Raises NotPassed with all its warnings."""
    result = shell.run(
        _mkdocs(config, "build", "--strict"),
        cwd=config.root,
        env=_quiet(),
        timeout=_LONGEST,
        check=False,
    )
    if result.code:
        raise NotPassed(f"the site was not made:\n{result.err.strip()}", hint=f"see {_FILE}")
    return result.err.strip()


def serve(config: Config, port: int | None = None) -> int:
    """Show the pages and follow their changes until Ctrl+C; returns MkDocs's exit code.

    Without a `port` it is one that this namespace likes and nobody has.
    """
    chosen = port or web.free_port(config.names.port(config.namespace, "docs"))
    argv = _mkdocs(config, "serve", "--livereload", "--dev-addr", f"127.0.0.1:{chosen}")
    return shell.wait(shell.spawn(argv, cwd=config.root, env=_quiet(), die_with_parent=True))


def _mkdocs(config: Config, *words: str) -> list[str]:
    if not (config.root / _FILE).is_file():
        raise RequestError(f"there is no {_FILE} in {config.root}", hint="mkdocs new . makes one")
    if find_spec("mkdocs") is None:
        hint = "pip install -r docs/requirements.txt"
        raise ToolMissing("MkDocs is not installed beside sixfold", hint=hint)
    return [sys.executable, "-m", "mkdocs", *words]


def _quiet() -> dict[str, str]:
    """The environment, without Material's announcement of its successor at every call."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
