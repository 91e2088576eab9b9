"""Which of a suite's tests are a shard's: told to pytest, or found out before vitest starts."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sixfold import shell
from sixfold.commands.testing.runs import write_whole
from sixfold.config import Config, Suite
from sixfold.core.modes import Part
from sixfold.core.selection import Share
from sixfold.errors import NotPassed

# The plugin that takes a shard's tests, and counts what any selection leaves out.
PARTS: tuple[str, ...] = ("-p", "sixfold.faces.pytest_parts")
_LIST_LIMIT = 300.0


def tell_shard(run: Path, suite: str, shard: Part, durations: Mapping[str, float]) -> None:
    """Put into the run's folder what the plugin needs to take a shard's tests."""
    told = {"number": shard.number, "count": shard.count, "durations": dict(durations)}
    write_whole(run / f"{suite}.shard.json", told)


def vitest_shard(
    config: Config, share: Share[Suite], shard: Part, durations: Mapping[str, float]
) -> tuple[Share[Suite], str]:
    """The share with the shard's test files as its paths, which may be none; and what is left out.

    Files are divided, not tests: vitest starts anew for each file. Raises NotPassed where vitest
    cannot list them.
    """
    home = (config.root / share.suite.directory).resolve()
    argv = [*(share.suite.command or ("npx", "--no-install", "vitest")), *share.paths]
    argv = [word if word != "run" else "list" for word in argv]
    argv += [] if "list" in argv else ["list"]
    told = shell.run([*argv, "--filesOnly", "--json"], cwd=home, timeout=_LIST_LIMIT)
    try:
        files = [os.path.relpath(one["file"], home) for one in json.loads(told.out)]
    except (ValueError, KeyError, TypeError):
        raise NotPassed(f"vitest did not list the test files of {share.suite.name}") from None
    # Few runs are one of several shards, and all wait for what is imported above.
    from sixfold.core.shard import divide

    mine = divide(files, durations, shard.count)[shard.number - 1]
    # In full: part of a path would mean every file that has it in its own.
    left_out = f"{len(files) - len(mine)} of {len(files)} test files"
    return replace(share, paths=tuple(str(home / name) for name in mine)), left_out
