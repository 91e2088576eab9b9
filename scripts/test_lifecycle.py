#!/usr/bin/env python3
"""Run a command with a test database of this checkout's own: `test_lifecycle.py COMMAND...`

Set up, isolate, run, tear down, as a context manager; the work is done by sixfold.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sixfold.commands.context import load_config
from sixfold.commands.isolation.lifecycle import clear_namespace, isolated
from sixfold.errors import SixfoldError
from sixfold.output import Output


@contextmanager
def test_database() -> Iterator[dict[str, str]]:
    """A migrated test database; yields the variables that lead the application to it."""
    with isolated(load_config(), "scripts/test_lifecycle.py") as environment:
        yield environment


def cleanup_worker_databases() -> list[str]:
    """Drop the worker databases that dead test processes of this checkout left."""
    return clear_namespace(load_config())


def main(command: list[str]) -> int:
    """Run `command`; its exit code is ours. SIGTERM tears down as Ctrl+C does."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with test_database() as environment:
            return subprocess.call(command, env={**os.environ, **environment})
    except SixfoldError as error:
        Output().error(error)
        return error.exit_code
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    if not sys.argv[1:]:
        raise SystemExit(__doc__)
    raise SystemExit(main(sys.argv[1:]))
