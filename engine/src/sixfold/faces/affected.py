"""`sixfold affected`: what `sixfold test --affected` would run now, and why."""

from __future__ import annotations

import click

from sixfold.commands.context import load_config
from sixfold.commands.selecting.verb import explain, select
from sixfold.core.affected.selection import Selection
from sixfold.errors import RequestError
from sixfold.output import Output


@click.command(name="affected")
@click.option("--suite", help="Only this suite of sixfold.toml.")
@click.option("--why", metavar="NODEID", help="Say why one test, or one file of tests, would run.")
@click.option("--json", "as_json", is_flag=True, help="Answer as one JSON value.")
def command(suite: str | None, why: str | None, as_json: bool) -> None:
    """Show which tests a change can reach since they last ran; runs none."""
    config = load_config()
    chosen = [one for one in config.suites if suite in (None, one.name)]
    if not chosen:
        names = ", ".join(one.name for one in config.suites) or "none"
        raise RequestError(f"there is no suite named {suite!r}; there are: {names}")
    output = Output(json=as_json)
    selections = {one.name: select(config, one) for one in chosen}
    if as_json:
        output.value(
            {
                name: {**selection.as_json(), "reasons": dict(selection.reasons)}
                for name, selection in selections.items()
            }
        )
        return
    for name, selection in selections.items():
        for line in _lines(name, selection, why):
            output.line(line)


def _lines(name: str, selection: Selection, why: str | None) -> list[str]:
    if why is None or selection.everything:
        return [explain(selection, name)]
    found = [
        f"{name}: {test}: {reason}"
        for test, reason in selection.reasons.items()
        if test == why or test.startswith((f"{why}::", f"{why}["))
    ]
    return found or [f"{name}: {why}: nothing that it read has changed, or it is no test of {name}"]
