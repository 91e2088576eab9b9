"""The page of coverage: one HTML file with everything in it, which asks no network for anything."""

from __future__ import annotations

import json
import re
import time
from importlib.resources import files
from typing import Any, Final

from sixfold.commands.coverage.trend import points, read_trend
from sixfold.commands.coverage.verb import Outcome
from sixfold.config import Config
from sixfold.core.coverage.model import FileCoverage
from sixfold.core.coverage.rules import UNIFIED
from sixfold.core.ranges import write_ranges

# In the order in which they are joined: a later one uses what an earlier one defines.
_SCRIPTS: Final = ("base", "trend", "treemap", "source", "table", "main")
_RUNS_SHOWN: Final = 40
# A file that is larger is shown without its text: it was generated, or is data.
_LARGEST: Final = 1_000_000


def page(config: Config, outcome: Outcome) -> str:
    """The page's HTML, with the sources of all measured files."""
    room = files("sixfold") / "pages" / "coverage"
    text = (room / "page.html").read_text(encoding="utf-8")
    script = "\n".join((room / f"{n}.js").read_text(encoding="utf-8") for n in _SCRIPTS)
    parts = {
        "title": _escaped(config.project),
        "style": (room / "style.css").read_text(encoding="utf-8"),
        "facts": _json(_facts(config, outcome)),
        "sources": _json(_sources(config, outcome)),
        "script": script,
    }
    # In one go: what is filled in may itself have a mark in it, as this package's sources do.
    return re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], text)


def _facts(config: Config, outcome: Outcome) -> dict[str, Any]:
    """Everything but the sources, as the page's scripts read it."""
    gate = outcome.gate
    members = {name: set(part.files) for name, part in outcome.measured.components.items()}
    trend = [{"when": p.when, "label": p.label, "values": dict(p.coverage)} for p in points(config)]
    return {
        "project": config.project,
        "made": int(time.time()),
        "good": gate.good,
        "lines": list(gate.lines),
        "baseline": outcome.base.place if outcome.base.baseline else None,
        "components": [verdict.as_json() for verdict in gate.verdicts],
        "files": [
            _file(path, file, [name for name, paths in members.items() if path in paths])
            for path, file in sorted(outcome.measured.unified.files.items())
        ],
        "losses": _losses(outcome),
        "changed": gate.changed.as_json() if gate.changed is not None else None,
        "trend": trend,
        "runs": [
            {"when": run.when, "tests": run.tests, "failed": run.failed, "seconds": run.seconds}
            for run in read_trend(config)[-_RUNS_SHOWN:]
            if run.tests
        ],
        "slowest": [list(one) for run in read_trend(config)[-1:] for one in run.slowest],
    }


def _file(path: str, file: FileCoverage, components: list[str]) -> dict[str, Any]:
    branches: dict[int, list[int]] = {}
    for line, _ in file.branches:
        branches.setdefault(line, [0, 0])[1] += 1
    for line, _ in file.taken:
        branches[line][0] += 1
    return {
        "path": path,
        "components": components,
        "covered": file.counts.covered,
        "total": file.counts.total,
        "ran": write_ranges(file.executed),
        "missed": write_ranges(file.missed),
        "branches": {line: both for line, both in branches.items() if both[0] < both[1]},
    }


def _losses(outcome: Outcome) -> dict[str, dict[str, Any]]:
    """What was lost, by file: of all components together where they were judged."""
    verdicts = outcome.gate.verdicts
    chosen = [one for one in verdicts if one.component == UNIFIED] or list(verdicts)
    return {loss.path: loss.as_json() for verdict in chosen for loss in verdict.losses}


def _sources(config: Config, outcome: Outcome) -> dict[str, str]:
    found = {}
    for path in outcome.measured.unified.files:
        file = config.root / path
        try:
            if file.stat().st_size <= _LARGEST:
                found[path] = file.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
    return found


def _json(value: object) -> str:
    """JSON that cannot end the element that it stands in."""
    return json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
