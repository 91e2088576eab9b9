"""`sixfold lint` on the command line: each finding as `path:line rule message`, then the tools."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path

import click

from sixfold.commands.context import load_config
from sixfold.commands.linting.verb import LintReport, LintRequest
from sixfold.commands.linting.verb import lint as run
from sixfold.core.lint.model import Ending, LintFinding
from sixfold.errors import ToolMissing
from sixfold.output import Output


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--fix", is_flag=True, help="Repair what the tools can repair, then look.")
@click.option("--tool", "only", multiple=True, metavar="NAME", help="Only this tool; repeatable.")
@click.option("--no-memory", "forget", is_flag=True, help="Ask again what was clean before.")
@click.option("--json", "as_json", is_flag=True, help="Answer as one JSON value.")
def command(
    paths: tuple[str, ...], fix: bool, only: tuple[str, ...], forget: bool, as_json: bool
) -> None:
    """Check the tree, or PATHS in it, with every tool of sixfold.toml."""
    output = Output(json=as_json)
    config = load_config()
    request = LintRequest(paths, only, fix=fix, forget=forget)
    with output.step("linting"):
        report = run(config, request, folder=Path.cwd(), say=output.note)
    _render(report, output)
    missing = [tool.tool for tool in report.tools if tool.ending is Ending.MISSING]
    if missing and not report.findings:
        told = ToolMissing(f"not on this machine: {', '.join(missing)}", hint="./moonw --setup")
        raise click.exceptions.Exit(told.exit_code)
    if not report.good:
        raise click.exceptions.Exit(1)


def _render(report: LintReport, output: Output) -> None:
    if output.json:
        output.value({"good": report.good, **asdict(report)})
        return
    for found in report.findings:
        output.line(str(found))
        if os.environ.get("GITHUB_ACTIONS"):
            output.line(_annotation(found))
    if report.findings:
        output.line()
    output.table(
        ("tool", "", "files", "seconds", "what"),
        [
            (
                tool.tool,
                output.mark(tool.good),
                tool.files,
                f"{tool.seconds:.1f}",
                tool.fault or _what(tool.ending, len(tool.findings)),
            )
            for tool in report.tools
        ],
    )
    count = len(report.findings)
    told = f"{count} finding{'s' * (count != 1)}" if count else ("clean" if report.good else "")
    faults = sum(bool(tool.fault) for tool in report.tools)
    if faults:
        told = f"{told}{', ' * bool(told)}{faults} without an answer"
    output.line(f"{told}, {report.seconds:.1f} s{f', plan {report.plan}' if report.plan else ''}")


def _annotation(found: LintFinding) -> str:
    """The finding as the forge shows it beside the line."""
    message = found.message.replace("%", "%25")
    return f"::error file={found.path},line={found.line or 1},title={found.rule}::{message}"


def _what(ending: Ending, count: int) -> str:
    return f"{count} found" if ending is Ending.FOUND else str(ending)
