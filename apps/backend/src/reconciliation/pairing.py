"""One line and one entry of the same amount: who belongs together, and who can only be asked.

The best pair is taken where each is the other's best by a clear margin; what it leaves may become
clear by that. Equal bookings of equal number, such as a coffee every day, are matched as a group:
which is which nobody knows, and together they are certain. All else is proposed, the best first.
Nothing depends on the order of the input.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from src.reconciliation.rules import Factor, Found, Item, Problem, Reason, match_key
from src.reconciliation.scoring import Scorer, slot

# More equal amounts than these within the days cannot be told apart by a program.
_MOST_CANDIDATES = 24
_LEAST = 0.001
# A longer row of equals is likely to miss one somewhere, and is for a person.
_MOST_TWINS = 6
# Where the amount comes again, a pair so many days apart is accepted by nobody but a person.
_FAR = 6


@dataclass(slots=True)
class Edges:
    """The pairs that are worth a look, from both ends: what is taken leaves both."""

    of_lines: dict[Item, dict[Item, float]] = field(default_factory=dict)
    of_sides: dict[Item, dict[Item, float]] = field(default_factory=dict)

    def add(self, line: Item, side: Item, score: float) -> None:
        """A pair."""
        self.of_lines.setdefault(line, {})[side] = score
        self.of_sides.setdefault(side, {})[line] = score

    def take(self, line: Item, side: Item) -> list[Item]:
        """Take a pair out with all other pairs of the two: the lines that lost a candidate."""
        for other in self.of_lines.pop(line):
            if other is not side:
                del self.of_sides[other][line]
        rivals = [other for other in self.of_sides.pop(side) if other is not line]
        for other in rivals:
            del self.of_lines[other][side]
        return rivals


def paired(problem: Problem, scorer: Scorer) -> list[Found]:
    """The pairs of one line and one side, and groups of equals; each item is in one at most."""
    edges = _edges(problem, scorer)
    found = [
        Found((line,), (side,), min(1.0, score), scorer.reasons(line, side), automatic=True)
        for line, side, score in _clear(edges, problem, scorer)
    ]
    return [*found, *_twins(edges, problem, scorer), *_proposed(edges, problem, scorer)]


def _edges(problem: Problem, scorer: Scorer) -> Edges:
    edges, limits = Edges(), problem.thresholds
    for line in sorted(problem.lines, key=lambda each: each.place):
        near = scorer.sides.near(slot(line), line.day, limits.days)
        if len(near) > _MOST_CANDIDATES:
            near = sorted(near, key=lambda each: (abs(each.day - line.day), each.place))
        for side in near[:_MOST_CANDIDATES]:
            score = scorer.score(line, side)
            if score >= limits.propose_at and not _rejected(problem, line, side):
                edges.add(line, side, score)
    return edges


def _rejected(problem: Problem, line: Item, side: Item) -> bool:
    return bool(problem.rejected) and match_key([line.key], [side.key]) in problem.rejected


def _clear(edges: Edges, problem: Problem, scorer: Scorer) -> Iterator[tuple[Item, Item, float]]:
    """Mutual best pairs by a clear margin, until there is none."""
    waiting = deque(edges.of_lines)
    queued = set(waiting)
    while waiting:
        line = waiting.popleft()
        queued.discard(line)
        side = _clear_side(edges, problem, line)
        if side is None or _strays(scorer, line, side):
            continue
        score = edges.of_lines[line][side]
        # A line that lost a candidate may be clear now; so may one that shares another with it.
        touched = {*edges.of_lines[line]} - {side}
        rivals = edges.take(line, side)
        for other in (*rivals, *(each for left in touched for each in edges.of_sides[left])):
            if other not in queued and other in edges.of_lines:
                waiting.append(other)
                queued.add(other)
        yield line, side, score


def _clear_side(edges: Edges, problem: Problem, line: Item) -> Item | None:
    limits = problem.thresholds
    sides = edges.of_lines.get(line)
    if not sides:
        return None
    side = max(sides, key=lambda each: sides[each])
    score = sides[side]
    if score < limits.accept_at:
        return None
    rivals = [other for each, other in sides.items() if each is not side]
    rivals += [other for each, other in edges.of_sides[side].items() if each is not line]
    # Without any margin, the order of the input would decide between equals.
    return side if max(rivals, default=-1.0) <= score - max(limits.margin, _LEAST) else None


def _twins(edges: Edges, problem: Problem, scorer: Scorer) -> list[Found]:
    """Groups of as many lines as sides that are alike, and of which every pair by date is good."""
    found = []
    for lines, sides in _groups(edges):
        pairs = list(zip(lines, sides, strict=False))
        score = min(edges.of_lines[line].get(side, 0.0) for line, side in pairs)
        alike = len({side.counters for side in sides}) == 1
        few = len(lines) == len(sides) <= _MOST_TWINS
        near = not any(_strays(scorer, line, side) for line, side in pairs)
        if alike and few and near and score >= problem.thresholds.accept_at:
            found += _group(scorer, pairs, score)
    for each in found:
        for line, side in zip(each.lines, each.sides, strict=True):
            edges.take(line, side)
    return [each for each in found if not (problem.rejected and each.key in problem.rejected)]


def _group(scorer: Scorer, pairs: list[tuple[Item, Item]], score: float) -> list[Found]:
    """One match for the group; pair by pair where the entries say exactly the same."""
    if len({(side.day, side.words) for _, side in pairs}) == 1:
        return [
            Found((line,), (side,), min(1.0, score), scorer.reasons(line, side), automatic=True)
            for line, side in pairs
        ]
    what = f"{len(pairs)} lines and {len(pairs)} entries have this amount: together they are these."
    reasons = (*scorer.reasons(*pairs[0]), Reason(Factor.TWINS, 0.0, what))
    lines, sides = zip(*pairs, strict=True)
    return [Found(lines, sides, min(1.0, score), reasons, automatic=True)]


def _strays(scorer: Scorer, line: Item, side: Item) -> bool:
    """Whether another booking of this amount is the likelier one, although it is not there."""
    return abs(line.day - side.day) >= _FAR and scorer.equals(line, side) > 1


def _groups(edges: Edges) -> Iterator[tuple[list[Item], list[Item]]]:
    """Lines and sides that hang together by pairs, each by date."""
    seen: set[Item] = set()
    for start in edges.of_lines:
        if start in seen or not edges.of_lines[start]:
            continue
        lines, sides, waiting = {start}, set[Item](), [start]
        while waiting:
            for side in edges.of_lines[waiting.pop()]:
                if side not in sides:
                    sides.add(side)
                    fresh = edges.of_sides[side].keys() - lines
                    lines |= fresh
                    waiting += fresh
        seen |= lines
        yield _by_date(lines), _by_date(sides)


def _proposed(edges: Edges, problem: Problem, scorer: Scorer) -> Iterator[Found]:
    """What is left, the best first; ties go to the nearer and earlier."""
    left = [
        (-score, abs(line.day - side.day), line.day + side.day, line.place, side.place, line, side)
        for line, sides in edges.of_lines.items()
        for side, score in sides.items()
    ]
    taken: defaultdict[str, set[Item]] = defaultdict(set)
    for minus, *_, line, side in sorted(left, key=lambda each: each[:5]):
        if line in taken["lines"] or side in taken["sides"]:
            continue
        taken["lines"].add(line)
        taken["sides"].add(side)
        reasons = scorer.reasons(line, side)
        if -minus >= problem.thresholds.accept_at:
            reasons = (*reasons, RIVAL)
        yield Found((line,), (side,), min(1.0, -minus), reasons)


RIVAL = Reason(Factor.RIVAL, 0.0, "Another pair fits nearly as well: which is which, you decide.")


def _by_date(items: set[Item]) -> list[Item]:
    return sorted(items, key=lambda each: each.place)
