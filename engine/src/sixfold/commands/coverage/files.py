"""What `sixfold coverage` leaves behind: page, badge, summary, and each component as lcov."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sixfold.commands.coverage.gather import FOLDER
from sixfold.commands.coverage.page import page
from sixfold.commands.coverage.trend import record
from sixfold.commands.coverage.verb import Outcome
from sixfold.config import Config
from sixfold.core.coverage.badge import badge
from sixfold.core.coverage.lcov_write import write_lcov
from sixfold.core.coverage.markdown import summary
from sixfold.core.coverage.rules import UNIFIED

# Beside the suites' reports, and never read as one of them.
COMPONENTS: Final = "components"


def write_files(
    config: Config, outcome: Outcome, *, environ: Mapping[str, str] | None = None
) -> list[str]:
    """Write them into reports/coverage; returns their paths from the root, the page first.

    The run is added to the trend, and the summary to the one that GITHUB_STEP_SUMMARY names.
    """
    environ = os.environ if environ is None else environ
    run = record(config, outcome)
    shown = {one.component: one.counts.percent for one in outcome.gate.verdicts}
    text = summary(outcome.gate, run)
    files = {
        "index.html": page(config, outcome),
        "badge.svg": badge(shown.get(UNIFIED)),
        "summary.md": text,
    }
    for name, part in outcome.measured.components.items():
        files[f"{COMPONENTS}/{name}.lcov"] = write_lcov(part)
    folder = config.root / FOLDER
    (folder / COMPONENTS).mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    if environ.get("GITHUB_STEP_SUMMARY"):
        with Path(environ["GITHUB_STEP_SUMMARY"]).open("a", encoding="utf-8") as target:
            target.write(text)
    return [f"{FOLDER}/{name}" for name in files]
