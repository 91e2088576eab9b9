#!/usr/bin/env python3
"""List the Python files that this branch changes, one a line: `get_changed_files.py [BASE]`

Committed since it left BASE (main), staged, unstaged and new; what is deleted is left out.
`--all` lists files of every kind.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sixfold.clients.git import checkout_root
from sixfold.commands.changes import changes
from sixfold.core.changes import Changes
from sixfold.errors import SixfoldError
from sixfold.output import Output


def get_changed_files(base: str | None = None, *, suffix: str = ".py") -> Changes:
    """The changed files that end in `suffix`, relative to the repository's root."""
    here = Path.cwd()
    found = changes(checkout_root(here) or here, asked=base)
    return Changes(
        tuple(name for name in found.files if name.endswith(suffix)), found.base, found.note
    )


def main(words: list[str]) -> int:
    """Print the files; a note about what they were compared with goes to stderr."""
    given = [word for word in words if word != "--all"]
    if len(given) > 1 or any(word.startswith("-") for word in given):
        print(__doc__, file=sys.stderr)
        return 2
    output = Output()
    try:
        found = get_changed_files(*given, suffix="" if "--all" in words else ".py")
    except SixfoldError as error:
        output.error(error)
        return error.exit_code
    if found.note:
        output.note(found.note)
    for name in found.files:
        output.line(name)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
