"""`sixfold drift` on the command line: each drift with its place, and the edit that mends it."""

from __future__ import annotations

from dataclasses import asdict
from types import MappingProxyType

import click

from sixfold.commands.context import load_config
from sixfold.commands.documenting.pieces import pieces
from sixfold.commands.drift import drift
from sixfold.core.drift.model import Verb
from sixfold.faces.verbs import verb_texts
from sixfold.output import Output


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Answer as one JSON value.")
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """Compare what two files state: workflow, versions, names and tables in documents."""
    output = Output(json=as_json)
    root = context.find_root()
    group = root.command
    verbs = _verbs(group, root) if isinstance(group, click.Group) else {}
    config = load_config()
    found = drift(config, verbs, pieces(config, lambda: verb_texts(root)))
    if as_json:
        output.value({"findings": [asdict(one) for one in found]})
    else:
        for one in found:
            output.line(str(one))
            output.line(f"    fix: {one.fix}")
        output.line(f"{len(found)} drift{'s' * (len(found) != 1)}" if found else "no drift")
    if found:
        raise click.exceptions.Exit(1)


def _verbs(group: click.Group, context: click.Context) -> dict[str, Verb]:
    """What there is to type below a group."""
    found = {}
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None:
            found[name] = _verb(command, context)
    return found


def _verb(command: click.Command, context: click.Context) -> Verb:
    if command.context_settings.get("ignore_unknown_options"):
        return Verb()
    options = {option for parameter in command.params for option in parameter.opts}
    options |= {option for parameter in command.params for option in parameter.secondary_opts}
    below = _verbs(command, context) if isinstance(command, click.Group) else {}
    return Verb(frozenset(options | {"--help"}), MappingProxyType(below))
