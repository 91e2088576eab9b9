"""A run of matching: everything of a person that nothing explains yet, decided at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from src.accounting import store as accounting
from src.reconciliation import run_store, store
from src.reconciliation.matching import matched
from src.reconciliation.rules import Found, Problem
from src.reconciliation.run_store import Proposal
from src.reconciliation.words import payee_of, words_of

log = structlog.get_logger()

# What transfers are called where banks of the read formats are.
_TRANSFER_WORDS = "transfer trf giro umbuchung überweisung virement overboeking sweep savings"


@dataclass(frozen=True, slots=True)
class Run:
    """What a run did: lines accepted by itself, proposed for review, and left without a match."""

    lines: int
    accepted: int
    proposed: int
    unmatched: int
    seconds: float


async def run(session: AsyncSession, owner: int) -> Run:
    """Match all open lines of a person. What waits and is still the best answer stays as it is.

    It may be repeated at any time: what a person decided is never touched.
    """
    begun = time.monotonic()
    await store.take_turn(session, owner)
    problem, currencies = await _problem(session, owner)
    found = await asyncio.to_thread(matched, problem, currencies)
    waiting = await run_store.proposed(session, owner)
    found = [_held(each) if _is_held(each, waiting) else each for each in found]
    await _keep(session, owner, found, waiting, currencies)
    await session.commit()
    accepted = sum(len(each.lines) for each in found if each.automatic)
    asked = sum(len(each.lines) for each in found if not each.automatic)
    lines = len(problem.lines)
    seconds = time.monotonic() - begun
    log.info("matching_ran", lines=lines, accepted=accepted, proposed=asked)
    return Run(lines, accepted, asked, lines - accepted - asked, seconds)


async def _problem(session: AsyncSession, owner: int) -> tuple[Problem, dict[int, str]]:
    limits = await store.thresholds(session, owner)
    closed_until = (await accounting.books(session, owner)).closed_until
    lines = await run_store.open_lines(session, owner, closed_until)
    sides = await run_store.open_sides(session, owner, lines, limits.days, closed_until)
    problem = Problem(
        lines.items,
        sides,
        limits,
        by_payee(await store.history(session, owner)),
        await run_store.refused(session, owner),
        words_of(_TRANSFER_WORDS),
    )
    return problem, lines.currencies


def by_payee(history: dict[str, dict[int, int]]) -> dict[str, dict[int, int]]:
    """What was decided for each payee, from what was decided for each text."""
    found: dict[str, dict[int, int]] = {}
    for text, counts in history.items():
        known = found.setdefault(payee_of(text), {})
        for account, count in counts.items():
            known[account] = known.get(account, 0) + count
    return found


def _is_held(found: Found, waiting: Mapping[str, Proposal]) -> bool:
    known = waiting.get(found.key) if found.automatic else None
    return known is not None and known.held


def _held(found: Found) -> Found:
    """Not for the program to accept: a person took it back once."""
    return replace(found, automatic=False)


async def _keep(
    session: AsyncSession,
    owner: int,
    found: list[Found],
    waiting: Mapping[str, Proposal],
    currencies: dict[int, str],
) -> None:
    """Replace the proposals; one that is found again keeps its id, for somebody may look at it."""
    keyed = {each.key for each in found if not each.automatic}
    gone = [each.id for key, each in waiting.items() if key not in keyed]
    await run_store.drop(session, owner, gone)
    fresh = [each for each in found if each.automatic or each.key not in waiting]
    await run_store.add(session, owner, fresh, currencies)
