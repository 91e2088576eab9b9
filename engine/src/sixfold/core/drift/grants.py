"""What the workflow lets its token do, and which of its jobs may run beside themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from sixfold.core.drift.model import Drift, Sources, drift_at, jobs_of
from sixfold.core.located import Node
from sixfold.core.plan import LEVELS

_KEY: Final = "permissions"
_FOR_ALL: Final = {"read-all": "read", "write-all": "write"}


def grants(sources: Sources) -> Iterator[Drift]:
    """Each scope of the token that the workflow, or a job of it, has more or less of than told."""
    pipeline = sources.pipeline
    document = sources.document(pipeline.workflow)
    general = document.mapping.get(_KEY)
    if general is not None:
        yield from _compared(general, "the workflow", pipeline.permissions)
    for job in pipeline.jobs:
        node = jobs_of(document).get(job.name)
        if node is None:
            continue
        own, wanted = node.mapping.get(_KEY), {**pipeline.permissions, **job.permissions}
        if own is not None:
            yield from _compared(own, job.name, wanted)
        elif general is not None and job.permissions:
            granted = {
                scope: replace(one, place=node.place) for scope, one in general.mapping.items()
            }
            yield from _compared(Node(granted, node.place), job.name, wanted)
        elif general is None:
            message = f"nothing says what the token may do in {job.name}: perhaps everything"
            yield drift_at(node, "permissions", message, _fix(pipeline.permissions))


def alone(sources: Sources) -> Iterator[Drift]:
    """Each job that must run alone, and of which the workflow lets two run at once."""
    document = sources.document(sources.pipeline.workflow)
    for job in sources.pipeline.jobs:
        node = jobs_of(document).get(job.name)
        if node is None or not job.alone:
            continue
        told = node.mapping.get("concurrency", Node("", node.place))
        group = told.mapping.get("group", told)
        fix = f"concurrency: {{group: {job.name}, cancel-in-progress: false}}"
        if not group.text:
            message = f"two runs of {job.name} could run at once: it has no concurrency group"
            yield drift_at(told, "concurrency", message, fix)
        elif "${{" in group.text:
            message = f"two runs of {job.name} could run at once: their groups may differ"
            yield drift_at(group, "concurrency", message, fix)
        for one in (told, document.mapping.get("concurrency", node)):
            cancel = one.mapping.get("cancel-in-progress")
            if cancel is not None and cancel.text.strip("${} ") == "true":
                message = f"{job.name} runs alone, and a later run would cancel it half-way"
                yield drift_at(cancel, "concurrency", message, "cancel-in-progress: false")


def _compared(told: Node, where: str, wanted: Mapping[str, str]) -> Iterator[Drift]:
    """The scopes that differ; `read-all` and `write-all` are of every scope that there is."""
    if told.text in _FOR_ALL:
        message = f"{where} has {told.text}, and sixfold.toml grants {_list(wanted)}"
        yield drift_at(told, "permissions", message, _fix(wanted))
        return
    for scope in sorted({*told.mapping, *wanted}):
        node = told.mapping.get(scope, Node("none", told.place))
        least = wanted.get(scope, "none")
        if node.text != least:
            more = node.text not in LEVELS or LEVELS.index(node.text) > LEVELS.index(least)
            message = f"{where} has {scope}: {node.text}, {'more' if more else 'less'} than the"
            message = f"{message} {least} of sixfold.toml"
            yield drift_at(node, "permissions", message, f"{scope}: {least}")


def _fix(wanted: Mapping[str, str]) -> str:
    return f"permissions: {{{_list(wanted)}}}"


def _list(wanted: Mapping[str, str]) -> str:
    return ", ".join(f"{scope}: {level}" for scope, level in wanted.items())
