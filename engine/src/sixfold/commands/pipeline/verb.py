"""`sixfold ci`: the pipeline's jobs on this machine, and a receipt of what they said."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sixfold.clients import tree
from sixfold.commands.coverage.gather import FOLDER
from sixfold.commands.pipeline.plan import machine, plan
from sixfold.commands.pipeline.receipt import JobResult, Receipt, write_receipt
from sixfold.commands.pipeline.run import Progress, beside, in_turn
from sixfold.config import Config
from sixfold.core.plan import Job, Outcome, wanted
from sixfold.errors import RequestError


@dataclass(frozen=True, slots=True)
class CiRequest:
    """What the user asked for: jobs by name with all that they need (none means all of them)."""

    jobs: tuple[str, ...] = ()
    parallel: bool = False


def ci(
    config: Config,
    request: CiRequest,
    *,
    say: Callable[[str], None],
    progress: int | None,
) -> Receipt:
    """Run the jobs in their order and write `reports/receipt.json`, however it ends.

    What needs a job that failed is skipped. Steps write to the file descriptor `progress`
    (default: ours). Raises RequestError where no job is configured or a name is unknown.
    """
    jobs = _chosen(config, request.jobs)
    known, before = plan(config), tree.state(config.root)
    if not request.jobs:
        # On the forge nothing lies there at the start, and an old report is no measure of today.
        shutil.rmtree(config.root / FOLDER, ignore_errors=True)
    done = Progress()
    begun = time.monotonic()
    try:
        if request.parallel:
            beside(config, jobs, done, say)
        else:
            in_turn(config, jobs, done, say, progress)
    finally:
        for job in jobs:
            done.results.setdefault(job.name, Outcome.CANCELLED)
        receipt = Receipt(
            plan=known,
            tree=before,
            # Whoever edits while the jobs run has checked neither the old tree nor the new one.
            changed_meanwhile=tree.state(config.root).tree != before.tree,
            jobs=tuple(
                JobResult(job.name, done.results[job.name], done.seconds.get(job.name, 0.0))
                for job in jobs
            ),
            machine=machine(),
            seconds=time.monotonic() - begun,
            left_out=tuple(
                job.name for job in config.ci.jobs if job not in jobs and not job.remote
            ),
        )
        write_receipt(config.root, receipt)
    return receipt


def _chosen(config: Config, names: Sequence[str]) -> list[Job]:
    if not config.ci.jobs:
        raise RequestError("sixfold.toml has no pipeline", hint="add a [ci.jobs.<name>]")
    known = [job.name for job in config.ci.jobs]
    for name in names:
        if name not in known:
            raise RequestError(f"there is no job {name!r}; there are: {', '.join(known)}")
    return wanted(config.ci.jobs, names)
