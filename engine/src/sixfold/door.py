"""Where every command comes in: the verb that is typed all day goes the short way.

`sixfold test` takes its words apart itself; for all other verbs there is click, which takes a
tenth of what a warm test run takes only to be imported.
"""

from __future__ import annotations

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run one verb and end the process with its exit code."""
    words = sys.argv[1:]
    if words[:1] != ["test"]:
        from sixfold.cli import main as any_verb

        any_verb(words)
    from sixfold.boundary import bounded

    bounded(lambda: _test(words[1:]), words)


def _test(words: list[str]) -> int:
    from sixfold.faces.test import run_tests

    return run_tests(words)
