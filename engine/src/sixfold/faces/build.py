"""`sixfold build` on the command line: what was made, how large it is, and its content's hash."""

from __future__ import annotations

from dataclasses import asdict

import click

from sixfold.commands.building.verb import BuildReport, BuildRequest
from sixfold.commands.building.verb import build as run
from sixfold.commands.context import load_config
from sixfold.errors import RequestError
from sixfold.output import Output, bytes_text

_SHOWN = 16


@click.command()
@click.argument("names", nargs=-1)
@click.option(
    "--runtime",
    type=click.Choice(["auto", "docker", "podman"]),
    default="auto",
    help="Which engine builds images.",
)
@click.option("--build-arg", "arguments", multiple=True, metavar="NAME=VALUE", help="Of images.")
@click.option("--network", default="", help="The network of an image's build, such as host.")
@click.option("--json", "as_json", is_flag=True, help="Answer as one JSON value.")
def command(
    names: tuple[str, ...], runtime: str, arguments: tuple[str, ...], network: str, as_json: bool
) -> None:
    """Make everything that is shipped, or only NAMES; print the hash of each content."""
    output = Output(json=as_json)
    request = BuildRequest(names, runtime, _pairs(arguments), network)
    _render(run(load_config(), request, step=output.step), output)


def _pairs(words: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not name or not equals:
            raise RequestError(f"--build-arg takes NAME=VALUE, not {word!r}")
        pairs[name] = value
    return pairs


def _render(report: BuildReport, output: Output) -> None:
    if output.json:
        output.value(asdict(report))
        return
    rows = []
    for built in report.built:
        if built.skipped:
            rows.append((built.name, "-", "-", "-", f"skipped: {built.skipped}"))
            continue
        size, seconds = bytes_text(built.size), f"{built.seconds:.1f}"
        rows.append((built.name, built.hash[:_SHOWN], size, seconds, built.place))
        rows += [("", digest[:_SHOWN], "", "", f"  {name}") for name, digest in _few(built.files)]
    output.table(("target", "content", "size", "seconds", "where"), rows)
    dirty = ", with changes that are not committed" if report.state.dirty else ""
    output.line(f"of tree {report.state.tree or 'outside of git'}{dirty}")


def _few(files: object) -> list[tuple[str, str]]:
    """The files of a folder, where they are few enough to be read."""
    listed = list(files.items()) if isinstance(files, dict) else []
    return listed if len(listed) <= 3 else []
