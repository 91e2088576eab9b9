"""The command line: parse, call one command, render, exit with its code."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

from sixfold import __version__
from sixfold.boundary import bounded
from sixfold.errors import RequestError, ToolMissing
from sixfold.output import Output

if TYPE_CHECKING:
    from sixfold.config import Config

# Verbs import what they need when they run: `sixfold --help` stays under 150 ms that way.

_WORDS: Final = {"ignore_unknown_options": True, "allow_interspersed_args": False}


def main(argv: list[str] | None = None) -> NoReturn:
    """Run one verb and end the process with its exit code."""
    words = sys.argv[1:] if argv is None else argv
    bounded(lambda: _call(words), words)


def _call(words: list[str]) -> int:
    try:
        return cli.main(args=words, standalone_mode=False, prog_name="sixfold") or 0
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as fault:
        raise RequestError(fault.format_message(), hint="sixfold --help") from None


def _load(runtime: str | None = None, **flags: str) -> Config:
    from sixfold.commands.context import load_config

    given = {"runtime.use": runtime} if runtime else {}
    config = load_config(flags=given | flags)
    Output().fallback(config.namespace.slug, config.namespace.source)
    return config


def _json(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--json", "as_json", is_flag=True, help="Answer as one JSON value.")(
        command
    )


def _runtime(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--runtime",
        type=click.Choice(["auto", "embedded", "docker", "podman", "external"]),
        help="Where services run.",
    )(command)


# Verbs with a file of their own in `faces`: its `command`, and the line that `--help` shows. They
# are imported when they are called, or when their own help is asked for.
_VERBS: Final[dict[str, str]] = {
    "affected": "Show which tests a change can reach since they last ran, and why.",
    "migrations": "Rehearse the schema's migrations before a database of somebody's sees them.",
    "hooks": "Have what nobody owns swept after each push, by a git hook.",
    "ci": "Run the pipeline here, as the forge does; ends with a receipt.",
    "build": "Make everything that is shipped, each with the hash of its content.",
    "docs": "Make, look at and check the documentation's pages.",
    "drift": "Compare what two files state: workflow, versions, names.",
    "lint": "Check the tree with every tool of sixfold.toml.",
    "coverage": "Unite the suites' coverage and hold it against the base's baseline.",
    "env": "Check that every file agrees about the environment variables; add one to all of them.",
}


class Verbs(click.Group):
    """The group of all verbs, those in `faces` included."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_VERBS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _VERBS:
            return super().get_command(ctx, cmd_name)
        from importlib import import_module

        command = import_module(f"sixfold.faces.{cmd_name}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"sixfold.faces.{cmd_name}.command is no command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        here = {name: super(Verbs, self).get_command(ctx, name) for name in self.commands}
        told = {
            name: command.get_short_help_str(100)
            for name, command in here.items()
            if command is not None and not command.hidden
        }
        with formatter.section("Commands"):
            formatter.write_dl(sorted((told | _VERBS).items()))


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="sixfold")
def cli() -> None:
    """One codebase, six environments: isolated services, databases and tests per worktree."""


@cli.command()
@_runtime
@_json
def up(runtime: str | None, as_json: bool) -> None:
    """Start this checkout's services; they stay up until `down`."""
    from dataclasses import asdict

    from sixfold.commands.up import up as run

    output = Output(json=as_json)
    config = _load(runtime)
    report = run(config, step=output.step)
    if as_json:
        output.value(asdict(report))
        return
    output.line(f"namespace {report.namespace}, runtime {report.runtime}")
    output.table(
        ("service", "url", "", ""),
        [
            (
                service.service,
                service.url,
                "was up" if service.already else "started",
                "; ".join(filter(None, (service.server, service.note))),
            )
            for service in report.services
        ],
    )


@cli.command()
@click.option("--tests", is_flag=True, help="The servers of tests instead of the development ones.")
@click.option("--all", "both", is_flag=True, help="Both.")
@_runtime
@_json
def down(tests: bool, both: bool, runtime: str | None, as_json: bool) -> None:
    """Stop servers that nobody uses; their data stays."""
    from sixfold.commands.down import down as run

    output = Output(json=as_json)
    config = _load(runtime)
    with output.step("stopping servers"):
        stopped = run(config, tests=tests, both=both)
    if as_json:
        output.value({"stopped": stopped})
        return
    for purpose, names in stopped.items():
        output.line(
            f"{purpose}: {', '.join(names) + ' stopped' if names else 'nothing was running'}"
        )


