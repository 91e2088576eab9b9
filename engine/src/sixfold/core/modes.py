"""How a test run was asked for: which tests, what is measured of them, and what contradicts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sixfold.errors import RequestError


@dataclass(frozen=True, slots=True)
class Part:
    """The `number`-th of `count` shards, from 1."""

    number: int
    count: int

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"


@dataclass(frozen=True, slots=True)
class Mode:
    """What a run was asked for beside paths and its runners' own options.

    Without any of these all tests run, measured, and the gate is held against what they cover.
    """

    fast: bool = False
    smart: bool = False
    affected: bool = False
    e2e: bool = False
    shard: Part | None = None
    record: bool = False

    @property
    def measured(self) -> bool:
        """Whether coverage is collected."""
        return not (self.fast or self.affected)

    @property
    def recorded(self) -> bool:
        """Whether what tests read is recorded, for later runs with --affected."""
        return self.affected


# pytest's own options that leave tests out or end a run early, without their values.
_SELECTING: Final = (
    *("-k", "-m", "--deselect", "--ignore", "--ignore-glob", "--keyword", "--markexpr"),
    *("--lf", "--last-failed", "--sw", "--stepwise", "--stepwise-skip", "--sw-skip"),
    *("--co", "--collect-only", "--splits", "--group", "--testmon", "--setup-plan"),
    *("--changed", "--shard", "-t", "--testNamePattern", "--related", "--exclude"),
)
_SHARD: Final = re.compile(r"([1-9]\d*)/([1-9]\d*)")
_CONTRADICTIONS: Final = (
    ("--fast", "--smart", "--fast measures nothing, and --smart is there to measure"),
    ("--smart", "--affected", "--smart runs every test, and --affected only some"),
    ("--smart", "--e2e", "--smart runs every test, and --e2e only those in a browser"),
    ("--smart", "--shard", "a shard says too little about the lines that were changed"),
    ("--affected", "--e2e", "--affected chooses among all tests, and --e2e is a choice already"),
    ("--affected", "--shard", "shards divide all tests, and --affected leaves some out"),
    ("--affected", "--record-durations", "durations are recorded by a run of whole suites"),
    ("--e2e", "--record-durations", "durations are recorded by a run of whole suites"),
)


def parse_shard(text: str) -> Part:
    """`2/4` as a part. Raises RequestError for anything else."""
    match = _SHARD.fullmatch(text)
    part = Part(int(match[1]), int(match[2])) if match else None
    if part is None or part.number > part.count:
        raise RequestError(
            f"--shard takes K/N with K from 1 to N, not {text!r}", hint="sixfold test --shard 1/4"
        )
    return part


def selecting(options: Sequence[str], paths: Sequence[str]) -> tuple[str, ...]:
    """What of a command line leaves tests out, as it was given: options with values, and paths."""
    return (*_selecting_options(options), *paths)


def _selecting_options(options: Sequence[str]) -> Iterator[str]:
    for number, word in enumerate(options):
        name, equals, _ = word.partition("=")
        if name in _SELECTING:
            after = options[number + 1 : number + 2]
            value = after if not equals and after and not after[0].startswith("-") else ()
            yield " ".join((word, *value))
        elif re.match(r"-[km].", word):
            yield word


def check(mode: Mode, selected: Sequence[str]) -> None:
    """Refuse what contradicts itself, with a sentence. `selected` is what leaves tests out."""
    given = {
        "--fast": mode.fast,
        "--smart": mode.smart,
        "--affected": mode.affected,
        "--e2e": mode.e2e,
        "--shard": mode.shard is not None,
        "--record-durations": mode.record,
    }
    for one, other, why in _CONTRADICTIONS:
        if given[one] and given[other]:
            raise RequestError(f"{one} and {other} exclude one another: {why}")
    for name in ("--smart", "--affected", "--record-durations"):
        if given[name] and selected:
            words = ", ".join(selected)
            raise RequestError(
                f"{name} decides for all tests of a suite, and {words} leaves some out",
                hint="leave one of the two away; --suite NAME is fine",
            )


def partial(mode: Mode, selected: Sequence[str]) -> str:
    """Why a run measures only a part of what its suites cover; empty where it measures it whole."""
    if mode.affected:
        return "only the tests that the change can reach were run"
    if mode.shard is not None:
        return f"this is shard {mode.shard}; what all shards cover together is judged as one"
    if mode.e2e:
        return "only the tests in a browser were run"
    return f"some tests were left out ({', '.join(selected)})" if selected else ""
