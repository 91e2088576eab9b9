"""`sixfold hooks` on the command line."""

from __future__ import annotations

import time
from dataclasses import asdict

import click

from sixfold.commands.hooks import HookReport
from sixfold.output import Output, age_text

_JSON = click.option("--json", "as_json", is_flag=True, help="Answer as one JSON value.")


@click.group(name="hooks")
def command() -> None:
    """Have what nobody owns swept after each push, by a git hook."""


@command.command()
@_JSON
def install(as_json: bool) -> None:
    """Install the hook; one that is there is kept and called first."""
    from sixfold.commands.context import load_config
    from sixfold.commands.hooks import install as run

    _show(run(load_config()), Output(json=as_json))


@command.command()
@_JSON
def remove(as_json: bool) -> None:
    """Take the hook away and put back what was there before."""
    from sixfold.commands.context import load_config
    from sixfold.commands.hooks import remove as run

    _show(run(load_config()), Output(json=as_json))


@command.command()
@_JSON
def status(as_json: bool) -> None:
    """Show whether the hook is installed, and what its last sweep did."""
    from sixfold.commands.context import load_config
    from sixfold.commands.hooks import status as look

    _show(look(load_config()), Output(json=as_json))


@command.command(hidden=True)
@click.option("--after", type=int, help="Wait for the end of this process first.")
@_JSON
def sweep(after: int | None, as_json: bool) -> None:
    """Drop what is provably nobody's; the hook calls this."""
    from sixfold.commands.context import load_config
    from sixfold.commands.hooks import sweep as act
    from sixfold.commands.hooks import sweep_after

    config = load_config()
    if after is not None:
        sweep_after(config, after)
        return
    output = Output(json=as_json)
    gone = act(config)
    if as_json:
        output.value({"dropped": gone})
    else:
        output.line(f"dropped {len(gone)}" if gone else "nothing to drop")


def _show(report: HookReport, output: Output) -> None:
    if output.json:
        output.value(asdict(report))
        return
    output.line(f"{report.state}: {report.path}")
    if report.kept:
        output.line(f"the hook from before is called first: {report.kept}")
    if report.last is not None:
        output.line(_told(report.last))


def _told(last: dict[str, object]) -> str:
    at, dropped = last.get("at"), last.get("dropped")
    age = f"{age_text(time.time() - at)} ago" if isinstance(at, int | float) else "some time ago"
    if isinstance(dropped, list):
        return f"last sweep {age}: dropped {', '.join(map(str, dropped)) or 'nothing'}"
    return f"last sweep {age} failed: {last.get('error')}"