@cli.command()
@click.option("--infra", is_flag=True, help="Only the services: bring them up and return.")
@click.option("--backend", is_flag=True, help="Services, migrations and the API with the built UI.")
@click.option("--frontend", is_flag=True, help="The UI's development server, and the API it needs.")
@click.argument("apps", nargs=-1)
@_runtime
@_json
@click.pass_context
def dev(
    context: click.Context,
    infra: bool,
    backend: bool,
    frontend: bool,
    apps: tuple[str, ...],
    runtime: str | None,
    as_json: bool,
) -> None:
    """Run the application with its services until Ctrl+C."""
    from sixfold.commands.dev import Voice
    from sixfold.commands.dev import dev as run
    from sixfold.faces.dev import show_ready

    if infra:
        context.invoke(up, runtime=runtime, as_json=as_json)
        return
    flagged = [name for name, on in (("backend", backend), ("frontend", frontend)) if on]
    output = Output(json=as_json)
    voice = Voice(lambda ready: show_ready(ready, output), output.note, output.step)
    run(_load(runtime), [*apps, *flagged], voice)


@cli.command(context_settings=_WORDS, add_help_option=False)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def test(words: tuple[str, ...]) -> None:
    """Run the tests, isolated: `sixfold test [--fast] [PATH...] [any option of pytest]`."""
    from sixfold.faces.test import run_tests

    code = run_tests(list(words))
    if code:
        raise click.exceptions.Exit(code)


@cli.command()
@_runtime
@_json
def status(runtime: str | None, as_json: bool) -> None:
    """Show what runs, who holds it, and where."""
    from sixfold.commands.status import status as look
    from sixfold.faces.status import show

    show(look(_load(runtime)), Output(json=as_json))


@cli.command()
@click.argument("names", nargs=-1)
@click.option("-n", "--lines", default=50, show_default=True, help="How many lines of each.")
@click.option("--tests", is_flag=True, help="The servers of tests instead of the development ones.")
@_runtime
@_json
def logs(
    names: tuple[str, ...], lines: int, tests: bool, runtime: str | None, as_json: bool
) -> None:
    """Show the last lines of services' and applications' logs."""
    from sixfold.commands.logs import logs as look
    from sixfold.core.service import Purpose

    output = Output(json=as_json)
    purpose = Purpose.TEST if tests else Purpose.DEV
    told = look(_load(runtime), names, purpose=purpose, lines=lines)
    if as_json:
        output.value(told)
        return
    for name, text in told.items():
        for line in text:
            output.line(f"{name} | {line}")


@cli.command()
@click.option("--dry-run", is_flag=True, help="List only.")
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Also templates and this checkout's own development data; asks first.",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@_runtime
@_json
def clean(dry_run: bool, everything: bool, yes: bool, runtime: str | None, as_json: bool) -> None:
    """List what is left over, then drop what is provably nobody's."""
    from sixfold.faces.clean import run_clean

    run_clean(
        _load(runtime),
        Output(json=as_json),
        dry_run=dry_run,
        everything=everything,
        yes=yes,
    )


@cli.command()
@_runtime
@_json
def doctor(runtime: str | None, as_json: bool) -> None:
    """Show what this machine offers, what was chosen, and why."""
    from dataclasses import asdict

    from sixfold.commands.doctor import doctor as look

    output = Output(json=as_json)
    checks = look(_load(runtime))
    if as_json:
        output.value([asdict(check) for check in checks])
    else:
        output.table(
            ("check", "", "what", "remedy"),
            [(check.name, check.state, check.told, check.remedy) for check in checks],
        )
    if any(check.state == "FAIL" for check in checks):
        raise ToolMissing("something that sixfold needs is missing", hint="see the table above")


@cli.command()
@_runtime
@_json
def config(runtime: str | None, as_json: bool) -> None:
    """Print each value of the configuration and who set it."""
    from sixfold.commands.config import describe

    output = Output(json=as_json)
    settings = describe(_load(runtime))
    if as_json:
        output.value({item.key: {"value": item.value, "source": item.source} for item in settings})
        return
    output.table(
        ("key", "value", "set by"), [(item.key, item.value, item.source) for item in settings]
    )


@cli.command()
@click.option("--force", is_flag=True, help="Overwrite a sixfold.toml that is there.")
@_json
def init(force: bool, as_json: bool) -> None:
    """Write a sixfold.toml for this repository from what is found in it."""
    from sixfold.commands.adopting.verb import init as run

    output = Output(json=as_json)
    report = run(Path.cwd(), force=force)
    if as_json:
        output.value(report.as_json())
        return
    for line in report.lines():
        output.line(line)


@cli.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for a shell: `eval "$(sixfold completion bash)"`."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise RequestError(f"there is no completion for {shell}")
    click.echo(kind(cli, {}, "sixfold", "_SIXFOLD_COMPLETE").source())


@cli.command(hidden=True)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--lost", is_flag=True, help="The folder was deleted, and with it what says which.")
def retire(folder: Path, lost: bool) -> None:
    """Stop the servers of a folder of leases; its keeper calls this, holding the lease."""
    from sixfold.commands import stack

    (stack.retire_lost if lost else stack.retire)(folder)
