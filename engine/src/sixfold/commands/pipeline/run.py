"""Jobs on this machine, in turn or beside each other; what needs a failed one is skipped."""

from __future__ import annotations

import os
import shlex
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sixfold import shell
from sixfold.commands.pipeline.receipt import NEEDS, needs_text
from sixfold.commands.programs import beside_us, found
from sixfold.config import Config
from sixfold.core.plan import Job, Outcome, Part, may_start, parts

_LIMIT: Final = 3600.0


@dataclass(slots=True)
class Progress:
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


def in_turn(
    config: Config,
    jobs: Sequence[Job],
    done: Progress,
    say: Callable[[str], None],
    progress: int | None,
) -> None:
    """One after the other; steps write to the file descriptor `progress` (default: ours)."""
    for job in jobs:
        if not may_start(job, done.results):
            say(f"── {job.name}: skipped, what it needs did not pass")
            done.results[job.name] = Outcome.SKIPPED
            continue
        for part in parts(job):
            say(f"── {part.title}")
            begun = time.monotonic()
            environ = _environment(job, done.results)
            steps = (step for step in part.steps if not _step(config.root, step, environ, progress))
            failed = next(steps, None)
            if failed is not None:
                say(_failed(part, failed))
            outcome = Outcome.SUCCESS if failed is None else Outcome.FAILURE
            done.add(job, outcome, time.monotonic() - begun)


def _step(root: Path, step: Sequence[str], environ: Mapping[str, str], out: int | None) -> bool:
    process = shell.spawn(
        found(step, environ), cwd=root, env=environ, stdout=out, die_with_parent=True
    )
    return shell.wait(process) == 0


def beside(config: Config, jobs: Sequence[Job], done: Progress, say: Callable[[str], None]) -> None:
    """Whatever may start is started, as many at once as there are cores."""
    waiting = list(jobs)
    running: dict[Future[_Said], tuple[Job, Part]] = {}
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
                        running[work] = (job, part)
                finished, _ = wait(running, return_when=FIRST_COMPLETED)
                for work in finished:
                    job, part = running.pop(work)
                    said = work.result()
                    say(f"── {part.title}\n{said.text.rstrip()}")
                    done.add(job, said.outcome, said.seconds)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _Said:
    """How one part ended, all that its steps wrote, and how long they took."""

    outcome: Outcome
    text: str
    seconds: float


def _captured(crew: shell.Crew, root: Path, part: Part, environ: Mapping[str, str]) -> _Said:
    """Run one part's steps, up to the first that fails."""
    begun = time.monotonic()
    outcome, texts = Outcome.SUCCESS, []
    for step in part.steps:
        argv = found(step, environ)
        result = crew.run(argv, cwd=root, env=environ, timeout=_LIMIT, merged=True)
        texts.append(result.out)
        if result.code != 0:
            outcome = Outcome.FAILURE
            texts.append(_failed(part, step))
            break
    return _Said(outcome, "".join(texts), time.monotonic() - begun)


def _failed(part: Part, step: Sequence[str]) -> str:
    """The step that failed, as it can be typed to see it again."""
    return f"── {part.title}: failed at {shlex.join(step)}"


def _environment(job: Job, results: Mapping[str, Outcome]) -> dict[str, str]:
    """What a job is given: the results of what it needs, as the forge would tell them."""
    told = needs_text({need: results[need] for need in job.needs})
    return {**beside_us(os.environ), NEEDS: told}


def _apart(config: Config, part: Part) -> dict[str, str]:
    """A namespace of its own for each part, since a namespace has one run at a time."""
    branch = os.environ.get("BRANCH_NAME") or config.namespace.slug
    workspace = os.environ.get("WORKSPACE_ID", "")
    return {
        "BRANCH_NAME": branch,
        "WORKSPACE_ID": "-".join(filter(None, (workspace, "ci", part.job, str(part.shard)))),
    }
