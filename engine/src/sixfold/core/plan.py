"""What checks a commit: jobs that need one another, and the one hash that says two plans are equal.

Equal are two runs with the same tools, commands, tests and gates. How many shards there are, where
they run and how many at once is not part of it: DIFFERENCES lists what may differ.
"""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

DIFFERENCES: Final = (
    "how many shards a job has, and whether jobs and shards run in turn or beside each other",
    "how many worker processes a suite gets",
    "which runtime serves PostgreSQL, Redis and S3",
    "the operating system, the patch release of Python, and the release of Node",
)

# The least with which a job can look at the commit that it checks.
READ_ONLY: Final = MappingProxyType({"contents": "read"})
# What a token may do, less first.
LEVELS: Final = ("none", "read", "write")


@dataclass(frozen=True, slots=True)
class Job:
    """One job of `[ci.jobs.<name>]`.

    `steps` are verbs as they are typed; `{shard}` and `{shards}` in them are filled in for each of
    `shards`. `needs` must have passed first, unless `always`. A `remote` job is the forge's alone.
    Of one that is `alone`, two never run at the same time. `permissions` are what the forge's token
    may do in it beyond what it may in all jobs.
    """

    name: str
    steps: tuple[str, ...]
    needs: tuple[str, ...] = ()
    shards: int = 1
    always: bool = False
    remote: bool = False
    alone: bool = False
    permissions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Pipeline:
    """`[ci]`: the jobs, the `workflow` that runs them on the forge, and the `door` to each step.

    `packages` are those whose installed versions are part of the plan: Python's by their names,
    npm's as `npm:name`. `forge_steps` are those of the workflow that are nowhere in the jobs.
    `events` are those for each commit of which the workflow must run.
    `may_fail` are the actions whose failure is told and fails nothing, by their names without
    version. `permissions` are what the forge's token may do in every job.
    """

    jobs: tuple[Job, ...] = ()
    workflow: str = ""
    door: str = ""
    packages: tuple[str, ...] = ()
    forge_steps: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    may_fail: tuple[str, ...] = ()
    permissions: Mapping[str, str] = field(default_factory=lambda: READ_ONLY)


# The step with which a job judges the others.
VERDICT: Final = "ci verdict"


class Outcome(StrEnum):
    """How a job ended, in the forge's words. Only `success` is a pass."""

    SUCCESS = "success"
    FAILURE = "failure"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Part:
    """One shard of a job, which is all of a job that has one: its steps as words."""

    job: str
    shard: int
    shards: int
    steps: tuple[tuple[str, ...], ...]

    @property
    def title(self) -> str:
        """`backend 2/4`, or just `lint`."""
        return f"{self.job} {self.shard}/{self.shards}" if self.shards > 1 else self.job


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan's hash, and the hash of each of its parts, to see which one differs."""

    hash: str
    parts: Mapping[str, str]
    versions: Mapping[str, str]


def faults(jobs: Sequence[Job]) -> list[tuple[str, str]]:
    """What is wrong with a graph: pairs of a job's name and the rule that it breaks."""
    known = {job.name for job in jobs}
    found = [
        (job.name, f"needs {need!r}, and there is no such job")
        for job in jobs
        for need in job.needs
        if need not in known
    ]
    found += [
        (job.name, "has shards, but no step that says {shard}")
        for job in jobs
        if job.shards > 1 and not any("{shard}" in step for step in job.steps)
    ]
    if not found:
        ordered_names = {job.name for job in ordered(jobs)}
        found = [
            (job.name, "needs itself, by way of what it needs")
            for job in jobs
            if job.name not in ordered_names
        ]
    return found


def ordered(jobs: Sequence[Job]) -> list[Job]:
    """The jobs so that each comes after those that it needs, else in the file's order.

    Jobs in a circle, and those that wait for one, are left out.
    """
    done: list[Job] = []
    left = list(jobs)
    while left:
        names = {job.name for job in done}
        ready = next((job for job in left if names.issuperset(job.needs)), None)
        if ready is None:
            break
        left.remove(ready)
        done.append(ready)
    return done


def wanted(jobs: Sequence[Job], names: Sequence[str]) -> list[Job]:
    """The named jobs with all that they need; every job of a laptop's where none is named."""
    by_name = {job.name: job for job in jobs}
    left = list(names) or [job.name for job in jobs if not job.remote]
    chosen: set[str] = set()
    while left:
        name = left.pop()
        if name not in chosen:
            chosen.add(name)
            left += by_name[name].needs
    return [job for job in ordered(jobs) if job.name in chosen]


def parts(job: Job) -> list[Part]:
    """A job's shards, each with its steps filled in."""
    return [
        Part(job.name, number, job.shards, tuple(_words(step, number, job) for step in job.steps))
        for number in range(1, job.shards + 1)
    ]


def _words(step: str, number: int, job: Job) -> tuple[str, ...]:
    filled = step.replace("{shard}", str(number)).replace("{shards}", str(job.shards))
    return tuple(shlex.split(filled))


def may_start(job: Job, results: Mapping[str, Outcome]) -> bool | None:
    """Whether a job starts: None while something that it needs has not ended, False for never."""
    if any(need not in results for need in job.needs):
        return None
    return job.always or all(results[need] is Outcome.SUCCESS for need in job.needs)


def verdict(results: Mapping[str, str]) -> list[str]:
    """The jobs that did not pass, each with its result; one that was skipped has not passed."""
    return [f"{name}: {result}" for name, result in results.items() if result != Outcome.SUCCESS]


def untold(jobs: Sequence[Job], told: Collection[str]) -> list[str]:
    """The jobs of the graph that a judge had to be told of, and was not.

    A judge is a job that runs `ci verdict`. It answers for all others but those that wait for it.
    """
    behind = {job.name for job in jobs if any(VERDICT in step for step in job.steps)}
    for job in ordered(jobs):
        if behind.intersection(job.needs):
            behind.add(job.name)
    return [job.name for job in jobs if job.name not in behind and job.name not in told]


def digest(value: Any) -> str:
    """A short hash of plain values, equal for equal ones whatever the order of their keys."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def make_plan(
    jobs: Iterable[Job],
    *,
    versions: Mapping[str, str],
    tests: Mapping[str, Any],
    gates: Any,
    commands: Any,
) -> Plan:
    """The plan of a checkout.

    `versions` are the tools' installed ones; `tests` describe each suite with its files; `gates`
    are what must hold at the end; `commands` are what the verbs run.
    """
    graph = {job.name: (sorted(job.needs), job.steps, job.always) for job in jobs}
    hashes = {
        "jobs": digest(graph),
        "tools": digest(dict(versions)),
        "tests": digest(dict(tests)),
        "gates": digest(gates),
        "commands": digest(commands),
    }
    return Plan(digest(hashes), hashes, versions)
