"""Every verb as its own help tells it, for the reference."""

from __future__ import annotations

import inspect

import click

from sixfold.core.reference.pages import VerbText


def verb_texts(root: click.Context) -> list[VerbText]:
    """The verbs of the group that `root` runs, by name, hidden ones left out."""
    group = root.command
    return _below(group, root, "") if isinstance(group, click.Group) else []


def _below(group: click.Group, context: click.Context, prefix: str) -> list[VerbText]:
    found = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None and not command.hidden:
            found.append(_text(command, f"{prefix}{name}"))
    return sorted(found, key=lambda verb: verb.name)


def _text(command: click.Command, name: str) -> VerbText:
    if command.context_settings.get("ignore_unknown_options"):
        return VerbText(name, "", "", verbatim=_own_help(name))
    context = click.Context(command, info_name=f"sixfold {name}")
    options = (one for one in command.params if isinstance(one, click.Option))
    records = (option.get_help_record(context) for option in options)
    return VerbText(
        name=name,
        usage=" ".join(command.get_usage(context).split()).removeprefix("Usage: "),
        meaning=inspect.cleandoc(command.help or ""),
        options=tuple(record for record in records if record),
        below=tuple(
            _below(command, context, f"{name} ") if isinstance(command, click.Group) else ()
        ),
    )


def _own_help(name: str) -> str:
    """The help of a verb that takes any option, and therefore writes it itself."""
    from importlib import import_module

    return str(import_module(f"sixfold.faces.{name}").USAGE)
