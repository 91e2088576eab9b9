"""Where every command comes in: the verb that is typed all day goes the short way.

`sixfold test` takes its words apart itself; for all other verbs there is click, which takes a
tenth of what a warm test run takes only to be imported.
"""

from __future__ import annotations

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run one verb and end the process with its exit code."""
    words = typed(sys.argv[1:])
    if words[:1] != ["test"]:
        from sixfold.cli import main as any_verb

        any_verb(words)
    from sixfold.boundary import bounded

    bounded(lambda: _test(words[1:]), words)


def typed(words: list[str]) -> list[str]:
    """The words of one command. `sixfold VERB -- words` is `sixfold VERB words`.

    So what is typed behind `moon run :VERB` may be typed here, too.
    """
    return [words[0], *words[2:]] if words[1:2] == ["--"] else words


def _test(words: list[str]) -> int:
    from sixfold.faces.test import run_tests

    return run_tests(words)
