"""All of matching in its order: pairs, transfers, sums, fees; an item is in one match at most."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from src.reconciliation import pairing, sums
from src.reconciliation.rules import Found, Item, Problem
from src.reconciliation.scoring import Scorer


def matched(problem: Problem, currencies: Mapping[int, str]) -> list[Found]:
    """Every match of these lines and sides that is worth proposing, by the dates of its lines.

    `currencies` are those of the accounts: money is transferred within one.
    """
    with without_collecting():
        found = [each for _, more in stages(problem, currencies) for each in more]
    return sorted(found, key=lambda each: [line.place for line in each.lines])


@contextmanager
def without_collecting() -> Iterator[None]:
    """A run makes hundreds of thousands of small things and no cycle among them.

    The collector would look through all of them again and again: half of the time of a large run,
    and the part that grows faster than the run does.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def stages(
    problem: Problem, currencies: Mapping[int, str]
) -> Iterator[tuple[str, Sequence[Found]]]:
    """What each stage finds, in their order; what one has found is not looked at by the next."""
    scorer = Scorer(problem)
    yield "learned", ()
    found = pairing.paired(problem, scorer)
    yield "pairs", found
    lines, sides = _without(found, problem.lines, problem.sides)
    found = sums.transfers(problem, lines, currencies)
    yield "transfers", found
    lines, sides = _without(found, lines, sides)
    found = sums.summed(problem, scorer, lines, sides)
    yield "sums", found
    lines, sides = _without(found, lines, sides)
    yield "fees", sums.with_fees(problem, scorer, lines, sides)


def _without(
    found: Iterable[Found], lines: Iterable[Item], sides: Iterable[Item]
) -> tuple[list[Item], list[Item]]:
    """The lines and the sides that none of these has."""
    used = {item for each in found for item in (*each.lines, *each.sides)}
    return [each for each in lines if each not in used], [
        each for each in sides if each not in used
    ]
