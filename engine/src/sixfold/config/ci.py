"""`[ci]`: the jobs that check a commit, on a laptop and on the forge."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sixfold.config.table import Table
from sixfold.core.plan import LEVELS, READ_ONLY, Job, Pipeline, faults

_MOST_SHARDS = 64


def read_ci(table: Table) -> Pipeline:
    """The pipeline; without jobs where nothing is configured."""
    jobs = tuple(_job(name, inner) for name, inner in table.table("jobs").tables())
    for name, rule in faults(jobs):
        table.table("jobs").fault(name, rule)
    return Pipeline(
        jobs=jobs,
        workflow=table.text("workflow"),
        door=table.text("door"),
        packages=table.texts("packages"),
        forge_steps=table.texts("forge_steps"),
        events=table.texts("events"),
        may_fail=table.texts("may_fail"),
        permissions=_permissions(table) if "permissions" in table else READ_ONLY,
    )


def _job(name: str, table: Table) -> Job:
    job = Job(
        name=name,
        steps=table.texts("steps"),
        needs=table.texts("needs"),
        shards=table.count("shards", 1, least=1, most=_MOST_SHARDS),
        always=table.truth("always"),
        remote=table.truth("remote"),
        alone=table.truth("alone"),
        permissions=_permissions(table),
    )
    if not job.steps:
        table.fault("steps", "is missing: which verbs does the job run?")
    return job


def _permissions(table: Table) -> Mapping[str, str]:
    found = table.mapping("permissions")
    for scope, level in found.items():
        if level not in LEVELS:
            table.fault("permissions", f"has {scope} = {level!r}; there are: {', '.join(LEVELS)}")
    return MappingProxyType(found)
