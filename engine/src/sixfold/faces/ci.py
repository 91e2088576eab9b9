"""`sixfold ci` on the command line: the jobs' own output, then the receipt."""

from __future__ import annotations

import os
import sys
import textwrap
from pathlib import Path
from typing import Final

import click

from sixfold.clients import tree
from sixfold.commands.context import load_config
from sixfold.commands.pipeline.forge import STEPS, failed_steps, keep_baseline
from sixfold.commands.pipeline.plan import machine, plan
from sixfold.commands.pipeline.receipt import NEEDS, PLACE, Receipt, read_needs, write_receipt
from sixfold.commands.pipeline.verb import CiRequest
from sixfold.commands.pipeline.verb import ci as run
from sixfold.core.plan import DIFFERENCES, Outcome, Plan, untold, verdict
from sixfold.output import Output

_FORGE: Final = "GITHUB_ACTIONS"
_WIDTH: Final = 100


@click.group(invoke_without_command=True)
@click.option("--job", "jobs", multiple=True, metavar="NAME", help="Only this job; repeatable.")
@click.option("--parallel", is_flag=True, help="Jobs and shards beside each other.")
@click.option("--json", "as_json", is_flag=True, help="Answer as one JSON value.")
@click.pass_context
def command(context: click.Context, jobs: tuple[str, ...], parallel: bool, as_json: bool) -> None:
    """Run the pipeline of sixfold.toml here, as the forge does; ends with a receipt."""
    if context.invoked_subcommand is not None:
        return
    output = Output(json=as_json)
    receipt = run(
        load_config(),
        CiRequest(jobs, parallel=parallel),
        say=output.line,
        progress=sys.stderr.fileno() if as_json else None,
    )
    _show(receipt, output)
    if not receipt.good:
        raise click.exceptions.Exit(1)


@command.command("plan")
@click.option("--json", "as_json", is_flag=True, help="Answer as one JSON value.")
def show_plan(as_json: bool) -> None:
    """Print the plan's hash, what it is made of, and what may differ between equal plans."""
    output = Output(json=as_json)
    config = load_config()
    known = plan(config)
    if as_json:
        output.value(
            {
                "plan": known.hash,
                "parts": dict(known.parts),
                "versions": dict(known.versions),
                "may_differ": list(DIFFERENCES),
            }
        )
        return
    output.line(f"plan {known.hash}")
    output.table(("part", "hash"), sorted(known.parts.items()))
    output.line()
    _show_versions(known, output)
    output.line("\nequal plans may differ in:")
    for difference in DIFFERENCES:
        output.line(f"  {difference}")


@command.command("verdict")
@click.option("--json", "as_json", is_flag=True, help="Answer as one JSON value.")
def give_verdict(as_json: bool) -> None:
    """Judge the results of all other jobs; one that was skipped or not told of has not passed."""
    output = Output(json=as_json)
    config = load_config()
    results = read_needs(os.environ.get(NEEDS, ""))
    # Within `sixfold ci` the receipt is told and written once all jobs have ended, this one too.
    forge = bool(os.environ.get(_FORGE))
    answered_for = [job for job in config.ci.jobs if forge or not job.remote]
    receipt = Receipt(
        plan(config),
        tree.state(config.root),
        tuple(results),
        machine(),
        untold=tuple(untold(answered_for, {job.name for job in results})),
    )
    if forge:
        write_receipt(config.root, receipt)
        _summarise(receipt)
    _show(receipt, output, whole=forge)
    if not receipt.good:
        raise click.exceptions.Exit(1)


@command.command("warnings")
@click.option("--json", "as_json", is_flag=True, help="Answer as one JSON value.")
def show_warnings(as_json: bool) -> None:
    """Warn of each step before this one that failed and was allowed to."""
    output = Output(json=as_json)
    names = failed_steps(os.environ.get(STEPS, ""))
    for name in names:
        told = f"the step {name} failed; nothing depends on it"
        output.warning(told)
        if os.environ.get(_FORGE):
            output.line(f"::warning title={name}::{told}")
    if as_json:
        output.value({"failed": names})


@command.command("baseline")
@click.option("--json", "as_json", is_flag=True, help="Answer as one JSON value.")
def keep(as_json: bool) -> None:
    """Push the baseline that `sixfold coverage --update-baseline` wrote, if it changed."""
    output = Output(json=as_json)
    kept = keep_baseline(load_config(), os.environ)
    if as_json:
        output.value({"pushed": kept.pushed, "told": kept.told})
    else:
        output.line(kept.told)


def _show(receipt: Receipt, output: Output, *, whole: bool = True) -> None:
    if output.json:
        output.value(receipt.as_json())
        return
    output.line()
    rows = [
        (
            job.name,
            output.mark(job.outcome is Outcome.SUCCESS),
            f"{job.seconds:.1f}" if job.seconds else "-",
            job.outcome,
        )
        for job in receipt.jobs
    ]
    output.table(("job", "", "seconds", "result"), rows)
    for line in _identity(receipt) if whole else ():
        # A line that is wider than most terminals is broken by them in the middle of a name.
        output.line(textwrap.fill(line, _WIDTH, subsequent_indent="  ", break_on_hyphens=False))
    bad = verdict({job.name: str(job.outcome) for job in receipt.jobs})
    if bad:
        output.line(f"not passed: {', '.join(bad)}")
    if receipt.untold:
        output.line(f"not told of: {', '.join(receipt.untold)}; add each to the needs of this job")
    if not bad and not receipt.untold:
        output.line(
            "every job that was asked for passed" if receipt.left_out else "every job passed"
        )
    if receipt.left_out:
        output.line(f"left out: {', '.join(receipt.left_out)}")
    if receipt.changed_meanwhile:
        output.line("not passed: the tree was changed while the jobs ran")
    if receipt.seconds:
        output.line(f"{receipt.seconds:.0f} s in all; the receipt is {PLACE}")


def _identity(receipt: Receipt) -> list[str]:
    state = receipt.tree
    dirty = ", with changes that are not committed" if state.dirty else ""
    tools = (f"{name} {version}" for name, version in receipt.plan.versions.items())
    return [
        f"plan {receipt.plan.hash}",
        f"tree {state.tree or 'outside of git'}{dirty}",
        f"tools {', '.join(tools)}",
        f"on {receipt.machine['system']}, Python {receipt.machine['python']}",
    ]


def _show_versions(known: Plan, output: Output) -> None:
    output.table(("tool", "version"), sorted(known.versions.items()))


def _summarise(receipt: Receipt) -> None:
    """The receipt on the page of a run on the forge."""
    place = os.environ.get("GITHUB_STEP_SUMMARY")
    if not place:
        return
    rows = [f"| {job.name} | {job.outcome} |" for job in receipt.jobs]
    rows += [f"| {name} | not told of |" for name in receipt.untold]
    lines = ["| job | result |", "| --- | --- |", *rows, "", *_identity(receipt), ""]
    with Path(place).open("a", encoding="utf-8") as page:
        page.write("\n".join(lines))
