"""`sixfold status` on the command line."""

from __future__ import annotations

import time
from dataclasses import asdict

from sixfold.commands.status import StatusReport
from sixfold.output import Output, age_text, bytes_text


def show(report: StatusReport, output: Output) -> None:
    """Render what runs, who holds it and where."""
    if output.json:
        output.value(asdict(report))
        return
    now = time.time()
    output.line(f"project {report.project}, namespace {report.namespace}")
    output.line(f"runtime {report.runtime}: {report.reason}")
    output.line()
    output.table(
        ("data", "service", "state", "address", "pid", "memory", "up", "server"),
        [
            (
                line.purpose,
                line.service,
                line.state,
                line.address or "-",
                line.pids[0] if line.pids else "-",
                bytes_text(line.memory) if line.memory else "-",
                age_text(now - line.started) if line.started else "-",
                "; ".join(filter(None, (line.server, line.note))),
            )
            for line in report.servers
        ],
    )
    for app in report.apps:
        output.line(f"app {app['name']} at {app['url']} (process {app['pid']})")
    for holder in report.holders:
        age = age_text(now - holder.since)
        output.line(
            f"{holder.purpose} servers held by {holder.command} (process {holder.pid}, {age})"
        )
    for purpose in report.pinned:
        output.line(f"{purpose} servers stay up until: sixfold down")
    if report.run is not None:
        output.line(f"tests running here: {report.run['command']} (process {report.run['pid']})")
