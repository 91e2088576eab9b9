"""`sixfold docs` on the command line: serve, build and check the documentation's pages."""

from __future__ import annotations

from dataclasses import asdict

import click

from sixfold.commands.context import load_config
from sixfold.commands.documenting import verb as docs
from sixfold.commands.documenting.pieces import pieces
from sixfold.faces.verbs import verb_texts
from sixfold.output import Output

_JSON = click.option("--json", "as_json", is_flag=True, help="Answer as one JSON value.")


@click.group()
def command() -> None:
    """Make, look at and check the documentation's pages."""


@command.command()
@click.option("--port", type=click.IntRange(1, 65535), help="This port, and no other.")
def serve(port: int | None) -> None:
    """Show the pages on a free port, and follow their changes, until Ctrl+C."""
    code = docs.serve(load_config(), port)
    if code:
        raise click.exceptions.Exit(1)


@command.command()
@_JSON
def build(as_json: bool) -> None:
    """Make the site in site/: a warning, a page outside the navigation or a dead link ends it."""
    output = Output(json=as_json)
    config = load_config()
    with output.step("making the site"):
        told = docs.build(config)
    if as_json:
        output.value({"site": str(config.root / "site")})
    else:
        output.line(told.splitlines()[-1] if told else "made")


@command.command()
@click.option("--fix", is_flag=True, help="Renew what is generated; the rest is told.")
@_JSON
@click.pass_context
def check(context: click.Context, fix: bool, as_json: bool) -> None:
    """Hold what is generated in Markdown files against the code that it describes."""
    output = Output(json=as_json)
    config = load_config()
    root = context.find_root()
    found = docs.check(config, pieces(config, lambda: verb_texts(root)), fix=fix)
    if as_json:
        output.value({"findings": [asdict(one) for one in found]})
    else:
        for one in found:
            output.line(str(one))
            output.line(f"    fix: {one.fix}")
        output.line(f"{len(found)} stale" if found else "every page says what the code says")
    if found:
        raise click.exceptions.Exit(1)
