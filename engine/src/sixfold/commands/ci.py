"""`sixfold ci`: the pipeline's jobs on this machine, and a receipt of what they said."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sixfold import shell
from sixfold.clients import tree
from sixfold.commands.coverage_gather import FOLDER
from sixfold.commands.plan import machine, plan
from sixfold.commands.receipt import NEEDS, JobResult, Receipt, needs_text, write_receipt
from sixfold.config import Config
from sixfold.core.plan import Job, Outcome, Part, may_start, parts, wanted
from sixfold.errors import RequestError, ToolMissing

_LIMIT: Final = 3600.0


@dataclass(frozen=True, slots=True)
class CiRequest:
    """What the user asked for: jobs by name with all that they need (none means all of them)."""

    jobs: tuple[str, ...] = ()
    parallel: bool = False


@dataclass(slots=True)
class _Progress:
    """What is known so far, by job: how each of its parts ended, and how long they took."""

    results: dict[str, Outcome] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    ended: dict[str, list[Outcome]] = field(default_factory=dict)

    def add(self, job: Job, outcome: Outcome, seconds: float) -> None:
        """Note one part's end; the job's is decided by its last."""
        so_far = self.ended.setdefault(job.name, [])
        so_far.append(outcome)
        self.seconds[job.name] = self.seconds.get(job.name, 0.0) + seconds
        if len(so_far) == job.shards:
            bad = [one for one in so_far if one is not Outcome.SUCCESS]
            self.results[job.name] = bad[0] if bad else Outcome.SUCCESS


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
    done = _Progress()
    begun = time.monotonic()
    try:
        if request.parallel:
            _beside(config, jobs, done, say)
        else:
            _in_turn(config, jobs, done, say, progress)
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


def _in_turn(
    config: Config,
    jobs: Sequence[Job],
    done: _Progress,
    say: Callable[[str], None],
    progress: int | None,
) -> None:
    for job in jobs:
        if not may_start(job, done.results):
            say(f"── {job.name}: skipped, what it needs did not pass")
            done.results[job.name] = Outcome.SKIPPED
            continue
        for part in parts(job):
            say(f"── {part.title}")
            begun = time.monotonic()
            environ = _environment(job, done.results)
            good = all(_step(config.root, step, environ, progress) for step in part.steps)
            outcome = Outcome.SUCCESS if good else Outcome.FAILURE
            done.add(job, outcome, time.monotonic() - begun)


def _step(root: Path, step: Sequence[str], environ: Mapping[str, str], out: int | None) -> bool:
    process = shell.spawn(
        _found(step, environ), cwd=root, env=environ, stdout=out, die_with_parent=True
    )
    return shell.wait(process) == 0


def _beside(
    config: Config, jobs: Sequence[Job], done: _Progress, say: Callable[[str], None]
) -> None:
    """Whatever may start is started, as many at once as there are cores."""
    waiting = list(jobs)
    running: dict[Future[tuple[bool, str]], tuple[Job, Part, float]] = {}
    with shell.Crew() as crew:
        pool = ThreadPoolExecutor(shell.cores(), thread_name_prefix="sixfold-ci")
        try:
            while waiting or running:
                for job in list(waiting):
                    start = may_start(job, done.results)
                    if start is None:
                        continue
                    waiting.remove(job)
                    if not start:
                        say(f"── {job.name}: skipped, what it needs did not pass")
                        done.results[job.name] = Outcome.SKIPPED
                        continue
                    for part in parts(job):
                        environ = _environment(job, done.results) | _apart(config, part)
                        work = pool.submit(_captured, crew, config.root, part, environ)
                        running[work] = (job, part, time.monotonic())
                finished, _ = wait(running, return_when=FIRST_COMPLETED)
                for work in finished:
                    job, part, begun = running.pop(work)
                    good, said = work.result()
                    say(f"── {part.title}\n{said.rstrip()}")
                    outcome = Outcome.SUCCESS if good else Outcome.FAILURE
                    done.add(job, outcome, time.monotonic() - begun)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _captured(
    crew: shell.Crew, root: Path, part: Part, environ: Mapping[str, str]
) -> tuple[bool, str]:
    """Run one part's steps; whether all passed, and all that they wrote."""
    said = []
    for step in part.steps:
        argv = _found(step, environ)
        result = crew.run(argv, cwd=root, env=environ, timeout=_LIMIT, merged=True)
        said.append(result.out)
        if result.code != 0:
            return False, "".join(said)
    return True, "".join(said)


def _environment(job: Job, results: Mapping[str, Outcome]) -> dict[str, str]:
    """What a job is given: programs beside our interpreter, and the results of what it needs."""
    beside = str(Path(sys.prefix) / "bin")
    path = os.pathsep.join((beside, os.environ.get("PATH", os.defpath)))
    told = needs_text({need: results[need] for need in job.needs})
    return {**os.environ, "PATH": path, NEEDS: told}


def _apart(config: Config, part: Part) -> dict[str, str]:
    """A namespace of its own for each part, since a namespace has one run at a time."""
    branch = os.environ.get("BRANCH_NAME") or config.namespace.slug
    workspace = os.environ.get("WORKSPACE_ID", "")
    return {
        "BRANCH_NAME": branch,
        "WORKSPACE_ID": "-".join(filter(None, (workspace, "ci", part.job, str(part.shard)))),
    }


def _found(step: Sequence[str], environ: Mapping[str, str]) -> list[str]:
    """A step with its program's full path, found on the PATH that it is given."""
    program = shutil.which(step[0], path=environ["PATH"])
    if program is None:
        raise ToolMissing(f"{step[0]} is not on this machine", hint="sixfold doctor")
    return [program, *step[1:]]
