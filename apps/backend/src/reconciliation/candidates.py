"""What else could explain a line: for a person who knows better than the proposal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from src.errors import NotFound
from src.reconciliation import run_store, store
from src.reconciliation.evidence import chance
from src.reconciliation.rules import Item, Problem, Reason, scaled, unscaled
from src.reconciliation.run_store import OpenLines
from src.reconciliation.scoring import Scorer
from src.reconciliation.store import Side
from src.reconciliation.words import payee_of, words_of
from src.statements import line_store

# A person may look further than the program does.
_DAYS = 90


@dataclass(frozen=True, slots=True)
class Candidate:
    """An open entry near a line, with its score where the amounts are equal.

    `difference` is what the line has more than the entry.
    """

    side: Side
    score: float
    difference: Decimal
    reasons: Sequence[Reason]


async def candidates(
    session: AsyncSession, owner: int, line_id: int, limit: int
) -> list[Candidate]:
    """The entries that fit a line best, the best first. Raises NotFound."""
    line = await line_store.line(session, owner, line_id)
    if line is None:
        raise NotFound(f"There is no statement line {line_id}.")
    item = Item(
        line.id,
        line.account_id,
        line.date.toordinal(),
        scaled(line.amount),
        words_of(line.text),
        payee_of(line.text),
    )
    near = OpenLines((item,), {line.account_id: line.currency})
    sides = await run_store.open_sides(session, owner, near, _DAYS, None)
    scorer = Scorer(Problem((item,), sides))
    best = sorted(sides, key=lambda side: _order(scorer, item, side))[:limit]
    shown = await store.sides_of(session, owner, [side.id for side in best])
    return [
        Candidate(
            shown[side.id, side.account],
            _score(scorer, item, side),
            unscaled(item.amount - side.amount),
            scorer.reasons(item, side) if side.amount == item.amount else (),
        )
        for side in best
    ]


def _score(scorer: Scorer, line: Item, side: Item) -> float:
    if side.amount != line.amount:
        return 0.0
    return chance(scorer.score(line, side))


def _order(scorer: Scorer, line: Item, side: Item) -> tuple[float, int, int, int]:
    apart = abs(side.day - line.day)
    return -_score(scorer, line, side), abs(side.amount - line.amount), apart, side.id
