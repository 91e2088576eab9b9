"""Some suites run once more, whole, so that noise in what they cover can be told from a loss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sixfold.commands.testing.gate import measure_again
from sixfold.commands.testing.plan import TestRequest, make_plan
from sixfold.commands.testing.verb import served
from sixfold.config import Config


def run_again(
    config: Config, suites: tuple[str, ...], *, say: Callable[[str], None], progress: int | None
) -> tuple[str, ...]:
    """Measure whole suites beside what their shards have left; returns those that failed.

    They write to the file descriptor `progress` (default: ours). Raises LeaseHeld when another run
    holds the namespace.
    """
    request = TestRequest()
    plan = make_plan(config, request, config.root)
    plan = replace(plan, shares=tuple(one for one in plan.shares if one.suite.name in suites))
    with served(config, request, plan, say=say, progress=progress) as session:
        return tuple(measure_again(session, suites))
