"""`sixfold env` on the command line."""

from __future__ import annotations

from dataclasses import asdict

import click

from sixfold.commands.variables.verb import EnvReport
from sixfold.core.keys.new import Kind
from sixfold.errors import NotPassed
from sixfold.output import Output


@click.group(name="env")
def command() -> None:
    """Check that every file agrees about the environment variables; add one to all of them."""


@command.command()
@click.option(
    "--with", "ref", default="", help="On what merging this commit (or `base`) would give."
)
@click.option("--json", "as_json", is_flag=True, help="Answer as one JSON value.")
def check(ref: str, as_json: bool) -> None:
    """Compare settings, example, secrets template, Dockerfiles, compose files and frontend."""
    from sixfold.commands.context import load_config
    from sixfold.commands.variables.verb import check as compare

    output = Output(json=as_json)
    report = compare(load_config(), ref=ref)
    _show(report, output)
    if report.gaps:
        raise click.exceptions.Exit(NotPassed.exit_code)


@command.command()
@click.argument("name")
@click.option(
    "--kind",
    type=click.Choice(["backend", "frontend", "secret"]),
    required=True,
    help="Read when the backend starts, baked into the pages, or rendered by the secrets agent.",
)
@click.option("--type", "type_", default="str", show_default=True, help="Of a backend setting.")
@click.option("--default", help="Its default; of a secret the value of development alone.")
@click.option("--note", default="", help="One line that says what it is for.")
@click.option("--dry-run", is_flag=True, help="Show the edits only.")
@click.option("--json", "as_json", is_flag=True, help="Answer as one JSON value.")
def add(
    name: str,
    kind: Kind,
    type_: str,
    default: str | None,
    note: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Put a new variable into every file that `check` would ask for; all of them, or none."""
    from sixfold.commands.context import load_config
    from sixfold.commands.variables.verb import add as put
    from sixfold.core.keys.new import NewKey

    output = Output(json=as_json)
    added = put(load_config(), NewKey(name, kind, type_, default, note), dry_run=dry_run)
    if as_json:
        output.value(asdict(added))
        return
    output.line(added.diff.rstrip("\n"))
    told = f"{name} was added to {len(added.files)} files"
    output.line(told if added.written else "nothing was changed (--dry-run)")


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
