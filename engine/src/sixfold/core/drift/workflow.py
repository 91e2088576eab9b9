"""The forge's workflow against the pipeline of sixfold.toml: each job, its needs, its steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sixfold.core.drift.model import Drift, Sources, drift_at, steps_of
from sixfold.core.located import Node
from sixfold.core.plan import Job, Pipeline

# What turns a step that failed, or never ran, into a job that passed.
_LENIENT: Final = ("if", "continue-on-error")
_SHELLS: Final = ("bash", "sh", "pwsh")
# What keeps a workflow from running for some of the commits of its event.
_FILTERS: Final = ("paths", "paths-ignore")


def workflow(sources: Sources) -> Iterator[Drift]:
    """Each job of either file that the other does not have, or has otherwise."""
    pipeline = sources.pipeline
    if not pipeline.workflow:
        return
    if sources.text(pipeline.workflow) is None:
        rule = "sixfold.toml names this workflow, and it is not there"
        yield Drift(pipeline.workflow, 1, "workflow", rule, "write it, or mend [ci] workflow")
        return
    document = sources.document(pipeline.workflow)
    jobs = document.mapping.get("jobs", document)
    yield from _events(document, pipeline)
    yield from _defaults(document)
    for job in pipeline.jobs:
        if job.name in jobs.mapping:
            yield from _job(job, jobs.mapping[job.name], pipeline)
        else:
            message = f"the job {job.name!r} of sixfold.toml is missing"
            yield _drift(jobs, message, f"add it, with its steps: {', '.join(job.steps)}")
    known = {job.name for job in pipeline.jobs}
    for name, node in jobs.mapping.items():
        if name not in known:
            message = f"the job {name!r} is in no pipeline: `sixfold ci` does not run it"
            yield _drift(node, message, f"add [ci.jobs.{name}] to sixfold.toml, or drop the job")
    runs = {step.mapping["run"].text.strip() for step in steps_of(document) if _runs(step)}
    for step in pipeline.forge_steps:
        if f"{pipeline.door} {step}".strip() not in runs:
            message = f"no job has the step {step!r}, which sixfold.toml has for the forge"
            yield _drift(jobs, message, f"add: run: {pipeline.door} {step}")


def _events(document: Node, pipeline: Pipeline) -> Iterator[Drift]:
    """The workflow runs for each commit of the events that it is told to run for."""
    told = document.mapping.get("on", document)
    stated = {item.text: item for item in told.items} | dict(told.mapping)
    for event in pipeline.events:
        if event not in stated:
            yield _drift(told, f"the workflow does not run for {event}", f"add {event} to `on`")
            continue
        for key in sorted(stated[event].mapping.keys() & set(_FILTERS)):
            message = f"the workflow leaves commits of {event} out by {key}"
            yield _drift(stated[event].mapping[key], message, f"drop {key}")


def _defaults(node: Node) -> Iterator[Drift]:
    """How steps run is decided by each of them alone."""
    if "defaults" in node.mapping:
        message = "`defaults` decide here how steps run, and may have them run nothing"
        yield _drift(node.mapping["defaults"], message, "drop it")


def _job(job: Job, node: Node, pipeline: Pipeline) -> Iterator[Drift]:
    needs = node.mapping.get("needs", Node((), node.place))
    stated = {item.text for item in needs.items}
    if stated != set(job.needs):
        message = f"{job.name} needs {_list(stated)} here and {_list(job.needs)} in sixfold.toml"
        yield _drift(needs, message, f"needs: [{', '.join(job.needs)}]")
    condition = node.mapping.get("if", Node("", node.place))
    # A judge with another condition beside it can be skipped, which the forge takes for a pass.
    exactly = condition.text.strip("${} ") == "always()"
    if not exactly if job.always else "always()" in condition.text:
        message = f"{job.name} {'always runs' if job.always else 'waits for its needs'}"
        fix = "if: ${{ always() }}" if job.always else "drop always() from its `if`"
        yield _drift(condition, f"{message} by sixfold.toml, and not here", fix)
    if "continue-on-error" in node.mapping:
        told = node.mapping["continue-on-error"]
        yield _drift(told, f"{job.name} may fail here without being told", "drop it")
    yield from _defaults(node)
    yield from _shards(job, node)
    yield from _steps(job, node, pipeline)


def _shards(job: Job, node: Node) -> Iterator[Drift]:
    matrix = node.mapping.get("strategy", node).mapping.get("matrix", node)
    shards = matrix.mapping.get("shard", Node((), node.place))
    stated = [item.text for item in shards.items]
    wanted = [str(number) for number in range(1, job.shards + 1)] if job.shards > 1 else []
    if stated != wanted:
        message = f"{job.name} has {len(stated) or 1} shards here and {job.shards} in sixfold.toml"
        yield _drift(shards, message, f"shard: [{', '.join(wanted)}]")


def _steps(job: Job, node: Node, pipeline: Pipeline) -> Iterator[Drift]:
    """Each run of the workflow is one step of the job by way of the door, in the same order."""
    steps = node.mapping.get("steps", Node((), node.place))
    apart = {_run(step, job, pipeline.door) for step in pipeline.forge_steps}
    ours = [
        step
        for step in steps.items
        if _runs(step) and step.mapping["run"].text.strip() not in apart
    ]
    for step in ours:
        shell = step.mapping.get("shell", Node("bash", step.place))
        if shell.text not in _SHELLS:
            message = f"{job.name} has a step whose shell is {shell.text!r}: it may run nothing"
            yield _drift(shell, message, "drop shell from the step")
        for key in sorted(step.mapping.keys() & set(_LENIENT)):
            message = f"{job.name} has a step that {key!r} lets pass without having passed"
            yield _drift(step.mapping[key], message, f"drop {key} from the step")
    runs = [step.mapping["run"] for step in ours]
    wanted = [_run(step, job, pipeline.door) for step in job.steps]
    stated = [run.text.strip() for run in runs]
    for text in wanted:
        if text not in stated:
            yield _drift(steps, f"{job.name} lacks the step {text!r}", f"add: run: {text}")
    for run in runs:
        if run.text.strip() not in wanted:
            message = f"{job.name} runs {run.text.strip()!r}, which is no step of sixfold.toml"
            yield _drift(run, message, f"add it to [ci.jobs.{job.name}] steps, or drop it here")
    if sorted(stated) == sorted(wanted) and stated != wanted:
        message = f"{job.name} has its steps in another order than sixfold.toml"
        yield _drift(steps, message, f"order: {'; '.join(wanted)}")


def _run(step: str, job: Job, door: str) -> str:
    shard = "${{ matrix.shard }}"
    filled = step.replace("{shard}", shard).replace("{shards}", str(job.shards))
    return f"{door} {filled}".strip()


def _list(names: object) -> str:
    listed = sorted(map(str, names)) if isinstance(names, set | tuple) else []
    return ", ".join(listed) or "nothing"


def _runs(step: Node) -> bool:
    return "run" in step.mapping


def _drift(node: Node, message: str, fix: str) -> Drift:
    return drift_at(node, "workflow", message, fix)
