"""`sixfold migrations` on the command line."""

from __future__ import annotations

from dataclasses import asdict

import click

from sixfold.output import Output

_JSON = click.option("--json", "as_json", is_flag=True, help="Answer as one JSON value.")
_WITH = click.option("--with", "ref", default="", help="On what merging this commit would give.")


@click.group(name="migrations")
def command() -> None:
    """Rehearse the schema's migrations before a database of somebody's sees them."""


@command.command()
@_WITH
@_JSON
def heads(ref: str, as_json: bool) -> None:
    """Show where the revisions end; more than one end is an error."""
    from sixfold.commands.context import load_config
    from sixfold.commands.migrations import heads as look
    from sixfold.commands.migrations import one_head

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
