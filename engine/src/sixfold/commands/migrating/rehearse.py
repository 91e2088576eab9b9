"""`sixfold migrations rehearse`: up, down and up again, before anybody's database sees it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Final

from sixfold.commands.change_base import named_commit
from sixfold.commands.migrating.acts import Act, Play, Verdict
from sixfold.commands.migrating.locks import Held, measure
from sixfold.commands.migrating.rehearsal import Stage, staged
from sixfold.commands.migrating.release import previous_release
from sixfold.commands.migrating.verb import heads, one_head, revisions
from sixfold.config import Config
from sixfold.core.located import Finding

type Step = Callable[[str], AbstractContextManager[None]]

# What fails in these says nothing of the acts behind them.
_GOES_ON: Final = ("replicas", "models")


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Everything that was tried, and the locks that each revision holds."""

    acts: tuple[Act, ...]
    locks: tuple[Held, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing failed; warnings do not count."""
        return all(act.verdict != "FAIL" for act in self.acts)


def check(config: Config, *, step: Step = lambda _: nullcontext()) -> Rehearsal:
    """One head, replicas that start at once, and models that are what the migrations make.

    Raises NotPassed where there is not one head: nothing else can be tried then.
    """
    head = one_head(config, heads(config))
    acts = [Act("one head", "ok", f"{head.name}, {head.title}")]
    with (
        staged(config) as stage,
        step("checking migrations"),
        Play(stage, revisions(config, config.root)) as play,
    ):
        acts += [play.replicas(), play.models()]
    return Rehearsal(tuple(acts))


def rehearse(
    config: Config,
    *,
    row_count: int | None = None,
    only: tuple[str, ...] = (),
    since: str = "",
    step: Step = lambda _: nullcontext(),
) -> Rehearsal:
    """`check`, then up, down and up again on data, then the locks on tables of many rows.

    `only` names the revisions that locks are measured for (default: all); with `row_count` 0 they
    are not. `since` is the previous release, which is asked on the new schema. Raises NotPassed
    where there is not one head.
    """
    head = one_head(config, heads(config))
    acts = [Act("one head", "ok", f"{head.name}, {head.title}")]
    locks: tuple[Held, ...] = ()
    with staged(config, whole=bool(config.rehearsing.demo or since)) as stage:
        with Play(stage, revisions(config, config.root)) as play:
            for name, act in play.acts():
                if acts[-1].verdict == "FAIL" and acts[-1].name not in _GOES_ON:
                    break
                with step(name):
                    acts.append(act())
        wanted = config.rehearsing.rows if row_count is None else row_count
        if wanted and all(act.verdict != "FAIL" for act in acts):
            with step(f"measuring locks on {wanted} rows"):
                locks = measure(stage, play.history, play.copy, count=wanted, only=only)
            acts.append(_locks_act(locks, config.rehearsing.lock_limit))
        if since:
            with step(f"asking {since} on the new schema"):
                acts.append(_old_release(stage, since))
    return Rehearsal(tuple(acts), locks)


def _old_release(stage: Stage, since: str) -> Act:
    ref = named_commit(stage.config, since)
    if not ref:
        return Act("previous release", "warn", "this clone has no base to ask; fetch its history")
    old = previous_release(stage, ref)
    if old.not_comparable:
        return Act("previous release", "warn", old.not_comparable)
    verdict: Verdict = "FAIL" if old.findings else "ok"
    told = f"{ref} ({old.commit[:12]}) on the new schema: {old.requests} requests"
    return Act("previous release", verdict, told, old.findings)


def _locks_act(locks: tuple[Held, ...], limit: float) -> Act:
    findings = tuple(
        Finding(
            held.place,
            f"{held.revision} holds {held.mode} on {held.table} for"
            f" {held.seconds:.1f} s: whoever writes to it waits",
        )
        for held in locks
        if held.blocks_writers and held.seconds > limit
    )
    unfilled = tuple(
        Finding(held.place, f"{held.table} could not be filled: {held.note}")
        for held in locks
        if held.note
    )
    verdict: Verdict = "warn" if findings or unfilled else "ok"
    told = f"longest {max((held.seconds for held in locks), default=0.0):.2f} s, limit {limit:g} s"
    return Act("locks", verdict, told, (*findings, *unfilled))
