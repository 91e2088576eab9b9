"""`sixfold clean` on the command line: the list comes first, the question before data goes."""

from __future__ import annotations

import sys

import click

from sixfold.commands.clean import Cleaning, Item
from sixfold.config import Config
from sixfold.errors import RequestError
from sixfold.output import Output, bytes_text


def run_clean(
    config: Config, output: Output, *, dry_run: bool, everything: bool, yes: bool
) -> None:
    """List, ask where data would go, drop. Raises LeaksFound for what could not be dropped."""
    with Cleaning(config, everything=everything, step=output.step) as cleaning:
        _show(cleaning.items, output)
        gone: list[str] = []
        if not dry_run and any(item.drop for item in cleaning.items):
            if everything and not yes:
                _ask(cleaning.items)
            with output.step("cleaning"):
                gone = cleaning.act()
    if output.json:
        output.value({"items": [_plain(item) for item in cleaning.items], "dropped": gone})
    elif dry_run:
        output.line("nothing was changed (--dry-run)")
    else:
        output.line(f"dropped {len(gone)}" if gone else "nothing to drop")


def _show(items: list[Item], output: Output) -> None:
    if items and not output.json:
        output.table(
            ("kind", "name", "size", "", "why"),
            [
                (
                    item.kind,
                    item.name,
                    bytes_text(item.size) if item.size else "-",
                    "drop" if item.drop else "keep",
                    item.reason,
                )
                for item in items
            ],
        )


def _ask(items: list[Item]) -> None:
    count = sum(item.drop for item in items)
    if not sys.stdin.isatty():
        raise RequestError(
            f"--all would drop {count} things, this checkout's development data among them",
            hint="look with --dry-run, then say so: sixfold clean --all --yes",
        )
    click.confirm(f"Drop these {count}, this checkout's development data among them?", abort=True)


def _plain(item: Item) -> dict[str, object]:
    return {
        "kind": item.kind,
        "name": item.name,
        "size": item.size,
        "drop": item.drop,
        "reason": item.reason,
    }
