"""`sixfold env` on the command line."""

from __future__ import annotations

from dataclasses import asdict

import click

from sixfold.commands.env import EnvReport
from sixfold.errors import NotPassed
from sixfold.output import Output


@click.group(name="env")
def command() -> None:
    """Check that every file agrees about the environment variables; add one to all of them."""


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Answer as one JSON value.")
def check(as_json: bool) -> None:
    """Compare settings, example, secrets template, Dockerfiles, compose files and frontend."""
    from sixfold.commands.context import load_config
    from sixfold.commands.env import check as compare

    output = Output(json=as_json)
    report = compare(load_config())
    _show(report, output)
    if report.gaps:
        raise click.exceptions.Exit(NotPassed.exit_code)


def _show(report: EnvReport, output: Output) -> None:
    if output.json:
        output.value(
            {
                "variables": report.variables,
                "files": list(report.files),
                "gaps": [_plain(gap) for gap in map(asdict, report.gaps)],
            }
        )
        return
    for gap in report.gaps:
        output.line(str(gap))
        output.line(f"    fix: {gap.fix}")
    told = f"{len(report.gaps)} gaps" if report.gaps else "no gap"
    output.line(f"{told}: {report.variables} variables in {len(report.files)} files")


def _plain(gap: dict[str, str]) -> dict[str, object]:
    path, _, line = gap["place"].rpartition(":")
    place = {"path": path, "line": int(line)} if line.isdigit() else {"path": gap["place"]}
    return {**place, **{key: value for key, value in gap.items() if key != "place"}}
