"""One line and one entry of the same amount: who belongs together, and who can only be asked.

Everything near each other is weighed at once: a pair is taken when nearly all ways of pairing what
competes have it. Equal bookings of equal number, such as a coffee every day, are matched as a group
when nearly all ways have them among themselves: which is which nobody knows, and together they are
certain. All else is proposed, the likeliest first. Nothing depends on the order of the input.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

from src.reconciliation.evidence import chance
from src.reconciliation.rivals import Pair, Rivals, by_date, hanging_together, scores
from src.reconciliation.rules import Factor, Found, Item, Problem, Reason, Thresholds
from src.reconciliation.scoring import Scorer

# A longer row of equals is likely to miss one somewhere, and is for a person.
_MOST_TWINS = 6
# A pair with less of a chance than this does not hold a group together.
_SLIGHT = 0.01
# Entries that say the same but for their days are a group sooner: of two coffees told apart by a
# day of delay, one in two hundred is the other one, and together they are both.
_SWAPPED = 0.004
RIVAL = Reason(Factor.RIVAL, 0.0, "Another pair fits nearly as well: which is which, you decide.")


def paired(problem: Problem, scorer: Scorer) -> list[Found]:
    """The pairs of one line and one side, and groups of equals; each item is in one at most."""
    every, limits = scores(problem, scorer), problem.thresholds
    found: list[Found] = []
    for lines in hanging_together(every):
        if len(lines) == 1 and len(every[lines[0]]) == 1:
            found += _alone(lines[0], every[lines[0]], scorer, limits)
            continue
        rivals = Rivals.of({line: every[line] for line in lines})
        pairs = sorted(rivals.pairs(), key=lambda each: each.order)
        taken: set[Item] = set()
        found += _twins(rivals, pairs, taken, problem, scorer, _SWAPPED, _says_the_same)
        found += [_found(each, scorer, limits) for each in _best(pairs, limits.accept_at, taken)]
        found += _twins(rivals, pairs, taken, problem, scorer, _SLIGHT, _is_booked_the_same)
        found += [_found(each, scorer, limits) for each in _best(pairs, limits.propose_at, taken)]
    return found


def _alone(
    line: Item, sides: Mapping[Item, float], scorer: Scorer, limits: Thresholds
) -> Iterator[Found]:
    """What has no rival is as likely as its score says; most of a person's lines are such."""
    for side, score in sides.items():
        pair = Pair(line, side, chance(score))
        if side.amount == line.amount and pair.chance >= limits.propose_at:
            yield _found(pair, scorer, limits)


def _best(pairs: Iterable[Pair], least: float, taken: set[Item]) -> Iterator[Pair]:
    """The pairs of so much chance, the best first; what they have is taken."""
    for each in pairs:
        if each.chance >= least and each.line not in taken and each.side not in taken:
            taken |= {each.line, each.side}
            yield each


def _found(pair: Pair, scorer: Scorer, limits: Thresholds) -> Found:
    reasons = scorer.reasons(pair.line, pair.side)
    sure = pair.chance >= limits.accept_at
    if not sure and chance(scorer.score(pair.line, pair.side)) >= limits.accept_at:
        reasons = (*reasons, RIVAL)
    return Found((pair.line,), (pair.side,), pair.chance, reasons, automatic=sure)


def _twins(
    rivals: Rivals,
    pairs: list[Pair],
    taken: set[Item],
    problem: Problem,
    scorer: Scorer,
    least: float,
    alike: Callable[[Item], Hashable],
) -> list[Found]:
    """Groups of as many lines as sides that are alike, and have hardly anything to do with others.

    What becomes of them is taken.
    """
    wanted: defaultdict[Item, list[Item]] = defaultdict(list)
    for pair in pairs:
        if pair.chance >= least and pair.line not in taken and pair.side not in taken:
            wanted[pair.line].append(pair.side)
    found = []
    for lines in hanging_together(wanted):
        sides = by_date({side for line in lines for side in wanted[line]})
        if not 1 < len(lines) == len(sides) <= _MOST_TWINS or len(set(map(alike, sides))) > 1:
            continue
        if all(scorer.may_be_one_of(lines, side) for side in sides):
            likely = rivals.together(lines, sides)
            if likely >= problem.thresholds.accept_at:
                found += _group(scorer, lines, sides, likely)
    found = [each for each in found if not (problem.rejected and each.key in problem.rejected)]
    taken.update(item for each in found for item in (*each.lines, *each.sides))
    return found


def _says_the_same(side: Item) -> Hashable:
    return side.words, side.counters


def _is_booked_the_same(side: Item) -> Hashable:
    return side.counters


def _group(scorer: Scorer, lines: list[Item], sides: list[Item], likely: float) -> list[Found]:
    """One match for the group; pair by pair where the entries say exactly the same."""
    if len({(side.day, side.words) for side in sides}) == 1:
        return [
            Found((line,), (side,), likely, scorer.reasons(line, side), automatic=True)
            for line, side in zip(lines, sides, strict=True)
        ]
    what = f"{len(lines)} lines and {len(sides)} entries have this amount: together they are these."
    reasons = (*scorer.reasons(lines[0], sides[0]), Reason(Factor.TWINS, 0.0, what))
    return [Found(tuple(lines), tuple(sides), likely, reasons, automatic=True)]
