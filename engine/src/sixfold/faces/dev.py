"""`sixfold dev` on the command line: every URL there is, once everything serves."""

from __future__ import annotations

from dataclasses import asdict

from sixfold.commands.dev import Ready
from sixfold.output import Output


def show_ready(ready: Ready, output: Output) -> None:
    """Print what is up and where, as a table or as one JSON value."""
    if output.json:
        output.value(asdict(ready))
        return
    output.line(f"namespace {ready.services.namespace}, runtime {ready.services.runtime}")
    rows = [
        (service.service, service.url, "; ".join(filter(None, (service.server, service.note))))
        for service in ready.services.services
    ]
    for app in ready.apps:
        rows.append((app.name, app.url, ""))
        rows += [("", url, title) for title, url in app.links.items()]
    output.table(("what", "where", ""), rows)
    output.line("Ctrl+C stops what this command started.")
