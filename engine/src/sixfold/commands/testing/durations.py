"""How long tests took: recorded in a file of the repository, so that shards come out alike."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from sixfold.commands.whole_files import write_text
from sixfold.config import Config

FILE: Final = "test-durations.json"

type Durations = dict[str, dict[str, float]]


def read(config: Config, say: Callable[[str], None] | None = None) -> Durations:
    """Seconds by suite and test. A file that is absent or broken does no harm, and is told."""
    try:
        told = json.loads((config.root / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        fault = "is not there (sixfold test --record-durations)"
    except (OSError, ValueError) as error:
        fault = f"cannot be read ({error})"
    else:
        if isinstance(told, dict):
            return {suite: _seconds(tests) for suite, tests in told.items()}
        fault = "holds no table"
    if say is not None:
        say(f"{FILE} {fault}: every test counts alike")
    return {}


def record(config: Config, ran: Mapping[str, Mapping[str, float]], *, whole: bool) -> None:
    """Write down how long the tests of some suites took, rounded to milliseconds, sorted.

    Where the suites ran `whole`, what is not in them any more is forgotten.
    """
    durations = read(config)
    for suite, tests in ran.items():
        kept = {} if whole else durations.get(suite, {})
        durations[suite] = kept | {name: round(seconds, 3) for name, seconds in tests.items()}
    text = json.dumps(durations, indent=0, sort_keys=True, ensure_ascii=False)
    write_text(config.root / FILE, text + "\n")


def slowest(
    ran: Iterable[tuple[str, Mapping[str, float]]], count: int
) -> list[tuple[str, str, float]]:
    """The tests that took longest: suite, test, seconds."""
    found = [(suite, name, took) for suite, tests in ran for name, took in tests.items()]
    return sorted(found, key=lambda one: (-one[2], one[0], one[1]))[:count]


def _seconds(tests: Any) -> dict[str, float]:
    if not isinstance(tests, dict):
        return {}
    return {
        name: float(took)
        for name, took in tests.items()
        if isinstance(took, int | float) and not isinstance(took, bool) and took >= 0
    }
