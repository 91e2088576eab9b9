"""`sixfold coverage --update-baseline`: write down what was measured, if anything changed.

The baseline describes the base's last commit that was measured. A run of an older commit that ends
late leaves it alone: whichever commit is the base's last has a run of its own, and that one
writes. So pushes that come close upon one another end in the same file, in whatever order.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sixfold.clients.git_history import History
from sixfold.commands.coverage.base import TRAILER
from sixfold.commands.coverage.verb import Outcome
from sixfold.config import Config
from sixfold.core.coverage.baseline import Baseline, encode
from sixfold.errors import NotPassed


@dataclass(frozen=True, slots=True)
class Update:
    """What became of the baseline's file, and what to do with it."""

    file: str
    written: bool
    told: str


def update_baseline(
    config: Config, outcome: Outcome, *, reason: str = "", environ: Mapping[str, str] | None = None
) -> Update:
    """Write the baseline's file where it differs from what was measured.

    Raises NotPassed where not everything was measured, or the gate failed and no `reason` is given
    for having a lower baseline.
    """
    environ = os.environ if environ is None else environ
    name = config.coverage.baseline
    if not outcome.measured.whole:
        raise NotPassed(
            f"not everything was measured, so {name} stays as it is:"
            f" {'; '.join(outcome.measured.left_out) or 'no report'}",
            hint="sixfold test, then this again",
        )
    if not outcome.gate.good and not reason:
        raise NotPassed(
            f"the gate failed, so {name} stays as it is",
            hint='sixfold coverage --update-baseline --reason "why it may be lower"',
        )
    newer = _overtaken(config)
    if newer:
        told = f"{newer} is ahead of this commit: its own run writes {name}"
        return Update(name, written=False, told=told)
    text = encode(Baseline.of(outcome.measured.components, outcome.measured.unified))
    file = config.root / name
    if file.is_file() and file.read_text(encoding="utf-8", errors="replace") == text:
        return Update(name, written=False, told=f"{name} says the same already")
    _write(file, text)
    return Update(name, written=True, told=_next(name, reason))


def _overtaken(config: Config) -> str:
    """The remote's base if it has commits that this one lacks and all that this one has."""
    history = History(config.root)
    remote = f"origin/{config.coverage.base}"
    tip, head = history.commit(remote), history.commit("HEAD")
    if tip is None or head is None or tip == head:
        return ""
    return remote if history.merge_base(tip, head) == head and history.clean() else ""


def _next(name: str, reason: str) -> str:
    if not reason:
        return f"{name} was written; it counts once it is on the base"
    said = reason.replace("'", "'\\''")
    return (
        f"{name} was written; it counts once it is committed with its reason:"
        f" git add {name} && git commit -m 'Reset the coverage baseline'"
        f" --trailer '{TRAILER}: {said}'"
    )


def _write(file: Path, text: str) -> None:
    """All of it or nothing."""
    half = file.with_name(f".{file.name}.{os.getpid()}")
    half.write_text(text, encoding="utf-8")
    half.replace(file)
