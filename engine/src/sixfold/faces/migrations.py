"""`sixfold migrations` on the command line."""

from __future__ import annotations

from dataclasses import asdict

import click

from sixfold.commands.migrating.rehearse import Rehearsal
from sixfold.errors import NotPassed
from sixfold.output import Output

_JSON = click.option("--json", "as_json", is_flag=True, help="Answer as one JSON value.")
_WITH = click.option(
    "--with", "ref", default="", help="On what merging this commit (or `base`) would give."
)


@click.group(name="migrations")
def command() -> None:
    """Rehearse the schema's migrations before a database of somebody's sees them."""


@command.command()
@_WITH
@_JSON
def heads(ref: str, as_json: bool) -> None:
    """Show where the revisions end; more than one end is an error."""
    from sixfold.commands.context import load_config
    from sixfold.commands.migrating.verb import heads as look
    from sixfold.commands.migrating.verb import one_head

    output = Output(json=as_json)
    config = load_config()
    found = look(config, ref=ref)
    if as_json:
        output.value(asdict(found))
        if found.faults or len(found.heads) != 1:
            raise click.exceptions.Exit(1)
        return
    for path in found.conflicts:
        output.warning(f"git cannot merge {path}; its conflict is for the merge to resolve")
    head = one_head(config, found)
    output.line(f"one head: {head.name}, {head.title} ({head.place})")


@command.command()
@_JSON
def check(as_json: bool) -> None:
    """One head, replicas that start at once, and models that are what the migrations make."""
    from sixfold.commands.context import load_config
    from sixfold.commands.migrating.rehearse import check as run

    output = Output(json=as_json)
    _show(run(load_config(), step=output.step), output)


@command.command()
@click.option("--rows", type=click.IntRange(0), help="Rows of a table whose locks are measured.")
@click.option("--only", multiple=True, help="Measure the locks of this revision; may be repeated.")
@click.option(
    "--from", "since", default="", help="The previous release (or `base`): is it well afterwards?"
)
@_JSON
def rehearse(rows: int | None, only: tuple[str, ...], since: str, as_json: bool) -> None:
    """Go up, down and up again on data; measure which locks are held for how long."""
    from sixfold.commands.context import load_config
    from sixfold.commands.migrating.rehearse import rehearse as run

    output = Output(json=as_json)
    rehearsal = run(load_config(), row_count=rows, only=only, since=since, step=output.step)
    _show(rehearsal, output)


def _show(rehearsal: Rehearsal, output: Output) -> None:
    if output.json:
        output.value({"passed": rehearsal.passed, **asdict(rehearsal)})
    else:
        for act in rehearsal.acts:
            output.line(f"{act.verdict:<5} {act.name}: {act.told}")
            for finding in act.findings:
                output.line(f"      {finding}")
        if rehearsal.locks:
            output.line()
            _show_locks(rehearsal, output)
    if not rehearsal.passed:
        raise click.exceptions.Exit(NotPassed.exit_code)


def _show_locks(rehearsal: Rehearsal, output: Output) -> None:
    output.table(
        ("revision", "table", "strongest lock", "held", "revision took", "rows"),
        [
            (
                held.revision,
                held.table,
                held.mode.removesuffix("Lock"),
                f"{held.seconds:.3f} s" if held.seconds else "< 0.005 s",
                f"{held.total:.3f} s",
                held.rows,
            )
            for held in rehearsal.locks
        ],
    )
